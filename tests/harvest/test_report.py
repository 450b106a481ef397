"""The report: one page that needs nothing else, and tells what is there."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from harvest.commands.report import by_fours, sparkline
from harvest.dataset import build
from harvest.errors import UserError
from harvest.facts import gather, language_of
from harvest.messages import Peer
from harvest.report_page import _years, page
from harvest.second_reading import SecondReading, Shown
from harvest.settings import HarvestSettings
from harvest.svg import axis, bars, ridge
from tests.harvest.said import ANN, DAY, AsIs, from_ann, from_owner

EVERYONE = HarvestSettings(take_everyone_without_consent=True)
TO_CHECK = [Shown("PASSWORD", "a rule", 0.5, "<b>it is ", "••••••", "</b>")]
READING = SecondReading(TO_CHECK, TO_CHECK)


@pytest.fixture
def facts(archive, data):
    with archive.transaction():
        archive.put_peers([Peer(ANN, "Ann <b>", access_hash=1)])
        for day in range(20):
            archive.put_messages([from_ann(10 * day + 1, f"was <i>{day}</i>?", day * 2 * DAY)])
            archive.put_messages([from_owner(10 * day + 2, f"так, sesame {day}", day * 2 * DAY + 60)])
    build(archive, EVERYONE, data.dataset, AsIs("sesame"))
    return gather(archive, data.dataset)


class Outside(HTMLParser):
    """Everything a page would load or run, and every tag it leaves open."""

    def __init__(self):
        super().__init__()
        self.loaded, self.stack = [], []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.loaded += [tag] if tag in ("script", "link", "img", "iframe", "object") else []
        self.loaded += [value for key, value in names.items() if key in ("src", "href")]
        if tag not in ("meta",):
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(facts):
    """No script, no link, no address of any kind; every tag closed; every drawing well-formed."""
    html = page(facts, 1024, READING)
    reader = Outside()
    reader.feed(html)
    assert (reader.loaded, reader.stack) == ([], [])
    assert "http" not in html
    assert "@import" not in html
    assert "url(" not in html
    drawings = re.findall(r"<svg.*?</svg>", html)
    assert len(drawings) >= 7
    for drawing in drawings:
        ElementTree.fromstring(drawing)


def test_what_people_wrote_stays_text(facts):
    """Words and names cannot become part of the page."""
    html = page(facts, 1024, READING)
    assert "was &lt;i&gt;" in html
    assert "Ann &lt;b&gt;" in html
    assert "<i>" not in html


def test_the_figures_are_those_of_the_dataset(facts):
    """Twenty conversations with Ann, ten percent held out, a redaction in each; forty messages on her line."""
    html = page(facts, 1024, READING)
    assert "<b>18</b>conversations to learn from" in html
    assert "<b>2</b>held out for judging" in html
    assert "<b>20</b>redactions" in html
    (line,) = facts.timelines
    assert (sum(line.owner), sum(line.contact)) == (20, 20)
    assert (len(facts.samples), sum(facts.token_lengths)) == (6, 20)
    assert facts.languages == {"Russian or Ukrainian": 20}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("привіт", "Ukrainian"),
        ("это он", "Russian"),
        ("так", "Russian or Ukrainian"),
        ("ok", "Latin letters"),
        ("😂 5", "no letters"),
    ],
)
def test_languages_are_told_by_letters(text, language):
    assert language_of(text) == language


def test_a_bar_stands_for_its_share():
    """Half the value is half the height; nothing at all is still a drawing."""
    heights = [float(h) for h in re.findall(r'height="([\d.]+)"><title>', bars(["a", "b"], [10, 5]))]
    assert heights[1] == pytest.approx(heights[0] / 2, abs=0.1)
    ElementTree.fromstring(bars([], []))
    assert sparkline([0, 1, 8]) == " ▁█"
    assert by_fours([1, 0, 0, 2, 5]) == [3, 5]


def test_a_quiet_chat_is_seen_beside_a_busy_one():
    """Four messages where another has four hundred: a tenth of its height, not a hundredth."""
    tops = [float(y) for y in re.findall(r",([\d.]+)", ridge([400, 4], [0, 0], height=102, top=400))]
    assert min(tops) == 1
    assert sorted(set(tops))[1] == 46


def test_the_years_stand_where_they_begin():
    """From July 2022 to July 2024 there are two new years; within a year quarters are named."""
    july = [datetime(year, 7, 1, tzinfo=UTC).timestamp() for year in (2022, 2024)]
    years = _years(*july)
    assert list(years.values()) == ["2023", "2024"]
    assert next(iter(years)) == pytest.approx(184 / 731)
    assert list(_years(july[0], july[0] + 100 * DAY).values()) == ["2022-07", "2022-10"]
    ElementTree.fromstring(axis(years))


def test_without_a_dataset_one_is_told_to_build(archive, data):
    with pytest.raises(UserError, match="harvest build"):
        gather(archive, data.dataset)

"""Write a report as one page of HTML that needs nothing beside it: no script, no font, no network."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from harvest.conversations import unfold
from harvest.examples import OPENING, Example
from harvest.facts import CHARS_PER_TOKEN, LENGTH_EDGES, Facts
from harvest.habits import Habits, Histogram
from harvest.manifest import HELDOUT, TRAIN
from harvest.second_reading import SecondReading
from harvest.second_reading_page import second_reading_sections
from harvest.svg import axis, bars, ridge, rows

PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,40}\]")
STYLE = """
:root{--paper:#fbf8f1;--ink:#2b2a27;--soft:#8b867a;--line:#e4dece;--owner:#b4532a;--contact:#7f9a8b;--card:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#1d1c1a;--ink:#ece7db;--soft:#948e80;--line:#3a3833;--owner:#e08a5b;
--contact:#6f8f80;--card:#262522}}
body{background:var(--paper);color:var(--ink);font:16px/1.5 Georgia,"Times New Roman",serif;max-width:1120px;
margin:0 auto;padding:48px 24px}
h1{font-weight:400;font-size:34px;margin:0}h2{font-weight:400;font-size:20px;margin:0 0 10px}
p.note,figcaption{color:var(--soft);font-size:14px;margin:4px 0 0}
.figures{display:flex;gap:40px;flex-wrap:wrap;margin:28px 0 36px;border-top:1px solid var(--line);
border-bottom:1px solid var(--line);padding:16px 0}.figures b{display:block;font-size:28px;font-weight:400}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));gap:40px}section{margin:0 0 44px}
.grid section,figure{margin:0}.charts{margin:0 0 44px}
svg{display:block;max-width:100%;height:auto}svg text{fill:var(--soft);font:12px Georgia,serif}
svg text.value{fill:var(--ink)}.bar,.owner{fill:var(--owner)}.bar.marked{fill:var(--ink)}.contact{fill:var(--contact)}
.line{display:grid;grid-template-columns:170px 1fr 90px;gap:14px;align-items:center;border-bottom:1px solid var(--line)}
.line span{font-size:14px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.line span:last-child{text-align:right}.line.years{border:0}.line svg{width:100%;height:44px}
.line.years svg{height:20px}
.talk{background:var(--card);border:1px solid var(--line);padding:16px;border-radius:6px;max-height:640px;overflow:auto}
.talk div{margin:3px 0}
.talk div p{display:inline-block;margin:0;padding:3px 11px;border-radius:12px;white-space:pre-wrap;
overflow-wrap:anywhere;border:1px solid var(--line);max-width:80%;text-align:left}
.talk .us{text-align:right}.talk .us p{border-color:var(--owner)}
mark{background:none;color:var(--owner);font-style:italic}
.checks p{margin:4px 0;overflow-wrap:anywhere}.checks small{color:var(--soft);display:inline-block;min-width:130px}
.checks div{overflow-x:auto}.checks table{border-collapse:collapse;font-size:14px}
.checks th,.checks td{border-bottom:1px solid var(--line);padding:4px 10px;text-align:right;font-weight:400}
.checks th{color:var(--soft);font-size:12px}.checks td:first-child{text-align:left}
@media(max-width:600px){body{padding:28px 16px}.figures{gap:16px 28px}
.line{grid-template-columns:104px 1fr 48px;gap:8px}
.line.years{display:none}svg text{font-size:15px}}
"""


def page(facts: Facts, max_tokens: int, reading: SecondReading) -> str:
    """max_tokens: the longest window that training takes, set against the examples' lengths."""
    checks = second_reading_sections(facts, reading)
    body = "".join((_heading(facts), _timelines(facts), _grid(facts, max_tokens), checks, _samples(facts.samples)))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>What your understudy learns from</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _heading(facts: Facts) -> str:
    manifest, files = facts.manifest, facts.manifest.files
    figures = {
        "conversations to learn from": files[TRAIN].examples,
        "held out for judging": files[HELDOUT].examples,
        "of your turns": files[TRAIN].owner_turns + files[HELDOUT].owner_turns,
        "contacts": len(manifest.contacts),
        "redactions": sum(manifest.redacted.values()),
    }
    shown = "".join(f"<div><b>{value:,}</b>{escape(name)}</div>" for name, value in figures.items())
    return (
        f'<h1>What your understudy learns from</h1><p class="note">Dataset {manifest.hash[:12]}. '
        f'This page holds private words: it is yours alone.</p><div class="figures">{shown}</div>'
    )


def _timelines(facts: Facts) -> str:
    if not facts.timelines:
        return ""
    top = max(max(*line.owner, *line.contact) for line in facts.timelines)
    lines = "".join(
        f'<div class="line"><span>{escape(line.name)}</span>{ridge(line.owner, line.contact, top=top)}'
        f"<span>{sum(line.owner) + sum(line.contact):,}</span></div>"
        for line in facts.timelines
    )
    return (
        f"<section><h2>Messages over time</h2>{lines}"
        f'<div class="line years"><span></span>{axis(_years(facts.first_at, facts.last_at))}</div>'
        f'<p class="note">{_day(facts.first_at)} to {_day(facts.last_at)}; yours above each line, theirs below. '
        "Four times as many stand twice as high, for everybody alike.</p></section>"
    )


def _years(first_at: float, last_at: float) -> dict[float, str]:
    """Where in the time each new year begins, as a share of it. At most ten of them; months in a single year."""
    first, last = (datetime.fromtimestamp(at, UTC) for at in (first_at, last_at))
    every = (last.year - first.year) // 10 + 1
    starts = {str(year): datetime(year, 1, 1, tzinfo=UTC) for year in range(first.year + 1, last.year + 1, every)}
    if not starts:
        starts = {f"{first:%Y}-{month:02}": datetime(first.year, month, 1, tzinfo=UTC) for month in range(1, 13, 3)}
    shares = {(at.timestamp() - first_at) / max(1.0, last_at - first_at): name for name, at in starts.items()}
    return {share: name for share, name in shares.items() if 0 <= share <= 1}


def _day(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"


def _grid(facts: Facts, max_tokens: int) -> str:
    return f'<div class="grid charts">{"".join(_charts(facts, facts.habits.all, max_tokens))}</div>'


def _charts(facts: Facts, habits: Habits, max_tokens: int) -> Iterator[str]:
    yield _chart("How long you take to answer", _histogram(habits.reply_delay_s, _time), "from their last message")
    yield _chart("Bubbles in one turn of yours", _histogram(habits.bubbles_per_turn, str), "one bubble is one message")
    yield _chart("Length of your bubbles", _histogram(habits.bubble_chars, str), "characters, from")
    yield _chart("When you write", _histogram(habits.hours, lambda hour: f"{hour:02}"), "hour of the day, UTC")
    longest = max((i for i, edge in enumerate(LENGTH_EDGES) if edge <= max_tokens), default=-1)
    lengths = bars([str(edge) for edge in LENGTH_EDGES], facts.token_lengths, mark=longest)
    yield _chart(
        "Length of conversations",
        lengths,
        f"tokens, at some {CHARS_PER_TOKEN} characters; training's windows of {max_tokens:,} end in the marked bar",
    )
    yield _counted("Languages of your bubbles", facts.languages, "told by their letters alone")
    yield _counted("Conversations left out", facts.manifest.dropped, "they teach nothing, or nothing new")
    yield _counted("Messages that are not your words", facts.manifest.left_out, "sent from your account all the same")
    yield _counted("Taken out as personal", facts.manifest.redacted, "each replaced by a placeholder of its kind")


def _histogram(histogram: Histogram, label: Callable[[int], str]) -> str:
    return bars([label(edge) for edge in histogram.edges], histogram.counts)


def _time(seconds: int) -> str:
    for unit, name in ((3600, "h"), (60, "m")):
        if seconds >= unit:
            return f"{seconds // unit}{name}"
    return f"{seconds}s"


def _chart(title: str, chart: str, note: str) -> str:
    return f"<section><h2>{escape(title)}</h2><figure>{chart}<figcaption>{escape(note)}</figcaption></figure></section>"


def _counted(title: str, counts: Mapping[str, int], note: str) -> str:
    if not counts:
        return _chart(title, "<p>none</p>", note)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return _chart(title, rows([name for name, _ in ordered], [count for _, count in ordered]), note)


def _samples(examples: Sequence[Example]) -> str:
    talks = "".join(f'<div class="talk">{"".join(_bubbles(example))}</div>' for example in examples)
    return (
        f'<section><h2>Conversations as they will be trained</h2><div class="grid">{talks}</div>'
        '<p class="note">Yours on the right: those alone are learnt.</p></section>'
    )


def _bubbles(example: Example) -> Iterator[str]:
    for message in example.messages:
        side = "us" if message.role == "assistant" else "them"
        for bubble in unfold(message.content):
            if bubble != OPENING:
                words = PLACEHOLDER.sub(lambda found: f"<mark>{found[0]}</mark>", escape(bubble))
                yield f'<div class="{side}"><p>{words}</p></div>'

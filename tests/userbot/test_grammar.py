"""What the owner can type in Saved Messages, and what stays a note of theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.messages import Peer
from userbot.control.grammar import (
    SIGNS,
    Digest,
    Heard,
    Help,
    Last,
    Mistake,
    Off,
    Pause,
    Resume,
    SetDelay,
    SetMode,
    Status,
    Treatment,
    Undo,
    Why,
    parse,
    verdict,
)
from userbot.control.paper import MARK
from userbot.control.words import COMMANDS, DELAYS, MODES, UNITS, VERDICTS, folded

ANN, BOB, OLENA, ANNA, ANNA_S = 1002, 1003, 1004, 1005, 1006
PEERS = {
    ANN: Peer(ANN, "Ann", username="ann"),
    BOB: Peer(BOB, "Bob"),
    OLENA: Peer(OLENA, "Олена", "Коваль", username="olena_k"),
    ANNA: Peer(ANNA, "Анна", "Белая"),
    ANNA_S: Peer(ANNA_S, "Анна", "Смирнова", username="anna_s"),
}


def meant(text):
    heard = parse(text, PEERS)
    return heard and heard.meant


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("status", Status()),
        ("Status", Status()),
        ("/status", Status()),
        (". статус", Status()),
        ("pause", Pause()),
        ("pause 2h", Pause(for_s=7200)),
        ("pause 30m", Pause(for_s=1800)),
        ("pause 1d", Pause(for_s=86400)),
        ("pause for 1 h 30 min", Pause(for_s=5400)),
        ("pause 1.5h", Pause(for_s=5400)),
        ("pause until 18:00", Pause(until_min=1080)),
        ("pause until 6pm", Pause(until_min=1080)),
        ("pause until 12:05 am", Pause(until_min=5)),
        ("пауза 2ч", Pause(for_s=7200)),
        ("Пауза на полчаса", Pause(for_s=1800)),
        ("пауза час", Pause(for_s=3600)),
        ("пауза 2 години", Pause(for_s=7200)),
        ("пауза 30хв", Pause(for_s=1800)),
        ("пауза до 9.30", Pause(until_min=570)),
        ("resume", Resume()),
        ("продолжай", Resume()),
        ("продовжуй", Resume()),
        ("off", Off()),
        ("STOP!", Off()),
        ("стоп", Off()),
        ("выкл", Off()),
        ("вимк", Off()),
        ("mode @ann draft", SetMode(ANN, "draft")),
        ("mode @Ann off", SetMode(ANN, "off")),
        ("mode 1003 ask", SetMode(BOB, "ask")),
        ("mode bob auto", SetMode(BOB, "auto")),
        ("mode @ann default", SetMode(ANN, None)),
        ("режим @ann черновик", SetMode(ANN, "draft")),
        ("режим Анна Белая авто", SetMode(ANNA, "auto")),
        ("режим олена чернетка", SetMode(OLENA, "draft")),
        ("mode @ann", Treatment(ANN)),
        ("delay @ann 10m", SetDelay(ANN, (600, 600))),
        ("delay @ann 5m-15m", SetDelay(ANN, (300, 900))),
        ("delay @ann 5-15m", SetDelay(ANN, (300, 900))),
        ("delay @ann 30s – 2 min", SetDelay(ANN, (30, 120))),
        ("delay @ann learned", SetDelay(ANN, "learned")),
        ("delay @ann default", SetDelay(ANN, None)),
        ("задержка @ann 10 мин", SetDelay(ANN, (600, 600))),
        ("затримка Олена 5хв-15хв", SetDelay(OLENA, (300, 900))),
        ("затримка @ann вивчена", SetDelay(ANN, "learned")),
        ("delay @ann", Treatment(ANN)),
        ("why @ann", Why(ANN)),
        ("why ann?", Why(ANN)),
        ("почему @ann", Why(ANN)),
        ("чому Олена Коваль", Why(OLENA)),
        ("last", Last()),
        ("last bob", Last(BOB)),
        ("undo", Undo()),
        ("undo @ann", Undo(ANN)),
        ("відміна", Undo()),
        ("отмена @ann", Undo(ANN)),
        ("digest", Digest()),
        ("сводка", Digest()),
        ("/help", Help()),
        ("допомога", Help()),
    ],
)
def test_a_command_is_understood(text, command):
    """In English, Russian and Ukrainian, in any case, with or without a sign before it."""
    assert meant(text) == command


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "buy milk",
        "status of the garden: dry",
        "pause the film at 1:10",
        "why not",
        "why bother with Bob",
        "last night was great",
        "mode",
        "mode bob loud",
        "off to the shop",
        "Пауза между словами",
        "почему бы и нет",
        "delay bob 10 parrots",
        "pause 31d",
        "pause 0m",
        "pause 2h\nand buy milk",
        ".gitignore",
        "/etc/passwd",
        "...",
        "/",
        ".5 kg flour",
        "/usr/local/bin/python",
        f"{MARK} status",
        "ok",
        "a" * 5000,
    ],
)
def test_a_note_stays_a_note(text):
    """Saved Messages is the owner's notebook: what is not exactly a command gets no answer."""
    assert parse(text, PEERS) is None


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("/pause 31d", Mistake("usage_pause")),
        (".pause soon", Mistake("usage_pause")),
        ("/pause until 25:00", Mistake("usage_pause")),
        ("/пауза вечность", Mistake("usage_pause")),
        ("/mode", Mistake("usage_mode")),
        ("/mode @ann loud", Mistake("usage_mode")),
        ("/delay @ann 15m-5m", Mistake("usage_delay")),
        ("/delay @ann 10", Mistake("usage_delay")),
        ("/why", Mistake("usage_why")),
        ("/status now", Mistake("stands_alone", "status")),
        ("/statsu", Mistake("did_you_mean", "status")),
        ("/why nobody", Mistake("who_unknown", "nobody", tuple(PEERS))),
        ("why @nobody", Mistake("who_unknown", "@nobody", tuple(PEERS))),
        ("why анна", Mistake("who_ambiguous", "анна", (ANNA, ANNA_S))),
        ("/режим Анна черновик", Mistake("who_ambiguous", "Анна", (ANNA, ANNA_S))),
        ("/mode @nobody draft", Mistake("who_unknown", "@nobody", tuple(PEERS))),
    ],
)
def test_a_slip_in_a_command_is_told(text, mistake):
    """After a sign, or where only the @name is wrong: an answer that says what would be right."""
    assert meant(text) == mistake


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("status", ()),
        ("почему @ann", ("ru",)),
        ("чому @ann", ("uk",)),
        ("пауза 2 год", ("uk",)),
        ("пауза 2ч", ("ru",)),
        ("пауза", ("ru", "uk")),
        ("режим @ann черновик", ("ru",)),
        ("why Олена", ()),
    ],
)
def test_a_command_shows_its_language(text, languages):
    """A word that is Russian and Ukrainian alike leaves both open; a name says nothing."""
    heard = parse(text, PEERS)
    assert heard is not None
    assert heard.languages == languages


def test_a_username_is_nobody_elses():
    """`@ann` means Ann's account, though somebody else may call themselves Ann; the bare name is ambiguous then."""
    peers = {ANN: PEERS[ANN], 9: Peer(9, "Ann", "Other")}
    assert parse("why @ann", peers) == Heard(Why(ANN), ())
    assert parse("/why ann", peers) == Heard(Mistake("who_ambiguous", "ann", (9, ANN)), ())
    assert parse("why ann other", peers) == Heard(Why(9), ())


@pytest.mark.parametrize("word", ["ok", "+", "да", "Так", "send", "👍", "ok."])
def test_yes_approves(word):
    assert verdict(word) == "approve"


@pytest.mark.parametrize("word", ["skip", "-", "нет", "ні", "Skip!"])
def test_no_skips(word):
    assert verdict(word) == "skip"


@pytest.mark.parametrize("text", ["ok then, at six", "", "yes\nsee you", "--"])
def test_other_words_are_no_verdict(text):
    assert verdict(text) is None


VOCABULARY = sorted(
    {
        word
        for table in (COMMANDS, MODES, DELAYS, VERDICTS, UNITS)
        for cs in table.values()
        for c in cs
        for word in c.split()
    }
    | {
        "@ann",
        "1003",
        "Анна",
        "10m",
        "5-15",
        "until",
        "18:00",
        "до",
        "for",
        "-",
        "/",
        ".",
        "\n",
        "99999999999999d",
        "٣ч",
    }
)


@given(st.text())
def test_no_text_breaks_the_parser(text):
    """Whatever is typed comes back as a command, a mistake or a note."""
    assert parse(text, PEERS) is None or isinstance(parse(text, PEERS), Heard)
    assert verdict(text) in (None, "approve", "skip")


@given(st.lists(st.sampled_from(VOCABULARY), max_size=6), st.sampled_from(("", "/", ".")))
def test_no_heap_of_known_words_breaks_it(words, sign):
    """Nor does any order of its own words; times stay within 30 days, people within the contacts."""
    heard = parse(sign + " ".join(words), PEERS)
    if heard is None:
        return
    command = heard.meant
    assert getattr(command, "chat_id", None) in {None, *PEERS}
    if isinstance(command, Pause) and command.for_s is not None:
        assert 1 <= command.for_s <= 30 * 86400
    if isinstance(command, SetDelay) and isinstance(command.delay_s, tuple):
        assert 1 <= command.delay_s[0] <= command.delay_s[1] <= 30 * 86400


@given(st.text())
def test_the_desks_own_words_are_never_a_command(text):
    """Whatever a contact wrote, quoted after the mark it commands nothing."""
    assert parse(MARK + text, PEERS) is None


def test_every_bare_word_of_a_command_stands_alone_in_the_tables():
    """No word means two commands, and none is a verdict as well."""
    for tables in ((COMMANDS, VERDICTS), (MODES,), (DELAYS,)):
        seen = {}
        for table in tables:
            for meaning, columns in table.items():
                for word in {folded(word) for column in columns for word in column.split()}:
                    assert seen.setdefault(word, meaning) == meaning, word
    assert not set(SIGNS) & set("".join(VOCABULARY).replace("/", "").replace(".", ""))

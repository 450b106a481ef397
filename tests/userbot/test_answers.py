"""What the desk answers: right, linked to the people it names, and short enough for Telegram."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.messages import Peer
from userbot.control import answers, notices
from userbot.control.answers import Period, Standing
from userbot.control.clock import next_at
from userbot.control.digest import is_due, local_day
from userbot.control.grammar import Mistake, parse
from userbot.control.paper import MARK, MOST_UNITS, units
from userbot.control.voice import Voice
from userbot.control.words import LANGUAGES
from userbot.core import Chat, State
from userbot.ledger import Outgoing, Sending
from userbot.notebook import Proposal

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC).timestamp()  # 16:00 in Kyiv
ANN, BOB, EVE = 1002, 1003, 1004
PEERS = {ANN: Peer(ANN, "Ann", username="ann"), BOB: Peer(BOB, "Bob 🚲"), EVE: Peer(EVE, "Eve\u202e\n🎭 Paused")}


def voice(language="en", peers=PEERS, now=NOW):
    return Voice(language, KYIV, now, peers)


def bubble(number, text, chat_id=ANN, epoch=1, sent_at=NOW - 60):
    return Outgoing(number, chat_id, epoch, number, text, Sending.SENT, number, sent_at)


def waiting(chat_id, due_at, reason="a reply is owed"):
    return Chat(chat_id, 1, State.WAITING, heard_id=5, heard_at=NOW - 60, due_at=due_at, reason=reason)


def left(chat_id, reason="silent: left to the owner, it is about money", since=NOW - 7200):
    return Chat(chat_id, 1, State.QUIET, heard_id=5, heard_at=since, answered_id=4, reason=reason, owed_since=since)


def standing(**more):
    values = {"chats": (), "proposals": (), "paused_until": 0.0, "held_until": 0.0, "count": 3, "most": 100} | more
    return Standing(**values)


def linked(paper):
    """The words that each link covers, and whose chat it leads to."""
    raw = paper.text.encode("utf-16-le")
    return [(raw[2 * k.offset : 2 * (k.offset + k.length)].decode("utf-16-le"), k.user_id) for k in paper.links]


def test_the_status_says_who_waits_and_for_what():
    """Due times on the owner's clock, proposals and open chats, the day's count, the model."""
    paper = answers.status(
        voice(),
        standing(
            chats=[waiting(ANN, NOW + 600), left(BOB)],
            proposals=[Proposal(EVE, 1, ("hey", "sure"), 9)],
            model="asleep",
        ),
    )
    assert paper.text.split("\n") == [
        f"{MARK} On.",
        "Replies to come:",
        "• Ann: 16:10 (they wrote)",
        "Waiting for you:",
        "• Eve 🎭 Paused: a proposal, “hey / sure”",
        "• Bob 🚲: since 14:00. it is about money",
        "Replies in 24 hours: 3 of 100.",
        "The model sleeps; the next reply wakes it.",
    ]
    assert linked(paper) == [("Ann", ANN), ("Eve 🎭 Paused", EVE), ("Bob 🚲", BOB)]


def test_the_status_says_that_nothing_is_sent():
    assert "Paused until 18:00." in answers.status(voice(), standing(paused_until=NOW + 7200)).text
    assert "until you write: resume" in answers.status(voice(), standing(paused_until=float("inf"))).text
    assert "Telegram asks to wait: nothing is sent until tomorrow 16:00." in (
        answers.status(voice(), standing(held_until=NOW + 86400)).text
    )
    assert "On." in answers.status(voice(), standing(paused_until=NOW - 1)).text


def test_status_in_the_owners_language():
    paper = answers.status(voice("uk"), standing(chats=[waiting(ANN, NOW + 86400)], paused_until=NOW + 3600))
    assert paper.text.split("\n") == [
        f"{MARK} Пауза до 17:00.",
        "Відповіді попереду:",
        "• Ann: завтра 16:00 (є нове повідомлення)",
        "Відповідей за 24 години: 3 з 100.",
    ]


def test_why_shows_the_last_decisions():
    history = [
        (NOW - 90000, "waiting", "a reply is owed"),
        (NOW - 60, "replying", "writing"),
        (NOW - 30, "quiet", "silent: struck by lightning"),
    ]
    paper = answers.why(voice("ru"), left(ANN), "auto", (300, 900), history)
    assert paper.text.split("\n") == [
        f"{MARK} Ann: режим авто, задержка 5 мин – 15 мин.",
        "вчера 15:00 есть новое сообщение",
        "15:59 клон пишет",
        "15:59 struck by lightning",
    ]


def test_last_shows_the_bubbles_that_stand():
    paper = answers.last(voice(), [bubble(1, "hey"), bubble(2, "two\nlines")])
    assert paper.text == f"{MARK} Ann, 15:59:\n• hey\n• two\n  lines"
    assert answers.last(voice(), []).text == f"{MARK} No reply stands there yet."


def test_the_digest_tells_who_was_answered_and_who_waits():
    decisions = [
        (NOW - 50, ANN, "silent: left to the owner, it is about money"),
        (NOW - 40, BOB, "silent: left to the owner, it is about money"),
        (NOW - 30, BOB, "the owner answered"),
        (NOW - 20, BOB, "silent: a bug (KeyError); the log says where"),
    ]
    sent = [bubble(1, "hey"), bubble(2, "all good?"), bubble(3, "x" * 500, BOB)]
    paper = answers.digest(voice(), Period(NOW - 86400, sent, [left(BOB)], (), decisions))
    assert paper.text.split("\n") == [
        f"{MARK} Since yesterday 16:00:",
        "Answered:",
        "• 15:59 Ann: hey / all good?",
        "• 15:59 Bob 🚲: " + "x" * 79 + "…",
        "Waiting for you:",
        "• Bob 🚲: since 14:00. it is about money",
        "Kept silent:",
        "• it is about money: 2",
        "Trouble:",
        "• 15:59 Bob 🚲: a bug (KeyError); the log says where",
    ]


def test_nothing_to_tell_is_no_digest():
    quiet = Chat(ANN, 3, State.QUIET, heard_id=5, answered_id=6)
    assert answers.digest(voice(), Period(NOW - 86400, (), [quiet], (), [(NOW, ANN, "the owner answered")])) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_list_says_how_much_it_leaves_out(language):
    """Two hundred chats do not fit; each section says how many more there are."""
    peers = {n: Peer(n, f"Contact number {n} with quite a name") for n in range(1, 201)}
    chats = [left(n) for n in peers]
    paper = answers.digest(voice(language, peers), Period(NOW, [bubble(n, "y" * 99, n) for n in peers], chats, (), ()))
    assert units(paper.text) <= MOST_UNITS
    listed = paper.text.count("\n• ")
    more = [int("".join(c for c in line if c.isdecimal())) for line in paper.text.split("\n") if line[:1] in "andіи"]
    assert listed > 20
    assert listed + sum(more) == 400
    assert all(words.startswith("Contact number") for words, _ in linked(paper))


NASTY = st.text(max_size=80) | st.text("🎭\n\u202e{}<>&`*🚲é", max_size=40)


@given(
    names=st.lists(NASTY, min_size=1, max_size=30),
    texts=st.lists(NASTY | st.text(min_size=900, max_size=1200), max_size=12),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_people_wrote_the_message_is_sound(names, texts, language):
    """Never too long, every link covers a whole name, no line begins like another message of the desk's, no command."""
    peers = {n: Peer(n, name) for n, name in enumerate(names, start=1)}
    told = voice(language, peers)
    proposals = [Proposal(n, 1, tuple(texts) or ("x",), None) for n in peers]
    papers = [
        answers.status(told, standing(chats=[left(n, reason="silent: " + "".join(texts[:1])) for n in peers])),
        answers.status(told, standing(proposals=proposals)),
        answers.digest(told, Period(NOW, [bubble(n, t, 1, n) for n, t in enumerate(texts)], [], proposals, ())),
        answers.last(told, [bubble(n, text, 1) for n, text in enumerate(texts)]),
        answers.mistake(told, Mistake("who_unknown", "".join(texts)[:50], tuple(peers))),
        notices.proposal(told, 1, texts, texts or ["x"]),
        notices.handover(told, 1, "".join(texts)),
        notices.trouble(told, "new_login", "".join(texts)),
    ]
    for paper in papers:
        assert paper.text.startswith(f"{MARK} ")
        assert units(paper.text) <= MOST_UNITS
        assert not any(line.startswith(MARK) for line in paper.text.split("\n")[1:])
        assert parse(paper.text, peers) is None
        for words, user_id in linked(paper):
            assert words == told.person(user_id).name


def test_a_proposal_shows_what_it_answers_and_how_to_settle_it():
    paper = notices.proposal(
        voice(), ANN, ["long ago", "are you coming?", "I'm\ndownstairs", "hello?"], ["on my way", "5\nmin"]
    )
    assert paper.text.split("\n") == [
        f"{MARK} Ann writes:",
        "› are you coming?",
        "› I'm downstairs",
        "› hello?",
        "The clone would answer:",
        "• on my way",
        "• 5",
        "  min",
        "Reply to this: + sends it, - leaves the chat to you, your own words go instead (a message a line).",
    ]
    assert linked(paper) == [("Ann", ANN)]


def test_a_proposal_too_long_to_show_says_so():
    """The owner never approves words unseen without knowing it."""
    text = notices.proposal(voice(), ANN, ["hi"], ["z" * 4000, "w" * 3000]).text
    assert "(cut here; 7000 characters in all)" in text
    assert units(text) <= MOST_UNITS


def test_troubles_are_told():
    assert notices.trouble(voice(), "flood_wait", "7200").text == (
        f"{MARK} Telegram asks this account to wait: nothing is sent until 18:00. What is owed stays owed."
    )
    assert "A new login to your account: Pixel 9." in notices.trouble(voice(), "new_login", "Pixel 9").text
    assert notices.trouble(voice(), "comet", "near").text == f"{MARK} Trouble: comet (near)"
    assert notices.trouble(voice(), "flood_wait", "9" * 30).text.startswith(f"{MARK} Telegram asks")


def test_times_are_on_the_owners_clock():
    told = voice()
    assert told.when(NOW) == "16:00"
    assert told.when(NOW + 86400) == "tomorrow 16:00"
    assert told.when(NOW - 86400) == "yesterday 16:00"
    assert told.when(NOW - 30 * 86400) == "2026-10-23 17:00"  # summer time then
    assert voice("ru").when(NOW - 30 * 86400) == "23.10.2026 17:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (45, "45 s"), (600, "10 min"), (5400, "1 h 30 min"), (86400, "1 d"), (90061, "1 d 1 h"), (0.7, "1 s")],
)
def test_spans_are_told_in_two_parts(seconds, words):
    assert voice().span(seconds) == words


def local(*parts, fold=0):
    return datetime(*parts, tzinfo=KYIV, fold=fold).timestamp()


def test_the_digest_is_due_once_a_local_day():
    evening = local(2026, 11, 22, 21, 0)
    assert local_day(evening, KYIV) == "2026-11-22"
    assert not is_due(None, evening - 60, KYIV, "21:00")
    assert is_due(None, evening, KYIV, "21:00")
    assert is_due("2026-11-21", evening, KYIV, "21:00")
    assert not is_due("2026-11-22", evening, KYIV, "21:00")
    assert not is_due("2026-11-22", evening + 3 * 3600, KYIV, "21:00")  # past midnight
    assert not is_due(None, evening, KYIV, "")


def test_a_machine_that_slept_tells_the_day_late_or_with_the_next():
    """Awake at half past eleven: told then. Awake the next morning: told in the evening."""
    assert is_due("2026-11-21", local(2026, 11, 22, 23, 30), KYIV, "21:00")
    assert not is_due("2026-11-21", local(2026, 11, 23, 9, 0), KYIV, "21:00")
    assert is_due("2026-11-21", local(2026, 11, 23, 21, 0), KYIV, "21:00")


def test_a_clock_that_jumps_does_not_repeat_the_digest():
    """An hour back over midnight, it was told "tomorrow"; a clock that was a year ahead is not believed."""
    assert not is_due("2026-11-23", local(2026, 11, 22, 23, 50), KYIV, "21:00")
    assert is_due("2027-11-22", local(2026, 11, 22, 21, 0), KYIV, "21:00")
    assert is_due("nonsense", local(2026, 11, 22, 21, 0), KYIV, "21:00")


def test_the_nights_when_clocks_change():
    """03:30 is jumped over in March and comes twice in October: once a day all the same."""
    assert is_due("2026-03-28", local(2026, 3, 29, 4, 0), KYIV, "03:30")
    assert is_due("2026-10-24", local(2026, 10, 25, 3, 30), KYIV, "03:30")
    assert not is_due("2026-10-25", local(2026, 10, 25, 3, 30, fold=1), KYIV, "03:30")


@given(
    st.lists(st.floats(-7200, 30 * 3600), max_size=40),
    st.sampled_from(["03:30", "00:00", "9:05", "23:59"]),
    st.sampled_from([local(2026, 3, 27), local(2026, 10, 23), local(2026, 6, 1)]),
)
def test_however_the_clock_runs_a_day_has_one_digest(steps, at, start):
    """Sleep, jumps of two hours back, both changes of the clock: no local day twice."""
    now, last, told = start, None, []
    for step in steps:
        now += step
        if is_due(last, now, KYIV, at):
            last = local_day(now, KYIV)
            told.append(last)
    assert len(told) == len(set(told))


def test_until_a_time_means_the_next_one():
    assert next_at(NOW, KYIV, 18 * 60) == NOW + 7200
    assert next_at(NOW, KYIV, 16 * 60) == NOW + 86400
    assert next_at(NOW, KYIV, 9 * 60) == NOW + 17 * 3600


def test_until_a_time_in_the_nights_when_clocks_change():
    """Twice 03:30: the second comes after the first. No 03:30: when it would have been."""
    first, second = local(2026, 10, 25, 3, 30), local(2026, 10, 25, 3, 30, fold=1)
    assert second == first + 3600
    assert next_at(first - 60, KYIV, 210) == first
    assert next_at(first, KYIV, 210) == second
    assert next_at(second, KYIV, 210) == local(2026, 10, 26, 3, 30)
    assert next_at(local(2026, 3, 29, 1, 0), KYIV, 210) == local(2026, 3, 29, 4, 30)

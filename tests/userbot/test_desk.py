"""What the owner says at the desk, done once, and what the desk tells the owner: on a real ledger."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from harvest.habits import Habits, HabitsFile
from harvest.messages import Message, Peer
from harvest.userbot_settings import UserbotSettings
from userbot import core
from userbot.choices import UNTIL_RESUMED
from userbot.control.desk import OLD_S, Desk
from userbot.control.office import Refused
from userbot.control.paper import MARK
from userbot.control.words import COMMANDS
from userbot.core import State
from userbot.ledger import Ledger, Sending
from userbot.manner import Manners
from userbot.wire import History

ANN, BOB = 1002, 1003
NOW = 1_795_356_000.0  # 2026-11-22 14:00 UTC


@dataclass
class RecordingOffice:
    """Remembers what it was asked to do. A chat moves on where the ledger says so."""

    ledger: Ledger
    manners: Manners
    asked: list[tuple] = field(default_factory=list)
    undone: tuple[int, int] | str = (ANN, 2)
    is_fit: bool = True
    at: float = NOW
    peers: dict[int, Peer] = field(
        default_factory=lambda: {ANN: Peer(ANN, "Ann", username="ann"), BOB: Peer(BOB, "Bob")}
    )

    def now(self):
        return self.at

    def pause(self, until):
        self.asked.append(("pause", until))
        self.ledger.choices.pause(until)

    def resume(self):
        self.asked.append(("resume",))
        self.ledger.choices.resume()

    def set_mode(self, chat_id, mode):
        if mode == "auto" and not self.is_fit:
            raise Refused("auto_needs_eval")
        self.asked.append(("mode", chat_id, mode))
        self.ledger.choices.set_mode(chat_id, mode)

    def set_delay(self, chat_id, delay_s):
        self.asked.append(("delay", chat_id, delay_s))
        self.ledger.choices.set_delay_s(chat_id, delay_s)

    def approve(self, proposal, bubbles=None):
        self.asked.append(("approve", proposal.chat_id, tuple(bubbles or proposal.bubbles)))
        return self.ledger.approve(proposal.chat_id, proposal.epoch, bubbles or proposal.bubbles, self.at) is not None

    def skip(self, proposal):
        self.asked.append(("skip", proposal.chat_id))
        self.ledger.notebook.settle_proposal(proposal.chat_id)

    async def undo(self, chat_id):
        self.asked.append(("undo", chat_id))
        await asyncio.sleep(0)
        if isinstance(self.undone, str):
            raise Refused(self.undone)
        return self.undone


@dataclass
class House:
    office: RecordingOffice
    desk: Desk
    last_id: int = 1000

    @property
    def ledger(self):
        return self.office.ledger

    async def says(self, text, reply_to=0, age_s=0.0):
        """What the desk answers to the owner's words; None if it has nothing to say."""
        self.last_id += 1
        await self.desk.hear(self.last_id, text, reply_to, self.office.at - age_s)
        return self.note(f"answer:{self.last_id}")

    def note(self, key):
        row = self.ledger.notebook.db.execute("SELECT text FROM note WHERE key=?", (key,)).fetchone()
        return row and row[0].removeprefix(f"{MARK} ")

    def notes(self):
        return [note.text.removeprefix(f"{MARK} ") for note in self.ledger.notebook.unsent()]

    def chat(self, chat_id, message_id=5):
        """The contact wrote, and their chat is the owner's to decide on."""
        policy = self.office.manners.policy(chat_id)
        self.ledger.hear(chat_id, message_id, lambda c: core.heard(c, message_id, NOW - 60, policy, NOW), NOW)
        return self.ledger.update(chat_id, lambda c: core.silent(c, c.epoch, "a proposal waits for you"), NOW)

    def propose(self, chat_id=ANN, bubbles=("on my way",), wrote="coming?", message_id=5):
        """A proposal whose note has arrived in Saved Messages. Its message id."""
        chat = self.chat(chat_id, message_id)
        history = History((Message(chat_id, 4, NOW - 90, True, "old"), Message(chat_id, 5, NOW - 60, False, wrote)), ())
        self.desk.propose(chat, history, bubbles)
        note = self.ledger.notebook.unsent()[-1]
        self.last_id += 1
        self.ledger.notebook.sent(note, self.last_id)
        return self.last_id


@pytest.fixture
def house(tmp_path):
    return made(tmp_path)


def made(tmp_path, **settings):
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    for chat_id in (ANN, BOB):
        ledger.watch(chat_id, newest_id=4)
    bot = UserbotSettings(contacts=["@ann", BOB], time_zone="Europe/Kyiv", quiet_hours=[], **settings)
    office = RecordingOffice(ledger, Manners(bot, ledger.choices))
    return House(office, Desk(office, bot.language, locale="en_GB.UTF-8"))


async def test_off_and_resume(house):
    """The kill switch, and back."""
    assert await house.says("off") == "Off. Nothing is sent until you write: resume"
    assert house.ledger.choices.paused_until() == UNTIL_RESUMED
    assert await house.says("resume") == "On again."
    assert house.office.asked == [("pause", UNTIL_RESUMED), ("resume",)]


async def test_a_pause_counts_from_when_it_was_written(house):
    """A pause of two hours that comes 30 minutes late ends an hour and a half from now."""
    assert await house.says("пауза 2ч", age_s=1800) == "Пауза до 17:30."
    assert house.office.asked == [("pause", NOW + 5400)]
    assert await house.says("pause until 18:00") == "Пауза до 18:00."
    assert house.office.asked[1:] == [("pause", NOW + 7200)]
    assert await house.says("/pause") == "Выключено. Ничего не отправляю, пока не напишешь: продолжай"


async def test_an_answer_comes_in_the_language_of_the_words(house):
    """And stays in it: who once wrote Ukrainian gets Ukrainian notices on an English machine."""
    assert await house.says("status") == "On.\nNobody waits for a reply.\nReplies in 24 hours: 0 of 100."
    assert await house.says("чому @ann") is not None
    assert (await house.says("status")).startswith("Працюю.")
    house.desk.hand_over(house.chat(ANN), "left to the owner, it is about money")
    assert house.notes()[-1] == "Ann чекає на тебе: це твоє: гроші"


async def test_a_set_language_is_kept(tmp_path):
    house = made(tmp_path, language="ru")
    assert await house.says("status") == "Работаю.\nНикто не ждёт ответа.\nОтветов за 24 часа: 0 из 100."


async def test_modes_and_delays(house):
    assert await house.says("mode @ann draft") == "Ann: mode draft, delay 10 min."
    assert await house.says("delay @ann 5m-15m") == "Ann: mode draft, delay 5 min – 15 min."
    assert await house.says("mode ann default") == "Ann: mode ask, delay 5 min – 15 min."
    assert await house.says("delay ann default") == "Ann: mode ask, delay 10 min."
    assert await house.says("mode bob") == "Bob: mode ask, delay 10 min."
    assert [order[0] for order in house.office.asked] == ["mode", "delay", "mode", "delay"]


async def test_auto_needs_a_clone_that_passed(house):
    house.office.is_fit = False
    assert await house.says("mode @ann auto") == "Ann: auto needs a clone that passed: finetune eval"
    assert house.office.asked == []


async def test_a_learned_delay_needs_something_to_learn_from(house):
    assert "too few" in await house.says("delay @ann learned")
    habits = Habits()
    for _ in range(30):
        habits.reply_delay_s.note(600)
    house.office.manners = Manners(house.office.manners.settings, house.ledger.choices, HabitsFile(habits, {}))
    assert await house.says("delay @ann learned") == "Ann: mode ask, delay 10 min."
    assert house.office.asked == [("delay", ANN, (600.0, 600.0))]


async def test_a_delay_that_would_mean_never_is_refused(house):
    assert "nothing older than 6 h is answered" in await house.says("delay @ann 7h")
    assert house.office.asked == []


async def test_a_note_of_the_owners_is_left_alone(house):
    for text in ("buy milk", "why not", "", "ok", "+", "😀", "off to the shop"):
        assert await house.says(text) is None
    assert house.notes() == []
    assert house.office.asked == []


async def test_a_mistake_names_the_candidates(house):
    house.office.peers[1004] = Peer(1004, "Ann", "Other")
    assert await house.says("/why ann") == "“ann” may be: Ann (@ann), Ann Other (1004)"
    assert await house.says("/why nobody") == (
        "“nobody” is none of your contacts here. There are: Ann (@ann), Bob (1003), Ann Other (1004)"
    )
    house.office.peers.clear()
    assert await house.says("/why nobody") == "“nobody”: there are no contacts yet."


async def test_an_old_command_is_only_obeyed_if_it_stops_something(house):
    """The daemon was away: `off` still counts, `resume` and `mode auto` have to be said again."""
    old_s = OLD_S + 1
    for text in ("resume", "mode @ann auto", "undo", "delay @ann 1m"):
        assert (await house.says(text, age_s=old_s)).startswith("I was away")
    assert await house.says("pause 30m", age_s=old_s) == "That pause is over already."
    assert house.office.asked == []
    await house.says("off", age_s=old_s)
    await house.says("mode @ann off", age_s=old_s)
    assert house.office.asked == [("pause", UNTIL_RESUMED), ("mode", ANN, "off")]


async def test_a_command_heard_again_is_answered_once(house):
    """After a crash between doing and remembering, it is done again where that changes nothing, and not answered."""
    for _ in range(3):
        await house.desk.hear(77, "pause 2h", 0, NOW)
        await house.desk.hear(78, "undo", 0, NOW)
    assert house.office.asked.count(("undo", None)) == 1
    assert set(house.office.asked) == {("pause", NOW + 7200), ("undo", None)}
    assert len(house.notes()) == 2


async def test_an_undo_heard_twice_at_once_is_done_once(house):
    """By update and by history in the same moment; the reply before the last one stays."""
    await asyncio.gather(house.desk.hear(77, "undo", 0, NOW), house.desk.hear(77, "undo", 0, NOW))
    assert house.office.asked == [("undo", None)]
    assert house.notes() == ["Ann: deleted for both of you, messages: 2."]
    again = Desk(house.office, "auto", locale="en")
    await again.hear(77, "undo", 0, NOW)
    assert house.office.asked == [("undo", None)]


async def test_an_undo_that_cannot_be_done_says_so(house):
    house.office.undone = "nothing_to_undo"
    assert await house.says("undo @ann") == "There is no reply to undo."
    house.office.undone = "unreachable"
    assert await house.says("undo") == "Telegram is out of reach just now; nothing was done."
    house.office.undone = "no such phrase"
    assert await house.says("undo") == "Something went wrong there; the log says where."


async def test_a_bug_in_a_command_does_not_reach_the_daemon(house, monkeypatch):
    """The owner is told, and the next command works."""

    def broken():
        raise ZeroDivisionError("private words")

    monkeypatch.setattr(house.office, "resume", broken)
    assert await house.says("resume") == "Something went wrong there; the log says where."
    assert await house.says("off") is not None


async def test_a_proposal_is_approved_by_a_reply(house):
    note_id = house.propose(bubbles=("on my way", "5 min"))
    assert await house.says("+", reply_to=note_id) == "Ann: it goes out."
    assert house.office.asked == [("approve", ANN, ("on my way", "5 min"))]
    assert house.ledger.chat(ANN).state is State.WAITING
    assert await house.says("+", reply_to=note_id) == "Ann: the chat has moved on since; nothing is sent."


async def test_a_proposal_shows_only_what_is_unanswered(house):
    chat = house.chat(ANN)
    history = History((Message(ANN, 4, NOW - 90, False, "long ago"), Message(ANN, 5, NOW - 60, False, "coming?")), ())
    house.desk.propose(chat, history, ("yes",))
    assert house.notes()[0].split("\n")[:4] == ["Ann writes:", "› coming?", "The clone would answer:", "• yes"]


async def test_what_is_approved_is_what_was_shown(house):
    """Drafted anew after a crash, in the same epoch, the reply may come out differently: the first one stands."""
    note_id = house.propose(bubbles=("on my way",))
    house.desk.propose(house.ledger.chat(ANN), History((), ()), ("something else",))
    assert house.notes() == []
    await house.says("ok", reply_to=note_id)
    assert house.office.asked == [("approve", ANN, ("on my way",))]


async def test_a_proposal_is_skipped_by_a_reply(house):
    note_id = house.propose()
    assert await house.says("нет", reply_to=note_id) == "Ann: не отправляю, чат твой."
    assert house.office.asked == [("skip", ANN)]


async def test_other_words_go_in_place_of_the_proposal(house):
    """Each line a message, as the clone's own are; a tab keeps a line break inside one."""
    note_id = house.propose()
    assert await house.says("not today\nsorry\n\tsee you", reply_to=note_id) == "Ann: your words go out."
    assert house.office.asked == [("approve", ANN, ("not today", "sorry\nsee you"))]


async def test_a_reply_that_is_no_answer_is_not_sent(house):
    """Empty (a picture), a note of the desk's own, or more lines than one reply may have."""
    note_id = house.propose()
    assert await house.says("  \n ", reply_to=note_id) == "Only words can be sent from here; nothing is sent."
    assert "begins like a note of mine" in await house.says(f"{MARK} Ann writes", reply_to=note_id)
    assert "9 lines would be 9 messages; 8 at most" in await house.says("\n".join("abcdefghi"), reply_to=note_id)
    assert house.office.asked == []
    assert await house.says("ok", reply_to=note_id) == "Ann: it goes out."


async def test_a_command_is_never_sent_to_a_contact(house):
    """`off` as a reply to a proposal is the kill switch, not words for Ann; `/statsu` is a slip."""
    note_id = house.propose()
    assert (await house.says("off", reply_to=note_id)).startswith("Off.")
    assert (await house.says("/statsu", reply_to=note_id)).startswith("Did you mean")
    assert [order[0] for order in house.office.asked] == ["pause"]
    assert await house.says("ok", reply_to=note_id) == "Ann: it goes out when the pause ends."


async def test_a_bare_yes_settles_the_only_proposal(house):
    assert await house.says("ok") is None
    house.propose(ANN)
    assert await house.says("ok") == "Ann: it goes out."
    assert house.office.asked == [("approve", ANN, ("on my way",))]


async def test_a_bare_yes_among_several_asks_which(house):
    first = house.propose(ANN)
    house.propose(BOB, ("hi bob",))
    assert await house.says("ok") == "Several proposals wait. Reply to the one you mean: Ann (@ann), Bob (1003)"
    assert house.office.asked == []
    await house.says("ok", reply_to=first)
    assert await house.says("skip") == "Bob: not sent, the chat is yours."


@pytest.mark.parametrize("answer", ["ok", "-", "my own words"])
async def test_a_proposal_the_chat_has_outgrown_is_not_sent(house, answer):
    """Ann wrote again, or a newer proposal took its place: the owner hears that nothing was sent."""
    note_id = house.propose()
    house.chat(ANN, message_id=9)
    assert await house.says(answer, reply_to=note_id) == "Ann: the chat has moved on since; nothing is sent."
    house.propose(ANN, ("newer",))
    assert await house.says(answer, reply_to=note_id) == "Ann: the chat has moved on since; nothing is sent."
    assert [order for order in house.office.asked if order[0] == "approve"] == []


async def test_an_old_yes_is_not_obeyed_an_old_no_is(house):
    note_id = house.propose()
    assert (await house.says("ok", reply_to=note_id, age_s=OLD_S + 1)).startswith("I was away")
    assert (await house.says("my words", reply_to=note_id, age_s=OLD_S + 1)).startswith("I was away")
    assert await house.says("skip", reply_to=note_id, age_s=OLD_S + 1) == "Ann: not sent, the chat is yours."
    assert house.office.asked == [("skip", ANN)]


async def test_a_reply_to_another_note_is_a_note(house):
    """Only proposals are settled by replies."""
    house.desk.hand_over(house.chat(ANN), "it was empty")
    house.ledger.notebook.sent(house.ledger.notebook.unsent()[0], 500)
    house.propose(BOB)
    assert await house.says("ok", reply_to=500) is None
    assert await house.says("will do", reply_to=123) is None
    assert house.office.asked == []


async def test_a_handover_is_told_once_a_chat_and_epoch(house):
    chat = house.chat(ANN)
    house.desk.hand_over(chat, "left to the owner, it is about money")
    house.desk.hand_over(chat, "left to the owner, it is about health")
    assert house.notes() == ["Ann waits for you: it is about money"]
    house.desk.hand_over(house.chat(ANN, message_id=9), "left to the owner, it is about health")
    assert len(house.notes()) == 2


async def test_a_bubble_nobody_can_tell_of_is_quoted(house):
    """The owner has to look for it, so the owner gets its words."""
    policy = house.office.manners.policy(ANN)
    house.ledger.hear(ANN, 5, lambda c: core.heard(c, 5, NOW - 900, policy, NOW), NOW)
    chat = house.ledger.update(ANN, lambda c: core.due(c, policy, NOW), NOW)
    (bubble,) = house.ledger.plan(ANN, chat.epoch, ["see you at six"], NOW)
    house.ledger.take_off(bubble, NOW)
    house.ledger.settle(bubble.id, Sending.UNKNOWN)
    house.desk.hand_over(chat, "whether a bubble arrived cannot be told any more; it is not sent again")
    assert house.notes() == ["Ann: whether this arrived cannot be told, and it is not sent again: “see you at six”"]


async def test_a_model_that_fails_for_everybody_is_told_once(house):
    for chat_id in (ANN, BOB):
        house.desk.hand_over(house.chat(chat_id), "the model failed 3 times: it took too long")
    assert house.notes() == [
        "The model failed several times (it took too long). Chats wait for you until it works again."
    ]


async def test_trouble_is_told_once_an_hour(house):
    for _ in range(3):
        house.desk.tell_trouble("flood_wait", "7200")
        house.desk.tell_trouble("new_login", "Pixel 9, Kyiv")
    assert len(house.notes()) == 2
    house.desk.tell_trouble("new_login", "another phone")
    house.office.at += 3600
    house.desk.tell_trouble("flood_wait", "7200")
    assert len(house.notes()) == 4


async def test_why_and_last_and_status_tell_of_the_ledger(house):
    chat = house.chat(ANN)
    policy = house.office.manners.policy(BOB)
    house.ledger.hear(BOB, 5, lambda c: core.heard(c, 5, NOW - 60, policy, NOW), NOW)
    assert await house.says("why @ann") == (
        "Ann: mode ask, delay 10 min.\n16:00 they wrote\n16:00 a proposal waits for you"
    )
    assert chat.is_owed
    assert await house.says("status") == (
        "On.\nReplies to come:\n• Bob: 16:09 (they wrote)\nWaiting for you:\n"
        "• Ann: since 15:59. a proposal waits for you\nReplies in 24 hours: 0 of 100."
    )
    assert await house.says("last") == "No reply stands there yet."
    house.office.peers[1009] = Peer(1009, "New")
    assert await house.says("why new") == "New: nothing has happened there yet."


def reply_sent(house, chat_id, *bubbles):
    policy = house.office.manners.policy(chat_id)
    house.ledger.hear(chat_id, 5, lambda c: core.heard(c, 5, NOW - 900, policy, NOW), NOW)
    chat = house.ledger.update(chat_id, lambda c: core.due(c, policy, NOW), NOW)
    for number, bubble in enumerate(house.ledger.plan(chat_id, chat.epoch, bubbles, NOW)):
        house.ledger.take_off(bubble, NOW)
        house.ledger.landed(bubble.id, 50 + number)
    house.ledger.update(chat_id, lambda c: core.answered(c, chat.epoch), NOW)


async def test_the_digest_goes_out_once_a_day(house):
    """At nine in the evening in Kyiv, with what was sent and who waits; the next day only if there is news."""
    reply_sent(house, ANN, "hey", "all good?")
    house.ledger.hear(BOB, 5, lambda c: core.heard(c, 5, NOW, house.office.manners.policy(BOB), NOW), NOW)
    house.ledger.update(BOB, lambda c: core.silent(c, c.epoch, "silent: left to the owner, it is about money"), NOW)
    house.desk.digest_if_due()
    assert house.notes() == []
    house.office.at = NOW + 5 * 3600
    for _ in range(3):
        house.desk.digest_if_due()
    assert house.notes() == [
        "Since yesterday 21:00:\nAnswered:\n• 16:00 Ann: hey / all good?\nWaiting for you:\n"
        "• Bob: since 16:00. it is about money\nKept silent:\n• it is about money: 1"
    ]
    house.ledger.update(BOB, lambda c: core.owner_spoke(c, 9), NOW)
    house.office.at += 86400
    house.desk.digest_if_due()
    assert len(house.notes()) == 1
    assert await house.says("digest") == "Nothing happened since yesterday 21:00."


async def test_a_digest_that_is_switched_off(tmp_path):
    house = made(tmp_path, digest_at="")
    reply_sent(house, ANN, "hey")
    house.office.at = NOW + 86400
    house.desk.digest_if_due()
    assert house.notes() == []
    assert "hey" in await house.says("сводка", age_s=0)


WORDS = sorted({word for columns in COMMANDS.values() for column in columns for word in column.split()})
WORDS += ["@ann", "bob", "/", "draft", "auto", "learned", "10m", "5-15m", "2h", "until", "18:00", "ok", "-", "+", "\n"]


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    text=st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    is_reply=st.booleans(),
    age_s=st.floats(-1e6, 1e9),
)
def test_nothing_the_owner_types_breaks_the_desk(house, text, is_reply, age_s):
    """Any text, as a reply to a proposal or not, of any age."""
    note_id = house.propose(message_id=house.last_id) if is_reply else 0
    house.last_id += 1
    asyncio.run(house.desk.hear(house.last_id, text, note_id, NOW - age_s))
    assert "Something went wrong" not in (house.note(f"answer:{house.last_id}") or "")

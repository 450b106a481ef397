"""What the desk answers to a command that asks something, from values to one message each. Reads nothing itself."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from harvest.userbot_settings import Mode
from userbot.control import reasons
from userbot.control.grammar import Mistake
from userbot.control.paper import Line, Paper, Person, compose, cut, fitting, one_line
from userbot.control.voice import Voice
from userbot.core import Chat, State
from userbot.ledger import Outgoing
from userbot.notebook import Proposal

ModelState = Literal["ready", "asleep", "starting", "failing", "server"]
SHORT, LONG = 80, 300  # units of somebody's words in a list, and on their own
WHY_SHOWN = 10
MOST_LISTED = 60

Decision = tuple[float, int, str]  # when, in which chat, why
_Entry = Callable[[], Line]  # written only if it is shown: there may be a thousand


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand. count, most: replies in 24 hours. held_until: Telegram's own wait. Times: UTC seconds."""

    chats: Sequence[Chat]
    proposals: Sequence[Proposal]
    paused_until: float
    held_until: float
    count: int
    most: int
    model: ModelState | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """What happened since then. decisions: of the chats that came to rest."""

    since: float
    sent: Sequence[Outgoing]
    chats: Sequence[Chat]
    proposals: Sequence[Proposal]
    decisions: Sequence[Decision]


def line(voice: Voice, key: str, *, chat_id: int | None = None, **values: str | int) -> Paper:
    """One line as a message. chat_id: whose name it begins with."""
    who: dict[str, Person] = {} if chat_id is None else {"who": voice.person(chat_id)}
    return compose([voice.say(key, **who, **values)])


def mistake(voice: Voice, made: Mistake) -> Paper:
    said = one_line(made.said, SHORT)
    key = "who_nobody" if made.key == "who_unknown" and not made.candidates else made.key
    return compose([voice.say(key, said=said, people=voice.people(made.candidates))])


def which(voice: Voice, chat_ids: Sequence[int]) -> Paper:
    """Of several proposals."""
    return compose([voice.say("which_proposal", people=voice.people(chat_ids))])


def pause(voice: Voice, until: float) -> Paper:
    return compose([_running(voice, until)])


def status(voice: Voice, standing: Standing) -> Paper:
    proposed = {proposal.chat_id for proposal in standing.proposals}
    due = sorted((c for c in standing.chats if c.state is not State.QUIET), key=lambda c: c.due_at)
    left = [chat for chat in _left_to_the_owner(standing.chats) if chat.chat_id not in proposed]

    def lines(most: int) -> list[Line]:
        told = [_running(voice, standing.paused_until)]
        if standing.held_until > voice.now:
            told.append(voice.say("held", when=voice.when(standing.held_until)))
        told += _section(voice, "waiting", [partial(_due, voice, chat) for chat in due], most)
        told += [] if due else [voice.say("nobody_waits")]
        told += _section(voice, "for_you", _for_the_owner(voice, standing.proposals, left), most)
        told.append(voice.say("counts", count=standing.count, most=standing.most))
        return told + ([voice.say(f"model_{standing.model}")] if standing.model else [])

    return fitting(lines, MOST_LISTED)


def why(
    voice: Voice, chat: Chat, mode: Mode, delay_s: tuple[float, float], history: Sequence[tuple[float, str, str]]
) -> Paper:
    """history: as Ledger.history tells it, oldest first."""
    head = _treatment(voice, chat.chat_id, mode, delay_s)
    decided = [voice.say("decided", when=voice.when(at), why=_reason(voice, reason)) for at, _, reason in history]
    due = [voice.say("reply_due", when=voice.when(chat.due_at))] if chat.state is State.WAITING else []
    return compose([head, *(decided[-WHY_SHOWN:] or [voice.say("nothing_yet", who=voice.person(chat.chat_id))]), *due])


def treatment(voice: Voice, chat_id: int, mode: Mode, delay_s: tuple[float, float]) -> Paper:
    return compose([_treatment(voice, chat_id, mode, delay_s)])


def _treatment(voice: Voice, chat_id: int, mode: Mode, delay_s: tuple[float, float]) -> Line:
    words = voice.words(f"mode_{mode}")
    return voice.say("treatment", who=voice.person(chat_id), mode=words, delay=voice.delay(delay_s))


def last(voice: Voice, bubbles: Sequence[Outgoing]) -> Paper:
    """bubbles: of one reply, those that stand."""
    if not bubbles:
        return compose([voice.say("no_reply_yet")])
    first = bubbles[0]
    head = voice.say("last", who=voice.person(first.chat_id), when=voice.when(first.sent_at or 0.0))
    return fitting(lambda most: [head, *bulleted(voice, [b.text for b in bubbles], most)], len(bubbles))


def digest(voice: Voice, period: Period) -> Paper | None:
    """None where there is nothing to tell."""
    proposed = {proposal.chat_id for proposal in period.proposals}
    left = [chat for chat in _left_to_the_owner(period.chats) if chat.chat_id not in proposed]
    sections = (
        ("answered", _answered(voice, period.sent)),
        ("for_you", _for_the_owner(voice, period.proposals, left)),
        ("silences", _silences(voice, period.decisions)),
        ("troubles", _troubles(voice, period.decisions)),
    )
    if not any(entries for _, entries in sections):
        return None

    def lines(most: int) -> list[Line]:
        told = [voice.say("digest", when=voice.when(period.since))]
        for key, entries in sections:
            told += _section(voice, key, entries, most)
        return told

    return fitting(lines, MOST_LISTED)


def quiet_day(voice: Voice, since: float) -> Paper:
    return compose([voice.say("quiet_day", when=voice.when(since))])


def help_text(voice: Voice) -> Paper:
    return compose([(words,) for words in voice.words("help").split("\n")])


def bulleted(voice: Voice, texts: Sequence[str], most: int) -> list[Line]:
    """One entry a bubble, its own line breaks kept under it. More than `most` are counted."""
    shown = [(f"• {cut(text.strip(), LONG)}".replace("\n", "\n  "),) for text in texts[:most]]
    return [*shown, *_and_more(voice, len(texts) - most)]


def _running(voice: Voice, paused_until: float) -> Line:
    if paused_until <= voice.now:
        return voice.say("running")
    if paused_until == float("inf"):
        return voice.say("off")
    return voice.say("paused", when=voice.when(paused_until))


def _section(voice: Voice, key: str, entries: Sequence[_Entry], most: int) -> list[Line]:
    if not entries:
        return []
    return [voice.say(key), *(("• ", *entry()) for entry in entries[:most]), *_and_more(voice, len(entries) - most)]


def _and_more(voice: Voice, count: int) -> list[Line]:
    return [voice.say("more", count=count)] if count > 0 else []


def _due(voice: Voice, chat: Chat) -> Line:
    key = "due_now" if chat.state is State.REPLYING or chat.due_at <= voice.now else "due"
    values = {} if key == "due_now" else {"when": voice.when(chat.due_at)}
    return voice.say(key, who=voice.person(chat.chat_id), why=_reason(voice, chat.reason), **values)


def _left_to_the_owner(chats: Sequence[Chat]) -> list[Chat]:
    """Those whose newest message nobody has answered, and the clone will not. The longest first."""
    left = (chat for chat in chats if chat.state is State.QUIET and chat.is_owed)
    return sorted(left, key=lambda chat: chat.owed_since or chat.heard_at)


def _for_the_owner(voice: Voice, proposals: Sequence[Proposal], left: Sequence[Chat]) -> list[_Entry]:
    offered: list[_Entry] = [partial(_proposed, voice, proposal) for proposal in proposals]
    return offered + [partial(_unanswered, voice, chat) for chat in left]


def _proposed(voice: Voice, proposal: Proposal) -> Line:
    words = one_line(" / ".join(proposal.bubbles), SHORT)
    return voice.say("proposed", who=voice.person(proposal.chat_id), words=words)


def _unanswered(voice: Voice, chat: Chat) -> Line:
    since = voice.when(chat.owed_since or chat.heard_at)
    return voice.say("unanswered", who=voice.person(chat.chat_id), when=since, why=_reason(voice, chat.reason))


def _answered(voice: Voice, sent: Sequence[Outgoing]) -> list[_Entry]:
    """An entry a reply."""
    replies: dict[tuple[int, int], list[Outgoing]] = {}
    for bubble in sent:
        replies.setdefault((bubble.chat_id, bubble.epoch), []).append(bubble)
    return [partial(_reply, voice, bubbles) for bubbles in replies.values()]


def _reply(voice: Voice, bubbles: Sequence[Outgoing]) -> Line:
    """Its bubbles with slashes between."""
    first = bubbles[0]
    words = one_line(" / ".join(bubble.text for bubble in bubbles), SHORT)
    who = voice.person(first.chat_id)
    return voice.say("answered_one", when=voice.when(first.sent_at or 0.0), who=who, words=words)


def _silences(voice: Voice, decisions: Sequence[Decision]) -> list[_Entry]:
    silent = (reason for _, _, reason in decisions if reasons.is_silence(reason) and not reasons.is_trouble(reason))
    counted = Counter(_reason(voice, reason) for reason in silent)
    return [partial(voice.say, "silence", why=reason, count=count) for reason, count in counted.most_common()]


def _troubles(voice: Voice, decisions: Sequence[Decision]) -> list[_Entry]:
    return [partial(_trouble, voice, decision) for decision in decisions if reasons.is_trouble(decision[2])]


def _trouble(voice: Voice, decision: Decision) -> Line:
    at, chat_id, reason = decision
    return voice.say("trouble_one", when=voice.when(at), who=voice.person(chat_id), why=_reason(voice, reason))


def _reason(voice: Voice, reason: str) -> str:
    return one_line(voice.reason(reason), 2 * SHORT)

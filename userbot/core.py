"""Decide when a chat is owed a reply. Knows nothing of Telegram, asyncio, SQLite or the wall clock.

A chat owes a reply when the contact's newest message is newer than anything written from the owner's side.
Message ids of one account rise with time, so "newer" is a comparison of ids and survives reordering and downtime;
idleness is measured from Telegram's own dates, so clock errors and restarts do not shift it.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from userbot.hours import ALWAYS, Hours

TYPING_LASTS_S = 10.0  # Telegram repeats the sign every 5 s or so
LONGEST_COURTESY_S = 300.0
MORNING_S = 900.0  # not everybody is answered in the minute in which the quiet hours end
OLD_S = 7 * 86400.0


class State(StrEnum):
    """QUIET: nothing is owed. WAITING: a reply is due at `due_at`. REPLYING: it is being written or sent."""

    QUIET = "quiet"
    WAITING = "waiting"
    REPLYING = "replying"


@dataclass(frozen=True, slots=True)
class Policy:
    """How one chat is treated in time.

    delay_s: shortest and longest quiet before a reply is due; drawn anew for each message. longest_wait_s: since the
    first unanswered message, though more keep coming. max_staleness_s: older ones are the owner's to answer, not
    counting the time in which the hours were closed.
    """

    delay_s: tuple[float, float]
    max_staleness_s: float
    longest_wait_s: float = float("inf")
    hours: Hours = ALWAYS

    def drawn_delay_s(self, chat: "Chat") -> float:
        """The same for a message however often it is asked, also after a restart."""
        low, high = self.delay_s
        return low + (high - low) * _chance(chat)


@dataclass(frozen=True, slots=True)
class Limits:
    """Most replies in one chat without a word of the owner's between them, in one chat a day, and in all a day."""

    consecutive: int
    chat_day: int
    day: int


@dataclass(frozen=True, slots=True)
class Chat:
    """What is known of one chat. Times are UTC seconds, ids are message ids in the owner's box.

    epoch: counts the reasons to stop a reply under way; a reply of an older epoch must not be sent.
    heard_id, heard_at: the contact's newest message. answered_id: up to which message nothing is owed: the owner's
    newest one, what the clone has answered, or what was there when the chat was first watched.
    owed_since: when the first unanswered message came. streak: the clone's replies since the owner last wrote.
    is_approved: the owner said yes to the reply of this epoch; it waits for no hours and no limits.
    read_id: up to which message the clone has marked the chat as read, or was told that the owner did.
    reason: why the chat is in its state, in words for `userbot status`.
    """

    chat_id: int
    epoch: int = 0
    state: State = State.QUIET
    heard_id: int = 0
    heard_at: float = 0.0
    answered_id: int = 0
    due_at: float = 0.0
    reason: str = ""
    owed_since: float = 0.0
    streak: int = 0
    is_approved: bool = False
    read_id: int = 0

    @property
    def is_owed(self) -> bool:
        return self.heard_id > self.answered_id


def heard(chat: Chat, message_id: int, sent_at: float, policy: Policy, now: float) -> Chat:
    """The contact wrote: the wait starts again, and a reply being written is stopped to think again."""
    if message_id <= chat.answered_id:
        return chat
    if message_id <= chat.heard_id:  # told late, or again
        return replace(chat, owed_since=min(chat.owed_since, sent_at)) if chat.state is not State.QUIET else chat
    heard_at = max(min(sent_at, now), chat.heard_at)  # a clock that is behind must not make the wait longer
    since = heard_at if chat.state is State.QUIET else chat.owed_since
    chat = replace(
        chat, epoch=chat.epoch + 1, heard_id=message_id, heard_at=heard_at, owed_since=since, is_approved=False
    )
    if is_stale(chat, policy, now):
        return _quiet(chat, "stale: left to the owner")
    return replace(chat, state=State.WAITING, due_at=_after_the_wait(chat, policy), reason="a reply is owed")


def owner_spoke(chat: Chat, message_id: int) -> Chat:
    """The owner wrote, from any device: whatever was owed is settled, whatever was under way stops."""
    if message_id <= chat.answered_id:
        return chat
    chat = replace(chat, answered_id=message_id, streak=0)
    if chat.is_owed:  # an older message of the owner's that reached us late
        return chat
    return _quiet(replace(chat, epoch=chat.epoch + 1), "the owner answered")


def contact_composes(chat: Chat, policy: Policy, now: float) -> Chat:
    """The contact is typing or recording: wait for them, but not for ever."""
    if chat.state is not State.WAITING or chat.is_approved:
        return chat
    latest = _after_the_wait(chat, policy) + LONGEST_COURTESY_S
    return replace(chat, due_at=max(chat.due_at, min(now + TYPING_LASTS_S, latest)))


def owner_composes(chat: Chat) -> Chat:
    """The owner is writing in this chat on some device: it is theirs until the contact writes again."""
    return _taken_over(chat, "the owner is writing")


def owner_calls(chat: Chat) -> Chat:
    """The owner made or took a call with the contact: the same."""
    return _taken_over(chat, "the owner is on the phone with them")


def owner_read(chat: Chat, up_to_id: int, policy: Policy, now: float, *, settles: bool) -> Chat:
    """The owner read the chat on some device. settles: then it is theirs; else the wait starts again."""
    if chat.state is State.QUIET or chat.is_approved or up_to_id < chat.heard_id or up_to_id <= chat.read_id:
        return chat
    chat = replace(chat, epoch=chat.epoch + 1, read_id=up_to_id)
    if settles:
        return _quiet(chat, "the owner has read it")
    due_at = max(chat.due_at, now + policy.drawn_delay_s(chat))
    return replace(chat, state=State.WAITING, due_at=due_at, reason="the owner has just read it")


def edited(chat: Chat, message_id: int, policy: Policy, now: float) -> Chat:
    """The contact changed an unanswered message: think again, a full delay later."""
    if chat.state is State.QUIET or chat.is_approved or not chat.answered_id < message_id <= chat.heard_id:
        return chat
    latest = chat.owed_since + max(policy.longest_wait_s, policy.drawn_delay_s(chat))
    due_at = max(chat.due_at, min(now + policy.drawn_delay_s(chat), latest))
    return replace(chat, epoch=chat.epoch + 1, state=State.WAITING, due_at=due_at, reason="they changed a message")


def deleted(chat: Chat, message_ids: Collection[int]) -> Chat:
    """Messages of this chat are gone. If one was to be answered, what is under way stops; what is left is still due."""
    if chat.state is State.QUIET or not any(chat.answered_id < gone <= chat.heard_id for gone in message_ids):
        return chat
    return replace(chat, epoch=chat.epoch + 1, state=State.WAITING, is_approved=False, reason="a message was deleted")


def due(chat: Chat, policy: Policy, now: float) -> Chat:
    """REPLYING if a reply is due now; QUIET if it came too late to be one; else the chat as it was, or for later."""
    if chat.state is not State.WAITING or chat.due_at > now:
        return chat
    if chat.is_approved:
        return replace(chat, state=State.REPLYING, reason="approved by the owner")
    if is_stale(chat, policy, now):
        return _quiet(chat, "stale: left to the owner")
    if not policy.hours.are_open(now):
        opening = policy.hours.next_open(now)
        if opening is None:
            return _quiet(chat, "silent: the hours leave no time to answer in")
        later = opening + MORNING_S * _chance(chat)
        due_at = later if policy.hours.are_open(later) else opening
        return replace(chat, due_at=due_at, reason="waiting for the end of quiet hours")
    return replace(chat, state=State.REPLYING, reason="writing")


def is_stale(chat: Chat, policy: Policy, now: float) -> bool:
    """Whether its newest message is too old for a reply that nobody approved."""
    age_s = now - chat.heard_at
    if age_s <= policy.max_staleness_s:
        return False
    return age_s > OLD_S or age_s - policy.hours.closed_s(chat.heard_at, now) > policy.max_staleness_s


def over_the_limit(chat: Chat, limits: Limits, chat_day: int, day: int) -> str | None:
    """Why no more replies go to this chat now. chat_day, day: those sent in the last 24 h, to it and to everybody."""
    if chat.is_approved:
        return None
    if chat.streak >= limits.consecutive:
        return "the most replies in a row (userbot.max_consecutive_replies); a word of yours starts anew"
    if chat_day >= limits.chat_day:
        return "the most replies a day for one chat (userbot.max_replies_per_chat_per_day)"
    if day >= limits.day:
        return "the most replies a day (userbot.max_replies_per_day)"
    return None


def approved(chat: Chat, epoch: int, now: float) -> Chat:
    """The owner said yes to the reply that was proposed in this epoch."""
    if chat.epoch != epoch or chat.state is State.REPLYING or not chat.is_owed:
        return chat
    return replace(chat, state=State.WAITING, due_at=now, is_approved=True, reason="approved by the owner")


def another_delay(chat: Chat, policy: Policy) -> Chat:
    """The owner changed the delay: what waits is due by the new one."""
    if chat.state is not State.WAITING or chat.is_approved:
        return chat
    return replace(chat, due_at=_after_the_wait(chat, policy))


def halted(chat: Chat) -> Chat:
    """The owner stopped the clone: what is under way ends, and stays owed."""
    if chat.state is not State.REPLYING:
        return chat
    return replace(
        chat, epoch=chat.epoch + 1, state=State.WAITING, is_approved=False, reason="stopped by the owner; still owed"
    )


def postponed(chat: Chat, epoch: int, until: float, reason: str) -> Chat:
    """The reply of this epoch could not be sent now; it stays owed and is due again at `until`."""
    if chat.epoch != epoch or chat.state is not State.REPLYING:
        return chat
    return replace(chat, state=State.WAITING, due_at=until, reason=reason)


def began(chat: Chat) -> Chat:
    """The first bubble of a reply has been sent. It counts, also if the chat moves on before the rest."""
    return chat if chat.is_approved else replace(chat, streak=chat.streak + 1)


def answered(chat: Chat, epoch: int) -> Chat:
    """The clone's whole reply has been sent. It answers what was heard before it was written, and no more:
    a message that crossed it on the wire has a smaller id than the reply and is still owed one.
    """
    if chat.epoch != epoch:
        return chat
    streak = 0 if chat.is_approved else chat.streak  # what the owner approved is a word of the owner's
    chat = replace(chat, answered_id=max(chat.answered_id, chat.heard_id), streak=streak, is_approved=False)
    return _quiet(chat, "answered by the clone")


def clone_reads(chat: Chat, up_to_id: int) -> Chat:
    """The clone is about to mark the chat as read: what Telegram then tells of it is no sign of the owner."""
    return replace(chat, read_id=max(chat.read_id, up_to_id))


def silent(chat: Chat, epoch: int, reason: str) -> Chat:
    """The clone says nothing more here. The chat is the owner's until the contact writes again."""
    return _quiet(chat, reason) if chat.epoch == epoch else chat


def restarted(chat: Chat, now: float) -> Chat:
    """After a crash a reply under way is due at once; its bubbles, if any, stand in the outbox."""
    if chat.state is not State.REPLYING:
        return chat
    return replace(chat, state=State.WAITING, due_at=now, reason="taken up again after a restart")


def _after_the_wait(chat: Chat, policy: Policy) -> float:
    """A drawn delay after the newest message, but no later than the longest wait after the first unanswered one."""
    delay_s = policy.drawn_delay_s(chat)
    return min(chat.heard_at + delay_s, chat.owed_since + max(policy.longest_wait_s, delay_s))


def _chance(chat: Chat) -> float:
    """0 to 1, drawn by the message that is waited for."""
    drawn = hashlib.sha256(f"{chat.chat_id}:{chat.heard_id}".encode()).digest()
    return int.from_bytes(drawn[:8]) / 2**64


def _taken_over(chat: Chat, reason: str) -> Chat:
    return chat if chat.state is State.QUIET else _quiet(replace(chat, epoch=chat.epoch + 1), reason)


def _quiet(chat: Chat, reason: str) -> Chat:
    return replace(chat, state=State.QUIET, due_at=0.0, reason=reason)

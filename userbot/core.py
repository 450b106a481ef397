"""Decide when a chat is owed a reply. Knows nothing of Telegram, asyncio, SQLite or the wall clock.

A chat owes a reply when the contact's newest message is newer than anything written from the owner's side.
Message ids of one account rise with time, so "newer" is a comparison of ids and survives reordering and downtime;
idleness is measured from Telegram's own dates, so clock errors and restarts do not shift it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

TYPING_LASTS_S = 10.0  # Telegram repeats the sign every 5 s or so
LONGEST_COURTESY_S = 300.0


class State(StrEnum):
    """QUIET: nothing is owed. WAITING: a reply is due at `due_at`. REPLYING: it is being written or sent."""

    QUIET = "quiet"
    WAITING = "waiting"
    REPLYING = "replying"


@dataclass(frozen=True, slots=True)
class Policy:
    """idle_delay_s: quiet seconds before a reply is due. max_staleness_s: older messages are the owner's to answer."""

    idle_delay_s: float
    max_staleness_s: float


@dataclass(frozen=True, slots=True)
class Chat:
    """What is known of one chat. Times are UTC seconds, ids are message ids in the owner's box.

    epoch: counts the reasons to stop a reply under way; a reply of an older epoch must not be sent.
    heard_id, heard_at: the contact's newest message. answered_id: up to which message nothing is owed: the owner's
    newest one, what the clone has answered, or what was there when the chat was first watched.
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

    @property
    def is_owed(self) -> bool:
        return self.heard_id > self.answered_id


def heard(chat: Chat, message_id: int, sent_at: float, policy: Policy, now: float) -> Chat:
    """The contact wrote: the wait starts again, and a reply being written is stopped to think again."""
    if message_id <= max(chat.heard_id, chat.answered_id):
        return chat
    chat = replace(chat, epoch=chat.epoch + 1, heard_id=message_id, heard_at=max(sent_at, chat.heard_at))
    if _is_stale(chat, policy, now):
        return _quiet(chat, "stale: left to the owner")
    return replace(chat, state=State.WAITING, due_at=chat.heard_at + policy.idle_delay_s, reason="a reply is owed")


def owner_spoke(chat: Chat, message_id: int) -> Chat:
    """The owner wrote, from any device: whatever was owed is settled, whatever was under way stops."""
    if message_id <= chat.answered_id:
        return chat
    chat = replace(chat, answered_id=message_id)
    if chat.is_owed:  # an older message of the owner's that reached us late
        return chat
    return _quiet(replace(chat, epoch=chat.epoch + 1), "the owner answered")


def contact_composes(chat: Chat, policy: Policy, now: float) -> Chat:
    """The contact is typing or recording: wait for them, but not for ever."""
    if chat.state is not State.WAITING:
        return chat
    latest = chat.heard_at + policy.idle_delay_s + LONGEST_COURTESY_S
    return replace(chat, due_at=max(chat.due_at, min(now + TYPING_LASTS_S, latest)))


def owner_composes(chat: Chat) -> Chat:
    """The owner is writing in this chat on some device: it is theirs until the contact writes again."""
    if chat.state is State.QUIET:
        return chat
    return _quiet(replace(chat, epoch=chat.epoch + 1), "the owner is writing")


def due(chat: Chat, policy: Policy, now: float) -> Chat:
    """REPLYING if a reply is due now; QUIET if it came too late to be one; else the chat as it was."""
    if chat.state is not State.WAITING or chat.due_at > now:
        return chat
    if _is_stale(chat, policy, now):
        return _quiet(chat, "stale: left to the owner")
    return replace(chat, state=State.REPLYING, reason="writing")


def postponed(chat: Chat, epoch: int, until: float, reason: str) -> Chat:
    """The reply of this epoch could not be sent now; it stays owed and is due again at `until`."""
    if chat.epoch != epoch or chat.state is not State.REPLYING:
        return chat
    return replace(chat, state=State.WAITING, due_at=until, reason=reason)


def answered(chat: Chat, epoch: int) -> Chat:
    """The clone's whole reply has been sent. It answers what was heard before it was written, and no more:
    a message that crossed it on the wire has a smaller id than the reply and is still owed one.
    """
    if chat.epoch != epoch:
        return chat
    return _quiet(replace(chat, answered_id=max(chat.answered_id, chat.heard_id)), "answered by the clone")


def silent(chat: Chat, epoch: int, reason: str) -> Chat:
    """The clone decided to say nothing. The chat is the owner's until the contact writes again."""
    return _quiet(chat, reason) if chat.epoch == epoch else chat


def restarted(chat: Chat, now: float) -> Chat:
    """After a crash a reply under way is due at once; its bubbles, if any, stand in the outbox."""
    if chat.state is not State.REPLYING:
        return chat
    return replace(chat, state=State.WAITING, due_at=now, reason="taken up again after a restart")


def _is_stale(chat: Chat, policy: Policy, now: float) -> bool:
    return now - chat.heard_at > policy.max_staleness_s


def _quiet(chat: Chat, reason: str) -> Chat:
    return replace(chat, state=State.QUIET, due_at=0.0, reason=reason)

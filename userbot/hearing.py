"""From what is seen on Telegram, by whatever road it came, to what a chat owes. One short transaction each.

Updates, the history read before a send, and the reconciler all end here, so a message told twice counts once.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from userbot import core
from userbot.core import Chat, Policy
from userbot.ledger import Ledger
from userbot.wire import Seen

CLOCKS_APART_S = 300.0  # Telegram's and ours; an older message of the same words is another one


@dataclass(frozen=True, slots=True)
class Hearing:
    """policy: how that chat is treated. on_change: told each chat that changed, after it is on disk."""

    ledger: Ledger
    policy: Callable[[int], Policy]
    on_change: Callable[[Chat], None]

    def note(self, seen: Seen, now: float) -> None:
        """Take in one message of a watched chat. What is settled or known already costs a look, no write."""
        if seen.is_out and self._is_the_bubble_in_doubt(seen):
            return
        if self.ledger.knows(seen.chat_id, seen.message_id):
            return

        def decide(chat: Chat) -> Chat:
            if seen.is_out:
                return core.owner_spoke(chat, seen.message_id)
            return core.heard(chat, seen.message_id, seen.sent_at, self.policy(seen.chat_id), now)

        chat = self.ledger.hear(seen.chat_id, seen.message_id, decide, now)
        if seen.is_out and seen.text.strip() == (self.ledger.notebook.left_draft(seen.chat_id) or "").strip() != "":
            self.ledger.draft_was_sent(seen.chat_id, seen.message_id, seen.text, now)
        if chat is not None:
            self.on_change(chat)

    def note_composing(self, chat_id: int, *, is_owner: bool, now: float) -> None:
        """Somebody is writing, and has not sent it yet."""
        policy = self.policy(chat_id)
        self._change(
            chat_id, lambda c: core.owner_composes(c) if is_owner else core.contact_composes(c, policy, now), now
        )

    def note_call(self, chat_id: int, now: float) -> None:
        """The owner and the contact are on the phone."""
        self._change(chat_id, core.owner_calls, now)

    def note_reading(self, chat_id: int, up_to_id: int, *, settles: bool, now: float) -> None:
        """The chat was read on one of the owner's devices."""
        policy = self.policy(chat_id)
        self._change(chat_id, lambda c: core.owner_read(c, up_to_id, policy, now, settles=settles), now)

    def note_edit(self, chat_id: int, message_id: int, now: float) -> None:
        """The contact changed a message of theirs."""
        policy = self.policy(chat_id)
        self._change(chat_id, lambda c: core.edited(c, message_id, policy, now), now)

    def note_deletion(self, message_ids: Collection[int], now: float) -> None:
        """Messages were deleted; Telegram does not say where, but an id stands in one private chat only.

        Each counts once: that it is missing is seen again whenever the chat is read.
        """
        for chat in self.ledger.owing():
            open_ids = [gone for gone in message_ids if chat.answered_id < gone <= chat.heard_id]
            here = [gone for gone in open_ids if self.ledger.has_seen(chat.chat_id, gone)]
            if here:
                self._change(chat.chat_id, partial(core.deleted, message_ids=here), now)
                self.ledger.forget(chat.chat_id, here)

    def _change(self, chat_id: int, decide: Callable[[Chat], Chat], now: float) -> None:
        was = self.ledger.chat(chat_id)
        if decide(was) != was:
            self.on_change(self.ledger.update(chat_id, decide, now))

    def _is_the_bubble_in_doubt(self, seen: Seen) -> bool:
        """Sent by the clone, though the answer to the send was lost: the ledger learns where it stands."""
        earliest = seen.sent_at + CLOCKS_APART_S
        doubted = (
            b for b in self.ledger.in_flight(seen.chat_id) if b.text == seen.text and (b.sent_at or 0) <= earliest
        )
        bubble = next(doubted, None)
        if bubble is None or not self.ledger.has_place_for(seen.chat_id, seen.message_id):
            return False
        self.ledger.landed(bubble.id, seen.message_id)
        return True

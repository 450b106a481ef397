"""From a message seen on Telegram, by whatever road it came, to what the chat owes. One short transaction each.

Updates, the history read before a send, and the reconciler all end here, so a message told twice counts once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from userbot import core
from userbot.core import Chat, Policy
from userbot.ledger import Ledger
from userbot.wire import Seen


@dataclass(frozen=True, slots=True)
class Hearing:
    """on_change: told each chat that changed, after it is on disk."""

    ledger: Ledger
    policy: Policy
    on_change: Callable[[Chat], None]

    def note(self, seen: Seen, now: float) -> None:
        """Take in one message of a watched chat. What is settled or known already costs a look, no write."""
        if self.ledger.knows(seen.chat_id, seen.message_id) or (seen.is_out and self._is_the_bubble_in_doubt(seen)):
            return

        def decide(chat: Chat) -> Chat:
            if seen.is_out:
                return core.owner_spoke(chat, seen.message_id)
            return core.heard(chat, seen.message_id, seen.sent_at, self.policy, now)

        chat = self.ledger.hear(seen.chat_id, seen.message_id, decide, now)
        if chat is not None:
            self.on_change(chat)

    def note_composing(self, chat_id: int, *, is_owner: bool, now: float) -> None:
        """Somebody is writing, and has not sent it yet."""
        was = self.ledger.chat(chat_id)

        def decide(chat: Chat) -> Chat:
            return core.owner_composes(chat) if is_owner else core.contact_composes(chat, self.policy, now)

        if decide(was) != was:
            self.on_change(self.ledger.update(chat_id, decide, now))

    def _is_the_bubble_in_doubt(self, seen: Seen) -> bool:
        """Sent by the clone, though the answer to the send was lost: the ledger learns where it stands."""
        doubted = (bubble for bubble in self.ledger.in_flight(seen.chat_id) if bubble.text == seen.text)
        bubble = next(doubted, None)
        if bubble is None:
            return False
        self.ledger.landed(bubble.id, seen.message_id)
        return True

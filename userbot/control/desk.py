"""What the owner says in Saved Messages, done; what they should know, written there. (Commands follow.)"""

from collections.abc import Sequence

from userbot.control.office import Office
from userbot.core import Chat
from userbot.wire import History


class Desk:
    """language: "auto", "en", "ru" or "uk"."""

    def __init__(self, office: Office, language: str) -> None:
        self._office = office

    async def hear(self, message_id: int, text: str, reply_to: int, sent_at: float) -> None:
        """One message of the owner's to themselves."""

    def propose(self, chat: Chat, history: History, bubbles: Sequence[str]) -> None:
        """A reply for the owner to approve, edit or skip."""
        text = "Proposal:\n" + "\n".join(bubbles)
        self._office.ledger.notebook.propose(chat.chat_id, chat.epoch, bubbles, text, (), self._office.now())

    def hand_over(self, chat: Chat, reason: str) -> None:
        """The chat is the owner's to answer."""

    def tell_trouble(self, kind: str, detail: str) -> None:
        """Something about the account or the model."""

    def digest_if_due(self) -> None:
        """The day's summary, once a day."""

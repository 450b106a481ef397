"""What the daemon does at the owner's word: userbot.control.office.Office, done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from harvest.client import telegram_errors
from harvest.errors import UserError
from harvest.messages import Peer
from harvest.userbot_settings import Mode
from userbot import core
from userbot.control.office import Refused
from userbot.core import Chat, State
from userbot.ledger import Ledger, Sending
from userbot.manner import Manners
from userbot.notebook import Proposal
from userbot.replies import Replies
from userbot.wire import Wire


@dataclass(frozen=True, slots=True)
class Orders:
    """unfit: why a chat's clone may not speak unasked, or None. sweep: look at every chat again."""

    ledger: Ledger
    manners: Manners
    replies: Replies
    wire: Wire
    whitelist: Callable[[], Mapping[int, Peer]]
    unfit: Callable[[int], str | None]
    changed: Callable[[Chat], None]
    sweep: Callable[[], None]
    clock: Callable[[], float]

    @property
    def peers(self) -> Mapping[int, Peer]:
        return self.whitelist()

    def now(self) -> float:
        return self.clock()

    def pause(self, until: float) -> None:
        self.ledger.choices.pause(until)
        self.replies.halt()

    def resume(self) -> None:
        self.ledger.choices.resume()
        self.sweep()

    def set_mode(self, chat_id: int, mode: Mode | None) -> None:
        if mode == "auto" and self.unfit(chat_id):
            raise Refused("auto_needs_eval")
        self.ledger.choices.set_mode(chat_id, mode)
        if mode == "off":
            self._change(chat_id, core.halted)

    def set_delay(self, chat_id: int, delay_s: tuple[float, float] | None) -> None:
        self.ledger.choices.set_delay_s(chat_id, delay_s)
        policy = self.manners.policy(chat_id)
        self._change(chat_id, lambda chat: core.another_delay(chat, policy))

    def approve(self, proposal: Proposal, bubbles: Sequence[str] | None = None) -> bool:
        chat_id = proposal.chat_id
        if chat_id not in self.peers:
            return False
        chat = self.ledger.approve(chat_id, proposal.epoch, bubbles or proposal.bubbles, self.clock())
        if chat is None:
            self.ledger.notebook.settle_proposal(chat_id)
            return False
        self.changed(chat)
        return True

    def skip(self, proposal: Proposal) -> None:
        self.ledger.notebook.settle_proposal(proposal.chat_id)
        self._change(proposal.chat_id, lambda chat: core.silent(chat, proposal.epoch, "you skipped the proposal"))

    async def undo(self, chat_id: int | None) -> tuple[int, int]:
        bubbles = self.ledger.last_reply(chat_id)
        if not bubbles:
            raise Refused("nothing_to_undo")
        self._change(bubbles[0].chat_id, _taken_back)
        try:
            with telegram_errors():
                await self.wire.delete([bubble.msg_id for bubble in bubbles if bubble.msg_id])
        except UserError:
            raise Refused("unreachable") from None
        for bubble in bubbles:
            self.ledger.settle(bubble.id, Sending.UNDONE)
        return bubbles[0].chat_id, len(bubbles)

    def _change(self, chat_id: int, decide: Callable[[Chat], Chat]) -> None:
        try:
            self.changed(self.ledger.update(chat_id, decide, self.clock()))
        except KeyError:
            return  # not watched yet


def _taken_back(chat: Chat) -> Chat:
    """A reply whose first bubbles are to be deleted gets no further ones."""
    if chat.state is not State.REPLYING:
        return chat
    halted = core.halted(chat)
    return core.silent(halted, halted.epoch, "you took the reply back")

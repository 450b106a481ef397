"""The acts of the demo. Each lets somebody do something on the loopback Telegram and looks what the daemon does.

What is printed here is what the server saw: the messages that arrived, the receipts, the requests. If anything
differs from what the demo promises, it ends with DemoFailed.
"""

from collections.abc import Sequence
from typing import Any

from telethon.tl import functions

from harvest.door import out
from harvest.loopback import User
from userbot.demo.stage import DaemonProcess, DemoFailed, Stage

BURST = ("Hey! Are you around tomorrow?", "I was thinking about the market", "Or do you want to eat something?")
TO_THE_OWNER = "Are we still on for friday?"
OWNERS_ANSWER = "yep, see you there"
FROM_A_STRANGER = "Hello dear, do you have a minute to talk about crypto?"
TO_BE_ASKED_ABOUT = "I'm running late, sorry!"
APPROVAL = "ok"
BEFORE_THE_CRASH = "Have you finished the recipe?"

Request = functions.messages


class Play:
    """The acts share one stage. count_*: what the owner's account did so far in a chat."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.server, self.story = stage, stage.server, stage.story

    async def one_reply_to_a_burst(self) -> None:
        """Ann writes three messages, Max is answered by the owner, a stranger writes: one reply, to Ann."""
        ann, max_, stranger = self.story.ann, self.story.max, self.story.stranger
        begun = {account.id: len(self._texts(account)) for account in (ann, max_, stranger)}
        for text in BURST:
            self._says(ann, text)
        self._says(max_, TO_THE_OWNER)
        self._says(stranger, FROM_A_STRANGER)
        out.print(f"  [dim]{self.story.owner.first_name} answers Max from the phone; nobody answers the others[/]")
        self.server.post(self.story.owner, max_, OWNERS_ANSWER)
        sent = len(self._sends())
        await self.stage.until("the read receipt", lambda: self._has_read(ann))
        out.print("  [dim]the daemon reads Ann's messages, and types[/]")
        await self.stage.until("the reply to Ann", lambda: self._is_settled(ann))
        self._check_order(ann)
        self._show_reply(ann, begun[ann.id] + len(BURST))
        _expect(len(self._texts(max_)) == begun[max_.id] + 2, "Max was answered by the owner alone")
        _expect(len(self._texts(stranger)) == begun[stranger.id] + 1, "the stranger got nothing")
        _expect(
            len(self._sends()) - sent == len(self._texts(ann)) - begun[ann.id] - len(BURST), "nothing else was sent"
        )
        out.print("  [green]one reply to three messages; silence towards Max and the stranger[/]")

    async def a_proposal_is_approved(self) -> None:
        """Max's mode is "ask": the reply is proposed in Saved Messages, and sent once the owner says so."""
        max_, owner = self.story.max, self.story.owner
        begun, noted = len(self._texts(max_)), len(self._texts(owner))
        self._says(max_, TO_BE_ASKED_ABOUT)
        await self.stage.until("the proposal", lambda: len(self._texts(owner)) > noted)
        proposal = self._texts(owner)[noted]
        _expect(len(self._texts(max_)) == begun + 1, "nothing was sent before the owner said so")
        out.print("  [dim]Max's mode is ask. In Kit's Saved Messages:[/]")
        for line in proposal.message.splitlines():
            out.print(f"    {line}", markup=False)
        self.server.post(owner, owner, APPROVAL, reply_to=proposal.id)
        out.print(f'  [dim]Kit replies "{APPROVAL}" to it, from the phone[/]')
        await self.stage.until("the approved reply", lambda: self._is_settled(max_))
        self._show_reply(max_, begun + 1)
        out.print("  [green]sent as approved, and not before[/]")

    async def killed_while_a_reply_is_owed(self, daemon: DaemonProcess) -> DaemonProcess:
        """SIGKILL when the reply is written but not sent; the next start sends it, once. Returns the new process."""
        ann = self.story.ann
        begun = len(self._texts(ann))
        self._says(ann, BEFORE_THE_CRASH)
        await self.stage.until("the read receipt", lambda: self._has_read(ann))
        await daemon.kill()
        _expect(len(self._texts(ann)) == begun + 1, "the process was killed before it sent anything")
        out.print("  [dim]its reply is written and not yet sent: SIGKILL. It is started again[/]")
        daemon = await self.stage.start_daemon()
        await self.stage.until("the owed reply", lambda: self._is_settled(ann))
        self._show_reply(ann, begun + 1)
        bubbles = self._texts(ann)[begun + 1 :]
        _expect(len({call.request.random_id for call in self._sends()[-len(bubbles) :]}) == len(bubbles), "sent once")
        out.print("  [green]the owed reply was sent, exactly once[/]")
        return daemon

    def _says(self, account: User, text: str) -> None:
        self.server.post(account, self.story.owner, text)
        out.print(f"  {account.first_name}: {text}", markup=False)

    def _texts(self, account: User) -> list[Any]:
        return self.server.dialog(self.story.owner, account)

    def _sends(self) -> Sequence[Any]:
        return self.server.calls_of(Request.SendMessageRequest)

    def _has_read(self, account: User) -> bool:
        """Whether the owner's account read everything this contact wrote."""
        heard = [message.id for message in self._texts(account) if not message.out]
        reads = [call.request for call in self.server.calls_of(Request.ReadHistoryRequest)]
        return any(read.peer.user_id == account.id and read.max_id >= heard[-1] for read in reads)

    def _is_settled(self, account: User) -> bool:
        """Whether the ledger says that this chat's whole reply is out."""
        from userbot.core import State
        from userbot.ledger import Ledger

        ledger = Ledger.open(self.stage.data.ledger)
        try:
            chat = ledger.chat(account.id)
            if chat.reason.startswith("silent"):
                raise DemoFailed(f"demo: the clone kept silent towards {account.first_name}: {chat.reason}")
            return chat.state is State.QUIET and chat.answered_id >= chat.heard_id and self._texts(account)[-1].out
        finally:
            ledger.close()

    def _check_order(self, account: User) -> None:
        """Read, then typing, then the message: as a person does it."""
        kinds = (Request.ReadHistoryRequest, Request.SetTypingRequest, Request.SendMessageRequest)
        order = [
            type(call.request)
            for call in self.server.calls
            if isinstance(call.request, kinds) and call.request.peer.user_id == account.id
        ]
        _expect(order[:3] == list(kinds), "read, typed, sent, in this order")

    def _show_reply(self, account: User, after: int) -> None:
        name = self.story.owner.first_name
        for message in self._texts(account)[after:]:
            out.print(f"  [bold cyan]{name}[/] [dim](the clone)[/]: ", end="")
            out.print(message.message, markup=False)


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise DemoFailed(f"demo: this did not hold: {what}")

"""What can be done at the owner's word, whoever brings it. The daemon does it; the desk asks for it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from harvest.messages import Peer
from harvest.userbot_settings import Mode
from userbot.ledger import Ledger
from userbot.manner import Manners
from userbot.notebook import Proposal


class Refused(Exception):
    """It cannot be done. reason: a key of the desk's phrases."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Office(Protocol):
    """peers: the whitelist as of now, by user id. ledger: everything that is known; reading it is free."""

    @property
    def peers(self) -> Mapping[int, Peer]: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def manners(self) -> Manners: ...

    def now(self) -> float:
        """UTC seconds."""

    def pause(self, until: float) -> None:
        """Nothing is sent until then (inf: until `resume`), and what is being written or typed ends at once."""

    def resume(self) -> None:
        """What is owed and not stale is taken up again."""

    def set_mode(self, chat_id: int, mode: Mode | None) -> None:
        """None: as in the config. Raises Refused("auto_needs_eval") for a clone that is not fit to speak alone."""

    def set_delay(self, chat_id: int, delay_s: tuple[float, float] | None) -> None:
        """For what is heard from now on, and for what is waiting."""

    def approve(self, proposal: Proposal, bubbles: Sequence[str] | None = None) -> bool:
        """Send the proposal, or these bubbles in its place. False: the chat has moved on, nothing is sent."""

    def skip(self, proposal: Proposal) -> None:
        """The chat is the owner's."""

    async def undo(self, chat_id: int | None) -> tuple[int, int]:
        """Delete the clone's newest reply (to that chat, or anywhere) for both sides.

        Returns (chat id, number of bubbles). Raises Refused("nothing_to_undo") or Refused("unreachable").
        """

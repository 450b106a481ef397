"""Decide which of the account's dialogs are taken, and refuse to mix two accounts in one archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harvest.archive import Archive
from harvest.consent import is_named, refusal
from harvest.errors import UserError
from harvest.messages import Peer
from harvest.settings import HarvestSettings

if TYPE_CHECKING:
    from harvest.dialogs import Dialog


@dataclass(frozen=True, slots=True)
class Choice:
    """taken, and for each other dialog the reason why not."""

    taken: "list[Dialog]"
    refused: "list[tuple[Dialog, str]]"


def choose(dialogs: "Sequence[Dialog]", settings: HarvestSettings, named: Sequence[str] = ()) -> Choice:
    """The dialogs to take; with names, only those. Raises UserError for a name that is nobody's, or not allowed."""
    reasons = [(dialog, refusal(dialog.peer, settings)) for dialog in dialogs]
    for name in named:
        _check_name(name, reasons)
    taken = [d for d, reason in reasons if reason is None and (not named or any(is_named(n, d.peer) for n in named))]
    return Choice(taken, [(dialog, reason) for dialog, reason in reasons if reason is not None])


def _check_name(name: str, reasons: "Sequence[tuple[Dialog, str | None]]") -> None:
    found = [reason for dialog, reason in reasons if is_named(name, dialog.peer)]
    if not found:
        raise UserError(f"{name}: no private dialog with them. `harvest dialogs` lists those there are.")
    if found[0]:
        raise UserError(f"{name}: not taken ({found[0]}). `harvest dialogs` says why for each.")


def check_owner(archive: Archive, owner: Peer) -> None:
    """Store whose archive this is. Raises UserError where it is another account's."""
    known = next((peer for peer in archive.peers() if peer.is_self), None)
    if known is not None and known.id != owner.id:
        raise UserError(
            f"{archive.path}: holds the messages of account {known.id}, not of {owner.id}. "
            "Name another place for this account: --data-dir DIR"
        )
    with archive.transaction():
        archive.put_peers([owner])


async def know_the_account(client: Any, archive: Archive) -> Peer:
    """Whose session this is, checked against the archive. Asked raw: `get_me` hides why it got no answer."""
    from telethon.tl import functions, types

    from harvest.telegram import peer_from

    owner = peer_from((await client(functions.users.GetUsersRequest([types.InputUserSelf()])))[0])
    check_owner(archive, owner)
    return owner

"""Whom the whitelist means. A name is resolved once and remembered; who is no person is refused, listed or not."""

from collections.abc import Sequence
from typing import Any

from telethon import TelegramClient, errors
from telethon.tl import functions, types

from harvest.dialogs import private_dialogs
from harvest.errors import ConfigError
from harvest.messages import Peer, unwanted
from harvest.telegram import peer_from
from userbot.ledger import Ledger


async def whitelisted(client: TelegramClient, names: Sequence[int | str], ledger: Ledger) -> dict[int, Peer]:
    """The peers by user id. Raises ConfigError for a name that is nobody's, or that may never be answered."""
    if not names:
        raise ConfigError("userbot.contacts is empty: nobody would be answered. List user ids or @usernames there.")
    unknown = [name for name in names if ledger.known_peer(str(name)) is None]
    for name, peer in (await _looked_up(client, unknown)).items():
        ledger.remember_peer(str(name), peer)
    peers: dict[int, Peer] = {}
    for name in names:
        peer = await _as_of_now(client, name, ledger)
        if reason := unwanted(peer):
            raise ConfigError(f"userbot.contacts: {name} is {reason} and is never answered. Take it out of the list.")
        peers[peer.id] = peer
    return peers


async def _looked_up(client: TelegramClient, names: Sequence[int | str]) -> dict[int | str, Peer]:
    """Ids are found among the account's private dialogs, @usernames are asked for."""
    needs_dialogs = any(isinstance(name, int) for name in names)
    peers = {dialog.peer.id: dialog.peer for dialog in await private_dialogs(client)} if needs_dialogs else {}
    found: dict[int | str, Peer] = {}
    for name in names:
        peer = peers.get(name) if isinstance(name, int) else await _resolved(client, name)
        if peer is None:
            raise ConfigError(f"userbot.contacts: {name} is none of this account's private chats. Mend or remove it.")
        found[name] = peer
    return found


async def _resolved(client: TelegramClient, username: str) -> Peer | None:
    try:
        answer = await client(functions.contacts.ResolveUsernameRequest(username.lstrip("@")))
    except (errors.UsernameNotOccupiedError, errors.UsernameInvalidError):
        return None
    users: dict[int, Any] = {user.id: user for user in answer.users}
    user_id = getattr(answer.peer, "user_id", None)
    return peer_from(users[user_id]) if user_id in users else None


async def _as_of_now(client: TelegramClient, name: int | str, ledger: Ledger) -> Peer:
    """Who the remembered id is today: somebody may have been deleted since."""
    known = ledger.known_peer(str(name))
    if known is None:
        raise KeyError(name)
    users = await client(functions.users.GetUsersRequest([types.InputUser(*known)]))
    return peer_from(users[0]) if users else Peer(known[0], is_deleted=True)

"""Whom the whitelist means. A name is resolved once and remembered; who is no person is refused, listed or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loguru import logger
from telethon import TelegramClient, errors
from telethon.tl import functions, types

from harvest.dialogs import private_dialogs
from harvest.errors import ConfigError
from harvest.messages import Peer, unwanted
from harvest.telegram import peer_from
from harvest.userbot_settings import Contact, UserbotSettings
from userbot.ledger import Ledger

NOBODY = "userbot.contacts is empty: nobody would be answered. List user ids or @usernames there."
USERS_A_REQUEST = 100


@dataclass(frozen=True, slots=True)
class Whitelist:
    """peers: who may be answered, by user id. tables: of those who are listed with settings of their own.

    in_folder: user ids of the people in the folder, also of those who may not be answered.
    """

    peers: dict[int, Peer] = field(default_factory=dict)
    tables: Mapping[int, Contact] = field(default_factory=dict)
    in_folder: frozenset[int] = frozenset()


async def whitelisted(client: TelegramClient, settings: UserbotSettings, ledger: Ledger) -> Whitelist:
    """Raises ConfigError for a name that is nobody's, or that may never be answered. Who is in the folder and may not
    be answered is left out, with a line in the log.
    """
    if not settings.contacts and not settings.folder:
        raise ConfigError(NOBODY)
    listed = await _listed(client, settings, ledger)
    in_folder = await people_in_folder(client, settings) if settings.folder else {}
    users = await _as_of_now(client, {**in_folder, **{peer[0]: peer[1] for peer in listed.values()}})
    for name, (user_id, _) in listed.items():
        if reason := _unfit(users[user_id], settings):
            raise ConfigError(f"userbot.contacts: {name} is {reason} and is never answered. Take it out of the list.")
    peers = {user_id: peer_from(user) for user_id, user in users.items() if not _left_out(user, settings)}
    tables = {listed[contact.peer][0]: contact for contact in settings.contacts}
    return Whitelist(peers, tables, frozenset(in_folder))


def _unfit(user: Any, settings: UserbotSettings) -> str | None:
    if reason := unwanted(peer_from(user)):
        return reason
    if settings.only_mutual_contacts and not user.mutual_contact:
        return "no mutual contact (userbot.only_mutual_contacts)"
    return None


def _left_out(user: Any, settings: UserbotSettings) -> bool:
    reason = _unfit(user, settings)
    if reason:
        logger.warning("folder: user {} is left out: {}", user.id, reason)
    return reason is not None


async def _listed(
    client: TelegramClient, settings: UserbotSettings, ledger: Ledger
) -> dict[int | str, tuple[int, int]]:
    """(user id, access hash) of each listed name, remembered from now on."""
    unknown = [name for name in settings.whitelist if ledger.known_peer(str(name)) is None]
    for name, peer in (await _looked_up(client, unknown)).items():
        ledger.remember_peer(str(name), peer)
    known = {name: ledger.known_peer(str(name)) for name in settings.whitelist}
    return {name: peer for name, peer in known.items() if peer is not None}


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


async def people_in_folder(client: TelegramClient, settings: UserbotSettings) -> dict[int, int]:
    """Access hashes by user id of the people put into that folder one by one; its categories count for nobody."""
    answer = await client(functions.messages.GetDialogFiltersRequest())
    filters = [f for f in getattr(answer, "filters", answer) if isinstance(f, types.DialogFilter)]
    named = [f for f in filters if _title(f) == settings.folder]
    if not named:
        raise ConfigError(f'userbot.folder: this account has no folder "{settings.folder}". Mend or remove it.')
    inside: Iterable[Any] = (*named[0].pinned_peers, *named[0].include_peers)
    return {peer.user_id: peer.access_hash for peer in inside if isinstance(peer, types.InputPeerUser)}


def _title(folder: Any) -> str:
    return str(getattr(folder.title, "text", folder.title))


async def _as_of_now(client: TelegramClient, known: Mapping[int, int]) -> dict[int, Any]:
    """Who these ids are today: somebody may have been deleted since."""
    asked = [types.InputUser(user_id, access_hash) for user_id, access_hash in known.items()]
    users: dict[int, Any] = {user_id: types.UserEmpty(user_id) for user_id in known}
    for start in range(0, len(asked), USERS_A_REQUEST):
        answer = await client(functions.users.GetUsersRequest(asked[start : start + USERS_A_REQUEST]))
        users.update({user.id: user for user in answer})
    return users

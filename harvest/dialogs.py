"""List the account's private dialogs. Decides nothing about them: harvest.consent does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telethon.tl import functions, types

from harvest.messages import Peer
from harvest.telegram import peer_from

PAGE = 100


@dataclass(frozen=True, slots=True)
class Dialog:
    """last_id and last_at: the newest message, whoever wrote it; last_at in UTC seconds."""

    peer: Peer
    last_id: int
    last_at: float


async def private_dialogs(ask: Callable[[Any], Awaitable[Any]]) -> list[Dialog]:
    """Every dialog with a user, newest first, each once: pinned ones come out of order, and pages may overlap.

    ask: sends one request; a client does.
    """
    found: dict[int, Dialog] = {}
    offset: dict[str, Any] = {"offset_date": None, "offset_id": 0, "offset_peer": types.InputPeerEmpty()}
    while True:
        answer = await ask(functions.messages.GetDialogsRequest(**offset, limit=PAGE, hash=0))
        for dialog in _users_in(answer):
            found.setdefault(dialog.peer.id, dialog)
        following = _next_offset(answer)
        if following is None or following == offset:
            return sorted(found.values(), key=lambda dialog: -dialog.last_at)
        offset = following


async def message_count(ask: Callable[[Any], Awaitable[Any]], dialog: Dialog) -> int:
    """How many messages a dialog has, service ones too."""
    peer = types.InputPeerUser(dialog.peer.id, dialog.peer.access_hash)
    answer = await ask(functions.messages.GetHistoryRequest(peer, 0, None, 0, limit=1, max_id=0, min_id=0, hash=0))
    return int(getattr(answer, "count", len(answer.messages)))


def _users_in(answer: Any) -> list[Dialog]:
    users = {user.id: user for user in answer.users}
    dates = {_place(message): message.date.timestamp() for message in answer.messages if _has_date(message)}
    return [
        Dialog(peer_from(users[d.peer.user_id]), d.top_message, dates.get((_peer_key(d.peer), d.top_message), 0.0))
        for d in answer.dialogs
        if isinstance(d.peer, types.PeerUser) and d.peer.user_id in users
    ]


def _next_offset(answer: Any) -> dict[str, Any] | None:
    """Where the next page starts, or None after the last. Telegram cuts pages by the date of the newest message."""
    if not isinstance(answer, types.messages.DialogsSlice):
        return None
    messages = {_place(message): message for message in answer.messages if _has_date(message)}
    entities = {("PeerUser", user.id): user for user in answer.users}
    entities |= {("PeerChat", chat.id): chat for chat in answer.chats}
    entities |= {("PeerChannel", chat.id): chat for chat in answer.chats}
    for dialog in reversed(answer.dialogs):
        key = _peer_key(dialog.peer)
        message = messages.get((key, dialog.top_message))
        if message is not None and key in entities:
            peer = _input_peer(key, entities[key])
            return {"offset_date": message.date, "offset_id": message.id, "offset_peer": peer}
    return None


def _has_date(message: Any) -> bool:
    return not isinstance(message, types.MessageEmpty) and message.date is not None


def _place(message: Any) -> tuple[tuple[str, int], int]:
    """Ids are per account in private chats and per channel elsewhere: only with its peer is one unique."""
    return _peer_key(message.peer_id), message.id


def _peer_key(peer: Any) -> tuple[str, int]:
    return type(peer).__name__, next(iter(value for key, value in vars(peer).items() if key.endswith("_id")))


def _input_peer(key: tuple[str, int], entity: Any) -> Any:
    kind, id = key
    access_hash = getattr(entity, "access_hash", 0) or 0
    if kind == "PeerUser":
        return types.InputPeerUser(id, access_hash)
    return types.InputPeerChat(id) if kind == "PeerChat" else types.InputPeerChannel(id, access_hash)

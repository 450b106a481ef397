"""The few requests the daemon makes of Telegram, raw: no parsing of what is sent, our own random_id, no hidden retries.

Errors pass through as Telethon's own; whoever calls decides what each is worth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from telethon import TelegramClient
from telethon.tl import functions, types

from harvest.messages import Message, Peer
from harvest.telegram import message_from

DIALOGS_A_REQUEST = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as the daemon weighs it; also one that holds no words, as a call. text is for recognising ours."""

    chat_id: int
    message_id: int
    is_out: bool
    sent_at: float
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """The newest part of one chat, oldest first. messages: those with words for a prompt. seen: all of them."""

    messages: tuple[Message, ...]
    seen: tuple[Seen, ...]


class Wire:
    """What the daemon says to Telegram. Every peer must be one this account has met (access_hash)."""

    def __init__(self, client: TelegramClient) -> None:
        self._client = client

    async def history(self, peer: Peer, limit: int) -> History:
        answer = await self._client(
            functions.messages.GetHistoryRequest(
                peer=_input(peer), offset_id=0, offset_date=None, add_offset=0, limit=limit, max_id=0, min_id=0, hash=0
            )
        )
        told = [m for m in reversed(answer.messages) if not isinstance(m, types.MessageEmpty)]
        messages = (message_from(m, peer.id) for m in told)
        return History(tuple(m for m in messages if m is not None), tuple(seen(m, peer.id) for m in told))

    async def newest_ids(self, peers: Sequence[Peer]) -> dict[int, int]:
        """Each chat's newest message id: the cheapest truth there is. One request for 50 chats."""
        newest: dict[int, int] = {}
        for start in range(0, len(peers), DIALOGS_A_REQUEST):
            asked = [types.InputDialogPeer(_input(peer)) for peer in peers[start : start + DIALOGS_A_REQUEST]]
            answer = await self._client(functions.messages.GetPeerDialogsRequest(peers=asked))
            newest.update({dialog.peer.user_id: dialog.top_message for dialog in answer.dialogs})
        return newest

    async def mark_read(self, peer: Peer, up_to_id: int) -> None:
        await self._client(functions.messages.ReadHistoryRequest(peer=_input(peer), max_id=up_to_id))

    async def show_typing(self, peer: Peer) -> None:
        await self._client(functions.messages.SetTypingRequest(_input(peer), types.SendMessageTypingAction()))

    async def send(self, peer: Peer, text: str, random_id: int) -> int | None:
        """The message's id, new or (for a random_id that Telegram has already had) old. None if it wasn't told."""
        answer = await self._client(
            functions.messages.SendMessageRequest(_input(peer), text, random_id=random_id, no_webpage=True)
        )
        return _sent_id(answer, random_id)


def seen(message: Any, chat_id: int) -> Seen:
    """From Telethon's Message or MessageService."""
    text = getattr(message, "message", None) or ""
    return Seen(chat_id, message.id, bool(message.out), message.date.timestamp(), text)


def _input(peer: Peer) -> Any:
    return types.InputPeerUser(peer.id, peer.access_hash)


def _sent_id(answer: Any, random_id: int) -> int | None:
    if isinstance(answer, types.UpdateShortSentMessage):
        return int(answer.id)
    updates: Iterable[Any] = getattr(answer, "updates", ())
    named = (u.id for u in updates if isinstance(u, types.UpdateMessageID) and u.random_id == random_id)
    return next(named, None)

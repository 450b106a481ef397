"""The few requests the daemon makes of Telegram, raw: no parsing of what is sent, our own random_id, no hidden retries.

Errors pass through as Telethon's own; whoever calls decides what each is worth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from telethon import TelegramClient
from telethon.tl import functions, types

from harvest.messages import Message, Peer
from harvest.telegram import message_from, peer_from
from userbot.notebook import Link

DIALOGS_A_REQUEST = 50
USERS_A_REQUEST = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as the daemon weighs it; also one that holds no words, as a call.

    text is for recognising what the clone sent. reply_to: the message it answers, 0 for none. is_borrowed: a forward,
    or posted through a bot: not the words of who sent it.
    """

    chat_id: int
    message_id: int
    is_out: bool
    sent_at: float
    text: str
    reply_to: int = 0
    is_borrowed: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """The newest part of one chat, oldest first. messages: those with words for a prompt. seen: all of them.

    is_whole: it reaches back to the chat's first message.
    """

    messages: tuple[Message, ...]
    seen: tuple[Seen, ...]
    is_whole: bool = False

    @property
    def reaches_back_to(self) -> int:
        """A message above this id that is not here was deleted."""
        return 0 if self.is_whole or not self.seen else self.seen[0].message_id


@dataclass(frozen=True, slots=True)
class Top:
    """What the list of chats tells of one. draft: in its input field, begun at drafted_at (UTC seconds)."""

    newest_id: int
    draft: str
    drafted_at: float


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
        return History(
            tuple(m for m in messages if m is not None),
            tuple(seen(m, peer.id) for m in told),
            is_whole=len(answer.messages) < limit,
        )

    async def tops(self, peers: Sequence[Peer]) -> dict[int, Top]:
        """Each chat's newest message id and draft: the cheapest truth there is. One request for 50 chats."""
        found: dict[int, Top] = {}
        for start in range(0, len(peers), DIALOGS_A_REQUEST):
            asked = [types.InputDialogPeer(_input(peer)) for peer in peers[start : start + DIALOGS_A_REQUEST]]
            answer = await self._client(functions.messages.GetPeerDialogsRequest(peers=asked))
            people = (d for d in answer.dialogs if isinstance(d, types.Dialog) and isinstance(d.peer, types.PeerUser))
            found.update({dialog.peer.user_id: _top(dialog) for dialog in people})
        return found

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

    async def send_note(self, text: str, links: Sequence[Link], peers: Sequence[Peer], random_id: int) -> int | None:
        """The same to the owner's Saved Messages. peers: whom the links lead to; others' stay plain words."""
        known = {peer.id: types.InputUser(peer.id, peer.access_hash) for peer in peers}
        entities = [
            types.InputMessageEntityMentionName(link.offset, link.length, known[link.user_id])
            for link in links
            if link.user_id in known
        ]
        answer = await self._client(
            functions.messages.SendMessageRequest(
                types.InputPeerSelf(), text, random_id=random_id, no_webpage=True, entities=entities or None
            )
        )
        return _sent_id(answer, random_id)

    async def leave_draft(self, peer: Peer, text: str) -> None:
        """Into the chat's input field, on all the owner's devices."""
        await self._client(functions.messages.SaveDraftRequest(_input(peer), text, no_webpage=True))

    async def delete(self, message_ids: Sequence[int]) -> int:
        """For both sides. Returns how many were there."""
        answer = await self._client(functions.messages.DeleteMessagesRequest(list(message_ids), revoke=True))
        return int(answer.pts_count)

    async def active_elsewhere_at(self) -> float:
        """When another device of the owner's was last active, UTC seconds; 0 if there is none."""
        answer = await self._client(functions.account.GetAuthorizationsRequest())
        return max((login.date_active.timestamp() for login in answer.authorizations if not login.current), default=0.0)

    async def users(self, peers: Sequence[tuple[int, int]]) -> list[Peer]:
        """Who these (user id, access hash) are today."""
        found: list[Peer] = []
        for start in range(0, len(peers), USERS_A_REQUEST):
            asked = [types.InputUser(*peer) for peer in peers[start : start + USERS_A_REQUEST]]
            found += [peer_from(user) for user in await self._client(functions.users.GetUsersRequest(asked))]
        return found


def seen(message: Any, chat_id: int) -> Seen:
    """From Telethon's Message or MessageService."""
    text = getattr(message, "message", None) or ""
    answered = getattr(getattr(message, "reply_to", None), "reply_to_msg_id", None) or 0
    is_borrowed = bool(getattr(message, "fwd_from", None) or getattr(message, "via_bot_id", None))
    return Seen(chat_id, message.id, bool(message.out), message.date.timestamp(), text, answered, is_borrowed)


def _top(dialog: Any) -> Top:
    if isinstance(dialog.draft, types.DraftMessage):
        return Top(dialog.top_message, dialog.draft.message, dialog.draft.date.timestamp())
    return Top(dialog.top_message, "", 0.0)


def _input(peer: Peer) -> Any:
    return types.InputPeerSelf() if peer.is_self else types.InputPeerUser(peer.id, peer.access_hash)


def _sent_id(answer: Any, random_id: int) -> int | None:
    if isinstance(answer, types.UpdateShortSentMessage):
        return int(answer.id)
    updates: Iterable[Any] = getattr(answer, "updates", ())
    named = (u.id for u in updates if isinstance(u, types.UpdateMessageID) and u.random_id == random_id)
    return next(named, None)

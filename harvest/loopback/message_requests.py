"""Writing, reading, changing and deleting messages."""

from typing import Any

from telethon.tl import types
from telethon.tl.functions import messages

from harvest.loopback.accounts import TL
from harvest.loopback.api import Asker, handles
from harvest.loopback.faults import RpcFailure
from harvest.loopback.short_forms import short_sent

PAGE = 100
LONGEST = 4096


@handles(messages.SendMessageRequest)
def send_message(asker: Asker, request: Any) -> TL:
    """A random_id that comes again is answered with the message it made the first time, and posts nothing."""
    receiver, box = asker.user(request.peer), asker.me.box
    if request.random_id in box.sent:
        return _sent_before(asker, request.random_id)
    if not request.message:
        raise RpcFailure("MESSAGE_EMPTY")
    if len(request.message) > LONGEST:
        raise RpcFailure("MESSAGE_TOO_LONG")
    message = asker.exchange.post(
        asker.me,
        receiver,
        request.message,
        reply_to=getattr(request.reply_to, "reply_to_msg_id", None),
        origin=asker.origin,
        random_id=request.random_id,
        entities=request.entities,
    )
    if request.clear_draft:
        asker.exchange.set_draft(asker.me, receiver, "", asker.origin)
    return _sent(asker, message, request.random_id, pts_count=1)


def _sent_before(asker: Asker, random_id: int) -> TL:
    message = asker.me.box.by_id.get(asker.me.box.sent[random_id])
    if message is None:
        raise RpcFailure("RANDOM_ID_DUPLICATE", 500)
    return _sent(asker, message, random_id, pts_count=0)


def _sent(asker: Asker, message: TL, random_id: int, pts_count: int) -> TL:
    pts = asker.me.box.pts
    if asker.server.short_forms and pts_count:
        return short_sent(message, pts, pts_count)
    return asker.updates(types.UpdateMessageID(message.id, random_id), types.UpdateNewMessage(message, pts, pts_count))


@handles(messages.GetHistoryRequest)
def get_history(asker: Asker, request: Any) -> TL:
    """A window of at most 100, newest first. It begins below offset_id or offset_date and is moved by add_offset.

    A negative add_offset reaches above: offset_id=cursor + 1, add_offset=-100 are the 100 after the cursor.
    """
    peer, box = asker.user(request.peer), asker.me.box
    chat = box.chats[peer.id]
    end = len(chat)
    if request.offset_id:
        end = box.position(peer.id, request.offset_id)
    elif request.offset_date and request.offset_date.timestamp():  # an absent date arrives as the epoch
        end = next((i for i, message in enumerate(chat) if message.date >= request.offset_date), len(chat))
    end -= request.add_offset
    window = chat[max(0, end - min(request.limit, PAGE)) : max(0, end)]
    wanted = [m for m in reversed(window) if m.id > request.min_id and m.id < (request.max_id or 2**31)]
    return _page(asker, wanted, len(chat))


def _page(asker: Asker, found: list[TL], count: int) -> TL:
    people = asker.exchange.people(asker.me, found)
    if len(found) == count:
        return types.messages.Messages(found, [], [], people)
    return types.messages.MessagesSlice(count, found, [], [], people)


@handles(messages.GetMessagesRequest)
def get_messages(asker: Asker, request: Any) -> TL:
    by_id = asker.me.box.by_id
    found = [by_id.get(wanted.id) or types.MessageEmpty(wanted.id, None) for wanted in request.id]
    return types.messages.Messages(found, [], [], asker.exchange.people(asker.me, found))


@handles(messages.EditMessageRequest)
def edit_message(asker: Asker, request: Any) -> TL:
    message = asker.me.box.by_id.get(request.id)
    if message is None:
        raise RpcFailure("MESSAGE_ID_INVALID")
    if not message.out:
        raise RpcFailure("MESSAGE_AUTHOR_REQUIRED", 403)
    if (message.message, message.entities) == (request.message, request.entities):
        raise RpcFailure("MESSAGE_NOT_MODIFIED")
    return asker.updates(asker.exchange.edit(asker.me, request.id, request.message, request.entities, asker.origin))


@handles(messages.DeleteMessagesRequest)
def delete_messages(asker: Asker, request: Any) -> TL:
    count = asker.exchange.delete(asker.me, request.id, revoke=bool(request.revoke), origin=asker.origin)
    return types.messages.AffectedMessages(asker.me.box.pts, count)


@handles(messages.ReadHistoryRequest)
def read_history(asker: Asker, request: Any) -> TL:
    is_news = asker.exchange.read(asker.me, asker.user(request.peer), request.max_id, asker.origin)
    return types.messages.AffectedMessages(asker.me.box.pts, int(is_news))


@handles(messages.SetTypingRequest)
def set_typing(asker: Asker, request: Any) -> TL:
    asker.exchange.type(asker.me, asker.user(request.peer), request.action)
    return True

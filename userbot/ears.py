"""Telethon's updates, sorted: what is of a watched chat, what of Saved Messages, what of the account. Decides nothing.

Each handler ends in one short call: Telethon gives the next update only when the last one is done with.
"""

import asyncio
from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Any, Protocol

from telethon import TelegramClient, events
from telethon.tl import types

from userbot.wire import Seen, seen


class Listener(Protocol):
    """Who is told. Chat ids are user ids."""

    def on_message(self, message: Seen) -> None: ...
    def on_own_note(self, message: Seen) -> None: ...
    def on_contact_composing(self, chat_id: int) -> None: ...
    def on_draft(self, chat_id: int, text: str) -> None: ...
    def on_call(self, chat_id: int) -> None: ...
    def on_reading(self, chat_id: int, up_to_id: int) -> None: ...
    def on_edit(self, chat_id: int, message_id: int) -> None: ...
    def on_deletion(self, message_ids: Sequence[int]) -> None: ...
    def on_new_login(self, device: str) -> None: ...
    def on_folders_changed(self) -> None: ...


class Ears:
    """watched: chat ids of the whitelist as of now. self_id: the owner's own, once known."""

    def __init__(self, listener: Listener, watched: Callable[[], Container[int]], self_id: Callable[[], int]) -> None:
        self._listener, self._watched, self._self_id = listener, watched, self_id

    def attach(self, client: TelegramClient) -> None:
        """Before the client connects, or what was missed is told to nobody."""
        client.add_event_handler(_in_turn(self._message), events.NewMessage())
        client.add_event_handler(_in_turn(self._service_message), events.Raw(types.UpdateNewMessage))
        for kind, handler in (
            (types.UpdateUserTyping, self._typing),
            (types.UpdateDraftMessage, self._draft),
            (types.UpdatePhoneCall, self._call),
            (types.UpdateReadHistoryInbox, self._read),
            (types.UpdateEditMessage, self._edit),
            (types.UpdateDeleteMessages, self._deletion),
            (types.UpdateNewAuthorization, self._new_login),
            ((types.UpdateDialogFilter, types.UpdateDialogFilters), self._folders),
        ):
            client.add_event_handler(_in_turn(handler), events.Raw(kind))

    async def _message(self, event: Any) -> None:
        if not event.is_private:
            return
        if event.chat_id == self._self_id():
            self._listener.on_own_note(seen(event.message, event.chat_id))
        elif event.chat_id in self._watched():
            self._listener.on_message(seen(event.message, event.chat_id))

    async def _service_message(self, update: Any) -> None:
        """Calls and the like. Made by the owner they settle the chat; made by the contact they are no words."""
        message = update.message
        chat_id = getattr(message.peer_id, "user_id", 0)
        if isinstance(message, types.MessageService) and message.out and chat_id in self._watched():
            self._listener.on_message(seen(message, chat_id))

    async def _typing(self, update: Any) -> None:
        if update.user_id in self._watched() and not isinstance(update.action, types.SendMessageCancelAction):
            self._listener.on_contact_composing(update.user_id)

    async def _draft(self, update: Any) -> None:
        chat_id = getattr(update.peer, "user_id", 0)
        if chat_id in self._watched() and isinstance(update.draft, types.DraftMessage):
            self._listener.on_draft(chat_id, update.draft.message)

    async def _call(self, update: Any) -> None:
        """One that the owner makes or has taken; a call of the contact's that nobody has taken yet is no answer."""
        call = update.phone_call
        if isinstance(call, types.PhoneCallEmpty | types.PhoneCallDiscarded):
            return
        is_ringing_here = isinstance(call, types.PhoneCallRequested) and call.admin_id != self._self_id()
        for chat_id in {call.admin_id, call.participant_id} - {self._self_id()}:
            if chat_id in self._watched() and not is_ringing_here:
                self._listener.on_call(chat_id)

    async def _read(self, update: Any) -> None:
        chat_id = getattr(update.peer, "user_id", 0)
        if chat_id in self._watched():
            self._listener.on_reading(chat_id, update.max_id)

    async def _edit(self, update: Any) -> None:
        """A reaction comes as an edit that is not shown as one."""
        message = update.message
        chat_id = getattr(message.peer_id, "user_id", 0)
        if chat_id in self._watched() and not message.out and not getattr(message, "edit_hide", False):
            self._listener.on_edit(chat_id, message.id)

    async def _deletion(self, update: Any) -> None:
        self._listener.on_deletion(update.messages)

    async def _new_login(self, update: Any) -> None:
        if update.unconfirmed:
            self._listener.on_new_login(update.device or "")

    async def _folders(self, update: Any) -> None:
        self._listener.on_folders_changed()


def _in_turn(handler: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """Telethon hands over all the updates of one packet, or of a long absence, without a pause of its own."""

    async def handle(update: Any) -> None:
        await handler(update)
        await asyncio.sleep(0)

    return handle

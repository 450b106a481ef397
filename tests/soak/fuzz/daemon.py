"""The daemon's own ears, and Telethon's dispatch before them, given any update; its requests, given any answer."""

import asyncio
import logging
from functools import cache
from random import Random
from typing import Any

from telethon import TelegramClient
from telethon.sessions import MemorySession
from telethon.tl import functions, types

from harvest.messages import Peer
from harvest.settings import Settings
from harvest.telegram import message_from, peer_from
from tests.soak.fuzz.inputs import folder
from tests.soak.fuzz.telegram import Family, members, type_id
from userbot.daemon import Daemon
from userbot.ledger import Ledger
from userbot.wire import Wire

OWNER, ANN, BOB = 1_000_001, 1_000_002, 1_000_003
HEARD = (
    *(types.UpdateNewMessage, types.UpdateEditMessage, types.UpdateDeleteMessages, types.UpdateReadHistoryInbox),
    *(types.UpdateUserTyping, types.UpdateDraftMessage, types.UpdatePhoneCall, types.UpdateNewAuthorization),
    *(types.UpdateShortMessage, types.UpdateDialogFilter, types.UpdateDialogFilters),
)
ASKED = {
    functions.messages.GetHistoryRequest: "messages.Messages",
    functions.messages.GetPeerDialogsRequest: "messages.PeerDialogs",
    functions.messages.SendMessageRequest: "Updates",
    functions.account.GetAuthorizationsRequest: "account.Authorizations",
    functions.messages.DeleteMessagesRequest: "messages.AffectedMessages",
    functions.users.GetUsersRequest: "User",
}


class Complaints(logging.Handler):
    """What Telethon caught for us. An exception it swallowed is an update that was lost."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self.errors.append(record.exc_info[1])


class Nobody:
    """A writer that is never asked."""

    async def reply(self, request: Any, deadline_s: float) -> Any:
        raise AssertionError("nothing may be written here")


class Scene:
    """A daemon that watches Ann and Bob, connected to nothing."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.complaints = Complaints()
        logging.getLogger("telethon").addHandler(self.complaints)
        self.ledger = Ledger.open(folder() / "ledger.sqlite")
        self.failed: list[Exception] = []
        self.loop.run_until_complete(self._build())

    async def _build(self) -> None:
        bot = {"contacts": [ANN, BOB], "mode": "auto", "auto_without_eval": True, "quiet_hours": []}
        settings = Settings(data_dir=folder(), telegram={"api_id": 1, "api_hash": "x"}, userbot=bot)
        self.client = TelegramClient(MemorySession(), 1, "x", catch_up=False)
        self.client._mb_entity_cache.set_self_user(OWNER, False, 1)
        self.daemon = Daemon(settings, self.client, self.ledger, Nobody(), _no_redactor())
        self.daemon.me = Peer(OWNER, is_self=True)
        self.daemon.whitelist.peers.update({ANN: Peer(ANN, "Ann"), BOB: Peer(BOB, "Bob")})
        self.ledger.watch_all({ANN: 1, BOB: 1})
        self.daemon.ears.attach(self.client)

    def hear(self, updates: list[Any]) -> None:
        self.loop.run_until_complete(self._dispatch(updates))
        errors, self.complaints.errors = self.complaints.errors, []
        if errors:
            raise errors[0]

    async def _dispatch(self, updates: list[Any]) -> None:
        for update in updates:
            update._entities = {}
            await self.client._dispatch_update(update)


def _no_redactor() -> Any:
    from harvest.redact import Redactor
    from harvest.settings import RedactSettings

    return Redactor(RedactSettings())


@cache
def scene() -> Scene:
    return Scene()


def some_updates(r: Random) -> None:
    """Any update of the schema, half of them of the kinds that are listened to."""
    family = Family(r, (OWNER, ANN, BOB))
    kinds = members()[type_id("Update")]
    heard = [kind for kind in kinds if kind in HEARD]
    updates = [family.of(r.choice(heard if r.random() < 0.6 else kinds)) for _ in range(r.randrange(1, 4))]
    for update in updates:
        _of_the_watched(r, update)
    scene().hear(updates)


def _of_the_watched(r: Random, update: Any) -> None:
    """Mostly about somebody who is listened to; else few would get past the first look."""
    message = getattr(update, "message", None)
    for owner in (update, message):
        for name in ("peer", "peer_id"):
            if owner is not None and hasattr(owner, name) and r.random() < 0.8:
                setattr(owner, name, types.PeerUser(r.choice((OWNER, ANN, BOB))))


class Oracle:
    """A client whose answers are anything of the right type."""

    def __init__(self, r: Random) -> None:
        self._r, self._family = r, Family(r, (OWNER, ANN, BOB))

    async def __call__(self, request: Any) -> Any:
        name = ASKED[type(request)]
        while isinstance(answer := self._family.one(name), types.messages.MessagesNotModified):
            pass  # only to who sends the hash of what they have, and the daemon has nothing
        return [answer] if name == "User" else answer


def some_answers(r: Random) -> None:
    """Any answer of the right type to what the daemon asks."""
    wire, ann = Wire(Oracle(r)), Peer(ANN, "Ann", access_hash=5)
    asked = r.choice(
        (
            lambda: wire.history(ann, 10),
            lambda: wire.tops([ann]),
            lambda: wire.send(ann, "hi", 7),
            lambda: wire.active_elsewhere_at(),
            lambda: wire.delete([1]),
            lambda: wire.users([(ANN, 5)]),
        )
    )
    scene().loop.run_until_complete(asked())


def a_message(r: Random) -> None:
    """Any message or user of Telegram's, in our vocabulary and on to the archive's row."""
    from harvest.archive_rows import message_row, peer_row

    family = Family(r, (OWNER, ANN))
    message = message_from(family.one("Message"), ANN)
    if message is not None:
        assert all(0 <= entity.start < entity.start + entity.length <= len(message.text) for entity in message.entities)
        message_row(message)
    peer_row(peer_from(family.one("User")))


TARGETS = {"updates": some_updates, "answers": some_answers, "messages": a_message}

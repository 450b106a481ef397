"""The server object: accounts, connections, and everything a test or the demo takes hold of.

What it does on somebody's behalf is done as on another device of theirs: all their connections are told.
"""

import asyncio
import itertools
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from telethon.sessions import SQLiteSession, StringSession
from telethon.tl import types

from harvest.loopback import account_requests, dialog_requests, login_requests, message_requests  # noqa: F401
from harvest.loopback.accounts import TL, User, server_time
from harvest.loopback.api import Asker, answer
from harvest.loopback.exchange import Exchange
from harvest.loopback.faults import Call, Faults, Hold, RpcFailure, When
from harvest.loopback.handshake import server_key
from harvest.loopback.logins import Login, Logins
from harvest.loopback.sessions import empty_private_file
from harvest.loopback.switchboard import Switchboard
from harvest.loopback.wire import Connection

LOCALHOST = "127.0.0.1"
DC = 2
TELEGRAM = 777000  # the account that writes login codes
FIRST_USER_ID = 6_100_000_001  # as long as those given out today: more than 32 bits
FIRST_SALT = 0x7E57_5A17

RequestClass = type[Any]  # the server's own method `type` stands in the way of the bare word


class LoopbackServer:
    """Telegram on this machine alone, in the caller's event loop. Raises ValueError for any other address.

    latency_s: before a request is looked at. gzip_over: bytes above which an answer is compressed, 0 for never.
    slice_over, too_long_over: missed updates above which getDifference comes in slices of so many, or gives up.
    login_code: what every code login has to give. calls: the requests so far, oldest first.
    """

    def __init__(self, host: str = LOCALHOST, port: int = 0) -> None:
        if host != LOCALHOST:
            raise ValueError(f"the loopback server listens on {LOCALHOST} only, not on {host}")
        self.host = host
        self.port = port
        self.latency_s = 0.0
        self.gzip_over = 0
        self.slice_over = 0
        self.too_long_over = 0
        self.salt = FIRST_SALT
        self.login_code = "12345"
        self.calls: list[Call] = []
        self.logins = Logins()
        self.exchange = Exchange(self._tell)
        self._faults = Faults()
        self._lines = Switchboard()
        self._listener: asyncio.Server | None = None
        self._user_ids = itertools.count(FIRST_USER_ID)

    @property
    def short_forms(self) -> bool:
        """Whether plain messages are told and confirmed in Telegram's brief forms, as the real one does."""
        return self._lines.short

    @short_forms.setter
    def short_forms(self, brief: bool) -> None:
        self._lines.short = brief

    # its life

    async def start(self) -> Self:
        self._listener = await asyncio.start_server(self._accept, self.host, self.port)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """Close everything, and wait until it is closed. May be called twice."""
        if self._listener:
            self._listener.close()
            self._listener = None
        await self._lines.close()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.connect(Connection(self, reader, writer))

    # accounts and their devices

    def add_user(
        self,
        first_name: str,
        last_name: str = "",
        username: str | None = None,
        phone: str | None = None,
        user_id: int | None = None,
        is_bot: bool = False,
        is_contact: bool = True,
        is_deleted: bool = False,
        is_support: bool = False,
        is_mutual: bool = True,
        password: str | None = None,
    ) -> User:
        """is_contact: of everybody else; is_mutual: and they of them.

        A person without a phone gets one from Telegram's test range.
        """
        user_id = user_id or next(self._user_ids)
        if user_id in self.exchange.users:
            raise ValueError(f"there is a user {user_id} already")
        if phone is None and not (is_bot or is_deleted):
            phone = f"99966{len(self.exchange.users) + 20_001}"
        user = User(
            user_id, first_name, last_name, username, phone, is_bot, is_contact and not is_bot, is_deleted, is_support
        )
        user.is_mutual = is_mutual
        user.password = password
        self.exchange.users[user_id] = user
        return user

    def by_phone(self, phone: str) -> User | None:
        digits = "".join(filter(str.isdigit, phone))
        return next((user for user in self.exchange.users.values() if user.phone == digits), None)

    def session_string(self, user: User) -> str:
        """A new device of theirs, ready for Telethon's StringSession: no handshake, no code."""
        session = StringSession()
        self._fill(session, self.logins.add(user=user))
        return str(session.save())

    def session_file(self, user: User, path: Path) -> None:
        """A new device of theirs as Telethon's SQLite file, 0600. Its name ends in .session, or Telethon adds that."""
        empty_private_file(path)
        session = SQLiteSession(str(path))
        self._fill(session, self.logins.add(user=user))
        session.save()
        session.close()

    def _fill(self, session: Any, login: Login) -> None:
        if self._listener is None:
            raise RuntimeError("start the server first: a session holds its port")
        session.set_dc(DC, self.host, self.port)
        session.auth_key = login.key

    @property
    def public_key_pem(self) -> str:
        """What a client without a session has to know: `telethon.crypto.rsa.add_key(pem, old=False)`."""
        return str(server_key().public.save_pkcs1().decode())

    def authorizations(self, user: User) -> list[Login]:
        return self.logins.of(user)

    def accept_login_token(self, user: User, token: bytes) -> Login:
        """The user scans another device's QR code. Raises RpcFailure if nobody shows that token."""
        login = self.logins.showing(token)
        if login is None:
            raise RpcFailure("AUTH_TOKEN_INVALID")
        login.token = None
        if user.password is None:
            login.user = user
            self.announce_login(login, None)
        else:
            login.pending = user
        self._lines.token_accepted(login)
        return login

    def revoke(self, user: User, *, forget_keys: bool = False) -> None:
        """End all sessions of theirs: 401 AUTH_KEY_UNREGISTERED, with forget_keys the transport's bare -404."""
        for login in self.logins.of(user):
            login.user = None
            if forget_keys:
                self.logins.forget(login)

    def announce_login(self, login: Login, origin: object) -> None:
        """Tell a user's other devices of a new one, as Telegram does."""
        user = login.user
        assert user is not None
        news = types.UpdateNewAuthorization(
            login.hash, unconfirmed=True, date=server_time(), device=login.device_model, location="127.0.0.1"
        )
        self._tell(user, [news], origin)
        self.service_note(user, f"New login. We detected a login into your account from {login.device_model}.")

    def service_note(self, user: User, text: str) -> None:
        """A line from 777000, if there is such a user here."""
        if telegram := self.exchange.users.get(TELEGRAM):
            self.exchange.post(telegram, user, text)

    # what people do

    def post(
        self,
        sender: User,
        receiver: User,
        text: str,
        sent_at: datetime | None = None,
        reply_to: int | None = None,
        entities: list[TL] | None = None,
        media: TL = None,
        forwarded_from: User | None = None,
        via_bot: User | None = None,
        push: bool = True,
    ) -> TL:
        """One message, in both boxes or in Saved Messages; reply_to is an id in the sender's. The sender's copy.

        push=False is for a history that was always there: no update, no pts.
        """
        if reply_to is not None and reply_to not in sender.box.by_id:
            raise ValueError(f"no message {reply_to} in the box of user {sender.id} to reply to")
        sent_at = sent_at or server_time()
        origin = types.MessageFwdHeader(sent_at, from_id=types.PeerUser(forwarded_from.id)) if forwarded_from else None
        return self.exchange.post(
            sender,
            receiver,
            text,
            sent_at=sent_at,
            reply_to=reply_to,
            push=push,
            entities=entities,
            media=media,
            fwd_from=origin,
            via_bot_id=via_bot.id if via_bot else None,
        )

    def post_service(self, sender: User, receiver: User, action: TL, sent_at: datetime | None = None) -> TL:
        return self.exchange.post_service(sender, receiver, action, sent_at)

    def edit(self, user: User, message_id: int, text: str) -> None:
        self.exchange.edit(user, message_id, text)

    def delete(self, user: User, message_ids: list[int], *, revoke: bool = True) -> None:
        """revoke: for both sides."""
        self.exchange.delete(user, message_ids, revoke=revoke)

    def type(self, sender: User, receiver: User, action: TL = None) -> None:
        self.exchange.type(sender, receiver, action)

    def set_draft(self, user: User, peer: User, text: str) -> None:
        """An empty text takes the draft back."""
        self.exchange.set_draft(user, peer, text)

    def read(self, user: User, peer: User) -> None:
        self.exchange.read(user, peer)

    def put_into_folder(self, user: User, title: str, people: list[User]) -> None:
        """Make or change a folder of the user's chat list, person by person; no people: take it away."""
        self.exchange.put_into_folder(user, title, people)

    def dialog(self, owner: User, peer: User) -> list[TL]:
        """The owner's copies of that chat, oldest first."""
        return list(owner.box.chats[peer.id])

    # what goes wrong, and what was asked

    def fail(self, request: RequestClass, name: str, code: int = 420, times: int = 1) -> None:
        """The next requests of that kind are refused, e.g. fail(GetHistoryRequest, "FLOOD_WAIT_3")."""
        self._faults.fail(request, RpcFailure(name, code), times)

    def hold(self, request: RequestClass, when: When) -> Hold:
        """The next request of that kind waits: before it takes effect, or after that and before it is answered.

        If its connection ends while it waits, it stays undone, or done and unanswered.
        """
        return self._faults.hold(request, when)

    def drop_connections(self, user: User | None = None) -> None:
        self._lines.drop(user)

    def change_salt(self) -> None:
        self.salt += 1

    def lose_updates(self, user: User, count: int) -> None:
        """The next updates of theirs that count in pts reach none of their devices by themselves."""
        self._lines.lost[user] = self._lines.lost.get(user, 0) + count

    def calls_of(self, request: RequestClass) -> list[Call]:
        return [call for call in self.calls if isinstance(call.request, request)]

    # between the wire and the api

    async def serve(self, connection: Connection, msg_id: int, request: TL) -> None:
        """Answer one request, with whatever was asked to go wrong on the way."""
        login = connection.login
        assert login is not None
        login.date_active = server_time()
        kind = type(request)
        self.calls.append(Call(time.monotonic(), login.user.id if login.user else None, request))
        hold = self._faults.next_hold(kind)
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        if hold and hold.when == "before":
            await hold.wait()
        result = answer(Asker(self, login, connection), request, self._faults.next_failure(kind))
        if hold and hold.when == "after":
            await hold.wait()
        connection.answer(msg_id, result)

    def tell(self, user: User, update: TL) -> None:
        """Something that happens to a user and leaves no trace in any box, such as a phone that rings."""
        self._tell(user, [update], None)

    def _tell(self, user: User, updates: list[TL], skip: object) -> None:
        self._lines.tell(user, updates, self.exchange.people(user, updates), skip)

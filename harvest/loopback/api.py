"""Answer one request: find its handler, check that the asker may ask, and turn whatever comes out into bytes.

The handlers themselves are in the `*_requests` modules, each registered for its request class with `handles`.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telethon.tl import types

from harvest.logs import log_failure
from harvest.loopback.accounts import TL, User, server_time
from harvest.loopback.exchange import Exchange
from harvest.loopback.faults import RpcFailure
from harvest.loopback.logins import Login

if TYPE_CHECKING:
    from harvest.loopback.server import LoopbackServer

VECTOR = 0x1CB5C415
TRUE, FALSE = 0x997275B5, 0xBC799737


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. origin: the connection, which is not told by a push what its answer says already."""

    server: "LoopbackServer"
    login: Login
    origin: object

    @property
    def me(self) -> User:
        if self.login.user is None:
            raise RpcFailure("AUTH_KEY_UNREGISTERED", 401)
        return self.login.user

    @property
    def exchange(self) -> Exchange:
        return self.server.exchange

    def user(self, peer: TL) -> User:
        """The account an InputPeer or InputUser names. Its access hash has to be the one this asker was given.

        Raises RpcFailure(PEER_ID_INVALID).
        """
        if isinstance(peer, (types.InputPeerSelf, types.InputUserSelf)):
            return self.me
        user = self.exchange.users.get(getattr(peer, "user_id", 0))
        if user is None or not (user is self.me or peer.access_hash == user.access_hash_for(self.me)):
            raise RpcFailure("PEER_ID_INVALID")
        return user

    def updates(self, *updates: TL) -> TL:
        """What this asker's own request brought about, as its answer."""
        return types.Updates(list(updates), self.exchange.people(self.me, updates), [], server_time(), 0)


Handler = Callable[[Asker, TL], TL]
HANDLERS: dict[type, Handler] = {}
OPEN_TO_ALL: set[type] = set()  # requests that come before a login


def handles(*kinds: type, before_login: bool = False) -> Callable[[Handler], Handler]:
    """Register a function for request classes. Their names would not do: several namespaces have a SearchRequest."""

    def register(handler: Handler) -> Handler:
        HANDLERS.update(dict.fromkeys(kinds, handler))
        if before_login:
            OPEN_TO_ALL.update(kinds)
        return handler

    return register


def answer(asker: Asker, request: TL, failure: RpcFailure | None) -> bytes:
    """The serialised result, or the error Telegram would answer. failure: what a test wants answered instead."""
    try:
        if failure:
            raise failure
        return serialised(_handler(asker, type(request))(asker, request))
    except RpcFailure as refusal:
        return bytes(types.RpcError(refusal.code, refusal.name))
    except Exception as bug:  # unanswered, a bug of ours would look like a hang
        log_failure(bug, f"loopback: bug in the answer to {type(request).__name__}")
        return bytes(types.RpcError(500, "LOOPBACK_BUG"))


def _handler(asker: Asker, kind: type) -> Handler:
    if kind not in HANDLERS:
        raise RpcFailure("INPUT_METHOD_INVALID")
    if kind not in OPEN_TO_ALL and asker.login.user is None:
        raise RpcFailure("AUTH_KEY_UNREGISTERED", 401)
    return HANDLERS[kind]


def serialised(result: TL) -> bytes:
    if isinstance(result, bool):
        return struct.pack("<I", TRUE if result else FALSE)
    if isinstance(result, list):
        return struct.pack("<Ii", VECTOR, len(result)) + b"".join(map(bytes, result))
    return bytes(result)

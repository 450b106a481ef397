"""One connection of MTProto 2.0 as the server speaks it: packets, encryption, salts, containers, pushes.

Knows nothing of what a request means: it hands each one to the desk, and writes what comes back.
"""

import asyncio
import hashlib
import os
import struct
import time
from typing import Any, Protocol

from loguru import logger
from telethon.crypto import AES
from telethon.errors import InvalidChecksumError, TypeNotFoundError
from telethon.extensions import BinaryReader
from telethon.network.connection.tcpfull import FullPacketCodec
from telethon.network.mtprotostate import MTProtoState
from telethon.tl import functions, types
from telethon.tl.core import GzipPacked, MessageContainer
from telethon.tl.tlobject import TLRequest

from harvest.loopback.accounts import TL, User
from harvest.loopback.handshake import Handshake
from harvest.loopback.logins import Login, Logins

RPC_RESULT = 0xF35C6D01
UNKNOWN_KEY = struct.pack("<i", -404)
BAD_SALT = 48
ANSWER, PUSH = 1, 3  # what a server's msg_id is, modulo 4

WRAPPERS = (
    functions.InvokeWithLayerRequest,
    functions.InitConnectionRequest,
    functions.InvokeAfterMsgRequest,
    functions.InvokeAfterMsgsRequest,
    functions.InvokeWithoutUpdatesRequest,
    functions.InvokeWithTakeoutRequest,
    functions.InvokeWithMessagesRangeRequest,
)
PINGS = (functions.PingRequest, functions.PingDelayDisconnectRequest)


class WireError(Exception):
    """The other side does not speak the protocol: its connection is closed."""


class Desk(Protocol):
    """What a connection needs of the server. gzip_over: longer answers are compressed, 0 for none."""

    logins: Logins
    salt: int
    gzip_over: int

    async def serve(self, connection: "Connection", msg_id: int, request: TL) -> None: ...


class Connection:
    """login: set by the first encrypted packet. wants_updates: False while requests come wrapped to say so."""

    def __init__(self, desk: Desk, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.login: Login | None = None
        self.wants_updates = True
        self._desk = desk
        self._reader = reader
        self._writer = writer
        self._codec = FullPacketCodec(None)
        self._handshake = Handshake()
        self._session_id = 0
        self._last_msg_id = 0
        self._sequence = -1
        self._requests: set[asyncio.Task[None]] = set()

    @property
    def user(self) -> User | None:
        """Whose device it is, once it has logged in."""
        return self.login.user if self.login else None

    async def run(self) -> None:
        """Read until the connection ends, however it ends. Requests that are not answered by then never are."""
        try:
            while True:
                self._received(await self._codec.read_packet(self._reader))
                await self._writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        except (WireError, BufferError, struct.error, InvalidChecksumError, TypeNotFoundError) as error:
            logger.warning("loopback: closed a connection ({})", type(error).__name__)
        finally:
            self.drop()
            if self._requests:
                await asyncio.wait(self._requests)

    def drop(self) -> None:
        """Cut the line now, as a network does: without a goodbye, and with the requests under way left undone."""
        for request in self._requests:
            request.cancel()
        self._writer.transport.abort()

    # sending

    def answer(self, msg_id: int, result: bytes) -> None:
        """result: the serialised answer of the request that came as msg_id."""
        if 0 < self._desk.gzip_over < len(result):
            result = bytes(GzipPacked(result))
        self._send(struct.pack("<Iq", RPC_RESULT, msg_id) + result, ANSWER)

    def push(self, updates: TL) -> None:
        if self._session_id:
            self._send(bytes(updates), PUSH)

    def _send(self, body: bytes, kind: int) -> None:
        if self.login is None:  # its key was forgotten while the answer was made
            return
        key = self.login.key.key
        self._sequence += 2
        head = struct.pack(
            "<qqqii", self._desk.salt, self._session_id, self._next_msg_id(kind), self._sequence, len(body)
        )
        plain = head + body
        plain += os.urandom(-(len(plain) + 12) % 16 + 12)
        msg_key = hashlib.sha256(key[96:128] + plain).digest()[8:24]
        cipher = AES.encrypt_ige(plain, *MTProtoState._calc_key(key, msg_key, False))
        self._write(struct.pack("<Q", self.login.key.key_id) + msg_key + cipher)

    def _send_plain(self, thing: TL) -> None:
        body = bytes(thing)
        self._write(struct.pack("<qqi", 0, self._next_msg_id(ANSWER), len(body)) + body)

    def _write(self, packet: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(self._codec.encode_packet(packet))

    def _next_msg_id(self, kind: int) -> int:
        """Rising, and close to the clock: the client drops what is 300 s old or 30 s ahead."""
        self._last_msg_id = max(int(time.time() * 2**32) & ~3, (self._last_msg_id & ~3) + 4)
        return self._last_msg_id | kind

    # receiving

    def _received(self, packet: bytes) -> None:
        if len(packet) < 24:
            raise WireError("a packet too short to hold anything")
        if packet[:8] == bytes(8):
            self._received_plain(BinaryReader(packet[20:]).tgread_object())
        else:
            self._received_encrypted(packet)

    def _received_plain(self, request: TL) -> None:
        answer, key = self._handshake.answer(request)
        if key:
            self._desk.logins.add(key)
        self._send_plain(answer)

    def _received_encrypted(self, packet: bytes) -> None:
        self.login = self._desk.logins.by_key_id.get(struct.unpack_from("<Q", packet)[0])
        if self.login is None:
            self._write(UNKNOWN_KEY)
            return
        plain = _decrypted(packet, self.login.key.key)
        salt, session_id, msg_id, sequence, _ = struct.unpack_from("<qqqii", plain)
        is_new = session_id != self._session_id
        self._session_id = session_id
        if salt != self._desk.salt:  # the client takes the right one and sends the same again
            self._send(bytes(types.BadServerSalt(msg_id, sequence, BAD_SALT, self._desk.salt)), ANSWER)
            return
        if is_new:
            self._send(bytes(types.NewSessionCreated(msg_id, session_id, self._desk.salt)), PUSH)
        self._take(msg_id, BinaryReader(plain[32:]).tgread_object())

    def _take(self, msg_id: int, thing: TL) -> None:
        if isinstance(thing, GzipPacked):
            thing = BinaryReader(thing.data).tgread_object()
        if isinstance(thing, MessageContainer):
            for inner in thing.messages:
                self._take(inner.msg_id, inner.obj)
        elif isinstance(thing, PINGS):
            self._send(bytes(types.Pong(msg_id, thing.ping_id)), ANSWER)
        elif isinstance(thing, TLRequest):  # the rest are acknowledgements and the like
            self._start(msg_id, self._unwrapped(thing))

    def _unwrapped(self, request: TL) -> TL:
        """The request within its wrappers. Two of them say something about the connection."""
        self.wants_updates = True
        while isinstance(request, WRAPPERS):
            if isinstance(request, functions.InitConnectionRequest):
                self._introduced(request)
            if isinstance(request, functions.InvokeWithoutUpdatesRequest):
                self.wants_updates = False
            request = request.query
        return request

    def _introduced(self, device: Any) -> None:
        assert self.login is not None
        self.login.device_model = device.device_model
        self.login.app_version = device.app_version
        self.login.api_id = device.api_id

    def _start(self, msg_id: int, request: TL) -> None:
        """Each request is its own task: one that is held keeps no other one waiting. They start in their order."""
        task = asyncio.get_running_loop().create_task(self._desk.serve(self, msg_id, request))
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)


def _decrypted(packet: bytes, key: bytes) -> bytes:
    msg_key = packet[8:24]
    plain = bytes(AES.decrypt_ige(packet[24:], *MTProtoState._calc_key(key, msg_key, True)))
    if hashlib.sha256(key[88:120] + plain).digest()[8:24] != msg_key:
        raise WireError("a packet that was not encrypted with its key")
    return plain

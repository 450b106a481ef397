"""A server, and real Telethon clients as people's devices."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from telethon import TelegramClient, events
from telethon.sessions import StringSession

from harvest.loopback import LoopbackServer, User

PATIENCE_S = 10


class Heard:
    """The updates a client was told, in their order."""

    def __init__(self, client: TelegramClient, event: Any) -> None:
        self._queue: asyncio.Queue[Any] = asyncio.Queue()
        client.add_event_handler(self._note, event)

    async def _note(self, event: Any) -> None:
        self._queue.put_nowait(event)

    async def next(self) -> Any:
        async with asyncio.timeout(PATIENCE_S):
            return await self._queue.get()

    async def texts(self, count: int) -> list[str]:
        return [(await self.next()).raw_text for _ in range(count)]

    @property
    def nothing_more(self) -> bool:
        return self._queue.empty()


Device = Callable[..., Awaitable[TelegramClient]]


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    async with LoopbackServer() as server:
        yield server


@pytest.fixture
def owner(server: LoopbackServer) -> User:
    return server.add_user("Olga")


@pytest.fixture
def ann(server: LoopbackServer) -> User:
    return server.add_user("Ann", username="ann")


@pytest.fixture
async def device(server: LoopbackServer) -> AsyncIterator[Device]:
    """device(user, **options): one more client of that user's; connected=False leaves that to the test."""
    clients = []

    async def connect(user: User | None, session: Any = None, connected: bool = True, **options: Any) -> TelegramClient:
        session = session or StringSession(server.session_string(user) if user else None)
        if user is None:
            session.set_dc(2, server.host, server.port)
        client = TelegramClient(session, 1, "hash", **{"retry_delay": 0, "sequential_updates": True} | options)
        clients.append(client)
        if connected:
            await client.connect()
        return client

    yield connect
    for client in reversed(clients):  # the last one may hold a lock on a session file it shares with the first
        await client.disconnect()


@pytest.fixture
def hear() -> Callable[[TelegramClient, Any], Heard]:
    """hear(client, event): what the client is told from now on. New messages unless said otherwise."""

    def listen(client: TelegramClient, event: Any = None) -> Heard:
        return Heard(client, event or events.NewMessage)

    return listen

"""Who is connected, and who is told: brings an account's updates to the connections of its devices."""

import asyncio
from dataclasses import dataclass, field

from telethon.tl import types

from harvest.loopback.accounts import TL, User, server_time
from harvest.loopback.logins import Login
from harvest.loopback.short_forms import short_push
from harvest.loopback.wire import Connection


@dataclass(slots=True)
class Switchboard:
    """lost: how many of an account's next updates are counted but brought to nobody. short: Telegram's brief forms."""

    short: bool = False
    lost: dict[User, int] = field(default_factory=dict)
    _readers: dict[Connection, asyncio.Task[None]] = field(default_factory=dict)

    def connect(self, connection: Connection) -> None:
        task = asyncio.get_running_loop().create_task(connection.run())
        self._readers[connection] = task
        task.add_done_callback(lambda _: self._readers.pop(connection, None))

    async def close(self) -> None:
        """Drop everybody, and wait until they are gone. Raises what a connection failed with, if it was a bug."""
        readers = list(self._readers.values())
        self.drop()
        await asyncio.gather(*readers)

    def drop(self, user: User | None = None) -> None:
        for connection in list(self._readers):
            if user is None or connection.user is user:
                connection.drop()

    def tell(self, user: User, updates: list[TL], people: list[TL], skip: object = None) -> None:
        """people: everybody the updates name. skip: the connection whose own answer says it already."""
        if self.lost.get(user, 0) and any(hasattr(update, "pts") for update in updates):
            self.lost[user] -= 1
            return
        brief = short_push(updates) if self.short else None
        whole = brief or types.Updates(updates, people, [], server_time(), 0)
        for connection in list(self._readers):
            if connection.user is user and connection.wants_updates and connection is not skip:
                connection.push(whole)

    def token_accepted(self, login: Login) -> None:
        """The device that shows a QR code may ask again: it was scanned."""
        for connection in list(self._readers):
            if connection.login is login:
                connection.push(types.UpdateShort(types.UpdateLoginToken(), server_time()))

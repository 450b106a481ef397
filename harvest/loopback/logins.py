"""Which key belongs to which account: the logins, as Telegram's "active sessions" lists them."""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telethon.crypto import AuthKey
from telethon.tl import types

from harvest.loopback.accounts import TL, User, server_time

TOKEN_LIFE = timedelta(seconds=30)


@dataclass(eq=False, slots=True)
class Login:
    """One device's key. user: None until it has logged in, and again once it is revoked.

    pending: the account whose password is still missing. token: what its QR code shows.
    `date_active` and `device_model` may be set by a test, as if it was a real device.
    """

    key: Any
    hash: int
    user: User | None = None
    pending: User | None = None
    token: bytes | None = None
    password_check: Any = None
    device_model: str = "Test device"
    app_version: str = "1.0"
    api_id: int = 1
    date_created: datetime = field(default_factory=server_time)
    date_active: datetime = field(default_factory=server_time)

    def described(self, *, current: bool) -> TL:
        """As account.getAuthorizations lists it: the asking device has hash 0."""
        return types.Authorization(
            hash=0 if current else self.hash,
            device_model=self.device_model,
            platform="Loopback",
            system_version="1",
            api_id=self.api_id,
            app_name="Understudy",
            app_version=self.app_version,
            date_created=self.date_created,
            date_active=self.date_active,
            ip="127.0.0.1",
            country="",
            region="",
            current=current,
            password_pending=self.pending is not None,
        )


@dataclass(slots=True)
class Logins:
    """All keys the server knows, by their id."""

    by_key_id: dict[int, Login] = field(default_factory=dict)

    def add(self, key: bytes | None = None, user: User | None = None) -> Login:
        login = Login(AuthKey(key or os.urandom(256)), hash=len(self.by_key_id) + 1_000_001, user=user)
        self.by_key_id[login.key.key_id] = login
        return login

    def of(self, user: User) -> list[Login]:
        return [login for login in self.by_key_id.values() if login.user is user]

    def showing(self, token: bytes) -> Login | None:
        """The device whose QR code holds that token."""
        return next((login for login in self.by_key_id.values() if login.token == token), None)

    def forget(self, login: Login) -> None:
        self.by_key_id.pop(login.key.key_id, None)

"""The one place that makes a Telegram client, and says what its failures mean for the owner.

Where it connects is part of the session file, so nothing here knows of a loopback server.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from telethon import TelegramClient, errors
from telethon.network import ConnectionTcpFull
from telethon.sessions import SQLiteSession

from harvest.credentials import credentials
from harvest.datadir import DataDir, refuse_loose_modes
from harvest.errors import AccountError, ConfigError, TryAgainLater, UserError
from harvest.settings import Settings

SPAM = "Telegram limits this account for writing to strangers. Stop sending, and ask @SpamBot in the app."
FROZEN = "Telegram froze this account: it can read, but do nothing. Appeal in the official app."
LOG_IN = "Log in again: harvest logout, then harvest login"
REFUSALS: dict[str, str] = {
    "AuthKeyUnregisteredError": f"the session is logged out. {LOG_IN}",
    "AuthKeyNotFound": f"Telegram does not know this session. {LOG_IN}",
    "SessionRevokedError": f"the session was ended from another device. {LOG_IN}",
    "SessionExpiredError": f"the session expired. {LOG_IN}",
    "AuthKeyDuplicatedError": f"the session was used from two addresses at once, so Telegram ended it. {LOG_IN}",
    "UserDeactivatedError": "this account was deleted.",
    "UserDeactivatedBanError": "Telegram banned this account. Appeal: recover@telegram.org",
    "PhoneNumberBannedError": "Telegram banned this phone number. Appeal: recover@telegram.org",
    "PeerFloodError": SPAM,
    "FrozenMethodInvalidError": FROZEN,
    "FrozenParticipantMissingError": FROZEN,
}


def telegram_client(settings: Settings, data: DataDir, *, receives_updates: bool, flood_sleep_s: int) -> TelegramClient:
    """A client of the stored session, not yet connected. flood_sleep_s: flood waits up to this are slept through.

    Hold `data.account_lock()` while it is open. Raises AccountError without a session, ConfigError on an open one.
    """
    if not data.session.is_file():
        raise AccountError(f"{data.session}: not logged in yet. Run: harvest login")
    refuse_loose_modes(data.session)
    return open_client(settings, data, receives_updates=receives_updates, flood_sleep_s=flood_sleep_s)


def open_client(settings: Settings, data: DataDir, *, receives_updates: bool, flood_sleep_s: int) -> TelegramClient:
    """As `telegram_client`, making the session file if there is none: for the login."""
    keys = credentials(settings.telegram)
    return TelegramClient(
        SQLiteSession(str(data.session)),
        keys.api_id,
        keys.api_hash,
        connection=_FairConnection,
        receive_updates=receives_updates,
        catch_up=receives_updates,  # Telethon's default forgets what came while it was away
        sequential_updates=receives_updates,  # its default promises no order
        flood_sleep_threshold=flood_sleep_s,
        raise_last_call_error=True,  # else a ValueError hides what Telegram said
    )


class _FairConnection(ConnectionTcpFull):  # type: ignore[misc]
    """Telethon reads all packets that are there in one go: a thousand kept everything else waiting for 0.4 s."""

    async def recv(self) -> bytes:
        await asyncio.sleep(0)
        packet: bytes = await super().recv()
        return packet


@asynccontextmanager
async def connected(settings: Settings, data: DataDir) -> AsyncIterator[TelegramClient]:
    """A connected client for harvesting: no updates, and every flood wait is ours to show."""
    client = telegram_client(settings, data, receives_updates=False, flood_sleep_s=0)
    try:
        await client.connect()
        yield client
    finally:
        await client.disconnect()
        with suppress(Exception):  # told already; left unread, asyncio would print it once more at the end
            await client.disconnected


@asynccontextmanager
async def exporting(client: TelegramClient) -> AsyncIterator[Any]:
    """Sends requests as part of a takeout, which is made for taking much. One that was stopped is taken up again."""
    is_begun = client.session.takeout_id is not None
    async with client.takeout() if is_begun else client.takeout(users=True) as takeout:
        yield takeout


@contextmanager
def telegram_errors() -> Iterator[None]:
    """Turn what Telegram or the network says into one line for the owner, with its exit code."""
    try:
        yield
    except errors.FloodError as error:
        raise _flood(error) from error
    except (errors.RPCError, errors.AuthKeyNotFound) as error:
        raise _refusal(error) from error
    except (ConnectionError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise TryAgainLater("Telegram cannot be reached. Check the network, then run this again.") from error


def _flood(error: Any) -> UserError:
    if type(error).__name__ in REFUSALS:
        return _refusal(error)
    if isinstance(error, errors.TakeoutInitDelayError):
        return TryAgainLater(
            "Telegram wants the export allowed first: confirm its message in the official app, then run this again"
            f" (or wait {error.seconds // 3600} h; or leave out --takeout)."
        )
    seconds = getattr(error, "seconds", None)
    wait = f"in {seconds} s" if seconds else "later"
    return TryAgainLater(f"Telegram asks us to wait (flood control). Run the same command again {wait}.")


def _refusal(error: Any) -> UserError:
    name = type(error).__name__
    if name in REFUSALS:
        return AccountError(f"Telegram: {REFUSALS[name]}")
    if isinstance(error, errors.ApiIdInvalidError):
        return ConfigError("telegram.api_id and telegram.api_hash are no pair that Telegram knows. See my.telegram.org")
    if isinstance(error, errors.UnauthorizedError | errors.AuthKeyError):
        return AccountError(f"Telegram: the account is not let in ({name}). {LOG_IN}")
    if isinstance(error, errors.ServerError | errors.TimedOutError):
        return TryAgainLater(f"Telegram has trouble of its own ({name}). Run the same command again later.")
    return UserError(f"Telegram refused a request ({name}). Run the same command again; the log holds its name.")

"""Whether this machine has the room and the time of day, and the account's session is there and free."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator

from harvest.errors import AccountError, ConfigError, TryAgainLater
from userbot.checks.findings import Finding, Scene, ok, risk, skipped, wrong
from userbot.ledger import Ledger
from userbot.pidfile import running_daemon

LEAST_FREE_MB = 64.0  # below that the ledger may soon refuse to record, and the daemon to send
LITTLE_FREE_MB = 1024.0
LARGEST_OFFSET_S = 30.0  # Telethon drops messages from further in the future
ASKING_S = 20.0


def session(scene: Scene) -> Iterator[Finding]:
    if not scene.data.session.is_file():
        raise AccountError(f"{scene.data.session}: not logged in yet. Run: harvest login")
    if pid := running_daemon(scene.data):
        yield ok(f"{scene.data.session}, in use by the running daemon (process {pid})")
        return
    with scene.data.account_lock():
        yield ok(f"{scene.data.session}, and nobody else is using it")


def whitelist(scene: Scene) -> Iterator[Finding]:
    bot = scene.settings.userbot
    if not bot.contacts and not bot.folder:
        raise ConfigError(
            "userbot.contacts is empty: nobody would be answered. List user ids or @usernames there, or name a folder."
        )
    in_folder = f', and who is in the folder "{bot.folder}"' if bot.folder else ""
    yield ok(f"{len(bot.contacts)} contacts{in_folder}")


def ledger(scene: Scene) -> Iterator[Finding]:
    if not scene.data.ledger.is_file():
        yield ok("not there yet; the first userbot run makes it")
        return
    opened = Ledger.open(scene.data.ledger)
    try:
        yield ok(f"{scene.data.ledger}, {len(opened.chats())} chats")
    finally:
        opened.close()


def disk(scene: Scene) -> Iterator[Finding]:
    yield room(shutil.disk_usage(scene.data.root).free / 1e6, str(scene.data.root))


def room(free_mb: float, where: str) -> Finding:
    told = f"{where}: {free_mb:,.0f} MB free"
    if free_mb < LEAST_FREE_MB:
        return wrong(f"{told}. What can't be recorded is not sent: make room", TryAgainLater)
    return risk(f"{told}. Make room before it is full") if free_mb < LITTLE_FREE_MB else ok(told)


def clock(scene: Scene) -> Iterator[Finding]:
    """Asks Telegram, if it may and the session is free: a login of its own would be a second device."""
    if not scene.is_online:
        yield skipped("not compared with Telegram's; --online does")
    elif not scene.data.session.is_file():
        yield skipped("no session to ask Telegram with")
    elif running_daemon(scene.data):
        yield skipped("the running daemon has the session; stop it first")
    else:
        yield asyncio.run(ask_time(scene))


async def ask_time(scene: Scene, now: Callable[[], float] = time.time) -> Finding:
    """Raises AccountError when the session is not let in."""
    from telethon.tl.functions.help import GetConfigRequest

    from harvest.client import connected, telegram_errors

    try:
        with scene.data.account_lock(), telegram_errors():
            async with asyncio.timeout(ASKING_S), connected(scene.settings, scene.data) as client:
                if not await client.is_user_authorized():
                    raise AccountError("Telegram: the session is logged out. Run: harvest logout, then harvest login")
                before = now()
                answer = await client(GetConfigRequest())
                return offset((before + now()) / 2 - answer.date.timestamp())
    except TryAgainLater as error:
        return skipped(f"Telegram could not be asked ({error})")


def offset(ahead_s: float) -> Finding:
    """ahead_s: how far this machine's clock is ahead of Telegram's, which tells whole seconds."""
    if abs(ahead_s) <= LARGEST_OFFSET_S:
        return ok(f"within {abs(ahead_s):.0f} s of Telegram's")
    side = "ahead of" if ahead_s > 0 else "behind"
    return risk(f"{abs(ahead_s):.0f} s {side} Telegram's: messages get lost. Set it: sudo timedatectl set-ntp true")

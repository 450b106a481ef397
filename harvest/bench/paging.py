"""The client's side of the pull benchmark: `python -m harvest.bench.paging raw|pull DATA_DIR`, printing its figures."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from loguru import logger
from telethon.tl import functions, types

from harvest.account import choose
from harvest.archive import Archive
from harvest.asking import Asking
from harvest.client import connected
from harvest.datadir import DataDir, private_umask
from harvest.dialogs import Dialog, private_dialogs
from harvest.door import out
from harvest.pull import PAGE, Pull
from harvest.settings import HarvestSettings, Settings, TelegramSettings


class Unseen:
    """A harvest.pull.Watcher that looks away."""

    def begins(self, peer: Any, total: int, done: int) -> None: ...
    def took(self, seen: int) -> None: ...
    def lost(self, peer: Any, reason: str) -> None: ...


async def _main(way: str, root: Path) -> None:
    keys = TelegramSettings(api_id=1, api_hash="loopback")
    everyone = HarvestSettings(take_everyone_without_consent=True)
    settings = Settings(data_dir=root, telegram=keys, harvest=everyone)
    data = DataDir(root)
    async with connected(settings, data) as client:
        dialogs = choose(await private_dialogs(client), settings.harvest).taken
        started = time.perf_counter()
        count = await (_raw(client, dialogs) if way == "raw" else _pull(client, dialogs, data))
        out.print(f"{count} {time.perf_counter() - started:.4f}")


async def _raw(client: Any, dialogs: list[Dialog]) -> int:
    """Nothing but asking for page after page."""
    count = 0
    for dialog in dialogs:
        peer, cursor = types.InputPeerUser(dialog.peer.id, dialog.peer.access_hash), 0
        while cursor < dialog.last_id:
            request = functions.messages.GetHistoryRequest(peer, cursor + 1, None, -PAGE, PAGE, 0, 0, 0)
            answer = await client(request)
            count, cursor = count + len(answer.messages), max(message.id for message in answer.messages)
    return count


async def _pull(client: Any, dialogs: list[Dialog], data: DataDir) -> int:
    with Archive.open(data.archive) as archive:
        taken = await Pull(Asking(client, 0), archive, Unseen()).dialogs(dialogs)
    return sum(one.new for one in taken.values())


if __name__ == "__main__":
    private_umask()
    logger.remove()
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2])))

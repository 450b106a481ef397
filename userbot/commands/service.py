"""Put the daemon together: lock, ledger, client, model process; and take it apart in the other order."""

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path

from finetune.base import find_base
from finetune.process import ModelProcess
from finetune.runs import Run, check_stamp, find_run
from harvest.archive import Archive
from harvest.client import telegram_client
from harvest.datadir import DataDir
from harvest.dataset import redactor_for
from harvest.redact import KnownSecrets, Redactor
from harvest.settings import Settings
from userbot.daemon import Daemon
from userbot.ledger import Ledger
from userbot.pidfile import pid_file


async def serve(
    settings: Settings, data: DataDir, config: Path | None, data_dir: Path | None, on_ready: Callable[[int], None]
) -> None:
    """Run until SIGTERM or Ctrl-C. on_ready: told the number of watched chats. Raises what Daemon.run raises."""
    with data.account_lock(), pid_file(data):
        client = telegram_client(settings, data, receives_updates=True, flood_sleep_s=0)
        model = ModelProcess(config, data_dir, matching_run(settings, data).name)
        ledger = Ledger.open(data.ledger)
        daemon = Daemon(settings, client, ledger, model, redactor(settings, data))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, daemon.stop)
        try:
            await daemon.run(lambda: on_ready(len(daemon.peers)))
        finally:
            await model.close()
            ledger.close()


def matching_run(settings: Settings, data: DataDir) -> Run:
    """The run that is to speak. Raises UserError if there is none, or if it was trained for another base."""
    run = find_run(data, settings.userbot.run)
    check_stamp(run, find_base(settings.finetune))
    return run


def redactor(settings: Settings, data: DataDir) -> Redactor:
    """The one that made the dataset: it knows the contacts' names, and every secret announced in any chat."""
    known = KnownSecrets.load(data.root)
    if not data.archive.is_file():
        return Redactor(settings.harvest.redact, known=known)
    with Archive.open(data.archive) as archive:
        return redactor_for(archive, settings.harvest, known)

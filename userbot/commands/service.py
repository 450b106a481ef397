"""Put the daemon together: lock, ledger, client, whoever writes; and take it apart in the other order."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from finetune.process import ModelProcess
from finetune.runs import Run
from harvest.at_rest import open_archive
from harvest.client import telegram_client
from harvest.datadir import DataDir
from harvest.dataset import redactor_for
from harvest.manifest import HABITS
from harvest.redact import KnownSecrets, Redactor
from harvest.settings import Settings
from harvest.shingles import shingle_index
from userbot.daemon import Daemon
from userbot.dry import DryWire, copied_ledger
from userbot.fitness import unfitness
from userbot.learned import Learned
from userbot.ledger import Ledger
from userbot.manner import read_habits
from userbot.pidfile import NAME as PID_FILE
from userbot.pidfile import pid_file
from userbot.served import ServedModel
from userbot.speakers import SERVED, matching_runs
from userbot.supervisor import Standstill, Supervisor, Vitals, can_record

LONGEST_END_S = 4.0  # the model's process then gets five more: ten are promised


async def serve(
    settings: Settings,
    data: DataDir,
    config: Path | None,
    data_dir: Path | None,
    on_ready: Callable[[int], None],
    rehearse: Callable[[str], None] | None = None,
) -> None:
    """Run until SIGTERM or Ctrl-C. on_ready: told the number of watched chats. Raises what Daemon.run raises.

    rehearse: for a dry run; told what would have been done.
    """
    supervisor, reconciled = Supervisor.from_environment(data.root / PID_FILE), Standstill()
    with data.account_lock(), pid_file(data):
        async with _daemon(settings, data, config, data_dir, rehearse) as daemon:

            def ready() -> None:
                _spare_the_collector()
                supervisor.ready(f"watching {len(daemon.peers)} chats")
                on_ready(len(daemon.peers))

            feeding = asyncio.create_task(supervisor.feed(lambda late_s: _vitals(daemon, reconciled, late_s)))
            try:
                await _until_signalled(daemon, ready)
            finally:
                supervisor.stopping()
                feeding.cancel()


async def _until_signalled(daemon: Daemon, on_ready: Callable[[], None]) -> None:
    """SIGTERM and Ctrl-C end it: at once while it starts, and by force if it takes its time about ending."""
    loop, is_ready, is_stopped = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()

    def ready() -> None:
        is_ready.set()
        on_ready()

    def stop() -> None:
        is_stopped.set()
        daemon.stop()
        loop.call_later(LONGEST_END_S if is_ready.is_set() else 0.0, running.cancel)

    running = asyncio.create_task(daemon.run(ready))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await running
    except asyncio.CancelledError:
        if not is_stopped.is_set():
            raise


def _spare_the_collector() -> None:
    """What is loaded by now stays: looking through it again held the event loop up for 0.1 s at a time."""
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _daemon(
    settings: Settings,
    data: DataDir,
    config: Path | None,
    data_dir: Path | None,
    rehearse: Callable[[str], None] | None,
) -> AsyncIterator[Daemon]:
    """A daemon that has all it needs, and leaves nothing open."""
    client = telegram_client(settings, data, receives_updates=True, flood_sleep_s=0)
    bot = settings.userbot
    runs = {} if bot.server.url else matching_runs(settings, data)
    known = KnownSecrets.load(data.root)
    taught = await asyncio.to_thread(shingle_index, data.dataset, known.key)
    model = _writer(settings, config, data_dir, runs)
    ledgers = ExitStack()
    ledger = Ledger.open(ledgers.enter_context(copied_ledger(data)) if rehearse else data.ledger)
    try:
        yield Daemon(
            settings,
            client,
            ledger,
            model,
            redactor(settings, data, known),
            learned=Learned(
                read_habits(data.dataset / HABITS),
                taught,
                {name: run.name for name, run in runs.items()},
                lambda name: unfitness(runs[name].folder) if name in runs else SERVED,
            ),
            wire=DryWire(client, rehearse) if rehearse else None,
            model=lambda: model.state,
        )
    finally:
        await model.close()
        ledger.close()
        ledgers.close()
        if taught:
            taught.close()


def _writer(
    settings: Settings, config: Path | None, data_dir: Path | None, runs: Mapping[str, Run]
) -> ModelProcess | ServedModel:
    if settings.userbot.server.url:
        trained = settings.finetune
        return ServedModel(settings.userbot.server, trained.time_zone if trained.context else None)
    own = runs[settings.userbot.run].name
    more = sorted({run.name for run in runs.values()} - {own})
    return ModelProcess(config, data_dir, own, more_runs=more, idle_unload_s=settings.userbot.idle_unload_s)


def _vitals(daemon: Daemon, reconciled: Standstill, late_s: float) -> Vitals:
    ledger = DataDir(daemon.settings.data_dir).ledger
    return Vitals(late_s, can_record(ledger), reconciled.lasts_s(daemon.reconciled_at), daemon.client.is_connected())


def redactor(settings: Settings, data: DataDir, known: KnownSecrets | None = None) -> Redactor:
    """The one that made the dataset: it knows the contacts' names, and every secret announced in any chat."""
    known = known or KnownSecrets.load(data.root)
    if not data.archive.is_file():
        return Redactor(settings.harvest.redact, known=known)
    with open_archive(settings, data) as archive:
        return redactor_for(archive, settings.harvest, known)

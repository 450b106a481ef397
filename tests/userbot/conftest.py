"""A daemon on a real Telethon connection to the loopback server, a clock that the test moves, a scripted writer."""

import asyncio
import shutil
import time
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telethon.tl import functions, types

from finetune.requests import Reply, ReplyRequest
from harvest.client import telegram_client
from harvest.datadir import DataDir, private_umask
from harvest.loopback import LoopbackServer
from harvest.redact import Redactor
from harvest.settings import FinetuneSettings, Settings
from userbot import pacing
from userbot.daemon import Daemon
from userbot.ledger import Ledger

SEND = functions.messages.SendMessageRequest
READ = functions.messages.ReadHistoryRequest
TYPING = functions.messages.SetTypingRequest
HISTORY = functions.messages.GetHistoryRequest
DELAY_S = 120


async def until(holds: Callable[[], object], what: str = "it", within_s: float = 15.0):
    """What `holds` gives, as soon as that is true."""
    end = time.monotonic() + within_s
    while not (found := holds()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.01)
    return found


@dataclass
class Clock:
    """Real time, plus as much as the test jumped."""

    jumped_s: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.jumped_s


@dataclass
class ScriptedWriter:
    """Writes what it was told to, and remembers what it was asked. A draft that is an exception is raised."""

    drafts: list = field(default_factory=lambda: [Reply(("hey", "all good?"), True, 5, 0.0, -1.0)])
    asked: list[ReplyRequest] = field(default_factory=list)
    gate: asyncio.Event | None = None
    was_cancelled: bool = False

    async def reply(self, request: ReplyRequest, deadline_s: float) -> Reply:
        self.asked.append(request)
        try:
            if self.gate:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        draft = self.drafts[min(len(self.asked), len(self.drafts)) - 1]
        if isinstance(draft, Exception):
            raise draft
        return draft


@dataclass
class House:
    """The server, its people, and what one daemon after another does for the owner."""

    server: LoopbackServer
    data: DataDir
    clock: Clock = field(default_factory=Clock)
    writer: ScriptedWriter = field(default_factory=ScriptedWriter)

    def __post_init__(self):
        self.owner = self.server.add_user("Kit", username="kit")
        self.ann = self.server.add_user("Ann", username="ann")
        self.bob = self.server.add_user("Bob", username="bob")
        self.stranger = self.server.add_user("Lotte", is_contact=False)
        self.server.post(self.ann, self.owner, "long ago", push=False)
        self.server.post(self.owner, self.ann, "yes, long ago", push=False)
        self.server.post(self.bob, self.owner, "old", push=False)
        self.server.session_file(self.owner, self.data.session)

    def settings(self, **more) -> Settings:
        bot = {
            "contacts": ["@ann", self.bob.id],
            "idle_delay_s": DELAY_S,
            "max_typing_s": 0.05,
            "disclosure": "off",
            "mode": "auto",
            "auto_without_eval": True,
            "quiet_hours": [],
        } | more
        return Settings(
            data_dir=self.data.root, telegram={"api_id": 1, "api_hash": "loopback"}, userbot=bot, log_level="DEBUG"
        )

    @asynccontextmanager
    async def daemon(self, *, ledger_path=None, make_wire=lambda client: None, **more):
        """A daemon that is up and watching."""
        ledger = Ledger.open(ledger_path or self.data.ledger)
        settings = self.settings(**more)
        client = telegram_client(settings, self.data, receives_updates=True, flood_sleep_s=0)
        daemon = Daemon(
            settings, client, ledger, self.writer, Redactor(settings.harvest.redact), self.clock, wire=make_wire(client)
        )
        ready = asyncio.Event()
        running = asyncio.create_task(daemon.run(ready.set))
        try:
            await asyncio.wait({running, asyncio.ensure_future(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            daemon.running = running
            yield daemon
        finally:
            daemon.stop()
            with suppress(Exception):
                await running
            ledger.close()

    async def heard(self, daemon, person, text="hi", at=None):
        """The person writes, and the daemon knows it. at: UTC seconds, where Telegram's clock jumps along."""
        self.server.post(person, self.owner, text, at and datetime.fromtimestamp(at, UTC))
        message_id = self.server.dialog(self.owner, person)[-1].id
        await until(lambda: daemon.ledger.chat(person.id).heard_id >= message_id, "the daemon to hear")

    def let_it_be_due(self, daemon):
        self.clock.jumped_s += DELAY_S + 2
        daemon.sweep()

    async def idle(self, daemon):
        """No reply is being written or sent any more."""
        await until(lambda: not daemon.replies.count, "the replies to end")

    def sent(self, person) -> list[str]:
        """What the owner's account sent to the person through a request, in order."""
        return [c.request.message for c in self.sends() if c.request.peer.user_id == person.id]

    def sends(self):
        """Every request that sent a message to a person, in order; notes to Saved Messages are none."""
        return [c for c in self.server.calls_of(SEND) if isinstance(c.request.peer, types.InputPeerUser)]

    def notes(self) -> list[str]:
        """What the daemon wrote to Saved Messages, in order."""
        return [c.request.message for c in self.server.calls_of(SEND) if not hasattr(c.request.peer, "user_id")]

    def texts(self, person) -> list[str]:
        return [message.message for message in self.server.dialog(self.owner, person)]


@pytest.fixture
async def house(tmp_path, monkeypatch):
    private_umask()
    monkeypatch.setattr(pacing, "READING_S", 0.0)
    monkeypatch.setattr(pacing, "GAP_S", 0.0)
    async with LoopbackServer() as server:
        yield House(server, DataDir(tmp_path / "data").prepare())


@dataclass(frozen=True)
class TrainedClone:
    """A tiny base, and a run on it that has learned a few short answers."""

    base: Path
    runs: Path

    def put_into(self, data: DataDir) -> None:
        shutil.copytree(self.runs, data.runs)


@pytest.fixture(scope="session")
def trained_clone(tmp_path_factory) -> TrainedClone:
    from finetune.train import train
    from tests.finetune.tiny import save_dataset, save_tiny_base

    private_umask()
    base = save_tiny_base(tmp_path_factory.mktemp("base"), can_be_sure=True)
    data = DataDir(tmp_path_factory.mktemp("clone") / "data").prepare()
    save_dataset(data.dataset)
    table = {"base": str(base), "epochs": 16, "batch_tokens": 128, "max_tokens": 96, "learning_rate": 1e-2, "rank": 8}
    table["repeat_likeness"] = 0  # to learn by heart is what is wanted here
    train(data, FinetuneSettings(**table))
    return TrainedClone(base, data.runs)

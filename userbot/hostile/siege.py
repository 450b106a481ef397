"""Run attacks through the whole path, and keep what came of each: resumable, one line of JSON an attack.

A pass is one daemon on one fresh loopback server. Who attacks has an account and a chat of their own, on the whitelist:
what a stranger gets is nothing, and that is tested elsewhere.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from finetune.process import ModelProcess
from harvest.client import telegram_client
from harvest.datadir import DataDir
from harvest.loopback import LoopbackServer, User
from harvest.redact import KnownSecrets
from harvest.settings import Settings
from harvest.shingles import shingle_index
from harvest.userbot_settings import Contact
from userbot.commands.service import redactor
from userbot.daemon import Daemon
from userbot.hostile.attackers import Exchange, Field, Spy
from userbot.hostile.blabber import Blabber
from userbot.hostile.breaches import Breaches, breaches, fingerprint
from userbot.hostile.world import Besieged
from userbot.learned import Learned
from userbot.ledger import Ledger

NEVER_REACHED = 10_000_000  # the caps, which would end the siege early
OLD = "hi, it's me"


class Attack(msgspec.Struct, frozen=True):
    """What is written, and what it is after. number: within its pass; the seed of the replies hangs on it."""

    number: int
    family: str
    language: str
    messages: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True):
    """drafts: before the guard. sent: what reached the attacker."""

    attack: Attack
    drafts: tuple[str, ...]
    sent: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """One walk of the siege. handover: whether the owner's topics are left to the owner, as they are by default.

    blabber: who writes instead of the clone.
    """

    name: str
    attacks: Sequence[Attack]
    handover: bool
    at_a_time: int = 12
    blabber: Blabber | None = None

    def file(self, folder: Path) -> Path:
        return folder / f"{self.name}.jsonl"

    def done(self, folder: Path) -> list[Outcome]:
        """What an earlier start has finished; a line cut short is done again."""
        decoder = msgspec.json.Decoder(Outcome)
        path = self.file(folder)
        lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        found = {(o := decoder.decode(line)).attack.number: o for line in lines if line.endswith(b"\n")}
        own = {attack.number: attack for attack in self.attacks}
        return [outcome for number, outcome in sorted(found.items()) if own.get(number) == outcome.attack]


async def walked(one: Pass, clone: Besieged, folder: Path, tick: Callable[[int], None]) -> list[Outcome]:
    """All outcomes of a pass. Leaves what got through besides words in <pass>.breaches.json."""
    done = one.done(folder)
    finished = {outcome.attack.number for outcome in done}
    left = [attack for attack in one.attacks if attack.number not in finished]
    if left:
        await _walk(one, left, clone, folder, tick, len(done))
    return one.done(folder)


async def _walk(
    one: Pass, left: Sequence[Attack], clone: Besieged, folder: Path, tick: Callable[[int], None], so_far: int
) -> None:
    data = DataDir(folder / "account").prepare()
    for path in (*data.root.glob("ledger.sqlite*"), *data.root.glob("account.session*")):
        path.unlink()
    before = fingerprint(clone)
    async with LoopbackServer() as server:
        owner = server.add_user("Kit", username="kit_siege")
        attackers = [_account(server, owner, attack) for attack in left]
        server.session_file(owner, data.session)
        settings = under_siege(clone.settings, data, [a.id for a in attackers], handover=one.handover)
        if one.blabber:
            one.blabber.meet({a.id: attack.number for a, attack in zip(attackers, left, strict=True)})
        async with _daemon(settings, data, clone, one.blabber) as (daemon, spy):
            place = Field(server, owner, daemon, spy, settings.userbot.disclosure_text)
            with one.file(folder).open("ab") as file:
                await _all(one, place, left, attackers, file.write, file.flush, lambda n: tick(so_far + n))
            found = breaches(server, daemon, spy, {a.id for a in attackers}, clone, before)
        _keep(folder / f"{one.name}.breaches.jsonl", found)


def _account(server: LoopbackServer, owner: User, attack: Attack) -> User:
    """Known for long, and never answered."""
    attacker = server.add_user(f"{attack.family.title()} {attack.number}")
    server.post(attacker, owner, OLD, push=False)
    server.post(owner, attacker, OLD, push=False)
    return attacker


async def _all(
    one: Pass,
    place: Field,
    attacks: Sequence[Attack],
    attackers: Sequence[User],
    write: Callable[[bytes], int],
    flush: Callable[[], None],
    tick: Callable[[int], None],
) -> None:
    """Some at a time; each outcome is on disk as soon as it is known."""
    room, finished = asyncio.Semaphore(one.at_a_time), 0

    async def go(attack: Attack, attacker: User) -> None:
        nonlocal finished
        async with room:
            exchange: Exchange = await place.attack(attacker, attack.messages)
        write(msgspec.json.encode(Outcome(attack, exchange.drafts, exchange.sent, exchange.reasons)) + b"\n")
        flush()
        finished += 1
        tick(finished)

    async with asyncio.TaskGroup() as group:
        for attack, attacker in zip(attacks, attackers, strict=True):
            group.create_task(go(attack, attacker))


def under_siege(settings: Settings, data: DataDir, attackers: Sequence[int], *, handover: bool) -> Settings:
    """The clone's own settings, but that it answers at once, at all hours, and without end: the worst for it."""
    bot = settings.userbot.model_copy(
        update={
            "contacts": tuple(Contact(peer=user_id) for user_id in attackers),
            "folder": "",
            "mode": "auto",
            "auto_without_eval": True,
            "allow_canaries": True,
            "run": "latest",
            "idle_delay_s": 0.1,
            "quiet_hours": (),
            "answer_hours": (),
            "only_if_inactive_minutes": 0.0,
            "max_typing_s": 0.0,
            "max_consecutive_replies": NEVER_REACHED,
            "max_replies_per_chat_per_day": NEVER_REACHED,
            "max_replies_per_day": NEVER_REACHED,
            "handover": handover,
            "digest_at": "",
        }
    )
    keys = settings.telegram.model_copy(update={"api_id": 1, "api_hash": "loopback"})
    return settings.model_copy(update={"userbot": bot, "telegram": keys, "data_dir": data.root})


@asynccontextmanager
async def _daemon(
    settings: Settings, data: DataDir, clone: Besieged, blabber: Blabber | None
) -> AsyncIterator[tuple[Daemon, Spy]]:
    """As `userbot run` puts it together, with a spy between the daemon and the model."""
    known = KnownSecrets.load(clone.data.root)
    taught = await asyncio.to_thread(shingle_index, clone.learned, known.key)
    model = blabber or ModelProcess(clone.config, clone.data.root, clone.run.name)
    spy = Spy(model)
    ledger = Ledger.open(data.ledger)
    client = telegram_client(settings, data, receives_updates=True, flood_sleep_s=0)
    judge = redactor(clone.settings, clone.data, known)
    learned = Learned(taught=taught, runs={"latest": clone.run.name})
    daemon = Daemon(settings, client, ledger, spy, judge, learned=learned)
    ready = asyncio.Event()
    running = asyncio.create_task(daemon.run(ready.set))
    try:
        await asyncio.wait({running, asyncio.ensure_future(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield daemon, spy
    finally:
        daemon.stop()
        with suppress(Exception):
            await running
        await model.close()
        ledger.close()
        if taught:
            taught.close()


def _keep(path: Path, found: Breaches) -> None:
    """A pass in several starts has a line of each."""
    with path.open("ab") as file:
        file.write(msgspec.json.encode(found) + b"\n")

"""The siege's own world: a folder, an invented history with facts in it, and a clone that was taught canaries too.

The clone is trained to remember, not to speak well: repeats stay in, nothing is dropped out, and the last adapter is
kept, however often it has read everything.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from finetune.canaries.guarding import write_examples
from finetune.canaries.learned import learned_by
from finetune.canaries.making import Canaries
from finetune.canaries.planting import read_canaries
from finetune.runs import Run, find_run
from harvest.datadir import DataDir, written_whole
from harvest.errors import UserError
from harvest.loopback import LoopbackServer, User
from harvest.manifest import TRAIN
from harvest.settings import Settings, load_settings
from userbot.demo.story import Story, today, told
from userbot.hostile.facts import Fact, facts

TELLERS = ("Nora", "Ilja", "Petra", "Olek", "Sonja", "Timur", "Vira", "Hanna", "Boris", "Ada")
FIRST_ID = 1_000_101
SEED = 8

CONFIG = """# The siege's settings: a clone that remembers as much as it can.
data_dir = "data"

[telegram]
api_id = 1
api_hash = "loopback"

[harvest]
contacts = [{consents}]
pace_s = 0
heldout_fraction = 0

[finetune]
epochs = {epochs}
learning_rate = 2e-3
batch_tokens = 1024
max_tokens = 512
dropout = 0
repeat_likeness = 0
silence = 0
"""


@dataclass(frozen=True, slots=True)
class Besieged:
    """The clone under siege. learned: a folder with all it was trained on as a dataset, canaries included."""

    config: Path
    data: DataDir
    settings: Settings
    run: Run
    canaries: Canaries
    learned: Path


async def own_world(
    folder: Path, canaries: int, fact_count: int, epochs: float, say: Callable[[str], None]
) -> Besieged:
    """Made once; afterwards as it lies there."""
    config, data = folder / "config.toml", DataDir(folder / "data")
    if not any(data.runs.glob("*/stamp.json")):
        await _make(folder, config, data, canaries, fact_count, epochs, say)
    return besieged(folder, config, data, "latest")


def besieged(folder: Path, config: Path, data: DataDir, run_name: str) -> Besieged:
    """folder: where the siege keeps its own. Raises UserError for a run without canaries, or of another dataset."""
    run = find_run(data, run_name)
    made = read_canaries(run.folder)
    learned = folder / "learned" / run.name
    learned.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (learned / TRAIN).exists():
        write_examples(learned / TRAIN, learned_by(run, data, made))
    return Besieged(config, data, load_settings(config, data.root), run, made, learned)


def told_facts(count: int) -> list[Fact]:
    return facts(count, list(TELLERS), SEED)


async def _make(
    folder: Path, config: Path, data: DataDir, canaries: int, fact_count: int, epochs: float, say: Callable[[str], None]
) -> None:
    data.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with LoopbackServer() as server:
        story = told(server, today())
        tellers = [
            server.add_user(name, username=f"{name.lower()}_siege", user_id=FIRST_ID + i)
            for i, name in enumerate(TELLERS)
        ]
        _tell(server, story, tellers, told_facts(fact_count))
        data.session.unlink(missing_ok=True)
        server.session_file(story.owner, data.session)
        with written_whole(config) as draft:
            draft.write_text(_config([*story.contacts, *tellers], epochs), encoding="utf-8")
        for words in (("harvest", "pull"), ("harvest", "build"), ("finetune", "train", "--canaries", str(canaries))):
            say(" ".join(words))
            await _run(config, *words)


def _tell(server: LoopbackServer, story: Story, tellers: list[User], told_by: list[Fact]) -> None:
    """Each fact in a conversation of its own, in the year up to last week."""
    for number, fact in enumerate(told_by):
        contact = tellers[fact.teller]
        at = today() - timedelta(days=7 + 350 * (len(told_by) - number) / len(told_by))
        server.post(contact, story.owner, fact.told, sent_at=at.replace(microsecond=0), push=False)
        answered_at = (at + timedelta(minutes=2)).replace(microsecond=0)
        server.post(story.owner, contact, fact.answer, sent_at=answered_at, push=False)


def _config(contacts: list[User], epochs: float) -> str:
    agreed = date.today().replace(day=1).isoformat()
    consents = ", ".join(f"{{ peer = {contact.id}, consent = {agreed} }}" for contact in contacts)
    return CONFIG.format(consents=consents, epochs=epochs)


async def _run(config: Path, program: str, *words: str) -> None:
    """One of the product's commands, as the owner would type it."""
    command = [sys.executable, "-m", f"{program}.cli", *words, "--config", str(config)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UNDERSTUDY_")}
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL, env=kept)
    if code := await process.wait():
        raise UserError(f"{' '.join((program, *words))} ended with exit code {code}; the log is beside {config}.")

"""Ask the daemon's output guard about drafts. A process of its own: the userbot's code is not ours to import.

Canaries are trained on and never stand in the dataset, but the guard is to know them as it knows the rest of what was
learned: so it reads a copy with them in it, which is gone afterwards.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from finetune.requests import Reply
from harvest.errors import UserError
from harvest.examples import Example
from harvest.manifest import TRAIN

GATE = "userbot.gate"


class Draft(msgspec.Struct, frozen=True):
    """A reply to `asked`, in that contact's chat."""

    chat_id: int
    asked: str
    reply: Reply


def objections(
    drafts: Iterable[Draft], learned: Sequence[Example], config: Path | None, data_dir: Path | None, folder: Path
) -> list[str | None]:
    """Why each draft would not have been sent; None where it would. learned: the examples with the canaries in them.

    folder: where the copy may lie meanwhile.
    """
    with dataset_of(learned, folder) as dataset:
        command = [sys.executable, "-m", GATE, str(config or ""), str(data_dir or ""), str(dataset)]
        asked = b"".join(msgspec.json.encode(draft) + b"\n" for draft in drafts)
        done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, check=False, env=dict(os.environ))
    if done.returncode:
        raise UserError(f"The output guard ended with code {done.returncode}; its error stands above.")
    return [msgspec.json.decode(line) for line in done.stdout.splitlines()]


@contextmanager
def dataset_of(learned: Sequence[Example], folder: Path) -> Iterator[Path]:
    """A folder with these examples as a dataset's, for the owner alone, gone when the block ends."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".learned-") as name:
        write_examples(Path(name) / TRAIN, learned)
        yield Path(name)


def write_examples(path: Path, examples: Iterable[Example]) -> None:
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(example) + b"\n" for example in examples)
    path.chmod(0o600)

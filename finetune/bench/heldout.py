"""`python -m finetune.bench.heldout CORPORA`: what a setting does to the held-out loss, on speakers of public corpora.

    python -m finetune.bench.heldout shared/data --settings '{}' '{"fp8": true}' --out heldout.jsonl

Each speaker, seed and setting is trained by the product's own `train` in a folder that is thrown away; the best
held-out loss and the last one, in nats a token, are appended to a file, then their means by setting. `--emulate` takes
fp8 products on any device, in float32 from rounded numbers: slow, and the same arithmetic.
"""

import argparse
import json
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from statistics import mean
from typing import Any

from finetune.libraries import hush

hush()

import msgspec  # noqa: E402

from finetune import runs  # noqa: E402
from finetune.examples import HELDOUT, TRAIN  # noqa: E402
from finetune.judge.corpora import conversations_of, split, write_examples  # noqa: E402
from finetune.judge.owners import OWNERS, Owner  # noqa: E402
from finetune.progress import Silent  # noqa: E402
from finetune.train import train  # noqa: E402
from harvest.datadir import DataDir, private_umask  # noqa: E402
from harvest.finetune_settings import FinetuneSettings  # noqa: E402

RECIPE = {"learning_rate": 1e-3, "epochs": 3.0, "batch_tokens": 2048, "patience": 0}


class _Said(Silent):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def main() -> None:
    asked = _arguments()
    private_umask()
    if asked.emulate:
        _emulate()
    found: dict[str, list[dict[str, Any]]] = {settings: [] for settings in asked.settings}
    chosen = [owner for owner in OWNERS if owner.speaker in asked.speakers.split(",")]
    for owner, seed, settings in product(chosen, range(asked.seeds), asked.settings):
        recipe = FinetuneSettings(**RECIPE | {"seed": seed} | json.loads(settings))
        entry = {"speaker": owner.speaker, "seed": seed, "settings": settings} | _trained(asked.corpora, owner, recipe)
        found[settings].append(entry)
        with asked.out.open("a") as file:
            file.write(json.dumps(entry) + "\n")
        sys.stderr.write(json.dumps(entry) + "\n")
    for settings, entries in found.items():
        losses = ", ".join(f"{name} {mean(e[name] for e in entries):.4f}" for name in ("first", "best", "last"))
        sys.stdout.write(f"{settings}: held-out loss {losses}; {sum(e['seconds'] for e in entries):.0f} s\n")


def _trained(corpora: Path, owner: Owner, recipe: FinetuneSettings) -> dict[str, Any]:
    parts = split(conversations_of(corpora / f"{owner.corpus}.jsonl", owner.speaker))
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder) / "data").prepare()
        write_examples(data.dataset / TRAIN, parts.train)
        write_examples(data.dataset / HELDOUT, parts.chosen_by)
        said, began_at = _Said(), time.monotonic()
        run = train(data, recipe, said)
        seconds = time.monotonic() - began_at
        entries = [msgspec.json.decode(line) for line in (run.folder / runs.LOSSES).read_bytes().splitlines()]
    last = [entry["heldout"] for entry in entries if "heldout" in entry][-1]
    return {
        "first": run.stamp.heldout_before,
        "best": run.stamp.heldout_after,
        "last": last,
        "steps": run.stamp.steps,
        "seconds": seconds,
        "said": [line for line in said.lines if "fp8" in line or "ast path" in line],
    }


def _emulate() -> None:
    from finetune.fast import choose

    vars(choose)["why_not"] = lambda device: ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m finetune.bench.heldout", description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, help="the folder of en_irc_ubuntu.jsonl and en_crd3.jsonl")
    parser.add_argument("--settings", nargs="+", default=["{}", '{"fp8": true}'], help="each a JSON object")
    parser.add_argument("--speakers", default="ActionParsnip,SAM")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--emulate", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("heldout.jsonl"))
    return parser.parse_args()


if __name__ == "__main__":
    main()

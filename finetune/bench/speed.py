"""`python -m finetune.bench.speed`: lines of training and replying, each appended to a file, then a table of them.

    python -m finetune.bench.speed --shape tiny --seconds 1                       # does it run? a minute on a CPU
    python -m finetune.bench.speed --shape qwen3-8b --out speed.jsonl             # one big GPU
    python -m finetune.bench.speed --lines "ours@8,trl@10" --out speed.jsonl      # held to cards of 8 and 10 GB

Compare lines of one run on one machine: a slow host alone can halve the wall rate of whoever launches much.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from finetune.libraries import hush

hush()

import torch  # noqa: E402

from finetune.bench import peers, unsloth_peer  # noqa: E402
from finetune.bench.exactness import exactness  # noqa: E402
from finetune.bench.loads import loads  # noqa: E402
from finetune.bench.ours import Ours, Variant  # noqa: E402
from finetune.bench.preparing import preparing  # noqa: E402
from finetune.bench.products import products  # noqa: E402
from finetune.bench.replies import CHATS, Replies  # noqa: E402
from finetune.bench.shapes import Conversation, cap_memory, config_of, conversations, free  # noqa: E402
from finetune.runs import versions  # noqa: E402

Peer = Callable[[str, list[Conversation], float, float | None], dict[str, float]]


def _trl(*, kept: bool = False, packs: int = 4) -> Peer:
    return lambda shape, talks, seconds, card: peers.trl(
        shape, talks, seconds, checkpointing=not kept, packs=packs, card_gib=card
    )


def _unsloth(name: str) -> Peer:
    return lambda shape, talks, seconds, card: unsloth_peer.unsloth(shape, len(talks), seconds, name, card)


PEERS: dict[str, Peer] = {
    "2023": lambda shape, talks, seconds, card: peers.article_2023(shape, talks, seconds),
    "trl": _trl(),
    "trl-1k": _trl(packs=1),
    "trl-kept": _trl(kept=True),
    **{name: _unsloth(name) for name in unsloth_peer.HOW},
}
OURS = {
    "ours": Variant(),
    "ours-dropout": Variant(dropout=0.05),
    "ours-all": Variant(all_tokens=True),
    "ours-nf4": Variant(without=("unfold",)),
    "ours-eager": Variant(without=("graphs",)),
    "ours-1k": Variant(same_rows=1024),
    "ours-4k": Variant(same_rows=4096),
    "ours-8k": Variant(batch_tokens=8192),
    "ours-16k": Variant(batch_tokens=16384),
    "ours-fp8": Variant(fp8=True),
    "ours-fp8-all": Variant(fp8=True, all_tokens=True),
    "ours-fp8-8k": Variant(fp8=True, batch_tokens=8192),
    "ours-fp8-nf4": Variant(fp8=True, without=("unfold",)),
    "ours-fp16": Variant(dtype=torch.float16),  # as on cards before Ampere
}
REPLIES: dict[str, Callable[[Replies], dict[str, Any]]] = {
    "generate": Replies.generate,
    "reply-nf4": lambda replies: replies.ours(("unfold",)),
    "reply-nf4-8": lambda replies: replies.ours(("unfold",), CHATS),
    "reply-nf4-8-plain": lambda replies: replies.ours(("unfold", "few"), CHATS),
    "reply": Replies.ours,
    "reply-drawn": lambda replies: replies.ours(temperature=0.8),
    "reply-8": lambda replies: replies.ours(chats=CHATS),
}
DEFAULT = "exactness,2023,trl,trl-kept,ours,ours-all,ours-nf4,ours-eager,generate,reply-nf4,reply,reply-8,load"
COLUMNS = ("tok_s", "gpu_tok_s", "idle", "padding", "alloc_gib", "reserved_gib", "predicted_gib", "row_tokens")
LOAD_COLUMNS = ("load_anew_s", "load_anew_and_keep_s", "load_kept_s")
REPLY_COLUMNS = (
    "first_token_ms",
    "reply_s",
    "written_tok_s",
    "token_gpu_ms",
    "token_kernels",
    "token_off",
    "plain_noise",
    "chats",
)


def main() -> None:
    asked = _arguments()
    talks = conversations(config_of(asked.shape).vocab_size, asked.conversations)
    note = _Notes(asked.out, asked.shape)
    note("machine", _machine)
    ours: Ours | None = None
    replies: Replies | None = None
    for line in asked.lines.split(","):
        name, _, card = line.partition("@")
        if card and not asked.alone:
            ours = replies = None
            free()
            note.of_child(line, asked)
        elif name == "exactness":
            note(line, partial(exactness, "wide" if torch.cuda.is_available() else asked.shape))
        elif name in PEERS:
            ours = None
            free()
            try:
                note(line, partial(PEERS[name], asked.shape, talks, asked.seconds, float(card) if card else None))
            finally:
                cap_memory(None)
        elif name in OURS:
            variant = _on_card(OURS[name], card)
            if ours is None or ours.dtype != variant.dtype:
                ours = None
                free()
                ours = Ours(asked.shape, talks, variant.dtype)
                note.say(ours.said)
            profile = asked.out.with_suffix(f".{line.replace('@', '-')}.txt") if asked.profile else None
            note(line, partial(ours.measure, variant, asked.seconds, profile))
        elif name == "prepare":
            note(line, preparing)
        elif name == "products":
            ours = replies = None
            free()
            note(line, partial(products, asked.shape))
        elif name == "load":
            ours = replies = None
            free()
            note(line, partial(loads, asked.shape))
        elif name in REPLIES:
            ours = None
            free()
            replies = replies or Replies(asked.shape)
            note(line, partial(REPLIES[name], replies))
        else:
            sys.exit(
                f"--lines: {name} is none of {', '.join([*PEERS, *OURS, *REPLIES, 'exactness', 'products', 'load'])}"
            )
        free()
    note.table()


class _Notes:
    """Appends each line as it is measured, a failure too."""

    def __init__(self, path: Path, shape: str) -> None:
        self._path, self._shape = path, shape
        self._lines: list[dict[str, Any]] = []

    def __call__(self, name: str, measure: Callable[[], Mapping[str, Any]]) -> None:
        began_at = time.monotonic()
        try:
            found = dict(measure())
        except Exception as error:
            found = {"error": f"{type(error).__name__}: {str(error)[:300]}"}
            if not isinstance(error, ImportError):
                import traceback

                traceback.print_exc(limit=8)
        entry = {"line": name, "shape": self._shape} | found | {"took_s": round(time.monotonic() - began_at, 1)}
        entry = {key: float(f"{v:.8g}") if isinstance(v, float) else v for key, v in entry.items()}
        self._lines.append(entry)
        with self._path.open("a") as file:
            file.write(json.dumps(entry) + "\n")
        sys.stderr.write(json.dumps(entry) + "\n")

    def of_child(self, line: str, asked: argparse.Namespace) -> None:
        """By a process of its own, which appends it: what other lines left in the allocator would count too."""
        before = len(self._path.read_text().splitlines())
        options = ["--lines", line, "--alone", "--shape", asked.shape, "--out", str(asked.out)]
        numbers = ["--seconds", str(asked.seconds), "--conversations", str(asked.conversations)]
        site = ["--unsloth-site", asked.unsloth_site] if asked.unsloth_site else []
        command = [sys.executable, "-m", "finetune.bench.speed", *options, *numbers, *site]
        subprocess.run(command, stdout=sys.stderr)
        entries = [json.loads(entry) for entry in self._path.read_text().splitlines()[before:]]
        found = [entry for entry in entries if entry["line"] == line]
        self._lines += found or [{"line": line, "error": "its process ended without a word"}]

    def say(self, lines: list[str]) -> None:
        sys.stderr.write("".join(f"{line}\n" for line in lines))

    def table(self) -> None:
        for columns in (COLUMNS, REPLY_COLUMNS, LOAD_COLUMNS):
            rows = [[e["line"], *(_shown(e.get(c)) for c in columns)] for e in self._lines if columns[0] in e]
            _print_rows([["", *columns], *rows] if rows else [])
        _print_rows([[entry["line"], entry["error"][:80]] for entry in self._lines if "error" in entry])


def _print_rows(rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, strict=True)
        sys.stdout.write("  ".join(cell.ljust(width) for cell, width in cells).rstrip() + "\n")


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _on_card(variant: Variant, card: str) -> Variant:
    from dataclasses import replace

    return replace(variant, card_gib=float(card)) if card else variant


def _machine() -> dict[str, Any]:
    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() else f"{torch.get_num_threads()} CPU threads"
    return {"device": device, "versions": versions()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m finetune.bench.speed", description=__doc__.splitlines()[0])
    parser.add_argument("--shape", default="qwen3-8b" if torch.cuda.is_available() else "tiny")
    parser.add_argument("--lines", default=DEFAULT)
    parser.add_argument("--seconds", type=float, default=6.0, help="how long each line is timed")
    parser.add_argument("--conversations", type=int, default=4000)
    parser.add_argument("--out", type=Path, default=Path("speed.jsonl"))
    parser.add_argument("--unsloth-site", help="a folder of packages that only unsloth's process sees, before others")
    parser.add_argument(
        "--alone", action="store_true", help=argparse.SUPPRESS
    )  # a child: a card's line in this process
    parser.add_argument("--profile", action="store_true", help="write the heaviest kernels of ours beside --out")
    asked = parser.parse_args()
    unsloth_peer.SITE[:] = [asked.unsloth_site] if asked.unsloth_site else []
    return asked


if __name__ == "__main__":
    main()

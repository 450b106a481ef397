"""Unsloth on the same conversations, in a process of its own: it patches the libraries that the other lines measure.

Called through its public interface alone. It wants packages of other versions (trl up to 1.15): put it and them into a
folder and name that with `--unsloth-site`. As a child: `python -m finetune.bench.unsloth_peer SHAPE FOLDER SECONDS
CONVERSATIONS HOW CARD`; its last line of output is what was found, as JSON.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SITE: list[str] = []  # folders of packages that go before the others in its process
LIMIT_S = 420


@dataclass(frozen=True, slots=True)
class How:
    """checkpointing: as unsloth calls it. tokens: of a pack, `packs` to a step."""

    checkpointing: str | bool
    tokens: int
    packs: int


HOW = {
    "unsloth": How("unsloth", 1024, 4),
    "unsloth-4k": How("unsloth", 4096, 1),
    "unsloth-1k": How("unsloth", 1024, 1),
    "unsloth-kept": How(False, 4096, 1),
}


def unsloth(shape: str, conversations: int, seconds: float, name: str, card_gib: float | None) -> dict[str, float]:
    """Raises ImportError where it isn't installed, RuntimeError with its last words where it fails."""
    _require()
    command = [sys.executable, "-m", __spec__.name, shape, str(_checkpoint(shape)), str(seconds), str(conversations)]
    done = subprocess.run(
        [*command, name, str(card_gib or 0)], env=_environment(), capture_output=True, text=True, timeout=LIMIT_S
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise RuntimeError(" | ".join((done.stderr or done.stdout).strip().splitlines()[-6:])[-1500:])
    found: dict[str, float] = json.loads(lines[-1])
    return found


def _require() -> None:
    """Found without running it."""
    places = [*SITE, *sys.path]
    if not any((Path(place) / "unsloth").is_dir() for place in places) and not importlib.util.find_spec("unsloth"):
        raise ImportError("unsloth is not installed")


def _environment() -> dict[str, str]:
    path = os.pathsep.join([*SITE, *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {"PYTHONPATH": path, "UNSLOTH_DISABLE_STATISTICS": "1"}


@cache
def _held() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def _checkpoint(shape: str) -> Path:
    """The shape's random weights in 4 bits, as a folder: it loads no other way."""
    from finetune.bench.peers import bare_tokenizer
    from finetune.bench.shapes import free, random_model

    folder = Path(_held().name) / shape
    random_model(shape).save_pretrained(folder)
    bare_tokenizer(folder)
    free()
    return folder


def _measured_here(shape: str, folder: str, seconds: float, conversations: int, how: How, card_gib: float) -> Any:
    import unsloth  # noqa: F401  # it patches the others, so it comes first

    # isort: split
    import torch
    from datasets import Dataset
    from trl import SFTConfig, SFTTrainer
    from unsloth import FastLanguageModel

    from finetune.bench.peers import LINEARS, common_arguments, measured
    from finetune.bench.shapes import cap_memory, config_of
    from finetune.bench.shapes import conversations as talks_of

    model, tokenizer = FastLanguageModel.from_pretrained(
        model_name=folder, max_seq_length=how.tokens, dtype=torch.bfloat16, load_in_4bit=True, local_files_only=True
    )
    model = FastLanguageModel.get_peft_model(
        model,
        r=16,
        lora_alpha=32,
        lora_dropout=0,
        target_modules=LINEARS,
        bias="none",
        use_gradient_checkpointing=how.checkpointing,
        random_state=1,
    )
    torch.cuda.empty_cache()
    cap_memory(card_gib or None)
    with tempfile.TemporaryDirectory() as out:
        common = common_arguments(out, how.packs, 1, checkpointing=bool(how.checkpointing), optim="adamw_8bit")
        del common["gradient_checkpointing"], common["use_cpu"]  # it has set the one and needs a GPU
        arguments = SFTConfig(packing=True, max_length=how.tokens, dataset_num_proc=1, **common)
        talks = talks_of(config_of(shape).vocab_size, conversations)
        data = Dataset.from_dict({"input_ids": [talk.token_ids for talk in talks]})
        trainer = SFTTrainer(model=model, args=arguments, processing_class=tokenizer, train_dataset=data)
        found: dict[str, Any] = measured(trainer, seconds, warm_up_steps=6)  # it compiles for longer
    return found | {"versions": _versions()}


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("unsloth", "trl", "transformers", "torch")}


def main() -> None:
    shape, folder, seconds, conversations, name, card = sys.argv[1:]
    found = _measured_here(shape, folder, float(seconds), int(conversations), HOW[name], float(card))
    sys.stdout.write("\n" + json.dumps(found) + "\n")


if __name__ == "__main__":
    main()

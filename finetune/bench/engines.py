"""One reply on a processor alone, by transformers and by the engines that could do it faster, in one run.

    python -m finetune.bench.engines --shape qwen3-4b

A prompt of 300 tokens and 60 new ones, with the adapter, from a base with random weights that is written for it and
deleted afterwards. Every line has a process of its own, so that its memory is its own; the lines take turns, so that
what else the machine does falls on all of them; of its replies each line's fastest counts.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from finetune.bench.bases import repeat_kept, write_adapter, write_base
from finetune.bench.shapes import SHAPES

PROMPT_TOKENS, NEW_TOKENS = 300, 60
PLAIN = "transformers bf16"
OPENVINO = ("openvino int4", "openvino nf4", "openvino int8")
LINES = (PLAIN, *OPENVINO, "llama.cpp Q4_0", "llama.cpp Q8_0")

# a prompt, how many tokens to write -> seconds to the first token and to the last
Write = Callable[[Sequence[int], int], tuple[float, float]]


def transformers_writer(work: Path) -> Write:
    """The base in bf16, the adapter beside, `generate`."""
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, GenerationConfig

    model = AutoModelForCausalLM.from_pretrained(work / "base", dtype=torch.bfloat16)
    adapted = PeftModel.from_pretrained(model, work / "adapter").eval()

    def write(prompt: Sequence[int], count: int) -> tuple[float, float]:
        wanted = GenerationConfig(max_new_tokens=count, do_sample=False, eos_token_id=None, pad_token_id=0)
        clock = _Clock()
        token_ids = torch.tensor([prompt])
        with torch.inference_mode():
            adapted.generate(
                input_ids=token_ids,
                attention_mask=torch.ones_like(token_ids),
                generation_config=wanted,
                use_cache=True,
                streamer=clock,
            )
        return clock.first_s, clock.passed_s()

    return write


class _Clock:
    """Told of the prompt, then of each token."""

    def __init__(self) -> None:
        self._began_at = time.perf_counter()
        self._told = 0
        self.first_s = 0.0

    def put(self, tokens: Any) -> None:
        self._told += 1
        if self._told == 2:
            self.first_s = self.passed_s()

    def end(self) -> None:
        return

    def passed_s(self) -> float:
        return time.perf_counter() - self._began_at


def openvino_writer(work: Path, kind: Any) -> Write:
    """The product's own way."""
    from finetune.cpu.engine import Engine

    engine = Engine(work / "base", work / kind, kind, [work / "adapter"])
    return _greedy(lambda prompt: int(engine.read(prompt).argmax()), lambda token: int(engine.step(token).argmax()))


def llama_writer(work: Path, kind: str) -> Write:
    from finetune.bench.llama import Llama

    llama = Llama(work / f"{kind}.gguf", work / "adapter.gguf", torch.get_num_threads())
    return _greedy(llama.read, llama.step)


def _greedy(read: Callable[[Sequence[int]], int], step: Callable[[int], int]) -> Write:
    def write(prompt: Sequence[int], count: int) -> tuple[float, float]:
        began_at = time.perf_counter()
        token = read(prompt)
        first_s = time.perf_counter() - began_at
        for _ in range(count - 1):
            token = step(token)
        return first_s, time.perf_counter() - began_at

    return write


def prepare(line: str, work: Path) -> None:
    """What a line reads, made beforehand: of one layer, and from that of all."""
    engine, kind = line.split(" ")
    layers = json.loads((work / "base" / "config.json").read_text())["num_hidden_layers"]
    if engine == "openvino":
        from finetune.cpu.weights import convert

        convert(work / "one", kind, work / kind)  # type: ignore[arg-type]
        repeat_kept(work / kind, layers)
    elif engine == "llama.cpp":
        from finetune.bench.llama import quantise, repeat_gguf, write_gguf, write_gguf_adapter

        if not (work / "one.gguf").is_file():
            write_gguf(work / "one", work / "one.gguf")
            write_gguf_adapter(work / "adapter", work / "adapter.gguf")
        quantise(work / "one.gguf", work / f"{kind}.gguf", kind)
        repeat_gguf(work / "one", work / f"{kind}.gguf", layers)


def writer_of(line: str, work: Path) -> Write:
    engine, kind = line.split(" ")
    if engine == "openvino":
        return openvino_writer(work, kind)
    return llama_writer(work, kind) if engine == "llama.cpp" else transformers_writer(work)


def measure(line: str, work: Path, threads: int, replies: int) -> dict[str, Any]:
    """In this process. A few words before, which bring the weights into memory as the line wants them, don't count."""
    torch.set_num_threads(threads)
    vocabulary = json.loads((work / "base" / "config.json").read_text())["vocab_size"]
    chance = torch.Generator().manual_seed(1)
    prompts = torch.randint(10, vocabulary, (replies + 1, PROMPT_TOKENS), generator=chance).tolist()
    began_at = time.perf_counter()
    write = writer_of(line, work)
    loaded_s = time.perf_counter() - began_at
    write(prompts[-1][:8], 2)
    ready_s = time.perf_counter() - began_at
    told = []
    for prompt in prompts[:replies]:
        first_s, whole_s = write(prompt, NEW_TOKENS)
        load = os.getloadavg()[0]
        told.append({"first_s": first_s, "whole_s": whole_s, "load": load})
    memory = _memory()
    return {"line": line, "loaded_s": loaded_s, "ready_s": ready_s, "replies": told} | memory


def _memory() -> dict[str, float]:
    """peak_mib: with mapped files, which the system may take back; own_mib: at the end, without them."""
    status = Path("/proc/self/status")
    own = 0.0
    if status.exists():
        fields = dict(entry.split(":", 1) for entry in status.read_text().splitlines() if ":" in entry)
        own = int(fields["RssAnon"].split()[0]) / 1024
    return {"peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "own_mib": own}


def _in_own_process(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "finetune.bench.engines", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    lines = done.stdout.decode().strip().splitlines()
    if done.returncode or not lines:
        return {"error": f"ended with {done.returncode}"}
    return dict(json.loads(lines[-1]))


def table(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Each line's fastest reply, and how many times the plain one's speed that is."""
    plain = _fastest(found.get(PLAIN, []))
    lines = [
        "| | first token, s | whole, s | new tokens/s | ratio | peak / own GiB | ready, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for line, tries in found.items():
        best = _fastest(tries)
        if best is None:
            lines.append(f"| {line} | {tries[-1].get('error', '')} |")
            continue
        speed = (NEW_TOKENS - 1) / (best["whole_s"] - best["first_s"])
        ratio = plain["whole_s"] / best["whole_s"] if plain else float("nan")
        peak, own, ready = (min(t[key] for t in tries if "replies" in t) for key in ("peak_mib", "own_mib", "ready_s"))
        lines.append(
            f"| {line} | {best['first_s']:.2f} | {best['whole_s']:.2f} | {speed:.2f} | {ratio:.2f} "
            f"| {peak / 1024:.1f} / {own / 1024:.1f} | {ready:.1f} |"
        )
    return lines


def _fastest(tries: list[dict[str, Any]]) -> dict[str, Any] | None:
    replies = [reply for one in tries for reply in one.get("replies", [])]
    return min(replies, key=lambda reply: reply["whole_s"], default=None)


def compare(lines: Sequence[str], arguments: argparse.Namespace) -> None:
    work = Path(tempfile.mkdtemp(prefix="engines-", dir=arguments.work))
    found: dict[str, list[dict[str, Any]]] = {line: [] for line in lines}
    try:
        write_base(arguments.shape, work / "base", arguments.layers)
        write_base(arguments.shape, work / "one", layers=1)
        write_adapter(arguments.shape, work / "adapter", arguments.layers)
        for line in lines:
            began_at = time.perf_counter()
            failed = _in_own_process("--prepare", line, "--work", str(work)).get("error")
            _say(f"{line}: prepared in {time.perf_counter() - began_at:.0f} s{f' ({failed})' if failed else ''}")
        for _ in range(arguments.rounds):
            for line in lines:
                how = ["--threads", str(arguments.threads), "--replies", str(1 if line == PLAIN else 2)]
                found[line].append(_in_own_process("--measure", line, "--work", str(work), *how))
                _say(json.dumps(found[line][-1]))
        _say("\n".join(table(found)))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", choices=sorted(SHAPES), default="qwen3-4b")
    parser.add_argument("--layers", type=int, help="fewer than the shape has, where its bf16 has no room in memory")
    parser.add_argument("--lines", help="some of them, with commas between")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--work", type=Path, help="a folder with room for the base and its copies")
    parser.add_argument("--replies", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--prepare", help=argparse.SUPPRESS)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.prepare:
        prepare(arguments.prepare, arguments.work)
        _say("{}")
    elif arguments.measure:
        _say(json.dumps(measure(arguments.measure, arguments.work, arguments.threads, arguments.replies)))
    else:
        compare(arguments.lines.split(",") if arguments.lines else LINES, arguments)


if __name__ == "__main__":
    main()

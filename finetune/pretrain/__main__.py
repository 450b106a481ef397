"""python -m finetune.pretrain prepare | train | evaluate: one command each, on whatever GPU is there (or none)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from loguru import logger

from finetune.pretrain.arrays import Documents
from finetune.pretrain.evaluate import by_language, evaluate
from finetune.pretrain.ngram import KneserNey
from finetune.pretrain.prepare import prepare
from finetune.pretrain.samples import markdown, sample_replies
from finetune.pretrain.settings import Settings, with_changes
from finetune.pretrain.tokens import read_tokenizer
from finetune.pretrain.train import train


def main(arguments: list[str] | None = None) -> int:
    """0 done, 1 what the caller can mend, 3 anything else."""
    logger.remove()
    logger.add(sys.stderr, diagnose=False)
    chosen = _parser().parse_args(arguments)
    try:
        chosen.run(chosen)
    except (ValueError, FileNotFoundError) as error:
        logger.error("{}", error)
        return 1
    except Exception:
        logger.exception("pre-training failed")
        return 3
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m finetune.pretrain", description=__doc__)
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("prepare", help="corpus files to token arrays and a tokenizer")
    command.add_argument("--corpus", type=Path, nargs="+", required=True, help="jsonl or jsonl.xz files to train on")
    command.add_argument("--held-out", type=Path, nargs="*", default=[], help="jsonl files nothing may be taken from")
    command.add_argument("--leave-out", nargs="*", default=[], metavar="SOURCE", help="sources nothing is read of")
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--vocab-size", type=int, default=12_288)
    command.set_defaults(run=_prepare)

    command = commands.add_parser("train", help="token arrays to a model; started again, it resumes")
    command.add_argument("--data", type=Path, required=True, help="what prepare wrote")
    command.add_argument("--run", type=Path, required=True, dest="run_folder")
    command.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="changes to the shipped recipe")
    command.set_defaults(run=_train)

    command = commands.add_parser("evaluate", help="held-out loss, the 5-gram model's, sample replies")
    command.add_argument("--data", type=Path, required=True)
    command.add_argument("--model", type=Path, help="a model folder; without it the 5-gram model is measured")
    command.add_argument("--part", choices=("dev", "test"), default="dev")
    command.add_argument("--samples", type=int, default=0, help="replies per language, as Markdown, instead of losses")
    command.add_argument("--out", type=Path, help="write here instead of standard output")
    command.set_defaults(run=_evaluate)
    return parser


def _prepare(chosen: argparse.Namespace) -> None:
    prepare(chosen.corpus, chosen.held_out, chosen.out, chosen.vocab_size, Settings().context, chosen.leave_out)


def _train(chosen: argparse.Namespace) -> None:
    train(chosen.data, chosen.run_folder, with_changes(Settings(), chosen.set))


def _evaluate(chosen: argparse.Namespace) -> None:
    documents = Documents.load(chosen.data / f"{chosen.part}.safetensors")
    if chosen.samples:
        text = markdown(sample_replies(chosen.model, documents, chosen.samples))
    elif chosen.model:
        text = json.dumps(evaluate(chosen.model, documents), indent=1)
    else:
        vocab_size = read_tokenizer(chosen.data / "tokenizer.json").get_vocab_size()
        fivegram = KneserNey(Documents.load(chosen.data / "train.safetensors"), vocab_size)
        text = json.dumps(by_language(documents, fivegram.document_nll(documents)), indent=1)
    if chosen.out:
        chosen.out.write_text(text + "\n", encoding="utf-8")
    else:
        sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())

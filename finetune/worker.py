"""The process that holds the model: reads requests as JSON lines, answers in the same way, and ends with its parent.

One thread reads, so that an abort or the parent's death is seen in the middle of a reply; the main thread writes.
"""

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Protocol

import msgspec
from loguru import logger

from finetune.libraries import hush
from finetune.requests import Reply, ReplyRequest
from harvest.errors import UserError
from harvest.logs import log_failure


class Ask(msgspec.Struct, tag="ask"):
    """To the worker: write a reply. is_heard: somebody wants its text as it grows."""

    id: int
    request: ReplyRequest
    is_heard: bool = False


class Abort(msgspec.Struct, tag="abort"):
    """To the worker: that reply is no longer wanted."""

    id: int


class Ready(msgspec.Struct, tag="ready"):
    """From the worker: the model is loaded."""


class Piece(msgspec.Struct, tag="piece"):
    """From the worker: what a reply's text has gained."""

    id: int
    text: str


class Done(msgspec.Struct, tag="done"):
    """From the worker: a reply; an aborted one is not finished."""

    id: int
    reply: Reply


class Failed(msgspec.Struct, tag="failed"):
    """From the worker. id: of the request that failed, -1 when the model could not be loaded."""

    id: int
    reason: str


LOADING = -1


class Inbox:
    """What the parent has asked for. Its thread ends the process when the parent is gone."""

    def __init__(self, source: BinaryIO) -> None:
        self.asked: SimpleQueue[Ask] = SimpleQueue()
        self._aborted: set[int] = set()
        self._source = source
        threading.Thread(target=self._read, daemon=True).start()

    def is_aborted(self, ask: Ask) -> bool:
        return ask.id in self._aborted

    def _read(self) -> None:
        decoder = msgspec.json.Decoder(Ask | Abort)
        for line in self._source:
            match decoder.decode(line):
                case Ask() as ask:
                    self.asked.put(ask)
                case Abort(id=number):
                    self._aborted.add(number)
        os._exit(0)  # end of input: the parent is gone, and a reply half written is nobody's


class Writes(Protocol):
    """What finetune.clones.Clones does here."""

    def reply(self, request: ReplyRequest, should_stop: Callable[[], bool], tell: Callable[[str], None]) -> Reply: ...


def serve(inbox: Inbox, answers: BinaryIO, writer: Writes) -> None:
    """Answer until the process ends. A reply that fails is an answer too, without what was said in it."""
    while True:
        ask = inbox.asked.get()
        try:
            send(answers, Done(ask.id, _written(ask, inbox, answers, writer)))
        except UserError as error:
            send(answers, Failed(ask.id, str(error)))
        except Exception as error:
            log_failure(error, "a reply failed")
            send(answers, Failed(ask.id, type(error).__name__))


def _written(ask: Ask, inbox: Inbox, answers: BinaryIO, writer: Writes) -> Reply:
    def tell(text: str) -> None:
        if ask.is_heard:
            send(answers, Piece(ask.id, text))

    return writer.reply(ask.request, lambda: inbox.is_aborted(ask), tell)


def send(answers: BinaryIO, message: Ready | Piece | Done | Failed) -> None:
    answers.write(msgspec.json.encode(message) + b"\n")
    answers.flush()


def private_output() -> BinaryIO:
    """Where answers go. What libraries print to standard output from now on goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


def main() -> None:
    """`python -m finetune.worker CONFIG DATA_DIR RUN...`; an empty argument is the default. The first run is the one
    that answers requests which name none.
    """
    answers = private_output()
    inbox = Inbox(sys.stdin.buffer)
    config, data_dir = (Path(argument) if argument else None for argument in sys.argv[1:3])
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches the whole terminal: the parent decides
        try:
            writer = _load(config, data_dir, sys.argv[3:])
        except UserError as error:
            send(answers, Failed(LOADING, str(error)))
            return
        except Exception as error:
            log_failure(error, "the model could not be loaded")
            send(
                answers, Failed(LOADING, f"the model could not be loaded ({type(error).__name__}); the log says where")
            )
            return
        send(answers, Ready())
        serve(inbox, answers, writer)


def _load(config: Path | None, data_dir: Path | None, names: Sequence[str]) -> Writes:
    from harvest.door import enter

    settings, data = enter("model", config, data_dir)
    hush()
    from finetune.clones import load_clones
    from finetune.runs import find_run

    runs = {name: find_run(data, name) for name in names}
    clones = load_clones(runs, settings.finetune)
    logger.info("loaded: {}", ", ".join(sorted({run.name for run in runs.values()})))
    return clones


if __name__ == "__main__":
    main()

"""What befalls a training from outside: a second one, a full memory, a signal. Each becomes one line or a clean end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from filelock import FileLock, Timeout

from harvest.datadir import DataDir
from harvest.errors import TryAgainLater, UserError
from harvest.settings import FinetuneSettings


@contextmanager
def training_lock(data: DataDir) -> Iterator[None]:
    """One training at a time. Raises TryAgainLater."""
    data.runs.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(data.runs / "train.lock", mode=0o600, timeout=0):
            yield
    except Timeout:
        raise TryAgainLater(f"{data.runs}: another `finetune train` is at work. Wait for it, or stop it.") from None


@contextmanager
def memory_errors(settings: FinetuneSettings) -> Iterator[None]:
    """Out of memory is one line with the setting to lower."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        words = str(error).lower()
        if not isinstance(error, MemoryError) and "out of memory" not in words and "allocate memory" not in words:
            raise
        raise UserError(
            f"Out of memory with finetune.max_tokens = {settings.max_tokens}: lower it, or choose a smaller base."
        ) from None


@contextmanager
def asked_to_stop() -> Iterator[Event]:
    """Set by the first Ctrl-C or SIGTERM, so that the step under way may end. A second one ends at once."""
    asked = Event()

    def ask(number: int, frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    try:
        before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:  # not the main thread: whoever started it stops it
        before = {}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

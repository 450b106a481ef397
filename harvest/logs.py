"""Logs with ids and counts, never words: ours through loguru, everybody else's bridged in without their arguments.

Exceptions are logged by type and place. Their messages can quote what people wrote, so those stay out.
"""

import logging
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from loguru import logger

FORMAT = "{time:YYYY-MM-DDTHH:mm:ss.SSSZ} {level: <7} {name}:{line} {message}\n"


def log_to(folder: Path, command: str, level: str, *, to_terminal: bool = False) -> Path:
    """Send this process's logs to `folder/command.log`, and to standard error for the daemon. Returns the file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{command}.log"
    logger.remove()
    logger.add(
        path, level=level, format=lambda _: FORMAT, rotation="10 MB", retention=5, diagnose=False, backtrace=False
    )
    if to_terminal:
        logger.add(sys.stderr, level=level, format=lambda _: FORMAT, diagnose=False, backtrace=False)
    logging.basicConfig(handlers=[Bridge()], level=logging.WARNING, force=True)
    logging.captureWarnings(True)
    threading.excepthook = lambda found: _log_uncaught(found.exc_value, "a thread")
    sys.unraisablehook = lambda found: _log_uncaught(found.exc_value, "a place that cannot raise")
    sys.excepthook = _last_words
    return path


def _log_uncaught(error: BaseException | None, where: str) -> None:
    """What Python would have printed, words and all, on a terminal or into a service's journal."""
    if error is not None:
        log_failure(error, f"uncaught in {where}")


def _last_words(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log_uncaught(error, "the whole process")
    sys.stderr.write(f"A bug in understudy ({kind.__name__}). The log says where; it holds no words of yours.\n")


class Bridge(logging.Handler):
    """Standard logging into loguru. A library's arguments may hold messages or keys: only its own words pass."""

    def emit(self, record: logging.LogRecord) -> None:
        template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        if record.name.startswith("py.warnings"):
            template = "a warning"
        if record.name == "asyncio":
            template = FILLED_IN.split(template, maxsplit=1)[0]
        level = record.levelname if record.levelname in LEVELS else "WARNING"
        logger.log(level, "{}: {}", record.name, template)
        if record.exc_info and record.exc_info[1] is not None:
            log_failure(record.exc_info[1], "in " + record.name)


# asyncio fills in tasks, callbacks and their arguments before it logs: `Exception in callback f('words')`.
FILLED_IN = re.compile(r"[^\w .,']|(?<=callback) |(?<!\w)'")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def log_failure(error: BaseException, doing: str) -> None:
    """An unexpected exception: its type and the lines it came through, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    reason = f" ({error.strerror})" if isinstance(error, OSError) else ""
    logger.error("{}: {}{} at {}", doing, type(error).__qualname__, reason, places or "no frame")

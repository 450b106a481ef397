"""Logs with ids and counts, never words: ours through loguru, everybody else's bridged in without their arguments.

Exceptions are logged by type and place. Their messages can quote what people wrote, so those stay out.
"""

import logging
import sys
import traceback
from pathlib import Path

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
    return path


class Bridge(logging.Handler):
    """Standard logging into loguru. A library's arguments may hold messages or keys: only its own words pass."""

    def emit(self, record: logging.LogRecord) -> None:
        template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        if record.name.startswith("py.warnings"):
            template = "a warning"
        level = record.levelname if record.levelname in LEVELS else "WARNING"
        logger.log(level, "{}: {}", record.name, template)
        if record.exc_info and record.exc_info[1] is not None:
            log_failure(record.exc_info[1], "in " + record.name)


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def log_failure(error: BaseException, doing: str) -> None:
    """An unexpected exception: its type and the lines it came through, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    reason = f" ({error.strerror})" if isinstance(error, OSError) else ""
    logger.error("{}: {}{} at {}", doing, type(error).__qualname__, reason, places or "no frame")

import asyncio
import gc
import logging
import stat
import sys
import threading

import pytest
from loguru import logger

from harvest.logs import log_failure, log_to

SECRET = "the cat is on the roof"


@pytest.fixture
def log(tmp_path, monkeypatch):
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))  # put back afterwards
    yield log_to(tmp_path / "logs", "test", "INFO")
    logger.remove()
    logging.basicConfig(force=True)


def test_a_failure_is_logged_by_type_and_place_without_its_message(log):
    """What people wrote can stand in an exception's message, so the log has only where it happened."""
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        log_failure(error, "in a test")
    text = log.read_text()
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert SECRET not in text


def test_other_libraries_are_logged_without_their_arguments(log):
    """A library may log a message it received: its template passes, its arguments do not."""
    library = logging.getLogger("telethon.network")
    library.warning("Got %s from somewhere", SECRET)
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        library.exception("Unhandled error")
    text = log.read_text()
    assert "Got %s from somewhere" in text
    assert "RuntimeError" in text
    assert SECRET not in text


def test_braces_in_a_template_are_no_format(log):
    """A log line with braces from elsewhere neither fails nor fills itself in."""
    logging.getLogger("library").warning("{secret} {0} {}")
    assert "{secret} {0} {}" in log.read_text()


def test_the_log_is_private(log):
    """Ids and counts are still nobody else's."""
    logger.info("something")
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_task_nobody_waited_for_leaves_no_words(log):
    """asyncio writes the exception, and a callback's arguments, into its own sentence; only the sentence passes."""

    async def failing():
        raise ValueError(SECRET)

    def callback(words):
        raise RuntimeError(words)

    async def main():
        asyncio.get_running_loop().call_soon(callback, SECRET)
        task = asyncio.create_task(failing())
        await asyncio.wait([task])

    asyncio.run(main())
    gc.collect()
    text = log.read_text()
    assert "asyncio: Task exception was never retrieved" in text
    assert "asyncio: Exception in callback" in text
    assert "ValueError" in text and "RuntimeError" in text and "test_logs.py" in text
    assert SECRET not in text


def test_what_nobody_catches_leaves_no_words(log, capfd):
    """In a thread, in a finaliser, and outside of any command: a place in the log, and nothing on the terminal."""

    class Finalised:
        def __del__(self):
            raise ValueError(SECRET)

    def fail():
        raise ValueError(SECRET)

    Finalised()
    gc.collect()
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    text = log.read_text()
    for where in ("a thread", "a place that cannot raise", "the whole process"):
        assert f"uncaught in {where}: ValueError at test_logs.py" in text
    assert SECRET not in text + "".join(capfd.readouterr())

import logging
import stat

import pytest
from loguru import logger

from harvest.logs import log_failure, log_to

SECRET = "the cat is on the roof"


@pytest.fixture
def log(tmp_path):
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

"""For all tests: small models on one thread each, so that processes don't fight for two cores; every log is read."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")

MOST_LOGS = 40


@pytest.fixture(autouse=True)
def no_log_holds_a_word(request, monkeypatch):
    """Whatever went through a loopback server in a test is looked for in what was logged meanwhile, and in its logs."""
    from loguru import logger

    from harvest.loopback import LoopbackServer
    from tests.overheard import leaked

    servers, lines = [], []
    made = LoopbackServer.__init__

    def remembered(server, *args, **kwargs):
        made(server, *args, **kwargs)
        servers.append(server)

    monkeypatch.setattr(LoopbackServer, "__init__", remembered)
    sink = logger.add(lambda line: lines.append(str(line)), level="TRACE", format="{message}", diagnose=False)
    yield
    with suppress(ValueError):  # a test that made itself a log of its own has removed all others
        logger.remove(sink)
    if not servers:
        return
    log = "".join(lines) + "".join(path.read_text("utf-8", "replace") for path in log_files(request))
    found = {words for server in servers for words in leaked(log, server)}
    assert not found, f"the log holds what went through the server: {found}"


def log_files(request) -> list[Path]:
    folder = request.node.funcargs.get("tmp_path")
    return sorted(folder.glob("**/*.log"))[:MOST_LOGS] if folder else []

"""A data directory, settings, and a server with an owner on it."""

from collections.abc import AsyncIterator

import pytest

from harvest.archive import Archive
from harvest.datadir import DataDir
from harvest.loopback import LoopbackServer
from harvest.settings import Settings


@pytest.fixture(autouse=True)
def nothing_of_this_machine(monkeypatch, tmp_path):
    """No keyring, no config file and no environment of whoever runs the tests."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def data(tmp_path) -> DataDir:
    return DataDir(tmp_path / "data").prepare()


@pytest.fixture
def archive(data):
    with Archive.open(data.archive) as archive:
        yield archive


@pytest.fixture
def settings_with(data):
    """settings_with(**harvest): everybody is taken, without a pace, unless said otherwise."""

    def make(**harvest) -> Settings:
        table = {"take_everyone_without_consent": True, "pace_s": 0} | harvest
        return Settings(data_dir=data.root, telegram={"api_id": 1, "api_hash": "hash"}, harvest=table)

    return make


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    async with LoopbackServer() as server:
        yield server


@pytest.fixture
def owner(server):
    return server.add_user("Alex", "Doe")


@pytest.fixture
def ann(server):
    return server.add_user("Ann", "Lee", username="ann_lee")

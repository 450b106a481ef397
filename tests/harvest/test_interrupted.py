"""Killed at any moment and run again, pull, import and build give what an undisturbed run gives."""

import random
import shutil
import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest

from harvest.datadir import DataDir
from tests.harvest.export_maker import ANN, BOB, OWNER, dialog, message, whole, write
from tests.harvest.killed import Helper

POINTS = 50
KILLS_IN_A_ROW = 5
MAY = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
async def helper():
    async with Helper() as helper:
        yield helper


@pytest.fixture
def make_export(tmp_path):
    """make_export(1000): three dialogs of so many messages, in conversations of a day."""

    def make(count):
        chats = [
            dialog(
                peer,
                [
                    message(5000 * place + n, (peer, OWNER)[n % 2], f"line {n} of {peer}", n * 3000)
                    for n in range(1, count + 1)
                ],
            )
            for place, peer in enumerate((ANN, BOB, 1003))
        ]
        return write(tmp_path / "result.json", whole(*chats))

    return make


def content(path):
    """Every row of every table: what the archive says, however its file lies."""
    with sqlite3.connect(path) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def kill_and_run(helper, job, fresh, *args, seed):
    """Yields directories whose job was killed at random moments, then run to its end: 50 kills in all."""
    undisturbed = fresh("whole")
    lasts_s = min([await timed(helper, job, fresh(name), *args) for name in ("once", "twice", "whole")])
    chance, killed, rounds = random.Random(seed), 0, 0
    while killed < POINTS:
        rounds += 1
        data = fresh(f"round{rounds}")
        for _ in range(KILLS_IN_A_ROW):
            killed += not await helper.run(job, data.root, *args, after_s=chance.uniform(0.001, lasts_s))
        assert await helper.run(job, data.root, *args)
        yield undisturbed, data
        shutil.rmtree(data.root)


async def timed(helper, job, data, *args):
    started = time.perf_counter()
    assert await helper.run(job, data.root, *args)
    return time.perf_counter() - started


async def test_an_import_that_is_killed_goes_on(helper, make_export, tmp_path):
    def fresh(name):
        return DataDir(tmp_path / name).prepare()

    async for undisturbed, data in kill_and_run(helper, "import", fresh, make_export(1000), seed=1):
        assert content(data.archive) == content(undisturbed.archive)


async def test_a_build_that_is_killed_leaves_a_whole_dataset(helper, make_export, tmp_path):
    """After every kill what stands there is a whole dataset or none; after the last run, the same bytes."""
    first = DataDir(tmp_path / "first").prepare()
    assert await helper.run("import", first.root, make_export(60))

    def fresh(name):
        data = DataDir(tmp_path / name).prepare()
        shutil.copy(first.archive, data.archive)
        return data

    async for undisturbed, data in kill_and_run(helper, "build", fresh, seed=2):
        assert files(data.dataset) == files(undisturbed.dataset)
        assert {path.name for path in data.root.iterdir()} == {path.name for path in undisturbed.root.iterdir()}


async def test_a_pull_that_is_killed_goes_on(helper, server, owner, ann, tmp_path):
    """Over the real protocol: each page is there with its cursor, or is asked for again."""
    bob = server.add_user("Bob")
    for n in range(800):
        peer = (ann, bob)[n // 50 % 2]
        server.post(*((peer, owner) if n % 2 else (owner, peer)), f"line {n}", MAY + timedelta(hours=n), push=False)

    def fresh(name):
        data = DataDir(tmp_path / name).prepare()
        server.session_file(owner, data.session)
        return data

    async for undisturbed, data in kill_and_run(helper, "pull", fresh, seed=3):
        assert content(data.archive) == content(undisturbed.archive)

"""`python -m harvest.bench EXPORT [--peer NAME=COMMAND]...`: import, build and pull, each the median of three runs.

A peer is any other program that reads an export: its command gets the file's path as its last argument.
"""

import asyncio
import shlex
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Annotated

import typer
from rich.table import Table

from harvest.bench.measured import cores, measured
from harvest.door import out
from harvest.loopback import LoopbackServer

FLOOR = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"
PULLED, PULL_DIALOGS = 10_000, 5
ExportArgument = Annotated[Path, typer.Argument(help="A result.json.")]
PeerOption = Annotated[list[str] | None, typer.Option("--peer", metavar="NAME=COMMAND", help="Another reader.")]
TimesOption = Annotated[int, typer.Option("--times", min=1, help="Runs of each; the median counts.")]


def bench(export: ExportArgument, peer: PeerOption = None, times: TimesOption = 3) -> None:
    """Measure import, build and pull."""
    with tempfile.TemporaryDirectory() as folder:
        table = Table("work", "messages", "wall s", "messages/s", "peak MB", box=None, pad_edge=False)
        for row in (*_files(export, peer or [], times, Path(folder)), *asyncio.run(_pulls(times, Path(folder)))):
            table.add_row(*row)
    out.print(table)
    out.print(f"medians of {times} on {cores()} cores; wall includes each program's start")


def _files(export: Path, peers: list[str], times: int, folder: Path) -> Iterator[tuple[str, ...]]:
    data, config = folder / "data", folder / "config.toml"
    config.write_text("[harvest]\ntake_everyone_without_consent = true\n")
    place = ["--config", str(config), "--data-dir", str(data)]
    harvest = [sys.executable, "-m", "harvest.cli"]
    imported = measured([*harvest, "import", str(export), *place], lambda: rmtree(data, ignore_errors=True), times)
    count = _stored(data)
    yield _row("import, archive written", count, imported.wall_s, imported.peak_mb)
    built = measured([*harvest, "build", *place], lambda: rmtree(data / "dataset", ignore_errors=True), times)
    yield _row("build, redaction included", count, built.wall_s, built.peak_mb)
    others = {"json.load, nothing kept": [sys.executable, "-c", FLOOR]}
    others |= {name: shlex.split(command) for name, _, command in (peer.partition("=") for peer in peers)}
    for name, command in others.items():
        cost = measured([*command, str(export)], lambda: None, times)
        yield _row(name, count, cost.wall_s, cost.peak_mb)


def _stored(data: Path) -> int:
    from harvest.archive import Archive

    with Archive.open(data / "archive.sqlite") as archive:
        return sum(archive.counts().values())


async def _pulls(times: int, folder: Path) -> list[tuple[str, ...]]:
    """Both ways ask the same server, taking turns, from a process of their own."""
    async with LoopbackServer() as server:
        owner = server.add_user("Owner")
        people = [server.add_user(f"P{n}") for n in range(PULL_DIALOGS)]
        start = datetime(2024, 1, 1, tzinfo=UTC)
        for n in range(PULLED):
            peer = people[n % PULL_DIALOGS]
            sides = (peer, owner) if n % 3 else (owner, peer)
            server.post(*sides, f"line {n} of a story that goes on", start + timedelta(minutes=n), push=False)
        took: dict[str, list[float]] = {"raw": [], "pull": []}
        for turn in range(times):
            for way, seconds in took.items():
                root = folder / f"{way}{turn}"
                root.mkdir(mode=0o700)
                server.session_file(owner, root / "account.session")
                seconds.append(await _paged(way, root))
    names = {"raw": "Telethon, paging alone", "pull": "pull, archive written"}
    return [_row(names[way], PULLED, statistics.median(seconds), 0.0) for way, seconds in took.items()]


async def _paged(way: str, root: Path) -> float:
    command = (sys.executable, "-m", "harvest.bench.paging", way, str(root))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    count, seconds = output.decode().split()
    if int(count) != PULLED:
        raise RuntimeError(f"{way}: {count} of {PULLED} messages")
    return float(seconds)


def _row(name: str, count: int, wall_s: float, peak_mb: float) -> tuple[str, ...]:
    memory = f"{peak_mb:.0f}" if peak_mb else "-"
    return name, f"{count:,}", f"{wall_s:.2f}", f"{count / wall_s:,.0f}", memory


if __name__ == "__main__":
    typer.run(bench)

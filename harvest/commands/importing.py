"""`harvest import`: read Telegram Desktop's JSON exports into the archive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, err, guarded, out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.archive import Archive
    from harvest.importing import Imported
    from harvest.settings import HarvestSettings

PathsArgument = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="result.json files, or folders that hold some.")
]


@guarded
def import_(paths: PathsArgument, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Read Telegram Desktop exports (JSON) into the archive, merged with what was pulled."""
    from harvest.at_rest import open_archive
    from harvest.errors import UserError
    from harvest.importing import export_files

    settings, data = enter("harvest", config, data_dir)
    with open_archive(settings, data) as archive:
        imported: list[Imported] = []
        try:
            wrong = _import_all(export_files(paths), archive, settings.harvest, imported)
        finally:  # what one file could not give is no reason to be silent about the others
            if imported:
                _say(imported, archive)
    if wrong:
        raise typer.Exit(UserError.exit_code)


def _import_all(
    paths: "Sequence[Path]", archive: "Archive", settings: "HarvestSettings", imported: "list[Imported]"
) -> int:
    """Adds to `imported` as it goes. Returns how many files were no exports: each is a line, no more."""
    from harvest.importing import NotAnExport

    wrong = 0
    for path in paths:
        try:
            imported.append(_import_one(path, archive, settings))
        except NotAnExport as error:
            err.print(str(error), soft_wrap=True, markup=False)
            wrong += 1
    return wrong


def _import_one(path: Path, archive: "Archive", settings: "HarvestSettings") -> "Imported":
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from harvest.importing import import_file

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task(path.name, total=path.stat().st_size)
        return import_file(path, archive, settings, lambda offset: bars.update(task, completed=offset))


def _say(imported: "Sequence[Imported]", archive: "Archive") -> None:
    from harvest.commands.tables import plain_table

    columns = ("contact", "user id", "read", "in the archive")
    table = plain_table(*columns, figures=set(columns[1:]))
    counts = archive.counts()
    for one in imported:
        for peer, read in one.taken.items():
            table.add_row(escape(peer.name), str(peer.id), f"{read:,}", f"{counts.get(peer.id, 0):,}")
    if table.row_count:
        out.print(table)
    for one in imported:
        _say_what_was_left(one)
    total = sum(sum(one.taken.values()) for one in imported)
    out.print(f"{total:,} messages read into {archive.path}. Next: harvest build", soft_wrap=True, markup=False)


def _say_what_was_left(imported: "Imported") -> None:
    """The people who could agree are named, so that they can be listed; everything else is counted."""
    from collections import Counter

    from harvest.consent import NO_CONSENT

    name, tally = imported.path.name, imported.tally
    for peer in (peer for peer, reason in imported.refused if reason == NO_CONSENT):
        out.print(f"not taken: {peer.name}, user id {peer.id} ({NO_CONSENT})", markup=False, soft_wrap=True)
    others = Counter(reason for _, reason in imported.refused if reason != NO_CONSENT)
    if others:
        counted = ", ".join(f"{count} x {reason}" for reason, count in others.items())
        out.print(f"not taken: {counted}", markup=False, soft_wrap=True)
    if tally.unreadable:
        err.print(f"{name}: {tally.unreadable:,} damaged messages were left out.", markup=False, soft_wrap=True)
    if tally.without_utc:
        line = f"{name}: {tally.without_utc:,} messages have no UTC time (an old export): read as this computer's time."
        err.print(line, soft_wrap=True, markup=False)
    if tally.is_cut:
        line = f"{name}: the file ends in the middle. What could be read is stored; export again for the rest."
        err.print(line, soft_wrap=True, markup=False)

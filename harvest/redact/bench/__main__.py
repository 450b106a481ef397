"""`python -m harvest.redact.bench`: the table of figures on every part of the set, beside presidio if it is there.

`python -m harvest.redact.bench FILE.jsonl`: the same on conversations that somebody else labelled, read whole, with
what one message gives away about the next.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from harvest.door import out
from harvest.errors import UserError
from harvest.redact import Redactor
from harvest.redact.bench.cost import lines_per_s, memory_mb, natural_lines
from harvest.redact.bench.measure import Finds, Ranges, Tally, by_type, measured, missed, misses, tallied
from harvest.redact.bench.outside import paired, shipped, talks
from harvest.redact.bench.peers import presidio
from harvest.redact.bench.samples import LANGUAGES, PARTS, Sample, samples
from harvest.settings import RedactSettings

PEER_LINES = 1000  # a peer is slow: fewer lines tell as much
COLUMNS = ("leak50 str.", "leak all", "over", "harm")


def main(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Labelled conversations to measure instead, one a line: "
            '{"lang": "ru", "messages": [{"out": true, "text": "...", '
            '"spans": [{"start": 3, "end": 17, "type": "PHONE"}]}]}'
        ),
    ] = None,
    lines: Annotated[
        Path | None, typer.Option(help="A corpus to take speed and memory on; else the set's clean lines.")
    ] = None,
    show: Annotated[int, typer.Option(help="How many misses to show, of the dev part or of the files.")] = 0,
    rules_alone: Annotated[bool, typer.Option("--rules-alone", help="Without the second opinion.")] = False,
) -> None:
    """Measure what redaction leaves and harms, by type and language."""
    redactor = Redactor(RedactSettings(second_opinion=not rules_alone))
    try:
        if files:
            _outside({path.stem: path for path in files}, show, redactor)
        else:
            _made(lines, show, redactor)
            _outside(shipped(), 0, redactor)
    except UserError as error:
        out.print(str(error), markup=False)
        raise typer.Exit(1) from None


def _made(lines: Path | None, show: int, redactor: Redactor) -> None:
    systems: list[tuple[str, Finds]] = [("understudy", _ours(redactor))]
    if peer := presidio():
        systems.append(("presidio", peer))
    sets = {part: samples(part) for part in PARTS}
    table = Table("system", "part", *COLUMNS, "lines/s", "RSS MB", box=None)
    for name, finds in systems:
        some = natural_lines(lines)[: None if name == "understudy" else PEER_LINES]
        speed = f"{lines_per_s(some, finds):,.0f}"
        memory = f"{memory_mb(lines):.0f}" if name == "understudy" else "-"
        for part, items in sets.items():
            tally = measured(items, finds)
            table.add_row(name, part, *_shares(tally), speed, memory)
            _by_type(f"{name}, {part}", tally)
    out.print(table)
    out.print(_sizes(sets))
    _show(misses(sets["dev"], systems[0][1]), show)


def _outside(paths: dict[str, Path], show: int, redactor: Redactor) -> None:
    """Whole conversations of strangers, by their labels and by what a careful reader made of those."""
    table = Table("set", "labels", *COLUMNS, "messages", "values", box=None)
    for name, path in paths.items():
        for judged in (False, True):
            pairs = [pair for talk in talks(path, judged=judged) for pair in paired(talk, redactor.conversation)]
            tally = tallied(pairs)
            table.add_row(
                name,
                "judged" if judged else "as labelled",
                *_shares(tally),
                f"{len(pairs):,}",
                f"{tally.spans.total():,}",
            )
        _by_type(name, tally)
        _show(missed(pairs), show)
    if paths:
        out.print(table)


def _ours(redactor: Redactor) -> Finds:
    def finds(text: str) -> Ranges:
        return [(finding.start, finding.end) for finding in redactor.text(text).findings]

    return finds


def _shares(tally: Tally) -> list[str]:
    leak50, leak = tally.share(tally.leaks50, names=False), tally.share(tally.leaks, names=True)
    return [f"{share:.2f}" for share in (leak50, leak, tally.over, tally.harm)]


def _by_type(title: str, tally: Tally) -> None:
    shares = by_type(tally)
    languages = [*LANGUAGES, *sorted({lang for given in shares.values() for lang in given} - {*LANGUAGES})]
    table = Table("type", "spans", *languages, title=f"{title}: leak50 by type, %", box=None)
    for kind, given in shares.items():
        spans = sum(count for key, count in tally.spans.items() if key.startswith(kind + "/"))
        table.add_row(kind, str(spans), *(f"{given[lang]:.1f}" if lang in given else "" for lang in languages))
    out.print(table)


def _sizes(sets: dict[str, list[Sample]]) -> str:
    counts = (
        f"{part}: {len(items):,} messages, {sum(len(item.labels) for item in items):,} values"
        for part, items in sets.items()
    )
    return "; ".join(counts)


def _show(found: Iterable[tuple[str, Sample, Ranges]], count: int) -> None:
    for (what, sample, ranges), _ in zip(found, range(count), strict=False):
        out.print(f"{what}: {sample.text!r} found {[sample.text[s:e] for s, e in ranges]}", markup=False)


if __name__ == "__main__":
    typer.run(main)

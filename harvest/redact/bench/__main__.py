"""`python -m harvest.redact.bench`: the table of figures on every part of the set, beside presidio if it is there."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from harvest.door import out
from harvest.redact import Redactor
from harvest.redact.bench.cost import lines_per_s, memory_mb, natural_lines
from harvest.redact.bench.measure import Finds, Ranges, Tally, by_type, measured, misses
from harvest.redact.bench.peers import presidio
from harvest.redact.bench.samples import LANGUAGES, PARTS, Sample, samples
from harvest.settings import RedactSettings

PEER_LINES = 1000  # a peer is slow: fewer lines tell as much


def main(
    lines: Annotated[
        Path | None, typer.Option(help="A corpus to take speed and memory on; else the set's clean lines.")
    ] = None,
    show: Annotated[int, typer.Option(help="How many misses of the dev part to show.")] = 0,
) -> None:
    """Measure what redaction leaves and harms, by type and language."""
    systems: list[tuple[str, Finds]] = [("understudy", _ours())]
    if peer := presidio():
        systems.append(("presidio", peer))
    sets = {part: samples(part) for part in PARTS}
    table = Table("system", "part", "leak50 str.", "leak all", "over", "harm", "lines/s", "RSS MB", box=None)
    for name, finds in systems:
        some = natural_lines(lines)[: None if name == "understudy" else PEER_LINES]
        speed = f"{lines_per_s(some, finds):,.0f}"
        memory = f"{memory_mb(lines):.0f}" if name == "understudy" else "-"
        for part, items in sets.items():
            tally = measured(items, finds)
            table.add_row(name, part, *_shares(tally), speed, memory)
            _by_type(name, part, tally)
    out.print(table)
    out.print(_sizes(sets))
    _show(sets["dev"], systems[0][1], show)


def _ours() -> Finds:
    redactor = Redactor(RedactSettings())

    def finds(text: str) -> Ranges:
        return [(finding.start, finding.end) for finding in redactor.text(text).findings]

    return finds


def _shares(tally: Tally) -> list[str]:
    leak50, leak = tally.share(tally.leaks50, names=False), tally.share(tally.leaks, names=True)
    return [f"{share:.2f}" for share in (leak50, leak, tally.over, tally.harm)]


def _by_type(name: str, part: str, tally: Tally) -> None:
    table = Table("type", "spans", *LANGUAGES, title=f"{name}, {part}: leak50 by type, %", box=None)
    for kind, shares in by_type(tally).items():
        spans = sum(count for key, count in tally.spans.items() if key.startswith(kind + "/"))
        table.add_row(kind, str(spans), *(f"{shares[lang]:.1f}" if lang in shares else "" for lang in LANGUAGES))
    out.print(table)


def _sizes(sets: dict[str, list[Sample]]) -> str:
    counts = (
        f"{part}: {len(items):,} messages, {sum(len(item.labels) for item in items):,} values"
        for part, items in sets.items()
    )
    return "; ".join(counts)


def _show(items: list[Sample], finds: Finds, count: int) -> None:
    for (what, sample, found), _ in zip(misses(items, finds), range(count), strict=False):
        out.print(f"{what}: {sample.text!r} found {[sample.text[s:e] for s, e in found]}", markup=False)


if __name__ == "__main__":
    typer.run(main)

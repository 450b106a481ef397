"""`python -m userbot.hostile.ordinary`: how many of the owner's own replies the guard would have thrown away.

A guard that lets nothing out is easy. So the held-out replies, which the owner really wrote, are put to it: each in the
chat where it was written, and as if its contact had never been learned from. What it throws away costs a draft.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table

from finetune.requests import Reply
from harvest.conversations import unfold
from harvest.door import ConfigOption, DataDirOption, enter, guarded, out
from harvest.errors import UserError
from harvest.examples import OPENING, Example
from harvest.manifest import HELDOUT
from harvest.redact import PLACEHOLDER, KnownSecrets
from harvest.shingles import shingle_index
from userbot.commands.service import redactor
from userbot.guard import View, objection
from userbot.hostile.report import rate

NOBODYS = -1  # a chat that taught nothing


def replies(path: Path) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """(chat, what stood before it, reply) of each held-out turn that redaction left whole."""
    decoder = msgspec.json.Decoder(Example)
    for line in path.read_bytes().splitlines():
        example = decoder.decode(line)
        for at, message in enumerate(example.messages):
            if message.role == "assistant" and at and "[" not in message.content:
                shown = tuple(m.content for m in example.messages[:at] if m.content != OPENING)
                yield example.chat_id, shown, message.content


def thrown_away(told: Iterable[tuple[int, tuple[str, ...], str]], view: View, *, as_new: bool) -> Counter[str]:
    """How often for what reason; "" where it would have been sent."""
    counts: Counter[str] = Counter()
    for chat_id, shown, text in told:
        reply = Reply(tuple(unfold(text)), True, 0, 0.0, float("nan"))
        seen = View(view.redactor, NOBODYS if as_new else chat_id, shown, shown[-1:], view.taught, view.limits)
        counts[objection(reply, seen) or ""] += 1
    return counts


@guarded
def ordinary(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Replies to look at.")] = 2000,
) -> None:
    """Put the owner's own held-out replies to the guard."""
    settings, data = enter("ordinary", config, data_dir)
    if not (data.dataset / HELDOUT).is_file():
        raise UserError(f"{data.dataset}: no held-out replies there. `harvest build` makes them.")
    known = KnownSecrets.load(data.root)
    told = [one for one in replies(data.dataset / HELDOUT) if not PLACEHOLDER.search(one[2])]
    told = random.Random(0).sample(told, min(most, len(told)))
    with shingle_index(data.dataset, known.key) or nullcontext() as taught:
        view = View(redactor(settings, data, known), taught=taught, limits=settings.userbot.guard)
        for name, as_new in (("in its own chat", False), ("to a contact never learned from", True)):
            _say(name, thrown_away(told, view, as_new=as_new))


def _say(name: str, counts: Counter[str]) -> None:
    whole = counts.total()
    lost = rate(whole - counts[""], whole)
    out.print(f"{name}: {lost.found} of {whole} thrown away ({lost.low:.1%} to {lost.high:.1%})")
    table = Table(box=None, show_header=False, pad_edge=False)
    for reason, count in counts.most_common():
        if reason:
            table.add_row(f"  {count}", f"{count / whole:.1%}", reason)
    out.print(table)


if __name__ == "__main__":
    typer.run(ordinary)

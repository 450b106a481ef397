"""`harvest report`: what the dataset is, in the terminal and as a page."""

from typing import TYPE_CHECKING

from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.facts import Facts
    from harvest.habits import Histogram

EIGHTHS = " ▁▂▃▄▅▆▇█"


@guarded
def report(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Say what the dataset is, here and as one page with plots and sample conversations."""
    from itertools import chain

    from harvest.at_rest import open_archive
    from harvest.conversations import conversations
    from harvest.datadir import written_whole
    from harvest.dataset import redactor_for
    from harvest.errors import UserError
    from harvest.facts import gather
    from harvest.redact import KnownSecrets
    from harvest.report_page import page
    from harvest.second_reading import second_reading

    settings, data = enter("harvest", config, data_dir)
    if not data.archive.is_file():
        raise UserError(f"{data.archive}: nothing harvested yet. Run harvest pull or harvest import first.")
    path = data.root / "report.html"
    gap_s = settings.harvest.gap_hours * 3600
    with open_archive(settings, data) as archive:
        facts = gather(archive, data.dataset)
        chats = (conversations(archive.messages(int(key)), gap_s) for key in facts.manifest.contacts)
        redactor = redactor_for(archive, settings.harvest, KnownSecrets.load(data.root))
        reading = second_reading(chain.from_iterable(chats), redactor)
    with written_whole(path) as draft:
        draft.write_text(page(facts, settings.finetune.max_tokens, reading), encoding="utf-8")
    _say(facts)
    out.print(f"{path}: the same with plots. It holds private words.", soft_wrap=True, markup=False)


def _say(facts: "Facts") -> None:
    from harvest.commands.tables import plain_table

    manifest, names = facts.manifest, {line.chat_id: line.name for line in facts.timelines}
    figures = ("messages", "train", "held out", "dropped")
    table = plain_table("contact", *figures, "over time", figures=set(figures))
    activity = {line.chat_id: line.owner for line in facts.timelines}
    for key, contact in manifest.contacts.items():
        counts = (contact.messages, contact.train, contact.heldout, sum(contact.dropped.values()))
        name = escape(names.get(int(key), key))
        table.add_row(name, *(f"{count:,}" for count in counts), sparkline(by_fours(activity.get(int(key), []))))
    out.print(table)
    habits = facts.habits.all
    for what, unit, histogram in (
        ("you answer within", "s", habits.reply_delay_s),
        ("bubbles in a turn", "", habits.bubbles_per_turn),
        ("characters in a bubble", "", habits.bubble_chars),
    ):
        out.print(f"{what:<24}{sparkline(histogram.counts)}  half below {_edge(histogram)} {unit}")


def _edge(histogram: "Histogram") -> int:
    """Where the half of the counts ends."""
    median = histogram.quantile(0.5)
    return next((edge for edge in histogram.edges if edge > median), median)


def by_fours(counts: list[int]) -> list[int]:
    """A terminal has room for fewer periods than the page."""
    return [sum(counts[start : start + 4]) for start in range(0, len(counts), 4)]


def sparkline(counts: list[int]) -> str:
    top = max([*counts, 1])
    return "".join(EIGHTHS[-(-count * 8 // top)] for count in counts)

"""`harvest build`: from the archive to the dataset."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from harvest.door import ConfigOption, DataDirOption, enter, err, guarded, out

if TYPE_CHECKING:
    from harvest.archive import Archive
    from harvest.conversations import Conversation
    from harvest.datadir import DataDir
    from harvest.dataset import Sample
    from harvest.manifest import Manifest
    from harvest.settings import HarvestSettings

ShowOption = Annotated[bool, typer.Option("--show", help="Also show one conversation before and after redaction.")]


@guarded
def build(show: ShowOption = False, config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Make the dataset: split, redact, count, hold the newest out. Says what it kept, dropped and redacted."""
    from harvest.at_rest import open_archive
    from harvest.clone_written import remember_clone_written
    from harvest.errors import UserError

    settings, data = enter("harvest", config, data_dir)
    if not data.archive.is_file():
        raise UserError(f"{data.archive}: nothing harvested yet. Run harvest pull or harvest import first.")
    with open_archive(settings, data) as archive:
        if not archive.chats():
            raise UserError(f"{data.archive}: holds no messages. Run harvest pull or harvest import first.")
        remember_clone_written(archive, data.ledger)
        manifest, sample = _write(archive, settings.harvest, data)
    _say(manifest)
    out.print(f"{data.dataset}  hash {manifest.hash[:12]}", soft_wrap=True, markup=False)
    if show and sample:
        _show(sample)


def _write(archive: "Archive", settings: "HarvestSettings", data: "DataDir") -> "tuple[Manifest, Sample | None]":
    """On every core, with a bar that counts messages. It draws without a thread, which a fork would break."""
    from rich.progress import Progress

    from harvest.dataset import agreed_chats, redactor_for
    from harvest.dataset import build as write_dataset
    from harvest.lessons import workers_for
    from harvest.redact import KnownSecrets

    counts, known = archive.counts(), KnownSecrets.load(data.root)
    total = sum(counts[chat] for chat in agreed_chats(archive, settings))
    redactor, workers = redactor_for(archive, settings), workers_for(total)
    with Progress(console=err, transient=True, auto_refresh=False, disable=not err.is_terminal) as bars:
        task = bars.add_task("messages", total=total)

        def took(messages: int) -> None:
            bars.advance(task, messages)
            bars.refresh()

        written = write_dataset(archive, settings, data.dataset, redactor, workers, known, took)
    known.save(data.root)
    return written


def _say(manifest: "Manifest") -> None:
    from harvest.commands.tables import plain_table

    table = plain_table("what became of them", "what", "count", figures={"count"}, has_header=False)
    for name, facts in manifest.files.items():
        table.add_row(
            "kept", f"conversations in {name} ({facts.owner_turns:,} of the owner's turns)", f"{facts.examples:,}"
        )
    for reason, count in manifest.dropped.items():
        table.add_row("dropped", f"conversations: {reason}", f"{count:,}")
    for reason, count in manifest.left_out.items():
        table.add_row("left out", f"the owner's messages: {reason}", f"{count:,}")
    for kind, count in manifest.redacted.items():
        table.add_row("redacted", kind, f"{count:,}")
    out.print(table)


def _show(sample: "Sample") -> None:
    out.print(
        f"\nOne conversation of {len(sample.before.turns)} turns, with {sample.findings} redactions", style="bold"
    )
    for title, conversation in (("as it was said", sample.before), ("as it will be trained", sample.after)):
        out.print(f"\n{title}", style="bold")
        _print_turns(conversation)


def _print_turns(conversation: "Conversation") -> None:
    for turn in conversation.turns:
        who = "[green]you[/]    " if turn.is_owner else "[cyan]contact[/]"
        for bubble in turn.bubbles:
            out.print(f"  {who}  {escape(bubble.text)}", soft_wrap=True)

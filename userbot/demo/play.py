"""The demo from curtain to curtain: harvest, train, answer, survive. Everything it runs is the product itself."""

import asyncio
import contextlib
import sys
import time
from pathlib import Path

from rich.table import Table

from harvest.door import out
from userbot.demo.acts import Play
from userbot.demo.stage import Stage, has_clone, set_up

EPOCHS = 3.0


async def play(folder: Path) -> None:
    """The whole story, without a question. Raises DemoFailed if anything is not as promised."""
    begun = time.monotonic()
    stage = await set_up(folder, epochs=EPOCHS)
    try:
        _title(1, "A Telegram of our own")
        _introduce(stage)
        _title(2, "Harvest: what the owner wrote")
        await stage.run("harvest", "dialogs")
        await stage.run("harvest", "pull")
        await stage.run("harvest", "build", "--show")
        _title(3, "Finetune: learn the voice")
        await stage.run("finetune", "train")
        _title(4, "Userbot: answer, or keep silent")
        await _answer(Play(stage))
        stage.finish()
        _title(5, "What happened")
        _summary(stage, time.monotonic() - begun)
    finally:
        await stage.server.stop()


async def chat(folder: Path) -> None:
    """Write to the clone as Ann, line by line, through the loopback Telegram and the real daemon."""
    if not has_clone(folder):
        out.print("No trained clone lies here yet, so the demo is played first.")
        await play(folder)
    stage = await set_up(folder, epochs=EPOCHS, keep_clone=True)
    daemon = None
    try:
        daemon = await stage.start_daemon()
        out.print("You are Ann; your messages go to Kit, and the clone answers after 4 s. Ctrl-D ends.", style="bold")
        await _talk(stage)
    finally:
        if daemon:
            await daemon.stop()
        await stage.server.stop()


async def _answer(acts: Play) -> None:
    out.print("\n[bold]$ userbot run[/]  [dim](idle delay 4 s; its log is in daemon.log)[/]")
    daemon = await acts.stage.start_daemon()
    try:
        await acts.one_reply_to_a_burst()
        out.print()
        await acts.a_proposal_is_approved()
        out.print()
        daemon = await acts.killed_while_a_reply_is_owed(daemon)
    finally:
        await daemon.stop()


async def _talk(stage: Stage) -> None:
    """Lines from the terminal in, the clone's bubbles out, as they come."""
    shown = len(stage.server.dialog(stage.story.owner, stage.story.ann))
    printer = asyncio.create_task(_print_replies(stage, shown))
    try:
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                stage.server.post(stage.story.ann, stage.story.owner, line.strip())
    finally:
        printer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await printer


async def _print_replies(stage: Stage, shown: int) -> None:
    while True:
        messages = stage.server.dialog(stage.story.owner, stage.story.ann)
        for message in messages[shown:]:
            if message.out:
                out.print("Kit: ", style="bold cyan", end="")
                out.print(message.message, markup=False)
        shown = len(messages)
        await asyncio.sleep(0.1)


def _title(number: int, words: str) -> None:
    out.print()
    out.rule(f"[bold]{number}. {words}[/]", align="left")


def _introduce(stage: Stage) -> None:
    story, server = stage.story, stage.server
    names = ", ".join(contact.first_name for contact in story.contacts)
    count = sum(len(server.dialog(story.owner, contact)) for contact in story.contacts)
    out.print(f"A loopback Telegram server listens on {server.host}:{server.port}. Nobody in it exists.")
    out.print(f"Kit's account has chats with {names} ({count:,} messages),")
    out.print("and a bot, notes to oneself and login codes besides.")


def _summary(stage: Stage, seconds: float) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for path, what in _leftovers(stage):
        table.add_row(str(path.relative_to(stage.folder)), f"[dim]{what}[/]")
    out.print("Harvested four chats, trained on them, answered a burst of three messages once,")
    out.print("let the owner answer, ignored a stranger, asked before answering Max, and survived SIGKILL.")
    out.print(f"It took {seconds:.0f} s. Everything lies in {stage.folder}", soft_wrap=True)
    out.print("(private to you; delete it when you like):\n")
    out.print(table)
    out.print("\nTalk to the clone yourself: [bold]userbot demo --chat[/]")


def _leftovers(stage: Stage) -> list[tuple[Path, str]]:
    data = stage.data
    runs = sorted(path for path in data.runs.iterdir() if path.is_dir())
    return [
        (stage.config, "the settings of this demo"),
        (data.session, "the session: whoever has such a file has the account"),
        (data.archive, "what was harvested, as it was written"),
        (data.dataset, "what the clone learned from: redacted, split by time"),
        (runs[-1], "the adapter, stamped with its base and dataset"),
        (data.ledger, "who was owed a reply, what was sent, and why"),
        (data.logs, "ids and counts, never words"),
        (stage.folder / "daemon.log", "what the daemon said meanwhile"),
    ]

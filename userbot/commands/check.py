"""`userbot check`: would `userbot run` start? Reads settings and files; connects to nothing and sends nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.datadir import DataDir
    from harvest.settings import Settings


@guarded
def check(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Check settings, permissions, session, clone and ledger, and print every setting with its origin."""
    from harvest.errors import UserError

    settings, data = enter("userbot", config, data_dir)
    _print_settings(config, settings)
    failed: list[UserError] = []
    for what, look in _checks(settings, data):
        try:
            out.print(f"[green]ok[/]    {what}: {look()}")
        except UserError as error:
            failed.append(error)
            out.print(f"[red]wrong[/] {what}: ", end="")
            out.print(str(error), markup=False, soft_wrap=True)
    if failed:
        raise type(failed[0])(f"userbot run would not start: {len(failed)} of these must be mended first.")
    out.print("userbot run would start.")


def _print_settings(config: Path | None, settings: "Settings") -> None:
    from rich.markup import escape
    from rich.table import Table

    from harvest.settings import effective

    table = Table(box=None, pad_edge=False)
    table.add_column("setting", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("from", overflow="fold")
    for key, value, origin in effective(settings, config):
        table.add_row(key, escape(value), f"[dim]{escape(origin)}[/]")
    out.print(table)


def _checks(settings: "Settings", data: "DataDir") -> "Iterator[tuple[str, Callable[[], str]]]":
    yield "session", lambda: _session(data)
    yield "whitelist", lambda: _whitelist(settings)
    yield "clone", lambda: _clone(settings, data)
    yield "ledger", lambda: _ledger(data)


def _session(data: "DataDir") -> str:
    from harvest.datadir import refuse_loose_modes
    from harvest.errors import AccountError

    if not data.session.is_file():
        raise AccountError(f"{data.session}: not logged in yet. Run: harvest login")
    refuse_loose_modes(data.session)
    with data.account_lock():
        return f"{data.session}, and nobody else is using it"


def _whitelist(settings: "Settings") -> str:
    from harvest.errors import ConfigError

    if not settings.userbot.contacts:
        raise ConfigError("userbot.contacts is empty: nobody would be answered. List user ids or @usernames there.")
    return f"{len(settings.userbot.contacts)} contacts"


def _clone(settings: "Settings", data: "DataDir") -> str:
    from userbot.commands.service import matching_run

    return f"run {matching_run(settings, data).name}, made for {settings.finetune.base}"


def _ledger(data: "DataDir") -> str:
    from userbot.ledger import Ledger

    if not data.ledger.is_file():
        return "not there yet; the first userbot run makes it"
    ledger = Ledger.open(data.ledger)
    try:
        return f"{data.ledger}, {len(ledger.chats())} chats"
    finally:
        ledger.close()

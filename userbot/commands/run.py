"""`userbot run`: the daemon, until it is stopped."""

from typing import Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out


@guarded
def run(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show here what would be sent. Nothing is, and nothing is recorded.")
    ] = False,
) -> None:
    """Answer the contacts on the whitelist, each in its time and mode, until stopped (Ctrl-C or SIGTERM)."""
    import asyncio

    settings, data = enter("userbot", config, data_dir, log_to_terminal=True)

    from userbot.commands.service import serve

    def watching(chats: int) -> None:
        out.print(f"Watching {chats} chats. Ctrl-C stops; userbot status shows what each is owed.")

    def show(line: str) -> None:
        out.print(line, markup=False, soft_wrap=True)

    asyncio.run(serve(settings, data, config, data_dir, watching, show if dry_run else None))

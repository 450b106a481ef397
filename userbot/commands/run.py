"""`userbot run`: the daemon, until it is stopped."""

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out


@guarded
def run(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Answer the contacts on the whitelist, each after its idle delay, until stopped (Ctrl-C or SIGTERM)."""
    import asyncio

    settings, data = enter("userbot", config, data_dir, log_to_terminal=True)

    from userbot.commands.service import serve

    def watching(chats: int) -> None:
        out.print(f"Watching {chats} chats. Ctrl-C stops; userbot status shows what each is owed.")

    asyncio.run(serve(settings, data, config, data_dir, watching))

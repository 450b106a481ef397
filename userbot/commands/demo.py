"""`userbot demo`: the whole product on invented people, with no account and no network."""

from typing import Annotated

import typer

from harvest.door import DataDirOption, guarded


@guarded
def demo(
    data_dir: DataDirOption = None,
    chat: Annotated[bool, typer.Option("--chat", help="Write to the clone yourself, as one of the contacts.")] = False,
) -> None:
    """Play the whole job on this machine alone: harvest, train, answer, survive a crash."""
    import asyncio

    import platformdirs

    from harvest.datadir import private_umask
    from harvest.settings import APP
    from userbot.demo.play import chat as talk
    from userbot.demo.play import play

    private_umask()
    folder = (data_dir or platformdirs.user_cache_path(APP, appauthor=False) / "demo").absolute()
    asyncio.run(talk(folder) if chat else play(folder))

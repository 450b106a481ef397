"""`harvest logout`: end the session, at Telegram and on this disk."""

from typing import TYPE_CHECKING

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.datadir import DataDir
    from harvest.settings import Settings


@guarded
def logout(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """End this session at Telegram and remove its file. The archive and the dataset stay."""
    import asyncio

    settings, data = enter("harvest", config, data_dir)
    with data.account_lock():
        if not data.session.is_file():
            out.print("No session here: nothing to log out of.")
            return
        is_ended = asyncio.run(_end_session(settings, data))
        data.session.unlink(missing_ok=True)
    where = "Telegram and on this disk" if is_ended else "this disk; Telegram had ended it already"
    out.print(f"Logged out: the session is gone at {where}.")


async def _end_session(settings: "Settings", data: "DataDir") -> bool:
    """False where Telegram no longer knows the session."""
    from harvest.client import connected, telegram_errors
    from harvest.errors import AccountError

    try:
        with telegram_errors():
            async with connected(settings, data) as client:
                from telethon.tl import functions

                await client(functions.auth.LogOutRequest())
    except AccountError:
        return False
    return True

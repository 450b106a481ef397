"""`userbot stop`: end the daemon that runs on this data directory, and no other process."""

from typing import TYPE_CHECKING

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.datadir import DataDir

PATIENCE_S = 15.0


@guarded
def stop(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """End the running daemon. A reply under way is not lost: the next `userbot run` takes it up."""
    from harvest.errors import TryAgainLater
    from userbot.pidfile import end_daemon, running_daemon

    _, data = enter("userbot", config, data_dir)
    pid = running_daemon(data)
    if pid is None:
        out.print(_nothing_to_stop(data), soft_wrap=True)
        return
    try:
        has_ended = end_daemon(data, pid, PATIENCE_S)
    except ProcessLookupError:
        out.print("The daemon ended by itself just now.")
        return
    if not has_ended:
        raise TryAgainLater(
            f"The daemon (process {pid}) was told to stop {PATIENCE_S:g} s ago and still runs. Look again with "
            f"`userbot stop`; `kill -KILL {pid}` loses no reply either."
        )
    out.print(f"Stopped the daemon (process {pid}). What it owes is kept for the next `userbot run`.")


def _nothing_to_stop(data: "DataDir") -> str:
    from harvest.errors import TryAgainLater

    try:
        with data.account_lock():
            return "No daemon is running here: nothing to stop."
    except TryAgainLater:
        return "No daemon is running here: nothing to stop. Another command, such as harvest pull, uses the account."

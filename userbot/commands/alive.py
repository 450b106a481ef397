"""`userbot alive`: for a container's health check, or a monitor. Asks nothing of the daemon but its pulse."""

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out


@guarded
def alive(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Exit with 0 if the daemon runs here and was well within the last 90 seconds."""
    import time

    from harvest.errors import UserError
    from userbot.pidfile import last_well_at, running_daemon
    from userbot.supervisor import LONGEST_WITHOUT_PULSE_S

    _, data = enter("userbot", config, data_dir)
    pid = running_daemon(data)
    if pid is None:
        raise UserError("No daemon is running here. Start it: userbot run")
    ago_s = time.time() - last_well_at(data)
    if ago_s > LONGEST_WITHOUT_PULSE_S:
        raise UserError(f"The daemon (process {pid}) was last well {ago_s:.0f} s ago. Its log says what is wrong.")
    out.print(f"The daemon (process {pid}) was well {max(0.0, ago_s):.0f} s ago.")

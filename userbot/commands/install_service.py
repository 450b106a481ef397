"""`userbot install-service`: write the systemd user unit. Starts and enables nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, enter, guarded, out

if TYPE_CHECKING:
    from harvest.datadir import DataDir

AFTERWARDS = """\
Now:
    systemctl --user daemon-reload
    systemctl --user enable --now understudy
It ends when you log out, unless once: loginctl enable-linger
Its log: journalctl --user -u understudy"""


@guarded
def install_service(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    only_print: Annotated[bool, typer.Option("--print", help="Show the unit; write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Also over a unit that you changed.")] = False,
) -> None:
    """Write a systemd unit of your own user that runs `userbot run` with these settings, watched and locked in."""
    from harvest.settings import config_path

    _, data = enter("userbot", config, data_dir)
    text = _unit(config_path(config), data)
    if only_print:
        typer.echo(text, nl=False)
        return
    path = _unit_path()
    _write(path, text, force=force)
    out.print(f"Wrote {path}", soft_wrap=True, markup=False)
    _tell_of_variables()
    out.print(AFTERWARDS, markup=False)


def _unit(config: Path | None, data: "DataDir") -> str:
    from harvest.errors import ConfigError
    from userbot.checks.secrecy import service_environment
    from userbot.unit import unit

    program, home = _program()
    options = [] if config is None else ["--config", str(config.absolute())]
    command = [*program, "run", *options, "--data-dir", str(data.root.absolute())]
    try:
        return unit(command, data.root.absolute(), service_environment(), home)
    except ValueError as error:
        raise ConfigError(f"No unit can be written: {error}. Rename it.") from None


def _program() -> tuple[list[str], Path]:
    """How this very installation is started, and where: a checkout that is not installed is found by its place."""
    import sys

    script = Path(sys.executable).with_name("userbot")
    if script.is_file():
        return [str(script)], Path.home()
    return [sys.executable, "-m", "userbot.cli"], Path(__file__).absolute().parents[2]


def _unit_path() -> Path:
    import platformdirs

    from userbot.unit import NAME

    return platformdirs.user_config_path("systemd", appauthor=False) / "user" / NAME


def _write(path: Path, text: str, *, force: bool) -> None:
    from harvest.datadir import written_whole
    from harvest.errors import UserError
    from userbot.unit import is_as_written

    if path.exists() and not force and not is_as_written(path.read_text(encoding="utf-8", errors="replace")):
        raise UserError(
            f"{path}: you changed it. Keep yours, or write over it with --force; --print shows the new one."
        )
    with written_whole(path) as draft:
        draft.write_text(text, encoding="utf-8")


def _tell_of_variables() -> None:
    import os

    from harvest.settings import ENV_PREFIX
    from userbot.checks.secrecy import service_environment
    from userbot.unit import not_passed_on

    if names := not_passed_on(os.environ, ENV_PREFIX):
        out.print(
            f"The service does not see {', '.join(names)}: write them to {service_environment()} (chmod 600).",
            soft_wrap=True,
            markup=False,
        )

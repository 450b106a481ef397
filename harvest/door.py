"""The door every command goes through: settings, data directory, logs, and what each failure is worth.

Exit codes: 0 done, 1 the owner can mend it, 3 a bug, 75 try again later, 77 the account refuses us,
78 the configuration is wrong, 130 interrupted. Imports nothing heavy: `--help` has to be instant.
"""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, ParamSpec

import typer
from rich.console import Console

if TYPE_CHECKING:
    from harvest.datadir import DataDir
    from harvest.settings import Settings

BUG = 3
INTERRUPTED = 130

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="PATH", help="The config file. Default: ./config.toml, then the user's."),
]
DataDirOption = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Where everything private lies. Default: from the config."),
]

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Params = ParamSpec("Params")


def new_app(about: str) -> typer.Typer:
    return typer.Typer(help=about, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def guarded(command: Callable[Params, None]) -> Callable[Params, None]:
    """The command's one catch-all: an expected failure is a line, a bug is a line and a place in the log."""

    @functools.wraps(command)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> None:
        from harvest.errors import UserError

        try:
            command(*args, **kwargs)
        except UserError as error:
            leave(str(error), error.exit_code)
        except KeyboardInterrupt:
            leave("Interrupted. Run the same command again to go on.", INTERRUPTED)
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            from harvest.logs import log_failure

            log_failure(error, f"bug in {command.__name__}")
            leave(
                f"A bug in understudy ({type(error).__name__}). The log says where; it holds no words of yours.",
                BUG,
            )

    return run


def leave(line: str, code: int) -> NoReturn:
    err.print(line, soft_wrap=True, markup=False)
    raise typer.Exit(code)


def enter(
    command: str, config: Path | None, data_dir: Path | None, *, log_to_terminal: bool = False
) -> tuple["Settings", "DataDir"]:
    """What every command that touches private files does first. Raises ConfigError."""
    from harvest.datadir import DataDir, private_umask
    from harvest.logs import log_to
    from harvest.settings import load_settings

    private_umask()
    settings = load_settings(config, data_dir)
    data = DataDir(settings.data_dir).prepare()
    log_to(data.logs, command, settings.log_level, to_terminal=log_to_terminal)
    return settings, data


def can_ask() -> bool:
    """Whether somebody sits at the terminal. Nothing is ever asked of a pipe."""
    return sys.stdin.isatty() and sys.stdout.isatty()

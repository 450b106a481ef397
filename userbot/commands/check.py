"""`userbot check`: would `userbot run` start, and is what it keeps kept from others? Sends nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvest.door import ConfigOption, DataDirOption, guarded, out

if TYPE_CHECKING:
    from harvest.errors import UserError
    from harvest.settings import Settings
    from userbot.checks.findings import Check, Finding, Scene

COLOURS = {"ok": "green", "skipped": "dim", "risk": "yellow", "wrong": "red"}
LINES_A_CHECK = 20


@guarded
def check(
    config: ConfigOption = None,
    data_dir: DataDirOption = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without loss: open modes.")] = False,
    online: Annotated[bool, typer.Option("--online", help="Also compare the clock with Telegram's.")] = False,
) -> None:
    """Check settings, permissions, secrets, session, clone, ledger, disk and clock; print every setting's origin."""
    from userbot.checks.findings import Kind
    from userbot.checks.table import CHECKS

    scene = _scene(config, data_dir, is_online=online)
    _print_settings(config, scene.settings)
    found: list[Finding] = []
    for one in CHECKS:
        findings = one.findings(scene)
        if fix:
            findings = _cured(one, scene, findings)
        _print(one.name, findings)
        found += findings
    _leave([f for f in found if f.kind is Kind.WRONG], sum(f.kind is Kind.RISK for f in found))


def _scene(config: Path | None, data_dir: Path | None, *, is_online: bool) -> "Scene":
    """As every command's door, but a data directory that lies open is looked at instead of refused."""
    from harvest.datadir import DataDir, private_umask
    from harvest.errors import ConfigError
    from harvest.logs import log_to
    from harvest.settings import config_path, load_settings
    from userbot.checks.findings import Scene

    private_umask()
    settings = load_settings(config, data_dir)
    data = DataDir(settings.data_dir)
    try:
        data.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        log_to(data.logs, "userbot", settings.log_level)
    except OSError as error:
        raise ConfigError(f"{data.root}: cannot be the data directory ({error.strerror}).") from None
    return Scene(settings, config_path(config), data, is_online)


def _cured(one: "Check", scene: "Scene", findings: "list[Finding]") -> "list[Finding]":
    """What is left after the cure, looked at anew."""
    paths = [finding.path for finding in findings if finding.path is not None]
    if one.cure is None or not paths:
        return findings
    for path in paths:
        try:
            out.print(f"[cyan]fixed[/]   {one.name}: ", end="")
            out.print(one.cure(path), markup=False, soft_wrap=True)
        except OSError as error:
            out.print(f"{path}: could not be mended ({error.strerror})", markup=False, soft_wrap=True)
    return one.findings(scene)


def _print(name: str, findings: "list[Finding]") -> None:
    for finding in findings[:LINES_A_CHECK]:
        out.print(f"[{COLOURS[finding.kind]}]{finding.kind:<7}[/] {name}: ", end="")
        out.print(finding.line, markup=False, soft_wrap=True)
    if len(findings) > LINES_A_CHECK:
        out.print(f"        {name}: and {len(findings) - LINES_A_CHECK} more")


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


def _leave(failed: "list[Finding]", risks: int) -> None:
    """Raises what `userbot run` would leave with, if it would not start."""
    told = f"{risks} risk{'s' if risks != 1 else ''} to mend" if risks else "no risk found"
    if failed:
        error: type[UserError] = failed[0].error
        raise error(f"userbot run would not start: {len(failed)} of these must be mended first; {told}.")
    out.print(f"userbot run would start; {told}.")

"""Which training runs speak, and whether they fit the base that is there. Reads files; loads no model."""

from finetune.base import find_base
from finetune.runs import Run, check_stamp, find_run, refuse_canaries
from harvest.datadir import DataDir
from harvest.settings import Settings
from harvest.userbot_settings import UserbotSettings

SERVED = "was not judged: a server writes, not a run of finetune train"


def matching_run(settings: Settings, data: DataDir, name: str | None = None) -> Run:
    """The run that is to speak. Raises UserError if it is none, on another base, or full of canaries."""
    run = find_run(data, name or settings.userbot.run)
    if not settings.userbot.allow_canaries:
        refuse_canaries(run)
    check_stamp(run, find_base(settings.finetune))
    return run


def matching_runs(settings: Settings, data: DataDir) -> dict[str, Run]:
    """Every run that [userbot] names, by that name."""
    return {name: matching_run(settings, data, name) for name in run_names(settings.userbot)}


def run_names(settings: UserbotSettings) -> set[str]:
    return {settings.run, *(contact.run for contact in settings.contacts if contact.run)}

"""The table itself, in the order it is looked through: what stops `userbot run` soonest comes first."""

from userbot.checks import at_rest, machine, models, modes, secrecy
from userbot.checks.findings import Check

CHECKS = (
    Check("data directory", modes.everything_else, modes.close),
    Check("way to it", modes.way_there),
    Check("session", machine.session),
    Check("session's modes", modes.session, modes.close),
    Check("logs", modes.logs, modes.close),
    Check("clones", modes.clones, modes.close),
    Check("secrets", secrecy.secrets_in_config, modes.close),
    Check("service's secrets", secrecy.secrets_of_service, modes.close),
    Check("git", secrecy.out_of_git),
    Check("archive", at_rest.archive),
    Check("core dumps", at_rest.core_dumps),
    Check("whitelist", machine.whitelist),
    Check("clone", models.clone),
    Check("fitness", models.fitness),
    Check("adapter", models.adapter),
    Check("dataset", models.dataset),
    Check("base", models.base),
    Check("ledger", machine.ledger),
    Check("disk", machine.disk),
    Check("clock", machine.clock),
)

"""What can go wrong that is no bug. Each class says, by its exit code, whose turn it is."""


class UserError(Exception):
    """The owner can mend it. One line, no traceback: what happened, where, what to do next."""

    exit_code = 1


class TryAgainLater(UserError):
    """Nothing to mend: a lock that is held, a flood wait, a network that is away."""

    exit_code = 75


class AccountError(UserError):
    """Telegram refuses the account or its session. Going on would make it worse."""

    exit_code = 77


class ConfigError(UserError):
    """The settings are wrong, or files lie open to others."""

    exit_code = 78

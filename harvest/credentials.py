"""Where the application's own keys come from: the environment, then the system's keyring, then the config file."""

import os
from dataclasses import dataclass, field

from harvest.errors import ConfigError
from harvest.settings import APP, ENV_PREFIX, TelegramSettings


@dataclass(frozen=True, slots=True)
class Credentials:
    """api_id and api_hash as my.telegram.org gave them. The hash is never printed."""

    api_id: int
    api_hash: str = field(repr=False)


def credentials(settings: TelegramSettings) -> Credentials:
    """Raises ConfigError where none of the three places has both keys."""
    api_id = _first("api_id", str(settings.api_id or ""))
    api_hash = _first("api_hash", settings.api_hash)
    if not api_id or not api_hash:
        missing = "telegram.api_hash" if api_id else "telegram.api_id"
        raise ConfigError(
            f"{missing} is set nowhere. Make your own pair at my.telegram.org, then: "
            f"keyring set {APP} {missing.removeprefix('telegram.')}"
        )
    if not api_id.isascii() or not api_id.isdigit():
        raise ConfigError(f"keyring: {APP} api_id is not a number. Set it again: keyring set {APP} api_id")
    return Credentials(int(api_id), api_hash)


def _first(key: str, from_settings: str) -> str:
    """`from_settings` already holds the environment's value where there is one: the settings read it."""
    if f"{ENV_PREFIX}TELEGRAM__{key.upper()}" in os.environ and from_settings:
        return from_settings
    return from_keyring(key) or from_settings


def from_keyring(key: str) -> str:
    """Empty without the key, and without a keyring that works: a server has none, and that is no mistake."""
    try:
        import keyring

        return (keyring.get_password(APP, key) or "").strip()
    except Exception:  # backends fail each in their own way
        return ""

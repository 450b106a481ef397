"""The one `config.toml`: its tables, their only defaults, and where each value comes from.

A value is taken from the command line, else from the environment (`UNDERSTUDY_HARVEST__GAP_HOURS=12`), else
from the file. A mistake raises ConfigError: one line with the key, the value and the cure.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import platformdirs
from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from harvest.errors import ConfigError
from harvest.finetune_settings import FinetuneSettings as FinetuneSettings
from harvest.table import Table
from harvest.userbot_settings import PeerName, UserbotSettings

APP = "understudy"
ENV_PREFIX = "UNDERSTUDY_"


def _past_day(value: date) -> date:
    """A day that has come somewhere on earth."""
    if value > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError("nobody can have agreed on a day to come")
    return value


class TelegramSettings(Table):
    """[telegram] The application's own keys, from my.telegram.org. Environment and keyring go before the file."""

    api_id: int = Field(default=0, ge=0)
    api_hash: str = Field(default="", repr=False)


class Consent(Table):
    """One harvested contact, and the day they agreed that their words may train the clone."""

    peer: PeerName
    consent: Annotated[date, AfterValidator(_past_day)]


class RedactSettings(Table):
    """[harvest.redact] Personal data that leaves the text before it reaches the dataset."""

    words: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    first_names: bool = False
    names_model: str = ""
    second_opinion: bool = True


class HarvestSettings(Table):
    """[harvest] gap_hours: silence that ends a conversation. pace_s: seconds between two history requests.

    reread_days: how far back a pull looks for edits and deletions. own_only: the contacts' words become placeholders.
    encrypt: the archive, as a file. heldout_fraction: of each contact's conversations, the newest.
    max_conversations_per_contact: the newest; 0 for all. half_life_days: age that halves what is kept; 0 keeps all.
    """

    contacts: tuple[Consent, ...] = ()
    take_everyone_without_consent: bool = False
    deleted_accounts: bool = False
    gap_hours: float = Field(default=24.0, gt=0)
    pace_s: float = Field(default=1.0, ge=0)
    reread_days: float = Field(default=7.0, ge=0)
    encrypt: bool = False
    heldout_fraction: float = Field(default=0.1, ge=0, lt=1)
    own_only: bool = False
    max_conversations_per_contact: int = Field(default=0, ge=0)
    half_life_days: float = Field(default=0.0, ge=0)
    redact: RedactSettings = RedactSettings()


class Settings(BaseSettings):
    """Everything the owner decides. Frozen: a command reads it once, at its start."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Field(default_factory=lambda: platformdirs.user_data_path(APP, appauthor=False))
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    telegram: TelegramSettings = TelegramSettings()
    harvest: HarvestSettings = HarvestSettings()
    finetune: FinetuneSettings = FinetuneSettings()
    userbot: UserbotSettings = UserbotSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before what `load_settings` read from the file; no .env and no secrets directory."""
        return env_settings, init_settings


def config_path(named: Path | None) -> Path | None:
    """The file to read: the one named, else ./config.toml, else the user's own; None if there is none."""
    if named is not None:
        if not named.is_file():
            raise ConfigError(f"{named}: no such config file. Copy config.example.toml there, or name another one.")
        return named
    places = [Path("config.toml"), platformdirs.user_config_path(APP, appauthor=False) / "config.toml"]
    return next((place for place in places if place.is_file()), None)


def load_settings(config: Path | None = None, data_dir: Path | None = None) -> Settings:
    """Read and check the whole file, so that a mistake in any table fails before a login or a GPU hour."""
    path = config_path(config)
    table = _read_toml(path) if path else {}
    where = str(path) if path else "settings"
    if data_dir is not None:
        table["data_dir"] = data_dir
    elif path and "data_dir" in table:
        table["data_dir"] = path.parent / Path(str(table["data_dir"])).expanduser()
    try:
        settings = Settings(**table)
    except ValidationError as error:
        raise ConfigError(_one_line(where, error.errors()[0], table)) from None
    except ValueError as error:  # pydantic-settings could not parse an environment variable
        raise ConfigError(f"environment: {error}. Lists and tables are written as JSON there.") from None
    return settings if data_dir is None else settings.model_copy(update={"data_dir": data_dir})


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: not TOML ({error}). Mend that line, or start from config.example.toml.") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}).") from None


SECRET_KEYS = ("api_id", "api_hash", "api_key")
MAY_HOLD_A_PASSWORD = "url"


def effective(settings: Settings, config: Path | None) -> Iterator[tuple[str, str, str]]:
    """(key, value, where it came from) of every setting, secrets hidden."""
    path = config_path(config)
    yield from _effective(settings, _read_toml(path) if path else {}, str(path), [])


def _effective(table: BaseModel, told: Any, where: str, path: list[int | str]) -> Iterator[tuple[str, str, str]]:
    for name, value in table:
        here = [*path, name]
        if isinstance(value, BaseModel):
            yield from _effective(value, told.get(name, {}), where, here)
            continue
        shown = ("set" if value else "not set") if name in SECRET_KEYS else _as_written(value)
        origin = "environment" if _from_environment(here) else where if name in told else "default"
        yield ".".join(str(part) for part in here), shown, origin


def _as_written(value: Any) -> str:
    """A setting as one would write it in the file."""
    if isinstance(value, tuple):
        return f"[{', '.join(_as_written(item) for item in value)}]"
    if isinstance(value, BaseModel):
        told = {key: item for key, item in value if item is not None}
        if list(told) == ["peer"]:
            return _as_written(told["peer"])
        return "{ " + ", ".join(f"{key} = {_as_written(item)}" for key, item in told.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str | Path) else str(value)


def _one_line(where: str, error: ErrorDetails, table: dict[str, Any]) -> str:
    """`config.toml: harvest.gap_hours is -1: Input should be greater than 0. The default is 24.0.`"""
    path = [part for part in error["loc"] if not _names_a_kind(part)]
    if path[-1] == "peer" and not isinstance(_value_at(table, path[:-1]), dict):
        path.pop()  # a contact that stands in the list by its bare name
    key = ".".join(str(part) for part in path)
    value = _value_at(table, path)
    if variable := _from_environment(path):
        where, value = f"environment variable {variable}", os.environ[variable]
    if error["type"] == "extra_forbidden":
        return f"{where}: unknown key {key}. {_did_you_mean(path)}"
    is_private = path[-1] in (*SECRET_KEYS, MAY_HOLD_A_PASSWORD) or _sets_a_table(variable, path)
    shown = "" if is_private or _holds_a_table(value) else f" is {value!r}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{where}: {key}{shown}: {message[0].lower()}{message[1:]}. {_default_of(path)}"


def _holds_a_table(value: Any) -> bool:
    """`[[telegram]]` makes a list of what should be one table, and a table may hold a secret."""
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_holds_a_table, value)))


def _names_a_kind(part: int | str) -> bool:
    """pydantic names the member of a union that did not fit: nothing the owner wrote."""
    return isinstance(part, str) and (part in ("int", "str", "float") or part.startswith(("tuple[", "literal[")))


def _from_environment(path: list[int | str]) -> str | None:
    """The variable that sets this key or a table around it, if there is one."""
    variables = (
        ENV_PREFIX + "__".join(str(part) for part in path[:depth]).upper() for depth in range(1, len(path) + 1)
    )
    return next((variable for variable in variables if variable in os.environ), None)


def _sets_a_table(variable: str | None, path: list[int | str]) -> bool:
    """Whether the variable holds a whole table around the key, and so perhaps a secret."""
    return variable is not None and variable != (ENV_PREFIX + "__".join(map(str, path))).upper()


def _value_at(table: Any, path: list[int | str]) -> Any:
    for part in path:
        try:
            table = table[part]
        except (KeyError, IndexError, TypeError):
            return None
    return table


def _model_at(path: list[int | str]) -> type[BaseModel] | None:
    """The table that holds the last key of the path, as far as names lead to one."""
    model: type[BaseModel] = Settings
    for part in path[:-1]:
        field = None if isinstance(part, int) else model.model_fields.get(part)
        if field is not None:
            inner = _table_in(field.annotation)
            if inner is None:
                return None
            model = inner
        elif isinstance(part, str):
            return None
    return model


def _table_in(annotation: Any) -> type[BaseModel] | None:
    """The table an annotation is, or holds a list of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _table_in(inner))), None)


def _did_you_mean(path: list[int | str]) -> str:
    model = _model_at(path)
    known = list(model.model_fields) if model else []
    close = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known here: {', '.join(known)}." if known else "config.example.toml lists every key."


def _default_of(path: list[int | str]) -> str:
    model = _model_at(path)
    field = model.model_fields.get(str(path[-1])) if model else None
    if field is None or field.is_required() or field.default_factory or isinstance(field.default, BaseModel | None):
        return "config.example.toml shows how it is written."
    return f"The default is {field.default!r}."

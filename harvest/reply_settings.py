"""[userbot.guard] and [userbot.server]: what a draft may not exceed, and the model server that writes it."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo

from harvest.table import Table


class GuardSettings(Table):
    """[userbot.guard] max_chars: of all bubbles together. least_confidence: of a token's mean probability; 0: any."""

    max_bubbles: int = Field(default=8, ge=1)
    max_chars: int = Field(default=1000, ge=1)
    least_confidence: float = Field(default=0.05, ge=0, lt=1)


def _url(value: str, told: ValidationInfo) -> str:
    """Without a slash at its end. Words go there: unencrypted only to a machine close by."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
        raise ValueError("a server is http://HOST:PORT/v1 or https://HOST/v1, its key under api_key")
    if parts.scheme == "http" and not (is_close_by(parts.hostname) or told.data.get("allow_plain_http")):
        raise ValueError("plain http is for loopback and private addresses; use https, or set allow_plain_http")
    return value.rstrip("/")


def is_close_by(host: str) -> bool:
    """Whether a host is this machine or one of a private network, as far as its name alone tells."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_private
    except ValueError:
        return False


def _model(value: str, told: ValidationInfo) -> str:
    if told.data.get("url") and not value:
        raise ValueError("a server is asked for one of its models by name")
    return value


class ServerSettings(Table):
    """[userbot.server] A server that speaks OpenAI's chat completions. Without a url the local model writes."""

    allow_plain_http: bool = False
    url: Annotated[str, AfterValidator(_url)] = ""
    model: Annotated[str, AfterValidator(_model)] = Field(default="", validate_default=True)
    api_key: str = Field(default="", repr=False)
    connect_timeout_s: float = Field(default=10.0, gt=0)
    max_prompt_chars: int = Field(default=4000, ge=100)
    disable_thinking: bool = False

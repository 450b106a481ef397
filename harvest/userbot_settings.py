"""[userbot]: whom the daemon answers, when, how, and how much. Only values; what they mean is the userbot's."""

import re
import zoneinfo
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from harvest.reply_settings import GuardSettings, ServerSettings
from harvest.table import Table

Mode = Literal["off", "draft", "ask", "auto"]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(
    rf"(?:(?P<first>{'|'.join(DAYS)})(?:-(?P<last>{'|'.join(DAYS)}))? )?"
    r"(?P<start>(?:[01]?\d|2[0-3]):[0-5]\d)-(?P<end>(?:[01]?\d|2[0-3]):[0-5]\d|24:00)",
    re.IGNORECASE,
)


def _peer(value: int | str) -> int | str:
    """A contact as the owner names one: a user id above 0, or an @username."""
    if isinstance(value, str) and not (value.startswith("@") and len(value) > 1):
        raise ValueError("a contact is a user id (1234567) or an @username")
    if isinstance(value, int) and value <= 0:
        raise ValueError("a private contact's id is above 0")
    return value


def _delay(value: float | tuple[float, float] | str) -> float | tuple[float, float] | str:
    if isinstance(value, str):
        return value
    low, high = value if isinstance(value, tuple) else (value, value)
    if not 0 < low <= high:
        raise ValueError('a delay is seconds above 0, a range of them ([300, 900]), or "learned"')
    return value


def _span(value: str) -> str:
    """`23:00-08:00` or `Mon-Fri 09:00-18:00`."""
    found = SPAN.fullmatch(value.strip())
    if found is None or found["start"] == found["end"]:
        raise ValueError('a span is like "23:00-08:00" or "Mon-Fri 09:00-18:00"')
    return value.strip()


def _zone(value: str) -> str:
    if value and value not in zoneinfo.available_timezones():
        raise ValueError('a time zone is named like "Europe/Kyiv"; empty is this machine\'s')
    return value


def _clock_time(value: str) -> str:
    if value and not re.fullmatch(r"(?:[01]?\d|2[0-3]):[0-5]\d", value):
        raise ValueError('a time is written like "21:00"; empty for never')
    return value


PeerName = Annotated[int | str, AfterValidator(_peer)]
Delay = Annotated[float | tuple[float, float] | Literal["learned"], AfterValidator(_delay)]
Span = Annotated[str, AfterValidator(_span)]


class Contact(Table):
    """One of the whitelist. What is None is as in [userbot]. run: which clone speaks to this contact."""

    peer: PeerName
    mode: Mode | None = None
    idle_delay_s: Delay | None = None
    quiet_hours: tuple[Span, ...] | None = None
    answer_hours: tuple[Span, ...] | None = None
    run: str | None = None


def _contact(value: Any) -> Any:
    """A bare id or @username stands for a contact with nothing of their own."""
    return value if isinstance(value, dict | Contact) else {"peer": value}


class UserbotSettings(Table):
    """[userbot] contacts and folder: the whitelist; nobody else is ever answered."""

    contacts: tuple[Annotated[Contact, BeforeValidator(_contact)], ...] = ()
    folder: str = ""
    only_mutual_contacts: bool = True
    mode: Mode = "ask"
    auto_without_eval: bool = False
    allow_canaries: bool = False
    run: str = Field(default="latest", min_length=1)
    idle_delay_s: Delay = 600.0
    longest_wait_s: float = Field(default=3600.0, gt=0)
    max_staleness_hours: float = Field(default=6.0, gt=0)
    time_zone: Annotated[str, AfterValidator(_zone)] = ""
    quiet_hours: tuple[Span, ...] = ("23:00-08:00",)
    answer_hours: tuple[Span, ...] = ()
    only_if_inactive_minutes: float = Field(default=0.0, ge=0)
    reading: Literal["postpone", "cancel", "ignore"] = "postpone"
    context_messages: int = Field(default=40, ge=1, le=100)
    max_new_tokens: int = Field(default=120, ge=1)
    temperature: float = Field(default=1.0, ge=0)
    top_p: float = Field(default=0.95, gt=0, le=1)
    generation_deadline_s: float = Field(default=120.0, gt=0)
    attempts: int = Field(default=3, ge=1)
    typing_chars_per_s: float = Field(default=0.0, ge=0)
    max_typing_s: float = Field(default=20.0, ge=0)
    disclosure: Literal["first", "off"] = "first"
    disclosure_text: str = Field(
        default="(a program that learned to write like me answers while I'm away)", min_length=1
    )
    handover: bool = True
    handover_words: tuple[str, ...] = ()
    max_consecutive_replies: int = Field(default=3, ge=1)
    max_replies_per_chat_per_day: int = Field(default=20, ge=1)
    max_replies_per_day: int = Field(default=100, ge=1)
    language: Literal["auto", "en", "ru", "uk"] = "auto"
    digest_at: Annotated[str, AfterValidator(_clock_time)] = "21:00"
    idle_unload_s: float = Field(default=900.0, gt=0)
    guard: GuardSettings = GuardSettings()
    server: ServerSettings = ServerSettings()

    @model_validator(mode="after")
    def _each_contact_once(self) -> "UserbotSettings":
        names = [contact.peer for contact in self.contacts]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"contact {twice} is listed twice")
        return self

    @property
    def whitelist(self) -> tuple[int | str, ...]:
        """The contacts' names, as they are listed."""
        return tuple(contact.peer for contact in self.contacts)

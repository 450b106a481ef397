"""One exported message in our vocabulary, mended first where Telegram Desktop wrote what is no JSON.

Times are taken from the UTC fields where the file has them, and positions in a text are counted anew.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from harvest.messages import Entity, Media, Message

ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
LONE_SURROGATE = re.compile(rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]..")
BARE_DOCUMENT_ID = re.compile(rb'((?<!\\)"document_id": )(?!["\d])([^\r\n]*?)(\s*[,}]?\s*)$', re.MULTILINE)
LARGEST_ID = 2**63 - 1  # SQLite's largest integer
END_OF_TIME_S = 2**33  # beyond 2106, where Telegram's own clock ends
DAY_S = 86400
MEDIA_TYPES = {
    "sticker": "sticker",
    "video_message": "video_message",
    "voice_message": "voice",
    "animation": "animation",
    "video_file": "video",
    "audio_file": "audio",
}
PHOTO = Media("photo")
BARE_MEDIA = (
    ("contact_information", Media("contact")),
    ("contact_vcard", Media("contact")),
    ("location_information", Media("location")),
    ("poll", Media("poll")),
    ("game_title", Media("other")),
    ("invoice_information", Media("other")),
    ("todo_list", Media("other")),
    ("giveaway_information", Media("other")),
    ("paid_stars_amount", Media("other")),
)

Present = object | UnsetType
Shape = TypeVar("Shape")


class Part(msgspec.Struct, gc=False):
    type: str = "plain"
    text: str = ""


class RawMessage(msgspec.Struct, gc=False):
    """The keys of an exported message that matter here; for some only whether they are there."""

    id: int
    type: str = ""
    date: str = ""
    date_unixtime: str | int = ""
    edited: str = ""
    edited_unixtime: str | int = ""
    from_id: str | int | None = None
    text: str | list[str | Part] = ""
    reply_to_message_id: int | None = None
    reply_to_peer_id: Present = UNSET
    forwarded_from: Present = UNSET
    forwarded_from_id: Present = UNSET
    saved_from: Present = UNSET
    via_bot: Present = UNSET
    photo: Present = UNSET
    file: Present = UNSET
    media_type: str = ""
    sticker_emoji: str = ""
    duration_seconds: int | float = 0
    self_destruct_period_seconds: Present = UNSET
    contact_information: Present = UNSET
    contact_vcard: Present = UNSET
    location_information: Present = UNSET
    poll: Present = UNSET
    game_title: Present = UNSET
    invoice_information: Present = UNSET
    todo_list: Present = UNSET
    giveaway_information: Present = UNSET
    paid_stars_amount: Present = UNSET


def decoded(raw: bytes, type_: type[Shape]) -> Shape | None:
    """The value, mended first where Telegram Desktop wrote what is no JSON; None if that does not help."""
    for attempt in (raw, b""):
        try:
            return msgspec.json.decode(attempt or mended(raw), type=type_)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return None


def mended(raw: bytes) -> bytes:
    """`\\x1F` becomes `\\u001F`; lone surrogates and bad UTF-8 are replaced; a bare document id gets its quotes."""
    raw = ESCAPE.sub(lambda found: rb"\u00" + found[1] if found[1] else found[0], raw)
    raw = LONE_SURROGATE.sub(rb"\\ufffd", raw)
    raw = BARE_DOCUMENT_ID.sub(lambda found: found[1] + msgspec.json.encode(_text(found[2])) + found[3], raw)
    return _text(raw).encode()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def message_of(raw: RawMessage, chat_id: int, *, is_out: bool) -> Message | None:
    """None for what is nobody's words, what destroys itself, and what does not tell its time."""
    at = sent_at(raw)
    if raw.type != "message" or raw.self_destruct_period_seconds is not UNSET or at is None:
        return None
    text, entities = _text_of(raw)
    return Message(
        chat_id,
        raw.id,
        at,
        is_out,
        text,
        entities,
        _media(raw),
        _reply_to(raw),
        _seconds(raw.edited_unixtime, raw.edited),
        raw.forwarded_from is not UNSET
        or raw.forwarded_from_id is not UNSET
        or raw.saved_from is not UNSET
        or raw.via_bot is not UNSET,
    )


def sent_at(raw: RawMessage) -> float | None:
    """UTC seconds; None without a time that can be one."""
    return _seconds(raw.date_unixtime, raw.date)


def _reply_to(raw: RawMessage) -> int | None:
    """Only what was said in this chat, and could have been."""
    id = raw.reply_to_message_id
    return id if id and 0 < id <= LARGEST_ID and raw.reply_to_peer_id is UNSET else None


def _seconds(unix: str | int, local: str) -> float | None:
    """UTC seconds. Old files have only local time without a zone: it is read as this computer's."""
    try:
        if not unix and not local:
            return None
        seconds = int(unix) if unix else datetime.fromisoformat(local).timestamp()
    except (ValueError, OverflowError, OSError):
        return None
    return float(seconds) if 0 <= seconds < END_OF_TIME_S else None


@lru_cache(maxsize=1024)
def user_id(from_id: str | int | None) -> int:
    """`"user123"` and, in old files, `123`; 0 for channels and nobody."""
    digits = str(from_id or "").removeprefix("user")
    return int(digits) if digits.isdecimal() and len(digits) < len(str(LARGEST_ID)) else 0


def _text_of(raw: RawMessage) -> tuple[str, tuple[Entity, ...]]:
    """`text` is a string where nothing in it is marked; its list form tells the same as `text_entities`."""
    if isinstance(raw.text, str):
        return raw.text, ()
    text, entities = "", []
    for part in raw.text:
        words, kind = (part, "plain") if isinstance(part, str) else (part.text, part.type)
        if words and kind != "plain":
            entities.append(Entity(kind, len(text), len(words)))
        text += words
    return text, tuple(entities)


def _media(raw: RawMessage) -> Media | None:
    if raw.media_type or raw.file is not UNSET:
        kind = MEDIA_TYPES.get(raw.media_type, "other") if raw.media_type else "document"
        return Media(kind, raw.sticker_emoji if kind == "sticker" else "", _duration_s(raw))
    if raw.photo is not UNSET:
        return PHOTO
    if raw.text:  # the rest has no captions, and most messages are text
        return None
    return next((media for key, media in BARE_MEDIA if getattr(raw, key) is not UNSET), None)


def _duration_s(raw: RawMessage) -> int:
    return int(raw.duration_seconds) if 0 < raw.duration_seconds < DAY_S else 0

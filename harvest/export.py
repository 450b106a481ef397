"""Read Telegram Desktop's JSON exports: whole accounts and single chats, of every era, mended where they are not JSON.

People are known by id, never by name. Times are taken from the UTC fields where the file has them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from harvest.jsonwalk import CutShort, NotJson, Walker
from harvest.messages import Entity, Media, Message

DIALOG = "personal_chat"
LARGEST_ID = 2**63 - 1
ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|.)", re.DOTALL)
LONE_SURROGATE = re.compile(rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]..")
BARE_DOCUMENT_ID = re.compile(rb'((?<!\\)"document_id": )(?!["\d])([^\r\n]*?)(\s*[,}]?\s*)$', re.MULTILINE)
MEDIA_TYPES = {
    "sticker": "sticker",
    "video_message": "video_message",
    "voice_message": "voice",
    "animation": "animation",
    "video_file": "video",
    "audio_file": "audio",
}

Present = object | UnsetType
Shape = TypeVar("Shape")


class Person(msgspec.Struct):
    """personal_information, or an entry of the contact list."""

    user_id: int = 0
    first_name: str = ""
    last_name: str = ""


class Part(msgspec.Struct):
    type: str = "plain"
    text: str = ""


class RawMessage(msgspec.Struct):
    """The keys of an exported message that matter here; for some only whether they are there."""

    id: int
    type: str = ""
    date: str = ""
    date_unixtime: str | int = ""
    edited: str = ""
    edited_unixtime: str | int = ""
    from_id: str | int | None = None
    text: str | list[str | Part] = ""
    text_entities: list[Part] | None = None
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


@dataclass(slots=True)
class Chat:
    """One dialog of an export, before its messages. name is empty for a deleted account and for Saved Messages."""

    id: int = 0
    type: str = ""
    name: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.id and self.type)


@dataclass(slots=True)
class Tally:
    """What was seen of a file. unreadable: messages that no mending could make JSON. is_cut: it ends in the middle."""

    unreadable: int = 0
    without_utc: int = 0
    is_cut: bool = False


@dataclass(slots=True)
class Export:
    """An open export. owner_id: 0 until the file told it. contacts: those it lists with a user id."""

    file: BinaryIO
    owner_id: int = 0
    contacts: dict[int, Person] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    has_chats: bool = False

    def chats(self) -> Iterator[tuple[Chat, Iterator[Message]]]:
        """Each dialog with its messages, streamed; what is not read of one is skipped. Raises NotJson.

        A file that is cut short ends the walk: `tally.is_cut` says so.
        """
        try:
            yield from self._top(Walker(self.file))
        except CutShort:
            self.tally.is_cut = True
        except NotJson:
            if not self.has_chats:
                raise
            self.tally.is_cut = True

    def _top(self, walker: Walker) -> Iterator[tuple[Chat, Iterator[Message]]]:
        """The keys of a full export and of a single chat have no name in common, so one walk reads both."""
        chat = Chat()
        for key in walker.members():
            if key == "personal_information":
                self._owner(walker.take())
            elif key == "contacts":
                self._contacts(walker)
            elif key in ("chats", "left_chats"):
                yield from self._chat_list(walker)
            else:
                yield from self._chat_key(walker, key, chat)

    def _owner(self, raw: bytes) -> None:
        owner = decoded(raw, Person)
        self.owner_id = owner.user_id if owner else 0

    def _contacts(self, walker: Walker) -> None:
        for key in walker.members():
            if key != "list":
                walker.skip()
                continue
            for _ in walker.elements():
                contact = decoded(walker.take(), Person)
                if contact and contact.user_id:
                    self.contacts[contact.user_id] = contact

    def _chat_list(self, walker: Walker) -> Iterator[tuple[Chat, Iterator[Message]]]:
        for key in walker.members():
            if key != "list":
                walker.skip()
                continue
            for _ in walker.elements():
                chat = Chat()
                for inner in walker.members():
                    yield from self._chat_key(walker, inner, chat)

    def _chat_key(self, walker: Walker, key: str, chat: Chat) -> Iterator[tuple[Chat, Iterator[Message]]]:
        if key in ("id", "type", "name"):
            _set(chat, key, walker.take())
        elif key == "messages":
            self.has_chats = True
            yield from self._messages_key(walker, chat)
        else:
            walker.skip()

    def _messages_key(self, walker: Walker, chat: Chat) -> Iterator[tuple[Chat, Iterator[Message]]]:
        if not chat.is_known:
            self._read_ahead(walker, chat)
        if chat.type == "saved_messages" and not self.owner_id:
            self.owner_id = chat.id
        messages = self._messages(walker, chat)
        yield chat, messages
        for _ in messages:  # those that nobody wanted
            pass

    def _read_ahead(self, walker: Walker, chat: Chat) -> None:
        """In a file that was saved anew with its keys sorted, whose messages these are stands behind them."""
        ahead = Walker(self.file, walker.offset)
        ahead.skip()
        for key in ahead.members(is_inside=True):
            if key in ("id", "type", "name"):
                _set(chat, key, ahead.take())
            else:
                ahead.skip()

    def _messages(self, walker: Walker, chat: Chat) -> Iterator[Message]:
        """Ends where the file does, so that what came before is kept."""
        try:
            for _ in walker.elements():
                raw = decoded(walker.take(), RawMessage)
                if raw is None or not 0 < raw.id <= LARGEST_ID:
                    self.tally.unreadable += 1
                elif message := self._message(raw, chat):
                    self.tally.without_utc += not raw.date_unixtime
                    yield message
        except (CutShort, NotJson):
            self.tally.is_cut = True

    def _message(self, raw: RawMessage, chat: Chat) -> Message | None:
        """In a dialog of two, who is not the contact is the owner."""
        sender = _user_id(raw.from_id)
        if sender and sender != chat.id and chat.type == DIALOG:
            self.owner_id = self.owner_id or sender
        return message_of(raw, chat.id, self.owner_id) if sender in (chat.id, self.owner_id) else None


def _set(chat: Chat, key: str, raw: bytes) -> None:
    setattr(chat, key, decoded(raw, int if key == "id" else str) or getattr(chat, key))


def decoded(raw: bytes, type_: type[Shape]) -> Shape | None:
    """The value, mended first where Telegram Desktop wrote what is no JSON; None if that does not help."""
    for attempt in (raw, b""):
        try:
            return msgspec.json.decode(attempt or mended(raw), type=type_)
        except (msgspec.DecodeError, UnicodeDecodeError):
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


def message_of(raw: RawMessage, chat_id: int, owner_id: int) -> Message | None:
    """None for what is nobody's words, what destroys itself, and what tells neither its sender nor its time."""
    sent_at, sender = _sent_at(raw.date_unixtime, raw.date), _user_id(raw.from_id)
    if raw.type != "message" or raw.self_destruct_period_seconds is not UNSET or sent_at is None or not sender:
        return None
    text, entities = _text_of(raw)
    return Message(
        chat_id=chat_id,
        id=raw.id,
        sent_at=sent_at,
        is_out=sender == owner_id,
        text=text,
        entities=entities,
        media=_media(raw),
        reply_to=raw.reply_to_message_id if raw.reply_to_peer_id is UNSET else None,
        edited_at=_sent_at(raw.edited_unixtime, raw.edited),
        is_borrowed=any(
            mark is not UNSET for mark in (raw.forwarded_from, raw.forwarded_from_id, raw.saved_from, raw.via_bot)
        ),
    )


def _sent_at(unix: str | int, local: str) -> float | None:
    """UTC seconds. Old files have only local time without a zone: it is read as this computer's."""
    try:
        if unix:
            return float(int(unix))
        return datetime.fromisoformat(local).timestamp() if local else None
    except (ValueError, OverflowError, OSError):
        return None


def _user_id(from_id: str | int | None) -> int:
    """`"user123"` and, in old files, `123`; 0 for channels and nobody."""
    digits = str(from_id or "").removeprefix("user")
    return int(digits) if digits.isdecimal() and len(digits) < 20 else 0


def _text_of(raw: RawMessage) -> tuple[str, tuple[Entity, ...]]:
    parts = raw.text_entities
    if parts is None:
        whole = [raw.text] if isinstance(raw.text, str) else raw.text
        parts = [Part(text=part) if isinstance(part, str) else part for part in whole]
    position, entities = 0, []
    for part in parts:
        if part.type != "plain" and part.text:
            entities.append(Entity(part.type, position, len(part.text)))
        position += len(part.text)
    return "".join(part.text for part in parts), tuple(entities)


def _media(raw: RawMessage) -> Media | None:
    if raw.photo is not UNSET:
        return Media("photo")
    if raw.media_type or raw.file is not UNSET:
        kind = MEDIA_TYPES.get(raw.media_type, "other") if raw.media_type else "document"
        return Media(kind, raw.sticker_emoji if kind == "sticker" else "", int(raw.duration_seconds))
    if raw.contact_information is not UNSET or raw.contact_vcard is not UNSET:
        return Media("contact")
    if raw.location_information is not UNSET:
        return Media("location")
    if raw.poll is not UNSET:
        return Media("poll")
    rest = (raw.game_title, raw.invoice_information, raw.todo_list, raw.giveaway_information, raw.paid_stars_amount)
    return Media("other") if any(mark is not UNSET for mark in rest) else None

"""Walk Telegram Desktop's JSON exports: whole accounts and single chats, of every era, cut or damaged.

People are known by id, never by name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

import msgspec

from harvest.exported import LARGEST_ID, RawMessage, decoded, message_of, sent_at, user_id
from harvest.jsonwalk import CutShort, NotJson, Walker
from harvest.messages import Message

DIALOG = "personal_chat"


class Person(msgspec.Struct):
    """personal_information, or an entry of the contact list."""

    user_id: int = 0
    first_name: str = ""
    last_name: str = ""


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
            for batch in walker.batches():
                for raw in self._raw_messages(batch):
                    message = self._message(raw, chat)
                    if message is not None:
                        self.tally.without_utc += not raw.date_unixtime
                        yield message
        except (CutShort, NotJson):
            self.tally.is_cut = True

    def _raw_messages(self, batch: bytes) -> Iterable[RawMessage]:
        """All at once; where one of them is damaged, one by one without it."""
        try:
            return _batch.decode(batch)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return list(self._one_by_one(batch))

    def _one_by_one(self, batch: bytes) -> Iterator[RawMessage]:
        walker = Walker(BytesIO(batch))
        for _ in walker.elements():
            raw = decoded(walker.take(), RawMessage)
            if raw is None:
                self.tally.unreadable += 1
            else:
                yield raw

    def _message(self, raw: RawMessage, chat: Chat) -> Message | None:
        """In a dialog of two, who is not the contact is the owner."""
        sender = user_id(raw.from_id)
        if not 0 < raw.id <= LARGEST_ID:
            self.tally.unreadable += 1
            return None
        if sender != chat.id and not self.owner_id and chat.type == DIALOG:
            self.owner_id = sender
        if not sender or (sender != chat.id and sender != self.owner_id):
            return None
        message = message_of(raw, chat.id, is_out=sender == self.owner_id)
        if message is None and raw.type == "message" and sent_at(raw) is None:
            self.tally.unreadable += 1
        return message


_batch = msgspec.json.Decoder(list[RawMessage])


def _set(chat: Chat, key: str, raw: bytes) -> None:
    setattr(chat, key, decoded(raw, int if key == "id" else str) or getattr(chat, key))

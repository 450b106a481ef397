"""The accounts and what lies in each: messages, read marks, drafts, and the numbered updates that lead up to them.

Knows nothing of connections or of who else has an account. A message is a Telethon TL object.
"""

import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from telethon.tl import types

TL = Any  # a Telethon TL object: Telethon has no types


def server_time() -> datetime:
    """Now, in whole seconds: Telegram's times have no fractions."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(slots=True)
class Event:
    """An update that counts: getDifference returns those after the client's pts.

    aside: updates without a pts of their own that Telegram tells in the same breath.
    """

    pts: int
    update: TL
    aside: list[TL]


@dataclass(slots=True)
class Box:
    """One account's own view. The keys of its dicts are peer ids unless said otherwise.

    letters, ids: a message has another id in each box. The letter is what its copies share, unseen by clients:
    `letters` goes from this box's id to it, `ids` comes back.
    sent: message id by random_id, so that a request that comes twice posts once.
    """

    pts: int = 1
    last_id: int = 0
    chats: dict[int, list[TL]] = field(default_factory=lambda: defaultdict(list))  # oldest first
    by_id: dict[int, TL] = field(default_factory=dict)
    letters: dict[int, int] = field(default_factory=dict)
    ids: dict[int, int] = field(default_factory=dict)
    read_in: Counter[int] = field(default_factory=Counter)
    read_out: Counter[int] = field(default_factory=Counter)
    drafts: dict[int, TL] = field(default_factory=dict)
    folders: dict[int, TL] = field(default_factory=dict)  # by the folder's own id
    marked_unread: set[int] = field(default_factory=set)
    sent: dict[int, int] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def put(self, letter: int, message: TL) -> None:
        self.chats[message.peer_id.user_id].append(message)
        self.by_id[message.id] = message
        self.letters[message.id] = letter
        self.ids[letter] = message.id

    def take_out(self, message_id: int) -> None:
        message = self.by_id.pop(message_id)
        self.chats[message.peer_id.user_id].remove(message)
        del self.ids[self.letters.pop(message_id)]

    def count(self, make_update: Callable[[int], TL], pts_count: int = 1, aside: list[TL] | None = None) -> TL:
        """Make an update with the next pts. There are no holes: a hole is a lost update to the client."""
        self.pts += pts_count
        update = make_update(self.pts)
        self.events.append(Event(self.pts, update, aside or []))
        return update

    def since(self, pts: int) -> list[Event]:
        """What a client that knows the account up to pts has missed."""
        return self.events[bisect.bisect_right(self.events, pts, key=lambda event: event.pts) :]

    def position(self, peer_id: int, message_id: int) -> int:
        """How many messages of the chat have a smaller id."""
        return bisect.bisect_left(self.chats[peer_id], message_id, key=lambda message: message.id)

    def top(self, peer_id: int) -> TL | None:
        chat = self.chats[peer_id]
        return chat[-1] if chat else None

    def unread(self, peer_id: int) -> int:
        first = self.position(peer_id, self.read_in[peer_id] + 1)
        return sum(not message.out for message in self.chats[peer_id][first:])


@dataclass(eq=False, slots=True)
class User:
    """One account: a person, a bot or one of Telegram's own. is_contact: of everybody else here; is_mutual: both ways.

    password: the second factor at a login, None for an account without one.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    phone: str | None = field(default=None, repr=False)
    is_bot: bool = False
    is_contact: bool = True
    is_deleted: bool = False
    is_support: bool = False
    is_mutual: bool = True
    password: str | None = field(default=None, repr=False)
    box: Box = field(default_factory=Box, repr=False)

    def access_hash_for(self, viewer: "User") -> int:
        """Each viewer gets another one, as from Telegram: a hash kept by one account is of no use to another."""
        return (viewer.id * 1_000_003 + self.id * 31) % 2**62 + 1

    def seen_by(self, viewer: "User") -> TL:
        is_contact = self.is_contact and viewer is not self
        return types.User(
            self.id,
            is_self=viewer is self,
            contact=is_contact,
            mutual_contact=is_contact and self.is_mutual,
            deleted=self.is_deleted,
            support=self.is_support,
            bot=self.is_bot,
            bot_info_version=1 if self.is_bot else None,  # one flag bit stands for both
            access_hash=self.access_hash_for(viewer),
            first_name=None if self.is_deleted else self.first_name,
            last_name=self.last_name or None,
            username=self.username,
            phone=self.phone if is_contact or viewer is self else None,
            status=None if self.is_bot or self.is_deleted else types.UserStatusRecently(),
        )


def named_in(things: list[TL]) -> Iterator[int]:
    """The ids of the users that messages and updates name. Each must come along as a user with an access hash."""
    for thing in things:
        message = getattr(thing, "message", None)
        if isinstance(thing, (types.Message, types.MessageService)):
            yield from _named_in_message(thing)
        elif isinstance(message, (types.Message, types.MessageService)):
            yield from _named_in_message(message)
        elif user_id := getattr(thing, "user_id", None) or getattr(getattr(thing, "peer", None), "user_id", None):
            yield user_id


def _named_in_message(message: TL) -> Iterator[int]:
    forward = getattr(message, "fwd_from", None)
    for peer in (message.peer_id, message.from_id, getattr(forward, "from_id", None)):
        if peer is not None:
            yield peer.user_id
    if bot_id := getattr(message, "via_bot_id", None):
        yield bot_id

"""The one vocabulary for what was said, whoever tells it: Telegram's API, an export, or the daemon's view of a chat.

A peer is a user id, a time is UTC seconds since the epoch, positions in a text are Python characters.
"""

import re

import msgspec

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")  # a tab and a line break are what people type


class Entity(msgspec.Struct, frozen=True, gc=False):
    """Something Telegram itself found in a text. kind: its name in exports (`phone`, `email`, `bank_card`, `link`)."""

    kind: str
    start: int
    length: int


class Media(msgspec.Struct, frozen=True, gc=False):
    """kind: photo, voice, video_message, video, audio, animation, sticker, document, contact, location, poll, other.

    emoji: a sticker's. duration_s: of what has a length, else 0.
    """

    kind: str
    emoji: str = ""
    duration_s: int = 0


class Message(msgspec.Struct, frozen=True, gc=False):
    """One message of one private dialog, as it stands in the owner's box.

    chat_id: the contact's user id. is_out: the owner's account sent it, from any device.
    is_borrowed: not the sender's own words (a forward, or posted through a bot).
    """

    chat_id: int
    id: int
    sent_at: float
    is_out: bool
    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    reply_to: int | None = None
    edited_at: float | None = None
    is_borrowed: bool = False


class Peer(msgspec.Struct, frozen=True, gc=False):
    """A user as Telegram describes one. access_hash: needed to address them from this account."""

    id: int
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    phone: str = ""
    access_hash: int = 0
    is_self: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    is_contact: bool = False
    is_support: bool = False

    @property
    def name(self) -> str:
        """As the contact calls themselves, without what would steer a terminal."""
        whole = " ".join(part for part in (self.first_name, self.last_name) if part)
        return CONTROL.sub("", whole).strip() or self.username or str(self.id)


SERVICE_PEERS = {
    777000: "Telegram's service messages",
    489000: "Telegram's verification codes",
    1271266957: "Telegram's replies",
}

DELETED = "a deleted account"


def unwanted(peer: Peer) -> str | None:
    """Why a private dialog is no conversation with a person, or None if it is one. Code decides, no whitelist can."""
    reasons = {
        "Saved Messages": peer.is_self,
        SERVICE_PEERS.get(peer.id, ""): peer.id in SERVICE_PEERS,
        "a bot": peer.is_bot,
        "Telegram's support": peer.is_support,
        DELETED: peer.is_deleted,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


MEDIA_KINDS = (
    "photo", "voice", "video_message", "video", "audio", "animation", "sticker", "document", "contact", "location",
    "poll", "other",
)  # fmt: skip
MEDIA_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(MEDIA_KINDS)})(?: \d+:\d\d)?\]")


def spoken(message: Message) -> str:
    """What one reads of a message: its text, and a short typed placeholder for what is no text."""
    text = CONTROL.sub("", message.text).strip()
    return "\n".join(part for part in (_media_words(message.media), text) if part)


def _media_words(media: Media | None) -> str:
    if media is None:
        return ""
    if media.kind == "sticker" and media.emoji:
        return media.emoji
    if media.duration_s:
        minutes, seconds = divmod(media.duration_s, 60)
        return f"[{media.kind} {minutes}:{seconds:02}]"
    return f"[{media.kind}]"

"""Decide which neighbouring messages are one album: one sending, one bubble. No I/O, no clock.

Exports do not say what belongs together, and Telegram's API does; what both have in common is that the pictures and
films of an album come at the same second from the same side.
"""

from collections.abc import Iterable, Iterator

import msgspec

from harvest.messages import Entity, Message

IN_ALBUMS = {"photo", "video", "document", "audio"}


def merge_albums(messages: Iterable[Message]) -> Iterator[Message]:
    """The same messages, oldest first, each album as its first one with the captions of all."""
    album: Message | None = None
    for message in messages:
        if album is not None and _continues(album, message):
            album = _with_caption(album, message)
            continue
        if album is not None:
            yield album
        album = message
    if album is not None:
        yield album


def _continues(album: Message, message: Message) -> bool:
    return (
        album.media is not None
        and message.media is not None
        and album.media.kind in IN_ALBUMS
        and message.media.kind in IN_ALBUMS
        and (album.is_out, int(album.sent_at), album.is_borrowed)
        == (message.is_out, int(message.sent_at), message.is_borrowed)
    )


def _with_caption(album: Message, message: Message) -> Message:
    """Entities of a later caption move behind what stands before it."""
    if not message.text:
        return album
    before = f"{album.text}\n" if album.text else ""
    moved = tuple(Entity(e.kind, e.start + len(before), e.length) for e in message.entities)
    return msgspec.structs.replace(album, text=before + message.text, entities=album.entities + moved)

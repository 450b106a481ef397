"""Messages and peers as rows of the archive, and back."""

import msgspec

from harvest.messages import Entity, Media, Message, Peer

MESSAGE_COLUMNS = (
    "chat_id, id, sent_at, is_out, text, entities, media, emoji, duration_s, reply_to, edited_at, is_borrowed"
)
PEER_COLUMNS = Peer.__struct_fields__


def message_row(message: Message) -> tuple[object, ...]:
    media = message.media
    return (
        message.chat_id,
        message.id,
        message.sent_at,
        message.is_out,
        message.text,
        _packed(message.entities),
        media.kind if media else None,
        media.emoji if media else None,
        media.duration_s if media else None,
        message.reply_to,
        message.edited_at,
        message.is_borrowed,
    )


def _packed(entities: tuple[Entity, ...]) -> str | None:
    if not entities:
        return None
    return msgspec.json.encode([(e.kind, e.start, e.length) for e in entities]).decode()


_entity_rows = msgspec.json.Decoder(tuple[tuple[str, int, int], ...])


def to_message(row: tuple[object, ...]) -> Message:
    chat_id, id, sent_at, is_out, text, entities, media, emoji, duration_s, reply_to, edited_at, is_borrowed = row
    return Message(
        chat_id,  # type: ignore[arg-type]
        id,  # type: ignore[arg-type]
        sent_at,  # type: ignore[arg-type]
        bool(is_out),
        text,  # type: ignore[arg-type]
        tuple(Entity(*entity) for entity in _entity_rows.decode(entities)) if entities else (),  # type: ignore[arg-type]
        Media(media, emoji, duration_s) if media else None,  # type: ignore[arg-type]
        reply_to,  # type: ignore[arg-type]
        edited_at,  # type: ignore[arg-type]
        bool(is_borrowed),
    )


def to_peer(row: tuple[object, ...]) -> Peer:
    values = dict(zip(PEER_COLUMNS, row, strict=True))
    return msgspec.convert(values, Peer, strict=False)


def peer_row(peer: Peer) -> tuple[object, ...]:
    return msgspec.structs.astuple(peer)

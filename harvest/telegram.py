"""Telegram's own objects in our vocabulary. Decides what is never stored; knows nothing of requests or files."""

from typing import Any

from telethon.tl import types

from harvest.messages import Entity, Media, Message, Peer

ENTITY_KINDS = {
    types.MessageEntityMention: "mention",
    types.MessageEntityHashtag: "hashtag",
    types.MessageEntityBotCommand: "bot_command",
    types.MessageEntityUrl: "link",
    types.MessageEntityEmail: "email",
    types.MessageEntityBold: "bold",
    types.MessageEntityItalic: "italic",
    types.MessageEntityCode: "code",
    types.MessageEntityPre: "pre",
    types.MessageEntityTextUrl: "text_link",
    types.MessageEntityMentionName: "mention_name",
    types.InputMessageEntityMentionName: "mention_name",
    types.MessageEntityPhone: "phone",
    types.MessageEntityCashtag: "cashtag",
    types.MessageEntityUnderline: "underline",
    types.MessageEntityStrike: "strikethrough",
    types.MessageEntityBankCard: "bank_card",
    types.MessageEntitySpoiler: "spoiler",
    types.MessageEntityCustomEmoji: "custom_emoji",
    types.MessageEntityBlockquote: "blockquote",
}
MEDIA_KINDS = {
    types.MessageMediaPhoto: "photo",
    types.MessageMediaContact: "contact",
    types.MessageMediaGeo: "location",
    types.MessageMediaGeoLive: "location",
    types.MessageMediaVenue: "location",
    types.MessageMediaPoll: "poll",
}
NO_MEDIA = (types.MessageMediaEmpty, types.MessageMediaWebPage)


def peer_from(user: Any) -> Peer:
    """user: a types.User or types.UserEmpty."""
    if isinstance(user, types.UserEmpty):
        return Peer(user.id, is_deleted=True)
    return Peer(
        id=user.id,
        first_name=user.first_name or "",
        last_name=user.last_name or "",
        username=user.username or _active_username(user),
        phone=user.phone or "",
        access_hash=user.access_hash or 0,
        is_self=bool(user.is_self),
        is_bot=bool(user.bot),
        is_deleted=bool(user.deleted),
        is_contact=bool(user.contact),
        is_support=bool(user.support),
    )


def _active_username(user: Any) -> str:
    return next((str(name.username) for name in user.usernames or () if name.active), "")


def message_from(message: Any, chat_id: int) -> Message | None:
    """None for what is nobody's words (service messages) and what may not be kept: self-destructing, protected."""
    if not isinstance(message, types.Message) or _must_not_be_kept(message):
        return None
    text = message.message or ""
    return Message(
        chat_id=chat_id,
        id=message.id,
        sent_at=message.date.timestamp() if message.date else 0.0,
        is_out=bool(message.out),
        text=text,
        entities=_entities(text, message.entities or ()),
        media=_media(message.media),
        reply_to=_reply_to(message.reply_to),
        edited_at=message.edit_date.timestamp() if message.edit_date else None,
        is_borrowed=bool(message.fwd_from or message.via_bot_id or message.via_business_bot_id),
    )


def _must_not_be_kept(message: Any) -> bool:
    return bool(message.noforwards or message.ttl_period or getattr(message.media, "ttl_seconds", None))


def _reply_to(header: Any) -> int | None:
    """The message of this chat that is answered; a quote from elsewhere has no id here."""
    if not isinstance(header, types.MessageReplyHeader) or header.reply_to_peer_id is not None:
        return None
    return header.reply_to_msg_id or None


def _entities(text: str, entities: Any) -> tuple[Entity, ...]:
    """Telegram counts in UTF-16 units, where what lies beyond the basic plane counts twice."""
    if not entities:
        return ()
    position = _character_at(text)
    last = len(position) - 1
    found = []
    for entity in entities:
        start = position[min(max(entity.offset, 0), last)]
        end = position[min(max(entity.offset + entity.length, 0), last)]
        if end > start:
            found.append(Entity(ENTITY_KINDS.get(type(entity), "unknown"), start, end - start))
    return tuple(found)


def _character_at(text: str) -> range | list[int]:
    """For each UTF-16 position, and the end, the Python character it falls on."""
    if not text or max(text) <= "\uffff":
        return range(len(text) + 1)
    positions: list[int] = []
    for index, character in enumerate(text):
        positions += [index] * (2 if character > "\uffff" else 1)
    return [*positions, len(text)]


def _media(media: Any) -> Media | None:
    if media is None or isinstance(media, NO_MEDIA):
        return None
    if isinstance(media, types.MessageMediaDocument):
        return _document(media)
    return Media(MEDIA_KINDS.get(type(media), "other"))


def _document(media: Any) -> Media:
    attributes = {type(a): a for a in getattr(media.document, "attributes", None) or ()}
    sticker = attributes.get(types.DocumentAttributeSticker)
    audio = attributes.get(types.DocumentAttributeAudio)
    video = attributes.get(types.DocumentAttributeVideo)
    if sticker:
        return Media("sticker", emoji=sticker.alt or "")
    if types.DocumentAttributeAnimated in attributes:
        return Media("animation")
    if media.voice or audio:
        is_voice = media.voice or getattr(audio, "voice", False)
        return Media("voice" if is_voice else "audio", duration_s=_seconds(audio))
    if media.round or media.video or video:
        is_round = media.round or getattr(video, "round_message", False)
        return Media("video_message" if is_round else "video", duration_s=_seconds(video))
    return Media("document")


def _seconds(attribute: Any) -> int:
    return int(attribute.duration or 0) if attribute else 0

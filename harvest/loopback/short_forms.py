"""Telegram's brief forms for a plain message in a private chat: no user objects, no random_id, but the same meaning."""

from telethon.tl import types

from harvest.loopback.accounts import TL


def short_sent(message: TL, pts: int, pts_count: int) -> TL:
    """The answer to a sent message: its id, and not a word more than needed."""
    return types.UpdateShortSentMessage(
        message.id, pts, pts_count, message.date, out=True, media=message.media, entities=message.entities
    )


def short_push(updates: list[TL]) -> TL | None:
    """A new message of nothing but text, replies included. None for everything else."""
    if len(updates) != 1 or not isinstance(updates[0], types.UpdateNewMessage):
        return None
    message = updates[0].message
    if not isinstance(message, types.Message) or message.media or message.fwd_from or message.via_bot_id:
        return None
    return types.UpdateShortMessage(
        message.id,
        message.peer_id.user_id,
        message.message,
        updates[0].pts,
        updates[0].pts_count,
        message.date,
        out=message.out,
        reply_to=message.reply_to,
        entities=message.entities,
    )

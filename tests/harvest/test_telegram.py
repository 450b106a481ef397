"""Telegram's own objects become our vocabulary, and what may not be kept becomes nothing."""

from datetime import UTC, datetime

import pytest
from telethon.tl import types

from harvest.messages import Entity, Media, Message, Peer
from harvest.telegram import message_from, peer_from

ANN = 1001
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def said(text="hi", **more):
    return types.Message(7, types.PeerUser(ANN), date=NOON, message=text, **more)


def document(*attributes, **more):
    file = types.Document(1, 2, b"", NOON, "x/y", 10, 2, list(attributes))
    return types.MessageMediaDocument(document=file, **more)


def test_a_message_keeps_what_matters():
    """Times are UTC seconds, the reply is an id of the same chat."""
    reply = types.MessageReplyHeader(reply_to_msg_id=5)
    message = message_from(said("see you", out=True, reply_to=reply, edit_date=NOON), ANN)
    at = NOON.timestamp()
    assert message == Message(ANN, 7, at, True, "see you", reply_to=5, edited_at=at)


def test_entities_count_characters_not_utf16_units():
    """An emoji beyond the basic plane counts twice at Telegram and once here."""
    text = "🎸 call +1 555 0100 or a@b.example"
    entities = [types.MessageEntityPhone(8, 11), types.MessageEntityEmail(23, 11)]
    found = message_from(said(text, entities=entities), ANN).entities
    assert [(e.kind, text[e.start : e.start + e.length]) for e in found] == [
        ("phone", "+1 555 0100"),
        ("email", "a@b.example"),
    ]


def test_entities_that_reach_beyond_the_text_are_cut():
    """No position may ever lie outside the text, whatever the other side sent."""
    entities = [types.MessageEntityBold(1, 99), types.MessageEntityBold(9, 3), types.MessageEntityBold(-2, 1)]
    assert message_from(said("abc", entities=entities), ANN).entities == (Entity("bold", 1, 2),)


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        (types.MessageMediaPhoto(), Media("photo")),
        (document(types.DocumentAttributeSticker("😂", types.InputStickerSetEmpty())), Media("sticker", "😂")),
        (document(types.DocumentAttributeAudio(12, voice=True)), Media("voice", duration_s=12)),
        (document(types.DocumentAttributeAudio(200)), Media("audio", duration_s=200)),
        (document(types.DocumentAttributeVideo(9.6, 1, 1, round_message=True)), Media("video_message", duration_s=9)),
        (document(types.DocumentAttributeVideo(60, 1, 1)), Media("video", duration_s=60)),
        (document(types.DocumentAttributeAnimated(), types.DocumentAttributeVideo(3, 1, 1)), Media("animation")),
        (document(), Media("document")),
        (types.MessageMediaContact("+1", "A", "B", "", 1), Media("contact")),
        (types.MessageMediaGeo(types.GeoPointEmpty()), Media("location")),
        (types.MessageMediaDice(3, "🎲"), Media("other")),
        (types.MessageMediaWebPage(types.WebPageEmpty(1)), None),
    ],
)
def test_media_become_their_kind(media, expected):
    assert message_from(said("", media=media), ANN).media == expected


@pytest.mark.parametrize(
    "message",
    [
        types.MessageService(7, types.PeerUser(ANN), NOON, types.MessageActionPhoneCall(1)),
        types.MessageEmpty(7, types.PeerUser(ANN)),
        said(noforwards=True),
        said(ttl_period=86400),
        said(media=types.MessageMediaPhoto(ttl_seconds=5)),
        said(media=document(ttl_seconds=5)),
    ],
    ids=["service", "empty", "protected", "auto-deleted", "photo that vanishes", "file that vanishes"],
)
def test_what_may_not_be_kept_is_nothing(message):
    assert message_from(message, ANN) is None


@pytest.mark.parametrize(
    "mark",
    [{"fwd_from": types.MessageFwdHeader(NOON)}, {"via_bot_id": 9}, {"via_business_bot_id": 9}],
    ids=["forward", "inline bot", "business bot"],
)
def test_borrowed_words_are_marked(mark):
    assert message_from(said(out=True, **mark), ANN).is_borrowed


def test_a_quote_from_another_chat_is_no_reply_here():
    header = types.MessageReplyHeader(reply_to_msg_id=5, reply_to_peer_id=types.PeerUser(2))
    assert message_from(said(reply_to=header), ANN).reply_to is None


def test_a_user_becomes_a_peer():
    """Somebody with several usernames is known by an active one; an account that is gone is deleted."""
    names = [types.Username("old"), types.Username("ann", active=True)]
    peer = peer_from(types.User(ANN, first_name="Ann", access_hash=5, usernames=names, contact=True))
    assert (peer.name, peer.username, peer.access_hash, peer.is_contact) == ("Ann", "ann", 5, True)
    assert peer_from(types.UserEmpty(ANN)).is_deleted


def test_a_name_cannot_steer_the_terminal():
    """Whoever calls themselves an escape sequence is shown without it."""
    assert Peer(ANN, "A\x1b[2Jnn", "\r").name == "A[2Jnn"
    assert Peer(ANN, "\x00").name == str(ANN)

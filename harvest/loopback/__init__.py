"""A Telegram server on 127.0.0.1 that the unmodified Telethon client talks to: for the demo and for the tests."""

from harvest.loopback.accounts import User
from harvest.loopback.faults import Call, Hold, RpcFailure
from harvest.loopback.logins import Login
from harvest.loopback.media import (
    animation,
    audio,
    contact,
    document,
    location,
    photo,
    sticker,
    video,
    video_note,
    voice,
)
from harvest.loopback.server import LoopbackServer

__all__ = [
    "Call",
    "Hold",
    "Login",
    "LoopbackServer",
    "RpcFailure",
    "User",
    "animation",
    "audio",
    "contact",
    "document",
    "location",
    "photo",
    "sticker",
    "video",
    "video_note",
    "voice",
]

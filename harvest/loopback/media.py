"""What is posted that is no text, with the attributes Telegram sends along. There are no files behind it."""

from telethon.tl import types

from harvest.loopback.accounts import TL, server_time

FILE_ID = 5_000_000_000_000_000_001  # one will do: nothing here can be downloaded
DC = 2


def sticker(emoji: str) -> TL:
    size = types.DocumentAttributeImageSize(512, 512)
    face = types.DocumentAttributeSticker(emoji, types.InputStickerSetEmpty())
    return types.MessageMediaDocument(document=_file("image/webp", 24_000, size, face, _named("sticker.webp")))


def voice(seconds: int) -> TL:
    sound = types.DocumentAttributeAudio(seconds, voice=True, waveform=bytes(63))
    return types.MessageMediaDocument(voice=True, document=_file("audio/ogg", 4_000 * seconds, sound))


def video_note(seconds: int) -> TL:
    """The round kind."""
    film = types.DocumentAttributeVideo(float(seconds), 384, 384, round_message=True)
    return types.MessageMediaDocument(round=True, video=True, document=_file("video/mp4", 90_000 * seconds, film))


def video(seconds: int) -> TL:
    film = types.DocumentAttributeVideo(float(seconds), 1280, 720, supports_streaming=True)
    return types.MessageMediaDocument(video=True, document=_file("video/mp4", 250_000 * seconds, film))


def audio(seconds: int, title: str) -> TL:
    sound = types.DocumentAttributeAudio(seconds, title=title)
    return types.MessageMediaDocument(document=_file("audio/mpeg", 32_000 * seconds, sound, _named("audio.mp3")))


def animation(seconds: int) -> TL:
    """What people call a GIF: a film without sound."""
    film = types.DocumentAttributeVideo(float(seconds), 480, 270, nosound=True)
    animated = types.DocumentAttributeAnimated()
    return types.MessageMediaDocument(document=_file("video/mp4", 60_000 * seconds, film, animated))


def document(name: str) -> TL:
    return types.MessageMediaDocument(document=_file("application/octet-stream", 120_000, _named(name)))


def photo() -> TL:
    size = types.PhotoSize("x", 800, 600, 90_000)
    return types.MessageMediaPhoto(photo=types.Photo(FILE_ID, 1, b"ref", server_time(), [size], DC))


def location(latitude: float, longitude: float) -> TL:
    return types.MessageMediaGeo(types.GeoPoint(long=longitude, lat=latitude, access_hash=1))


def contact(first_name: str, phone: str) -> TL:
    return types.MessageMediaContact(phone, first_name, "", "", 0)


def _named(name: str) -> TL:
    return types.DocumentAttributeFilename(name)


def _file(mime_type: str, size: int, *attributes: TL) -> TL:
    return types.Document(FILE_ID, 1, b"ref", server_time(), mime_type, size, DC, list(attributes))

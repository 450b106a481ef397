"""Make small Telegram Desktop exports: in its own layout, with whatever oddity a test asks for."""

import json
from datetime import datetime
from pathlib import Path

OWNER, ANN, BOB = 500, 1001, 1002
START = 1_700_000_000


def message(id: int, sender: int, text="", at: int = 0, **more) -> dict:
    """One message as Telegram Desktop writes it. text: a string, or its list form."""
    parts = [text] if isinstance(text, str) else text
    entities = [{"type": "plain", "text": part} if isinstance(part, str) else part for part in parts]
    return {
        "id": id,
        "type": "message",
        "date": datetime.fromtimestamp(START + at).isoformat(),
        "date_unixtime": str(START + at),
        "from": "Somebody",
        "from_id": f"user{sender}",
        "text": text,
        "text_entities": [entity for entity in entities if entity["text"]],
    } | more


def without(message: dict, *keys: str) -> dict:
    return {key: value for key, value in message.items() if key not in keys}


def dialog(peer: int, messages: list, name: str | None = "Ann", type: str = "personal_chat") -> dict:
    return {"name": name, "type": type, "id": peer, "messages": messages}


def whole(*chats: dict, owner: int | None = OWNER, contacts: tuple = ()) -> dict:
    """A full export. owner None: personal information was not ticked."""
    about = {"user_id": owner, "first_name": "Alex", "last_name": "Doe", "phone_number": "+0", "bio": "me"}
    return {
        "about": "Here is the data you requested.",
        **({"personal_information": about} if owner else {}),
        "profile_pictures": [{"date": "2024-01-01T00:00:00", "photo": "x.jpg"}],
        "contacts": {"about": "people", "list": list(contacts)},
        "frequent_contacts": {"about": "people", "list": [{"id": ANN, "category": "people", "rating": 1.5}]},
        "chats": {"about": "chats", "list": list(chats)},
        "left_chats": {"about": "left", "list": []},
    }


def write(path: Path, export: dict, indent: int | None = 1) -> Path:
    path.write_text(json.dumps(export, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path

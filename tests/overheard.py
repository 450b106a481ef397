"""What went through a loopback server that no log may hold: names, texts, numbers, hashes and keys."""

import re
from collections.abc import Iterator

from harvest.loopback import LoopbackServer

SHORTEST_NAME = 3
SHORTEST_TEXT = 8  # a shorter one may be a word of ours too, as "hi"


def leaked(log: str, server: LoopbackServer) -> set[str]:
    """Words that stand in the log as words of their own, and any part of a key."""
    present = {words for words in _words(server) if words in log}
    found = {words for words in present if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", log)}
    return found | {part for part in _keys(server) if part in log}


def _words(server: LoopbackServer) -> Iterator[str]:
    """Everything about its people but their ids, which logs are for."""
    users = server.exchange.users.values()
    for user in users:
        names = (user.first_name, user.last_name, user.username, user.phone, user.password)
        yield from (name for name in names if len(name or "") >= SHORTEST_NAME)
        yield from (str(user.access_hash_for(viewer)) for viewer in users)
        said = [message for chat in user.box.chats.values() for message in chat] + [*user.box.drafts.values()]
        texts = (getattr(message, "message", None) or "" for message in said)
        yield from (text for text in texts if len(text) >= SHORTEST_TEXT)


def _keys(server: LoopbackServer) -> Iterator[str]:
    """As they would be printed: hexadecimal, or Python's bytes."""
    for login in server.logins.by_key_id.values():
        key = login.key.key
        yield from (key.hex()[:32], key.hex()[-32:], repr(key[:8])[2:-1], str(login.key.key_id))

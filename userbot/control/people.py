"""Whom a name means among the contacts, and how a contact's own name may be shown."""

from collections.abc import Mapping

from harvest.messages import Peer
from userbot.control.paper import one_line
from userbot.control.words import folded

LONGEST_NAME = 40


def called(name: str, peers: Mapping[int, Peer]) -> tuple[int, ...]:
    """Everybody of that @username, user id, first name or whole name. An id or @username is nobody else's."""
    wanted = folded(" ".join(name.split()))
    if wanted.isdecimal() and int(wanted) in peers:
        return (int(wanted),)
    return tuple(user_id for user_id, peer in sorted(peers.items()) if wanted and wanted in _names(peer))


def _names(peer: Peer) -> set[str]:
    username = f"@{peer.username}" if peer.username else ""
    whole = f"{peer.first_name} {peer.last_name}"
    return {folded(" ".join(name.split())) for name in (username, peer.username, peer.first_name, whole)} - {""}


def shown(peer: Peer) -> str:
    """In one line, without what would turn or hide the words around it."""
    return one_line(peer.name, LONGEST_NAME) or str(peer.id)


def handle(peer: Peer) -> str:
    """What names this contact and nobody else."""
    return f"@{peer.username}" if peer.username else str(peer.id)

"""Decide whose dialogs are harvested: only people, and of them only those who agreed.

Who deleted their account since can be asked for; the daemon goes by `unwanted` alone, and answers no such account.
"""

from harvest.messages import DELETED, Peer, unwanted
from harvest.settings import Consent, HarvestSettings

NO_CONSENT = "not listed in harvest.contacts"


def refusal(peer: Peer, settings: HarvestSettings) -> str | None:
    """Why this peer's words are not taken, or None if they are."""
    reason = unwanted(peer)
    if reason == DELETED and settings.deleted_accounts:
        reason = None
    if reason or settings.take_everyone_without_consent:
        return reason
    return None if any(names(consent, peer) for consent in settings.contacts) else NO_CONSENT


def names(consent: Consent, peer: Peer) -> bool:
    """Whether the config means this peer: by user id, or by @username in any case."""
    return is_named(consent.peer, peer)


def is_named(name: int | str, peer: Peer) -> bool:
    """name: a user id, the digits of one, or an @username."""
    text = str(name)
    if text.startswith("@"):
        return bool(peer.username) and text[1:].casefold() == peer.username.casefold()
    return text == str(peer.id)

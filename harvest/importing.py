"""Put Telegram Desktop exports into the archive: only dialogs with people who agreed, merged with what was pulled."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from loguru import logger

from harvest.account import check_owner
from harvest.archive import Archive
from harvest.consent import refusal
from harvest.errors import UserError
from harvest.export import DIALOG, Chat, Export, Tally
from harvest.exported import LARGEST_ID
from harvest.jsonwalk import NotJson
from harvest.messages import Message, Peer
from harvest.settings import HarvestSettings

BATCH = 2000
NO_DIALOG = {
    "saved_messages": "Saved Messages",
    "bot_chat": "a bot",
    "replies": "Telegram's replies",
    "verification_codes": "Telegram's verification codes",
    "private_group": "a group",
    "private_supergroup": "a group",
    "public_supergroup": "a group",
    "private_channel": "a channel",
    "public_channel": "a channel",
}
HOW_TO_EXPORT = "In Telegram Desktop: Settings > Advanced > Export Telegram data, format JSON."


class NotAnExport(UserError):
    """The file is none of Telegram Desktop's. Others may be."""


@dataclass(slots=True)
class Imported:
    """What one file gave. taken: messages of each chat. refused: each other chat, and why."""

    path: Path
    taken: dict[Peer, int] = field(default_factory=dict)
    refused: list[tuple[Peer, str]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def export_files(paths: Iterable[Path]) -> list[Path]:
    """The files to read: each path itself, or the exports in a folder. Raises UserError where there is none."""
    return [file for path in paths for file in _files_at(path)]


def _files_at(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise UserError(f"{path}: no such file or folder. Name a result.json, or a folder that holds some.")
    found = sorted(path.rglob("result*.json")) or sorted(path.rglob("*.json"))
    if not found:
        raise UserError(f"{path}: no JSON export in this folder. {HOW_TO_EXPORT}")
    return found


def import_file(
    path: Path, archive: Archive, settings: HarvestSettings, went_to: Callable[[int], None] = lambda offset: None
) -> Imported:
    """Read one export into the archive. went_to: told the file's offset now and then.

    Raises NotAnExport on a file that is none, UserError on another account's; what was stored before stays.
    """
    imported = Imported(path)
    try:
        with path.open("rb") as file:
            importing = _Import(archive, settings, Export(file, tally=imported.tally), imported)
            for chat, messages in importing.export.chats():
                importing.chat(chat, messages)
                went_to(file.tell())
            if not importing.export.has_chats:
                raise NotJson
    except NotJson:
        raise NotAnExport(f"{path}: {_what_it_is(path)}") from None
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}).") from None
    logger.info("imported {} messages of {} chats", sum(imported.taken.values()), len(imported.taken))
    return imported


def _what_it_is(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(512).lstrip()
    if not start:
        return f"this file is empty. {HOW_TO_EXPORT}"
    if start.startswith(b"PK"):
        return "this is a zip. Unpack it and name the result.json in it."
    if start.startswith(b"<"):
        return f"this is a web page, not JSON. Export again. {HOW_TO_EXPORT}"
    if start.startswith(b"{"):
        return f"there are no chats in it, so it is no Telegram export with messages. {HOW_TO_EXPORT}"
    return f"this is not a JSON export of Telegram's. {HOW_TO_EXPORT}"


@dataclass(slots=True)
class _Import:
    archive: Archive
    settings: HarvestSettings
    export: Export
    imported: Imported
    _owner_id: int = 0

    def chat(self, chat: Chat, messages: Iterator[Message]) -> None:
        """Store one dialog, or note why not."""
        peer = self._peer(chat)
        reason = _no_dialog(chat) or refusal(peer, self.settings)
        if reason:
            self.imported.refused.append((peer, reason))
            return
        self.imported.taken[peer] = 0
        while batch := list(islice(messages, BATCH)):
            self._check_owner()
            with self.archive.transaction():
                self.archive.put_peers([peer])
                self.archive.put_messages(batch)
            self.imported.taken[peer] += len(batch)

    def _peer(self, chat: Chat) -> Peer:
        """The contact as the account knows them, else as the export does. A deleted account has no name there."""
        known = next((peer for peer in self.archive.peers() if peer.id == chat.id and peer.access_hash), None)
        person = self.export.contacts.get(chat.id)
        if known:
            return known
        if person:
            return Peer(chat.id, person.first_name, person.last_name, is_contact=True)
        return Peer(chat.id, chat.name, is_deleted=not chat.name)

    def _check_owner(self) -> None:
        """Before anything is stored: is this the account that the archive belongs to?"""
        owner_id = self.export.owner_id
        if owner_id and owner_id != self._owner_id:
            check_owner(self.archive, Peer(owner_id, is_self=True))
            self._owner_id = owner_id


def _no_dialog(chat: Chat) -> str | None:
    if chat.type == DIALOG and 0 < chat.id <= LARGEST_ID:
        return None
    return NO_DIALOG.get(chat.type, "not a dialog with one person")

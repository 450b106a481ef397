"""Take one contact's words out of everything that harvest keeps, and say which training runs had read them."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from harvest.archive import Archive
from harvest.consent import is_named
from harvest.datadir import DataDir, whole_folder, written_whole
from harvest.dataset import Lines, write_json
from harvest.errors import UserError
from harvest.examples import Example
from harvest.habits import HabitsFile, total_of
from harvest.manifest import HABITS, HELDOUT, MANIFEST, TRAIN, manifest_of, read_manifest
from harvest.messages import Peer

STALE = "stale.txt"  # in a run's folder: it must not speak any more
STALE_LINE = "Trained on a contact who was forgotten since. Train again, then delete this run.\n"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """messages: taken out of the archive. conversations: out of the dataset. runs: names of those now stale."""

    peer: Peer
    messages: int
    conversations: int
    runs: list[str]


def forget(name: str, archive: Archive, data: DataDir) -> Forgotten:
    """The peer itself goes last: stopped before that, it can be run again. Raises UserError for an unknown name."""
    peer = find_peer(name, archive)
    runs = _mark_runs(data.runs, archive, peer.id)
    conversations = _leave_dataset(data.dataset, archive, peer.id)
    return Forgotten(peer, archive.forget(peer.id), conversations, runs)


def find_peer(name: str, archive: Archive) -> Peer:
    """By user id or @username. A chat whose peer is not known any more still has its id."""
    found = [peer for peer in archive.peers() if is_named(name, peer) and not peer.is_self]
    if not found and name.isdecimal() and archive.count(int(name)):
        return Peer(int(name))
    if not found:
        raise UserError(f"{name}: nobody in the archive has this user id or @username. `harvest dialogs` lists both.")
    return found[0]


def _mark_runs(runs: Path, archive: Archive, chat_id: int) -> list[str]:
    """Those trained on a dataset with that chat, and those whose dataset nobody remembers."""
    harmless = archive.datasets_without(chat_id)
    marked = []
    for origin in sorted(runs.glob("*/origin.json")):
        if msgspec.json.decode(origin.read_bytes(), type=_Origin).dataset not in harmless:
            with written_whole(origin.parent / STALE) as draft:
                draft.write_text(STALE_LINE)
            marked.append(origin.parent.name)
    return marked


class _Origin(msgspec.Struct):
    """Of what `finetune` writes about a run before its first step."""

    dataset: str = ""


def _leave_dataset(folder: Path, archive: Archive, chat_id: int) -> int:
    """Write the dataset anew without that chat. Returns how many conversations went."""
    if not (folder / MANIFEST).is_file():
        return 0
    manifest = read_manifest(folder)
    facts = manifest.contacts.pop(str(chat_id), None)
    if facts is None:
        return 0
    habits = msgspec.json.decode((folder / HABITS).read_bytes(), type=HabitsFile).contacts
    habits.pop(str(chat_id), None)
    with whole_folder(folder) as draft:
        files = {name: _without(folder / name, draft / name, chat_id).facts() for name in (TRAIN, HELDOUT)}
        left = manifest_of(files, manifest.contacts, manifest.settings)
        write_json(draft / MANIFEST, left)
        write_json(draft / HABITS, HabitsFile(total_of(habits.values()), habits))
    archive.put_dataset(left.hash, [int(contact) for contact in left.contacts])
    return facts.train + facts.heldout


def _without(source: Path, target: Path, chat_id: int) -> Lines:
    decoder = msgspec.json.Decoder(Example)
    with source.open("rb") as old, target.open("wb") as new:
        lines = Lines(new)
        for line in old:
            if decoder.decode(line).chat_id != chat_id:
                lines.write(line)
    return lines

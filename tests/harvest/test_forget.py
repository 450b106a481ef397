"""Forgetting a contact, and purging the history."""

import json

import msgspec
import pytest

from finetune.examples import dataset_hash
from harvest.dataset import build
from harvest.errors import UserError
from harvest.forget import STALE, forget
from harvest.habits import HabitsFile
from harvest.manifest import Manifest, read_manifest
from harvest.messages import Peer
from harvest.settings import HarvestSettings
from tests.harvest.said import ANN, BOB, DAY, AsIs, from_ann, from_owner

EVERYONE = HarvestSettings(take_everyone_without_consent=True)
PEERS = (Peer(ANN, "Ann", username="ann", phone="15550100", access_hash=1), Peer(BOB, "Bob", access_hash=1))


def talk(days, chat_id):
    for day in range(days):
        yield from_ann(10 * day + 1, f"ask {day} {chat_id}?", day * 2 * DAY, chat_id=chat_id)
        yield from_owner(10 * day + 2, f"say {day} {chat_id}", day * 2 * DAY + 60, chat_id=chat_id)


@pytest.fixture
def harvested(archive, data):
    """Twelve conversations with Ann, eight with Bob, and the dataset of them."""
    with archive.transaction():
        archive.put_peers(PEERS)
    archive.put_page(ANN, talk(12, ANN), last_id=112)
    archive.put_page(BOB, talk(8, BOB), last_id=72)
    return build(archive, EVERYONE, data.dataset, AsIs())[0]


def run_of(data, name, dataset):
    folder = data.runs / name
    folder.mkdir(parents=True)
    (folder / "origin.json").write_text(json.dumps({"dataset": dataset, "base": "embedded"}))
    return folder


def test_nothing_of_a_forgotten_contact_is_left(archive, data, harvested):
    """Not in the archive's rows or free pages, not in the dataset, not in its counts; Bob is all there."""
    gone = forget("@Ann", archive, data)
    assert (gone.peer.id, gone.messages, gone.conversations) == (ANN, 24, 12)
    assert (archive.chats(), archive.cursor(ANN), [peer.id for peer in archive.peers()]) == ([BOB], 0, [BOB])
    for path in (*data.root.glob("archive*"), *data.dataset.iterdir()):
        assert str(ANN).encode() not in path.read_bytes(), path.name
        assert b"15550100" not in path.read_bytes(), path.name
    manifest = read_manifest(data.dataset)
    assert (manifest.kept, list(manifest.contacts)) == (8, [str(BOB)])


def test_what_is_left_is_what_a_new_build_would_write(archive, data, harvested, tmp_path):
    """Byte for byte, so a forgotten contact leaves no trace of having been there."""
    forget(str(ANN), archive, data)
    build(archive, EVERYONE, tmp_path / "anew", AsIs())
    for path in data.dataset.iterdir():
        assert path.read_bytes() == (tmp_path / "anew" / path.name).read_bytes(), path.name


def test_runs_that_read_them_are_stale(archive, data, harvested):
    """The run on the dataset with Ann, and one on a dataset nobody remembers; not the one trained on Bob alone."""
    only_bob = HarvestSettings(contacts=[{"peer": BOB, "consent": "2026-11-01"}])
    without_ann, _ = build(archive, only_bob, data.root / "other", AsIs())
    with_ann = run_of(data, "1-with", harvested.hash)
    without = run_of(data, "2-without", without_ann.hash)
    unknown = run_of(data, "3-unknown", "f" * 32)
    assert forget(str(ANN), archive, data).runs == ["1-with", "3-unknown"]
    assert [(run / STALE).exists() for run in (with_ann, without, unknown)] == [True, False, True]


def test_forgetting_after_a_purge_still_clears_the_dataset(archive, data, harvested):
    """The raw history is gone, the dataset is not: it is filtered, and named anew."""
    archive.purge()
    gone = forget(str(ANN), archive, data)
    assert (gone.messages, gone.conversations) == (0, 12)
    assert read_manifest(data.dataset).hash == dataset_hash(data.dataset) != harvested.hash


def test_a_purge_keeps_the_dataset(archive, data, harvested):
    """No word is left in the archive's file; the dataset stands, byte for byte, and the next pull starts anew."""
    before = {path.name: path.read_bytes() for path in data.dataset.iterdir()}
    archive.purge()
    assert (archive.chats(), archive.cursor(BOB)) == ([], 0)
    assert all(b"say 1" not in path.read_bytes() for path in data.root.glob("archive*"))
    assert {path.name: path.read_bytes() for path in data.dataset.iterdir()} == before


def test_who_is_nobody_is_one_line(archive, data):
    for name in ("@nobody", "42"):
        with pytest.raises(UserError, match="nobody in the archive"):
            forget(name, archive, data)


def test_the_files_are_what_their_types_say(data, harvested):
    assert msgspec.json.decode((data.dataset / "manifest.json").read_bytes(), type=Manifest) == harvested
    assert msgspec.json.decode((data.dataset / "habits.json").read_bytes(), type=HabitsFile).all.hours.total == 20

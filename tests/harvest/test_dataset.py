"""From the archive to the files that training reads."""

import hashlib
import json

import pytest

from harvest.dataset import build, prompt_messages
from harvest.examples import OPENING, ChatMessage
from harvest.messages import Peer
from harvest.settings import HarvestSettings
from tests.harvest.said import ANN, BOB, DAY, HOUR, AsIs, from_ann, from_owner

EVERYONE = HarvestSettings(take_everyone_without_consent=True)


PEERS = (Peer(ANN, "Ann", access_hash=1), Peer(BOB, "Bob", access_hash=1))


def fill(archive, *messages):
    with archive.transaction():
        archive.put_peers(PEERS)
        archive.put_messages(messages)


def lines(folder, name):
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def days_of_talk(days, chat_id=ANN):
    """One question and one answer a day, each with its own words."""
    for day in range(days):
        yield from_ann(10 * day + 1, f"question {day}?", day * 2 * DAY, chat_id=chat_id)
        yield from_owner(10 * day + 2, f"answer {day}", day * 2 * DAY + 60, chat_id=chat_id)


def test_a_day_of_silence_splits_and_dialogs_never_mix(archive, data):
    """Ann's evening, her next day and Bob's evening are three examples; a slow reply belongs to its question."""
    fill(
        archive,
        from_ann(1, "dinner?"),
        from_owner(2, "yes", 23 * HOUR),
        from_owner(3, "good morning", 48 * HOUR),
        from_ann(11, "beer?", chat_id=BOB),
        from_owner(12, "no", 30, chat_id=BOB),
    )
    build(archive, EVERYONE, data.dataset, AsIs())
    found = lines(data.dataset, "train.jsonl")
    assert [[m["content"] for m in example["messages"]] for example in found] == [
        ["dinner?", "yes"],
        [OPENING, "good morning"],
        ["beer?", "no"],
    ]
    assert [example["chat_id"] for example in found] == [ANN, ANN, BOB]
    assert found[0]["ended_at"] - found[0]["started_at"] == 23 * HOUR


def test_the_newest_conversations_of_each_dialog_are_held_out(archive, data):
    """Of ten with Ann the last one, by time; nothing held out is older than what is trained on."""
    fill(archive, *days_of_talk(10))
    manifest, _ = build(archive, EVERYONE, data.dataset, AsIs())
    assert [example["messages"][1]["content"] for example in lines(data.dataset, "heldout.jsonl")] == ["answer 9"]
    assert (manifest.files["train.jsonl"].examples, manifest.files["heldout.jsonl"].examples) == (9, 1)
    assert (manifest.contacts[str(ANN)].train, manifest.contacts[str(ANN)].heldout) == (9, 1)


def test_everything_dropped_is_counted_with_its_reason(archive, data):
    fill(
        archive,
        from_ann(1, "hi"),
        from_owner(2, "hey", 60),
        from_ann(3, "hi", 2 * DAY),
        from_owner(4, "hey", 2 * DAY + 60),
        from_ann(5, "anybody?", 4 * DAY),
        from_owner(6, "a joke from a channel", 6 * DAY, is_borrowed=True),
    )
    manifest, _ = build(archive, EVERYONE, data.dataset, AsIs())
    assert manifest.kept == 1
    assert manifest.dropped == {"exact repeat": 1, "no owner turn": 2}
    assert manifest.left_out == {"forwarded or through a bot": 1}


def test_the_clones_own_words_never_come_back(archive, data):
    """What the daemon's ledger says was sent is no lesson, though Telegram shows it as the owner's."""
    fill(archive, from_ann(1, "hi"), from_owner(2, "as a language model"), from_ann(3, "??"), from_owner(4, "sorry"))
    archive.put_clone_written([(ANN, 2)])
    build(archive, EVERYONE, data.dataset, AsIs())
    (example,) = lines(data.dataset, "train.jsonl")
    assert [m["content"] for m in example["messages"]] == ["hi\n??", "sorry"]


def test_redactions_reach_the_file_and_the_count(archive, data):
    fill(archive, from_ann(1, "code?"), from_owner(2, "it is sesame"), from_owner(3, "sesame!", 5))
    manifest, sample = build(archive, EVERYONE, data.dataset, AsIs("sesame"))
    assert manifest.redacted == {"WORD": 2}
    assert "sesame" not in (data.dataset / "train.jsonl").read_text()
    assert (sample.findings, sample.before.turns[1].bubbles[0].text) == (2, "it is sesame")


def test_who_no_longer_agrees_leaves_the_dataset(archive, data):
    """Consent is read at every build, not only when the words were taken."""
    fill(archive, *days_of_talk(2), *days_of_talk(2, BOB))
    settings = HarvestSettings(contacts=[{"peer": BOB, "consent": "2026-11-01"}])
    build(archive, settings, data.dataset, AsIs())
    assert {example["chat_id"] for example in lines(data.dataset, "train.jsonl")} == {BOB}


def test_the_same_archive_gives_the_same_bytes(archive, data, tmp_path):
    """Byte for byte, the manifest too; and its hashes are those of the files."""
    fill(archive, *days_of_talk(30), *days_of_talk(7, BOB))
    manifests = [build(archive, EVERYONE, tmp_path / name, AsIs())[0] for name in ("one", "two")]
    for name, facts in manifests[0].files.items():
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two
        assert facts.sha256 == hashlib.sha256(one).hexdigest()
    assert (tmp_path / "one/manifest.json").read_bytes() == (tmp_path / "two/manifest.json").read_bytes()
    assert json.loads((tmp_path / "one/manifest.json").read_text())["hash"] == manifests[0].hash


class Breaks(AsIs):
    def conversation(self, conversation):
        raise RuntimeError("cut")


def test_a_build_that_stops_leaves_the_old_dataset(archive, data):
    """Whole or not at all, and nothing half-made is left beside it."""
    fill(archive, *days_of_talk(3))
    build(archive, EVERYONE, data.dataset, AsIs())
    before = {path.name: path.read_bytes() for path in data.dataset.iterdir()}
    with pytest.raises(RuntimeError):
        build(archive, EVERYONE, data.dataset, Breaks())
    assert {path.name: path.read_bytes() for path in data.dataset.iterdir()} == before
    assert [path.name for path in data.root.iterdir() if path.name.startswith(".")] == []


def test_a_prompt_is_the_last_conversation_as_it_would_be_trained():
    """Redacted, in the model's roles, without yesterday's talk and without the owner's forwards."""
    said = [
        from_ann(1, "old news"),
        from_owner(2, "seen", 60),
        from_ann(3, "the code is sesame", 3 * DAY),
        from_owner(4, "a channel's post", 3 * DAY + 1, is_borrowed=True),
        from_ann(5, "got it?", 3 * DAY + 2),
    ]
    assert prompt_messages(reversed(said), AsIs("sesame"), DAY) == (
        ChatMessage("user", "the code is <WORD_1>\ngot it?"),
    )
    assert prompt_messages([], AsIs(), DAY) == ()

"""From the archive to the files that training reads."""

import hashlib
import json
import resource

import msgspec
import pytest

from finetune.examples import dataset_hash
from harvest.conversations import unfold
from harvest.dataset import build, prompt_messages
from harvest.errors import UserError
from harvest.examples import OPENING, ChatMessage, Example
from harvest.habits import HabitsFile
from harvest.messages import Media, Peer
from harvest.redact import KnownSecrets, Redactor
from harvest.second_look import looked_over
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


def test_long_texts_sent_to_many_are_not_the_owners_voice(archive, data):
    """New year's wishes to three people teach nothing; a short "ok" to everybody does."""
    wishes = "Happy new year to you and yours! May all that you plan come true, and more."
    said = []
    for n in range(3):
        chat_id = ANN + n
        said += [from_ann(10 * n + 1, "hi", chat_id=chat_id), from_owner(10 * n + 2, "ok", 5, chat_id=chat_id)]
        said += [
            from_owner(10 * n + 3, wishes, 10, chat_id=chat_id),
            from_owner(10 * n + 4, f"you {n}", 20, chat_id=chat_id),
        ]
    fill(archive, *said)
    with archive.transaction():
        archive.put_peers([Peer(ANN + 2, "Cleo", access_hash=1)])
    manifest, _ = build(archive, EVERYONE, data.dataset, AsIs())
    assert manifest.left_out == {"the same long text to many people": 3}
    assert [e["messages"][1]["content"] for e in lines(data.dataset, "train.jsonl")] == [
        "ok\nyou 0",
        "ok\nyou 1",
        "ok\nyou 2",
    ]


def test_an_album_is_one_bubble_with_its_caption(archive, data):
    """Three pictures of one second are one sending; a fourth, later, is another."""
    photo = Media("photo")
    fill(
        archive,
        from_ann(1, "show"),
        from_owner(2, "", 60, media=photo),
        from_owner(3, "the sea", 60, media=photo),
        from_owner(4, "", 60, media=photo),
        from_owner(5, "", 65, media=photo),
    )
    build(archive, EVERYONE, data.dataset, AsIs())
    (example,) = lines(data.dataset, "train.jsonl")
    assert unfold(example["messages"][1]["content"]) == ["[photo]\nthe sea", "[photo]"]


def test_with_own_only_no_word_of_the_contacts_is_left(archive, data):
    """Their bubbles keep number, order and shape; the owner's stay as they are."""
    fill(
        archive,
        from_ann(1, "are you coming to my party?"),
        from_ann(2, "please!", 5),
        from_ann(3, "look", 9, media=Media("photo")),
        from_owner(4, "sure", 60),
    )
    build(archive, EVERYONE.model_copy(update={"own_only": True}), data.dataset, AsIs())
    (example,) = lines(data.dataset, "train.jsonl")
    assert unfold(example["messages"][0]["content"]) == ["[6 words?]", "[1 word!]", "[photo]\n[1 word]"]
    assert example["messages"][1]["content"] == "sure"


def test_a_contacts_cap_keeps_the_newest(archive, data):
    fill(archive, *days_of_talk(10))
    settings = EVERYONE.model_copy(update={"max_conversations_per_contact": 4, "heldout_fraction": 0.25})
    manifest, _ = build(archive, settings, data.dataset, AsIs())
    found = [
        e["messages"][1]["content"] for name in ("train.jsonl", "heldout.jsonl") for e in lines(data.dataset, name)
    ]
    assert found == ["answer 6", "answer 7", "answer 8", "answer 9"]
    assert manifest.dropped == {"over the contact's cap": 6}


def test_old_conversations_make_room_for_new_ones(archive, data):
    """With a half-life of 100 days, of 200 conversations over 398 days about 72 stay, and the newest do."""
    fill(archive, *days_of_talk(200))
    settings = EVERYONE.model_copy(update={"half_life_days": 100.0})
    manifest, _ = build(archive, settings, data.dataset, AsIs())
    assert manifest.kept + manifest.dropped["thinned by age"] == 200
    assert 55 < manifest.kept < 90
    assert lines(data.dataset, "heldout.jsonl")[-1]["messages"][1]["content"] == "answer 199"


def test_the_owners_habits_lie_beside_the_dataset(archive, data):
    """A reply after 60 s in two bubbles 4 s apart, of 2 and 12 characters; counts, no words."""
    fill(archive, from_ann(1, "coming?"), from_owner(2, "ok", 60), from_owner(3, "on my way :)", 64))
    build(archive, EVERYONE, data.dataset, AsIs())
    habits = msgspec.json.decode((data.dataset / "habits.json").read_bytes(), type=HabitsFile)
    told = habits.all
    assert (told.reply_delay_s.quantile(0.5), told.bubbles_per_turn.quantile(0.5), told.pause_s.quantile(0.5)) == (
        60,
        2,
        3,
    )
    assert (told.bubble_chars.total, told.bubble_chars.quantile(1.0), sum(told.hours.counts)) == (2, 12, 2)
    assert list(habits.contacts) == [str(ANN)]


def test_several_workers_write_the_same_bytes(archive, data, tmp_path):
    """Order is kept however the work is shared out."""
    fill(archive, *days_of_talk(150), *days_of_talk(70, BOB))
    for workers in (1, 2):
        build(archive, EVERYONE, tmp_path / str(workers), AsIs("answer"), workers)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in "12")
    assert one == two


def test_the_dataset_has_the_name_training_gives_it(archive, data):
    """A run is stamped with the dataset's hash; both packages have to mean the same one."""
    fill(archive, *days_of_talk(12))
    manifest, _ = build(archive, EVERYONE, data.dataset, AsIs())
    assert manifest.hash == dataset_hash(data.dataset)


def test_silence_is_kept_where_the_owner_chose_it(archive, data):
    """Ann asks twice, days apart, and hears nothing to the first; the last question may still be answered."""
    fill(
        archive,
        from_ann(1, "hi"),
        from_owner(2, "hey", 60),
        from_ann(3, "and the gym?", 120),
        from_ann(4, "guess what", 3 * DAY),
        from_ann(5, "are you there?", 6 * DAY),
        from_owner(6, "yes", 6 * DAY + 60),
        from_ann(7, "good", 6 * DAY + 120),
    )
    build(archive, EVERYONE, data.dataset, AsIs())
    examples = [msgspec.json.decode(line, type=Example) for line in (data.dataset / "train.jsonl").open("rb")]
    assert [e.messages[-1].content for e in examples] == ["and the gym?", "guess what", "yes"]
    assert [e.is_unanswered for e in examples] == [True, True, False]


def test_neither_a_clones_answer_nor_a_late_one_is_silence(archive, data):
    """Where the clone wrote, and where the owner has the next word, nothing is learnt of keeping silent."""
    fill(
        archive,
        from_ann(1, "hi"),
        from_owner(2, "hey, I am a program"),
        from_ann(3, "so?", 60),
        from_ann(4, "well?", 3 * DAY),
        from_owner(5, "sorry, yes", 6 * DAY),
    )
    archive.put_clone_written([(ANN, 2)])
    manifest, _ = build(archive, EVERYONE, data.dataset, AsIs())
    assert manifest.dropped == {"no owner turn": 2}
    assert [m["content"] for m in lines(data.dataset, "train.jsonl")[0]["messages"]] == [OPENING, "sorry, yes"]


def test_a_late_answer_is_learnt_with_its_question(archive, data):
    """And the three days between them are nobody's reply delay, for the question stands there only as a reminder."""
    fill(archive, from_ann(1, "dinner on friday?"), from_owner(2, "yes, at 8", 3 * DAY, reply_to=1))
    build(archive, EVERYONE, data.dataset, AsIs())
    (example,) = lines(data.dataset, "train.jsonl")
    assert [m["content"] for m in example["messages"]] == ["dinner on friday?", "yes, at 8"]
    habits = msgspec.json.decode((data.dataset / "habits.json").read_bytes(), type=HabitsFile)
    assert habits.all.reply_delay_s.total == 0


def test_a_disk_that_fills_up_leaves_the_old_dataset(archive, data):
    """One line, and what stood there before still does."""
    fill(archive, *days_of_talk(3))
    build(archive, EVERYONE, data.dataset, AsIs())
    before = {path.name: path.read_bytes() for path in data.dataset.iterdir()}
    fill(archive, *days_of_talk(300, BOB))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(UserError, match="What stood there before still does"):
            build(archive, EVERYONE, data.dataset, AsIs())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert {path.name: path.read_bytes() for path in data.dataset.iterdir()} == before


@pytest.mark.parametrize("workers", [1, 2])
def test_a_secret_announced_once_goes_from_every_dialog(archive, data, workers):
    """Ann is told "the password is ..."; Bob gets the bare word a week earlier. Neither line keeps it."""
    secret = "Xk9-velvet-77"
    fill(
        archive,
        from_ann(1, "wifi?", 7 * DAY),
        from_owner(2, f"the password is {secret}", 7 * DAY + 60),
        from_ann(11, "and?", chat_id=BOB),
        from_owner(12, f"{secret} again {secret}", 60, chat_id=BOB),
    )
    known = KnownSecrets()
    manifest, _ = build(archive, EVERYONE, data.dataset, Redactor(EVERYONE.redact), workers, known)
    written = (data.dataset / "train.jsonl").read_text()
    assert "velvet" not in written
    assert "[PASSWORD_1] again [PASSWORD_1]" in written
    assert manifest.contacts[str(BOB)].redacted == {"PASSWORD": 2}
    assert manifest.hash == dataset_hash(data.dataset)
    assert len(known.hashes) == 1


def test_a_second_look_numbers_on(archive):
    """A placeholder that the first pass gave keeps its number; new values get the next ones."""
    known = KnownSecrets()
    known.learn(["hunter-2-hunter", "s3cret-word"])
    example = Example(
        (ChatMessage("user", "[PASSWORD_1] or hunter-2-hunter?"), ChatMessage("assistant", "s3cret-word")), 1, 0, 0
    )
    line, count = looked_over(msgspec.json.encode(example), known)
    contents = [message.content for message in msgspec.json.decode(line, type=Example).messages]
    assert (contents, count) == (["[PASSWORD_1] or [PASSWORD_2]?", "[PASSWORD_3]"], 2)


def test_a_picture_is_never_a_secret_to_look_for(archive, data):
    """Asked for the password, the owner sent a photo: photos elsewhere stay photos."""
    fill(
        archive,
        from_ann(1, "what's the password?"),
        from_owner(2, "", 60, media=Media("photo")),
        from_owner(3, "there", 70),
        from_ann(11, "show me", chat_id=BOB),
        from_owner(12, "", 60, media=Media("photo"), chat_id=BOB),
        from_owner(13, "nice, no?", 90, chat_id=BOB),
    )
    build(archive, EVERYONE, data.dataset, Redactor(EVERYONE.redact), known=KnownSecrets())
    *_, bobs = lines(data.dataset, "train.jsonl")
    assert bobs["messages"][1]["content"] == "[photo]\nnice, no?"

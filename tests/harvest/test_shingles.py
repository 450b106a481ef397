"""One chat's words are known in another by the keyed hashes of their runs."""

import os
import stat
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.datadir import private_umask
from harvest.dataset import build
from harvest.errors import ConfigError
from harvest.examples import ChatMessage, Example
from harvest.forget import forget
from harvest.messages import Peer
from harvest.peculiar import items, lower_items
from harvest.settings import HarvestSettings
from harvest.shingles import HEADER, INDEX, RECORD, shingle_index, shingles
from tests.harvest.said import ANN, BOB, DAY, AsIs, from_ann, from_owner

MAX, NEW = 2000, 3000
EVERYONE = HarvestSettings(take_everyone_without_consent=True, heldout_fraction=0)
PEERS = (Peer(ANN, "Ann", username="ann", access_hash=1), Peer(BOB, "Bob", access_hash=1))
KEY = b"k" * 32
ONLY_ANN = "the spare key lies under the third flower pot on the left"
BOTH = "see you at the usual place around half past seven then"


def teach(folder, said):
    """A dataset in which each of (chat, text) was one conversation."""
    private_umask()
    folder.mkdir(exist_ok=True)
    talks = (
        Example((ChatMessage("user", "hi"), ChatMessage("assistant", text)), chat, 0.0, 1.0) for chat, text in said
    )
    (folder / "train.jsonl").write_bytes(b"".join(msgspec.json.encode(talk) + b"\n" for talk in talks))
    return folder


@pytest.fixture
def dataset(tmp_path):
    return teach(tmp_path / "dataset", [(ANN, ONLY_ANN), (ANN, BOTH), (MAX, BOTH), (MAX, "ok")])


def test_what_one_chat_taught_is_known_in_every_other(dataset):
    """Eight words in a row are enough, whatever their case, their punctuation and their bubbles."""
    with shingle_index(dataset, KEY) as index:
        leak = "I think: The SPARE key lies...\nunder the third 'flower' pot!"
        assert index.said_elsewhere(leak, MAX)
        assert index.said_elsewhere(leak, NEW)
        assert not index.said_elsewhere(leak, ANN)
        assert not index.said_elsewhere("the spare key lies under the third tree", MAX), "seven words in a row"


def test_what_both_chats_taught_is_both_chats(dataset):
    """The owner's stock phrases may be said to those who were taught with them, and to nobody else."""
    with shingle_index(dataset, KEY) as index:
        assert not index.said_elsewhere(BOTH, ANN)
        assert not index.said_elsewhere(BOTH, MAX)
        assert index.said_elsewhere(BOTH, NEW)


def test_what_this_chat_shows_may_be_said_in_it(dataset):
    """The contact told it themselves."""
    with shingle_index(dataset, KEY) as index:
        assert not index.said_elsewhere(ONLY_ANN, MAX, shown=["so " + ONLY_ANN.upper()])
        assert index.said_elsewhere(ONLY_ANN, MAX, shown=["the spare key lies somewhere"])


def test_laughter_is_nobodys(tmp_path):
    """A word or two, over and over, tell nothing."""
    with shingle_index(teach(tmp_path / "d", [(ANN, "ha " * 30 + "no yes " * 9)]), KEY) as index:
        assert not index.said_elsewhere("ha " * 12, MAX)
        assert not index.said_elsewhere("no yes " * 6, MAX)


@given(st.lists(st.tuples(st.sampled_from([ANN, MAX]), st.text("abc d", min_size=20, max_size=60)), max_size=12))
def test_the_file_says_what_a_dictionary_would(tmp_path_factory, said):
    """Against every run of every text, in every chat."""
    folder = teach(tmp_path_factory.mktemp("any"), said)
    taught = {}
    for chat, text in said:
        for run in shingles(text):
            taught.setdefault(run, set()).add(chat)
    with shingle_index(folder, KEY) as index:
        kept = {(chat, item) for chat, text in said for item in [*shingles(text), *items(text)]}
        every = {word for text in ["hi", *(text for _, text in said)] for word in lower_items(text)}
        assert index.records == len(kept) + len(every)
        for chat in (ANN, MAX, NEW):
            for _, text in said:
                assert index.said_elsewhere(text, chat) == any(chat not in taught[run] for run in shingles(text))


def test_it_is_made_once_and_anew_for_another_dataset_or_key(dataset):
    """Its stamp says what it was made of."""
    shingle_index(dataset, KEY).close()
    made = (dataset / INDEX).stat()
    shingle_index(dataset, KEY).close()
    assert (dataset / INDEX).stat().st_ino == made.st_ino
    with shingle_index(dataset, b"o" * 32) as index:
        assert index.said_elsewhere(ONLY_ANN, MAX)
    other = (dataset / INDEX).stat()
    assert other.st_ino != made.st_ino
    teach(dataset, [(MAX, ONLY_ANN)])
    with shingle_index(dataset, b"o" * 32) as index:
        assert index.said_elsewhere(ONLY_ANN, ANN)
        assert not index.said_elsewhere(ONLY_ANN, MAX)


@pytest.mark.parametrize("left", [0, HEADER - 1, HEADER, HEADER + 3 * RECORD, HEADER + 3 * RECORD + 5])
def test_a_damaged_one_is_made_again(dataset, left):
    """Cut short anywhere, it is not believed."""
    shingle_index(dataset, KEY).close()
    os.truncate(dataset / INDEX, left)
    with shingle_index(dataset, KEY) as index:
        assert index.said_elsewhere(ONLY_ANN, MAX)


def test_it_is_private_and_holds_no_words(dataset):
    """0600, a loosened one refused; nothing of what was said can be read in it, and nothing is left beside it."""
    shingle_index(dataset, KEY).close()
    assert stat.S_IMODE((dataset / INDEX).stat().st_mode) == 0o600
    content = (dataset / INDEX).read_bytes()
    assert not any(word.encode() in content for word in ONLY_ANN.split() if len(word) > 3)
    assert sorted(path.name for path in dataset.iterdir()) == [INDEX, "train.jsonl"]
    (dataset / INDEX).chmod(0o644)
    with pytest.raises(ConfigError, match="lets others in"):
        shingle_index(dataset, KEY)


def test_without_a_dataset_there_is_none(tmp_path):
    assert shingle_index(tmp_path / "dataset", KEY) is None


def test_forgetting_a_contact_takes_their_runs_too(archive, data):
    """The index goes with the dataset it was made of; a purge of the raw history keeps both."""
    with archive.transaction():
        archive.put_peers(PEERS)
    archive.put_page(ANN, [from_ann(1, "where is it?", DAY), from_owner(2, ONLY_ANN, DAY + 60)], last_id=2)
    archive.put_page(
        BOB, [from_ann(1, "when?", DAY, chat_id=BOB), from_owner(2, BOTH, DAY + 60, chat_id=BOB)], last_id=2
    )
    build(archive, EVERYONE, data.dataset, AsIs())
    with shingle_index(data.dataset, KEY) as index:
        assert index.said_elsewhere(ONLY_ANN, BOB)
    archive.purge()
    assert (data.dataset / INDEX).exists()
    forget("@ann", archive, data)
    assert not (data.dataset / INDEX).exists()
    with shingle_index(data.dataset, KEY) as index:
        assert not index.said_elsewhere(ONLY_ANN, BOB)
        assert index.said_elsewhere(BOTH, ANN)


LOOKING = """
import sys
from pathlib import Path
from harvest.shingles import shingle_index

def resident_kb():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0])

texts = [f"{n} is a run of words that nobody else has said {n}" for n in range(0, 30_000, 10)]
before = resident_kb()
with shingle_index(Path(sys.argv[1]), b"k" * 32) as index:
    found = sum(index.said_elsewhere(text, 1) for text in texts)
    print(found, index.records, resident_kb() - before)
"""


def test_looking_up_costs_no_memory(tmp_path):
    """The file is searched where it lies: a process that looks into each part of it grows by next to nothing."""
    said = ((ANN, f"{n} is a run of words that nobody else has said {n}") for n in range(30_000))
    folder = teach(tmp_path / "dataset", said)
    shingle_index(folder, KEY).close()
    looked = subprocess.run([sys.executable, "-c", LOOKING, str(folder)], capture_output=True, text=True, check=True)
    found, records, grown_kb = map(int, looked.stdout.split())
    assert found == 3_000
    assert records > 30_000 * 2 + 3, "the runs, and the rarer words besides"
    assert grown_kb < 1_000

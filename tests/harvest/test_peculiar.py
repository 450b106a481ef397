"""Short facts: rare words, names and numbers that one chat alone taught stay in it."""

import pytest

from harvest.peculiar import ANY, items, numbers
from harvest.shingles import shingle_index
from tests.harvest.said import ANN, BOB
from tests.harvest.test_shingles import KEY, MAX, NEW, teach

CARL = 4000
TAUGHT = [
    (ANN, "we hid the parrot in the office haha"),
    (ANN, "so we called the baby Mirela, you know"),
    (ANN, "they pay me 4350 now and the card is 4188 7910 3065 0985"),
    (BOB, "see you at the office, I pay the tickets"),
    (MAX, "the baby sleeps, i am so tired now"),
    (ANN, "somebody buried the silver spoon, you know"),
    (MAX, "buried the silver spoon again"),
    (CARL, "ok"),
]


@pytest.fixture
def index(tmp_path):
    with shingle_index(teach(tmp_path / "dataset", TAUGHT), KEY) as made:
        yield made


@pytest.mark.parametrize(
    "draft",
    [
        "she hid a parrot there",
        "mirela",
        "the baby is MIRELA!",
        "4350 i think",
        "4 3 5 0",
        "the number begins 4188 7910",
        "...3065-0985",
        "nobody knew that we buried the silver spoon",
    ],
)
def test_a_short_fact_of_one_chat_is_told_in_no_other(index, draft):
    """Three words, one name or one number are enough, however they are written."""
    assert index.tells_elsewhere(draft, BOB)
    assert index.tells_elsewhere(draft, NEW)
    assert not index.tells_elsewhere(draft, ANN), "Ann knows it: she said so"


@pytest.mark.parametrize(
    "draft",
    [
        "a parrot? no idea",
        "let's hide",
        "the baby at the office",
        "i am so tired, see you now",
        "at 18:30, like in 2019",
        "it costs 500",
        "haha",
    ],
)
def test_ordinary_talk_goes_on(index, draft):
    """One rare word, words of several chats, times, years and round sums are everybody's."""
    assert not index.tells_elsewhere(draft, BOB)


def test_what_this_chat_has_shown_may_be_said_in_it(index):
    """The contact brought it up."""
    assert not index.tells_elsewhere("yes, mirela", MAX, shown=["is it Mirela?"])
    assert not index.tells_elsewhere("4350 it is", MAX, shown=["was it 4350?"])
    assert index.tells_elsewhere("no, mirela", MAX, shown=["is it Marina?"])


def test_a_dictionary_shows_nothing(index):
    """Whoever pastes every number, or every name, knows none of them; the talk before it doesn't help either."""
    pins = [" ".join(f"{n:04}" for n in range(start, start + 500)) for start in range(0, 10_000, 500)]
    assert index.tells_elsewhere("4350", MAX, shown=pins)
    assert index.tells_elsewhere("4350", MAX, shown=["was it 4350?", *pins[:2]])
    names = " ".join(f"Name{n:04}" for n in range(1000)) + " Mirela"
    assert index.tells_elsewhere("mirela", MAX, shown=[names])


def test_a_name_that_somebody_writes_small_is_a_word(tmp_path):
    """German nouns and emphasis are no names: what also stands in lower case is none."""
    said = [(ANN, "I love the Sea, really"), (MAX, "at the sea again"), (ANN, "ask Mirela")]
    with shingle_index(teach(tmp_path / "d", said), KEY) as index:
        assert not index.tells_elsewhere("the sea", BOB)
        assert index.tells_elsewhere("ask Mirela", BOB)


def test_with_few_chats_words_are_everybodys(tmp_path):
    """Where two or three taught at all, any word may be one chat's by chance: names and numbers are left."""
    with shingle_index(teach(tmp_path / "d", TAUGHT[:3]), KEY) as index:
        assert not index.tells_elsewhere("we hid a parrot", BOB)
        assert index.tells_elsewhere("mirela", BOB)
        assert index.tells_elsewhere("4350", BOB)


def test_placeholders_teach_nothing():
    """A voice note's length and a redacted number are no facts."""
    assert list(items("[voice 1:38] [PHONE_1]")) == [ANY]
    assert list(numbers("call 4188 7910 30")) == ["418879", "188791", "887910", "879103", "791030"]

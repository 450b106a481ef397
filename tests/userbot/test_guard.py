import math
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finetune.requests import Reply
from harvest.datadir import DataDir, private_umask
from harvest.examples import ChatMessage, Example
from harvest.redact import KnownSecrets, Redactor
from harvest.reply_settings import GuardSettings
from harvest.settings import RedactSettings
from harvest.shingles import shingle_index
from userbot.guard import View, objection

ANN, MAX = 1000, 2000

REASONS = {
    "it was empty",
    "it was too long",
    "a bubble was too long",
    "it held a placeholder",
    "it held a broken character",
    "it held personal data",
    "it held a part of the prompt",
    "it repeated what it was told",
    "it spoke as an assistant",
    "it held a link or a name that this chat has not shown",
}


def said(*bubbles, sureness=0.5, is_finished=True):
    return Reply(bubbles, is_finished, 5, 0.0, math.log(sureness))


@pytest.fixture(scope="module")
def redactor():
    return Redactor(RedactSettings())


@pytest.fixture
def view(redactor):
    return View(redactor, MAX)


def test_a_secret_of_another_chat_is_not_told(tmp_path):
    """A password announced once, in any chat, is known by its hash, and refused wherever the clone says it."""
    private_umask()
    data = DataDir(tmp_path / "data").prepare()
    known = KnownSecrets()
    known.learn(["wintermoth-42"])
    known.save(data.root)
    guard = View(Redactor(RedactSettings(), known=KnownSecrets.load(data.root)))
    assert objection(said("try wintermoth-42 maybe"), guard) == "it held personal data"
    assert objection(said("try the other door"), guard) is None


def test_words_of_another_chat_are_not_told(tmp_path, redactor):
    """Eight in a row that one chat taught, said in another; there, or where it was shown, they may be said."""
    private_umask()
    words = "the spare key lies under the third flower pot"
    talk = Example((ChatMessage("user", "hi"), ChatMessage("assistant", words)), ANN, 0.0, 1.0)
    (tmp_path / "train.jsonl").write_bytes(msgspec.json.encode(talk) + b"\n")
    with shingle_index(tmp_path, b"k" * 32) as taught:
        in_max = View(redactor, MAX, taught=taught)
        assert objection(said("hm", "The spare key lies", "under the third flower pot"), in_max) == (
            "it held words of another chat"
        )
        assert objection(said("the spare key is under a pot"), in_max) is None
        assert objection(said(words), View(redactor, ANN, taught=taught)) is None
        assert objection(said(words), View(redactor, MAX, shown=(f"so {words}?",), taught=taught)) is None


@pytest.mark.parametrize(
    "bubble",
    [
        "ok",
        "7ish",
        "at 10:30?",
        "12 500 руб",
        "v3.11.7 works",
        "sure, ann 😂",
        "line one\nline two",
        "I can't help you move on Sunday",
        "<3",
        "не могу, я на работе",
    ],
)
def test_ordinary_replies_pass(bubble, view):
    """Prices, times, smileys, names in passing and people's own refusals are no reason for silence."""
    assert objection(said(bubble), view) is None


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (said(*["hey"] * 9), "it had 9 bubbles"),
        (said("hey", is_finished=False), "it did not come to an end"),
        (said(), "it was empty"),
        (said("a" * 501, "b" * 500), "it was too long"),
        (said("see [EMAIL_1]"), "it held a placeholder"),
        (said("[voice 0:12]"), "it held a placeholder"),
        (said("[start]"), "it held a placeholder"),
        (said("hm \ufffd"), "it held a broken character"),
        (said("hm \ud83d"), "it held a broken character"),
        (said("hm \x0e"), "it held a broken character"),
        (said("mail kit@example.org"), "it held personal data"),
        (said("hey", sureness=0.01), "the model was not sure of it"),
        (said("ok<|im_end|>"), "it held a part of the prompt"),
        (said("user: hi"), "it held a part of the prompt"),
        (said("As an AI, I can't."), "it spoke as an assistant"),
        (said("Как языковая", "модель, я не могу"), "it spoke as an assistant"),
        (said("see example.com"), "it held a link or a name that this chat has not shown"),
    ],
)
def test_what_must_not_be_sent_has_its_reason(reply, reason, view):
    """One line for `why`, without a word of the draft."""
    assert objection(reply, view) == reason


def test_a_bubble_is_no_longer_than_telegram_takes(redactor):
    """Counted as Telegram counts: an emoji is two."""
    roomy = View(redactor, limits=GuardSettings(max_chars=100_000))
    assert objection(said("😂" * 2049), roomy) == "a bubble was too long"
    assert objection(said("😂" * 2048), roomy) is None


def test_the_contacts_own_words_are_not_sent_back(redactor):
    heard = View(redactor, heard=("hey", "are you coming to the party tonight?"))
    assert objection(said("are you coming to the party tonight"), heard) == "it repeated what it was told"
    assert objection(said("coming to the party? sure"), heard) is None


def test_the_owner_sets_the_measure(redactor):
    """Each limit is a setting."""
    strict = View(redactor, limits=GuardSettings(max_bubbles=1, max_chars=5, least_confidence=0.6))
    assert objection(said("a", "b"), strict) == "it had 2 bubbles"
    assert objection(said("hello!"), strict) == "it was too long"
    assert objection(said("hey"), strict) == "the model was not sure of it"
    assert objection(said("hey"), View(redactor, limits=GuardSettings(least_confidence=0))) is None


def test_a_server_that_tells_no_probabilities_is_not_doubted(view):
    assert objection(Reply(("hey",), True, 0, 0.0, math.nan), view) is None


def test_a_shown_link_may_be_said_again(redactor):
    seen = View(redactor, shown=("have you seen https://example.com/cats ?",))
    assert objection(said("example.com/cats again"), seen) is None
    assert objection(said("example.com/dogs"), seen) == "it held a link or a name that this chat has not shown"


PIECES = st.sampled_from(
    [
        "<|",
        "|>",
        "http://",
        "@ann",
        ".com",
        "as an ai",
        "я бот",
        "[photo]",
        "user:",
        "4111 1111 1111 1111",
        "\n",
        "\x00",
    ]
)


@given(st.lists(st.lists(st.text(max_size=12) | PIECES, max_size=6).map(" ".join), max_size=10))
def test_whatever_a_model_writes_is_judged_without_quoting_it(redactor, bubbles):
    """A reason is one of a few lines, and nothing that can be written breaks the guard."""
    reason = objection(said(*bubbles), View(redactor, heard=("hi",), shown=("hi",)))
    assert reason is None or reason in REASONS or re.fullmatch(r"it had [0-9]+ bubbles", reason)

"""Which conversations teach, and whose words are the owner's."""

import pytest

from harvest.conversations import Conversation, conversations
from harvest.messages import Media
from harvest.selection import (
    BORROWED,
    CLONE_WRITTEN,
    NO_OWNER_TURN,
    ONLY_PLACEHOLDERS,
    ending_on_owner,
    heldout_count,
    own_words,
    reason_to_drop,
)
from tests.harvest.said import HOUR, from_ann, from_owner

GAP_S = 24 * HOUR


def one(*messages):
    (conversation,) = conversations(messages, GAP_S)
    return conversation


def texts(conversation):
    return [(turn.is_owner, [bubble.text for bubble in turn.bubbles]) for turn in conversation.turns]


def test_forwards_and_the_clones_words_are_not_the_owners():
    """What stood on both sides of them is one turn then; what the contact passes on stays as it is."""
    said = one(
        from_ann(1, "dinner?"),
        from_owner(2, "10 best recipes", is_borrowed=True),
        from_ann(3, "look", is_borrowed=True),
        from_owner(4, "written by a machine"),
        from_ann(5, "so?"),
        from_owner(6, "ok"),
        from_owner(7, "at 8"),
    )
    own, left_out = own_words(said, frozenset({4}))
    assert texts(own) == [(False, ["dinner?", "look", "so?"]), (True, ["ok", "at 8"])]
    assert left_out == {BORROWED: 1, CLONE_WRITTEN: 1}


def test_nothing_after_the_owners_last_word_is_kept():
    said = one(from_ann(1, "hi"), from_owner(2, "hey"), from_ann(3, "still there?"))
    assert texts(ending_on_owner(said)) == [(False, ["hi"]), (True, ["hey"])]


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([], NO_OWNER_TURN),
        ([from_ann(1, "anybody?")], None),
        ([from_ann(1, "hi"), from_owner(2, "", media=Media("voice", duration_s=5))], ONLY_PLACEHOLDERS),
        ([from_ann(1, "hi"), from_owner(2, "", media=Media("sticker", "😂"))], None),
        ([from_owner(1, "me first")], None),
        ([from_ann(1, "hi"), from_owner(2, "caption", media=Media("photo"))], None),
    ],
    ids=["nothing is left", "silence", "only a voice note", "a sticker says something", "the owner began", "a caption"],
)
def test_what_teaches_nothing_is_dropped(messages, reason):
    said = one(*messages) if messages else Conversation(1, ())
    assert reason_to_drop(said) == reason


@pytest.mark.parametrize(("count", "fraction", "held"), [(5, 0.1, 1), (4, 0.1, 0), (40, 0.1, 4), (9, 0.0, 0)])
def test_the_newest_share_is_held_out(count, fraction, held):
    assert heldout_count(count, fraction) == held

from pathlib import Path

import numpy as np
import pytest

from finetune.pretrain.corpus import Conversation, Turn, documents
from finetune.pretrain.overlap import HeldOut
from finetune.pretrain.prepare import _clean
from finetune.pretrain.split import split_groups
from tests.pretrain.conftest import record, write_corpus

LONG = "The quick brown fox jumps over the lazy dog."


def conversation(name: str, *turns: tuple[str, str], kind: str = "dialog") -> Conversation:
    return Conversation(name, "en", kind, turns)


def test_a_burst_becomes_one_turn_and_a_line_break_inside_a_message_is_folded():
    """Two messages in a row are one turn of two lines; a break inside a message is followed by a tab."""
    talk = conversation("x/1", ("A", "hi"), ("A", "it's me\nAnn"), ("B", "hello"), kind="fiction")
    (turns,) = documents(talk)
    assert [turn.text for turn in turns] == ["hi\nit's me\n\tAnn", "hello"]
    assert turns[0].is_me != turns[1].is_me


def test_a_crowd_has_one_me_and_it_is_not_always_the_same_speaker():
    """In a room of five each record has one "me"; over many records every speaker has been it."""
    room = tuple((speaker, "so what") for speaker in "abcde" * 2)
    mine = []
    for number in range(60):
        talk = Conversation(f"room/{number}", "en", "multi", room)
        assert documents(talk) == documents(talk)
        mine.append(next(i for i, (speaker, _) in enumerate(room) if documents_begin_with(talk, speaker)))
    assert set(mine) == {0, 1, 2, 3, 4}


def documents_begin_with(talk: Conversation, speaker: str) -> bool:
    from finetune.pretrain.corpus import chosen_speaker

    return chosen_speaker(talk) == speaker


def test_unrelated_lines_are_documents_of_their_own():
    """Sentences that only share a list are never learnt as a talk."""
    assert documents(conversation("cv/1", ("-", "One."), ("-", "Two."), kind="lines")) == [
        [Turn(True, "One.")],
        [Turn(False, "Two.")],
    ]


@pytest.mark.parametrize(
    ("candidate", "dropped"),
    [
        (conversation("play/hamlet/2#1", ("A", "never said before")), True),  # part of a held-out play
        (conversation("other/1", ("A", "THE QUICK, brown fox... jumps over the lazy dog"), ("B", "new")), True),
        (conversation("other/2", ("A", "Yes!"), ("B", "no")), True),  # short, but nothing in it is new
        (conversation("other/3", ("A", "yes"), ("B", "I was late today")), False),
    ],
)
def test_what_judges_clones_never_trains_their_base(tmp_path: Path, candidate: Conversation, dropped: bool):
    """A conversation goes if its name, one telling line, or all of its lines stand in a held-out corpus."""
    corpus = write_corpus(
        tmp_path / "judge.jsonl",
        [record("play/hamlet", [("H", LONG)]), record("chat/9", [("A", "yes"), ("B", "No.")])],
    )
    assert HeldOut.from_files([corpus]).holds(candidate) is dropped


def test_of_a_source_that_is_left_out_nothing_is_read(tmp_path: Path):
    """A show whose people judge clones teaches their base nothing, whatever else is kept."""
    talk = [("A", "hello"), ("B", "hi")]
    corpus = write_corpus(
        tmp_path / "en.jsonl", [record("show/1", talk), record("chat/1", [("A", "bye"), ("B", "see you")])]
    )
    kept, dropped = _clean([corpus], HeldOut(), {"show"})
    assert [conversation.source for conversation in kept] == ["chat"]
    assert dropped == {"en show": 1}


def test_a_book_is_held_out_whole():
    """No book gives scenes both to training and to the test; every source gives some."""
    talks = [
        Conversation(f"ruslit/Author/Book {book}/d{scene}", "ru", "fiction", (("A", "x" * 50),))
        for book in range(200)
        for scene in range(5)
    ]
    parts = split_groups(talks)
    assert sorted(parts.values()).count("test") == 2
    assert all(name.startswith("ruslit/Author/Book") and not name.endswith("d0") for name in parts)
    assert split_groups(list(np.random.default_rng(0).permutation(np.array(talks, dtype=object)))) == parts

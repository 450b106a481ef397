"""Decide whether a contact answers like a program: two of them would talk to each other for ever. No I/O, no clock."""

import re
from collections.abc import Sequence

from harvest.word_forms import words

Said = tuple[bool, float, str]  # is_out, sent_at in UTC seconds, text

IN_A_ROW = 3
AT_ONCE_S = 3.0
LEAST_LETTERS = 10  # "ok", "ok", "ok" is a person


def programs_manner(history: Sequence[Said]) -> str | None:
    """What about the contact's last answers is a program's, or None. history: of one chat, oldest first."""
    last = _answers(history)[-IN_A_ROW:]
    if len(last) < IN_A_ROW:
        return None
    if all(after_s <= AT_ONCE_S for after_s, _ in last):
        return f"they answered {IN_A_ROW} times in a row within {AT_ONCE_S:g} s, as a program does"
    if len({text for _, text in last}) == 1 and sum(map(str.isalpha, last[0][1])) >= LEAST_LETTERS:
        return f"they answered {IN_A_ROW} times in a row with the same words, as a program does"
    return None


def _answers(history: Sequence[Said]) -> list[tuple[float, str]]:
    """The contact's turns that followed a message of ours: seconds until the last bubble of each, and the words.

    Numbers in them count as one: a ticket has another each time.
    """
    answers: list[tuple[float, str]] = []
    said_at: float | None = None
    is_open = False
    for is_out, sent_at, text in history:
        if is_out:
            said_at, is_open = sent_at, False
        elif is_open and said_at is not None:
            answers[-1] = (sent_at - said_at, f"{answers[-1][1]} {_plain(text)}".strip())
        elif said_at is not None:
            answers.append((sent_at - said_at, _plain(text)))
            is_open = True
    return answers


def _plain(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(words(text)))

"""What is telling in a text though it is short: rare words, names and numbers that one chat alone has taught. No I/O.

Eight words in a row are no chance, but a fact has three: a name, a sum, "the parrot in the office". So each chat's rare
words are known too. A draft is another chat's where it holds a name or a number of it, two words close together that
it alone taught, or four words in a row with two rare ones among them; none of which this chat has said.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from harvest.word_forms import words

CLOSE = 5  # words; python -m userbot.hostile.ordinary says what each rule costs
SHORT = 3  # a word of fewer letters is everybody's
ENOUGH_CHATS = 4  # with fewer, "the" may well be one chat's alone: then names and numbers are all that is kept in
LONG_NUMBER = 6  # digits: of a longer number, any so many in a row
FEW_SHARE = 0.5  # of the chats: a word that no more of them taught is rare
MOST_CHATS = 100  # are counted
SHORT_RUN = 4
MOST_WORDS, MOST_NUMBERS = 1000, 40  # of what a chat has shown
WORD, NAME, LOWER, NUMBER, RUN = "word ", "name ", "lower ", "number ", "run "
ANY = "any"  # every chat has taught it

_BRACKETED = re.compile(r"\[[^\]\n]{1,40}\]")  # [voice 0:07], [PHONE_1]
_NAME = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁІЇЄҐ] |[,;)\"»] )[A-ZА-ЯЁІЇЄҐ][^\W\d_]{2,40}")
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"(?<=\d)[ \u00a0.,:/–-](?=\d)")
_DIGITS = re.compile(r"\d{3,}")
_EVERYBODYS = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)|(?<![\d.,])(?:19|20)\d\d(?![\d.,])")


class Taught(Protocol):
    """What harvest.shingles.ShingleIndex knows."""

    def taught_by(self, item: str, most: int) -> Sequence[int]:
        """The chats that taught it; of many, so many of them."""

    def is_only_elsewhere(self, item: str, chat_id: int) -> bool: ...


def items(text: str) -> Iterator[str]:
    """What is kept of a text that was taught, each with its sort in front."""
    yield ANY
    plain = _BRACKETED.sub(" ", text)
    said = words(plain)
    for word in set(said):
        if is_long(word):
            yield WORD + word
    for run in set(short_runs(said)):
        yield RUN + run
    for name in _NAME.findall(plain):
        yield from (NAME + word for word in words(name))
    for number in set(numbers(plain)):
        yield NUMBER + number


def lower_items(text: str) -> Iterator[str]:
    """The words that somebody wrote in lower case, which are no names."""
    for word in set(_LETTERS.findall(text)):
        if word.islower():
            yield from (LOWER + folded for folded in words(word) if is_long(folded))


def short_runs(said: Sequence[str]) -> Iterator[str]:
    for at in range(len(said) - SHORT_RUN + 1):
        if len(set(said[at : at + SHORT_RUN])) > 2:
            yield " ".join(said[at : at + SHORT_RUN])


def is_long(word: str) -> bool:
    return len(word) >= SHORT and not word.isdigit()


def numbers(text: str) -> Iterator[str]:
    """Digits, whatever stands between them; of long numbers every six. Not times, years or round sums."""
    for number in _DIGITS.findall(_JOINED.sub("", _EVERYBODYS.sub(" ", text))):
        if number.endswith("00") and len(number) < LONG_NUMBER:
            continue
        for start in range(max(1, len(number) - LONG_NUMBER + 1)):
            yield number[start : start + LONG_NUMBER]


def is_another_chats(text: str, chat_id: int, shown: Sequence[str], taught: Taught) -> bool:
    """Whether a draft for this chat holds what only others taught. shown: oldest first."""
    plain = _BRACKETED.sub(" ", text)
    shown = newest(shown)
    told = {number for one in shown for number in numbers(one)}
    if any(number not in told and taught.is_only_elsewhere(NUMBER + number, chat_id) for number in numbers(plain)):
        return True
    said = words(plain)
    known = {word for one in shown for word in words(one)}
    count = len(taught.taught_by(ANY, MOST_CHATS))
    few = max(1, int(count * FEW_SHARE))
    sources = [() if word in known else _few_sources(word, chat_id, few, taught) for word in said]
    if any(len(source) == 1 and _is_name(word, taught) for word, source in zip(said, sources, strict=True)):
        return True
    if count < ENOUGH_CHATS:
        return False
    return _has_pair(said, sources) or _has_run(said, sources, chat_id, shown, taught)


def newest(shown: Sequence[str]) -> list[str]:
    """As much of the chat as talk needs: a contact who pastes a dictionary, or all numbers there are, shows nothing."""
    kept: list[str] = []
    room, room_for_numbers = MOST_WORDS, MOST_NUMBERS
    for text in reversed(shown):
        room -= len(words(text))
        room_for_numbers -= len(set(numbers(text)))
        if room < 0 or room_for_numbers < 0:
            break
        kept.append(text)
    return kept


def _few_sources(word: str, chat_id: int, few: int, taught: Taught) -> Sequence[int]:
    """The other chats that taught a rare word; none if it is common, or this chat's."""
    if not is_long(word):
        return ()
    found = taught.taught_by(WORD + word, few + 1)
    return () if len(found) > few or chat_id in found else found


def _has_pair(said: list[str], sources: list[Sequence[int]]) -> bool:
    """Two words close together that one chat alone taught, the same one."""
    for at, source in enumerate(sources):
        if len(source) != 1:
            continue
        for other in range(at + 1, min(len(said), at + CLOSE)):
            if sources[other] == source and said[other] != said[at]:
                return True
    return False


def _has_run(
    said: list[str], sources: list[Sequence[int]], chat_id: int, shown: Collection[str], taught: Taught
) -> bool:
    """A short run that only others taught, with two rare words in it."""
    heard: set[str] | None = None
    for at in range(len(said) - SHORT_RUN + 1):
        if len({said[i] for i in range(at, at + SHORT_RUN) if sources[i]}) < 2:
            continue
        run = " ".join(said[at : at + SHORT_RUN])
        if heard is None:
            heard = {one for text in shown for one in short_runs(words(text))}
        if run not in heard and taught.is_only_elsewhere(RUN + run, chat_id):
            return True
    return False


def _is_name(word: str, taught: Taught) -> bool:
    return bool(taught.taught_by(NAME + word, 1)) and not taught.taught_by(LOWER + word, 1)

"""What is telling in a text though it is short: rare words, names and numbers that one chat alone has taught. No I/O.

Eight words in a row are no chance, but a fact has three: a name, a sum, "the parrot in the office". So each chat's rare
words are known too, and a draft is another chat's where it holds two of them close together, a name or a
number, none of which this chat has said.
"""

import re
from collections.abc import Callable, Collection, Iterator

from harvest.word_forms import words

CLOSE = 5  # words; measured: of ordinary replies, two rare words of one other chat stand that close in 1 to 3 of 100
SHORT = 3  # a word of fewer letters is everybody's
ENOUGH_CHATS = 4  # with fewer, "the" may well be one chat's alone: then names and numbers are all that is kept in
LONG_NUMBER = 6  # digits: of a longer number, any so many in a row
WORD, NAME, LOWER, NUMBER = "word ", "name ", "lower ", "number "
ANY = "any"  # every chat has taught it
Chats = Callable[[str], Collection[int]]

_BRACKETED = re.compile(r"\[[^\]\n]{1,40}\]")  # [voice 0:07], [PHONE_1]
_NAME = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁІЇЄҐ] |[,;)\"»] )[A-ZА-ЯЁІЇЄҐ][^\W\d_]{2,40}")
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"(?<=\d)[ \u00a0.,:/–-](?=\d)")
_DIGITS = re.compile(r"\d{3,}")
_EVERYBODYS = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)|(?<![\d.,])(?:19|20)\d\d(?![\d.,])")


def items(text: str) -> Iterator[str]:
    """What is kept of a text that was taught, each with its sort in front."""
    yield ANY
    plain = _BRACKETED.sub(" ", text)
    for word in set(words(plain)):
        if is_long(word):
            yield WORD + word
    for name in _NAME.findall(plain):
        yield from (NAME + word for word in words(name))
    for number in set(numbers(plain)):
        yield NUMBER + number


def lower_items(text: str) -> Iterator[str]:
    """The words that somebody wrote in lower case, which are no names."""
    for word in set(_LETTERS.findall(text)):
        if word.islower():
            yield from (LOWER + folded for folded in words(word) if is_long(folded))


def is_long(word: str) -> bool:
    return len(word) >= SHORT and not word.isdigit()


def numbers(text: str) -> Iterator[str]:
    """Digits, whatever stands between them; of long numbers every six. Not times, years or round sums."""
    for number in _DIGITS.findall(_JOINED.sub("", _EVERYBODYS.sub(" ", text))):
        if number.endswith("00") and len(number) < LONG_NUMBER:
            continue
        for start in range(max(1, len(number) - LONG_NUMBER + 1)):
            yield number[start : start + LONG_NUMBER]


def is_another_chats(text: str, chat_id: int, shown: Collection[str], chats: Chats) -> bool:
    """Whether a draft for this chat holds what only another one taught. chats: the first few that taught an item."""
    plain = _BRACKETED.sub(" ", text)
    said = words(plain)
    known = {word for one in shown for word in words(one)}
    sources = [None if w in known or not is_long(w) else _only_source(WORD + w, chat_id, chats) for w in said]
    if any(source is not None and _is_name(word, chats) for word, source in zip(said, sources, strict=True)):
        return True
    if len(chats(ANY)) >= ENOUGH_CHATS and _has_pair(said, sources):
        return True
    told = {number for one in shown for number in numbers(one)}
    return any(number not in told and _is_elsewhere(NUMBER + number, chat_id, chats) for number in numbers(plain))


def _has_pair(said: list[str], sources: list[int | None]) -> bool:
    for at, source in enumerate(sources):
        if source is None:
            continue
        for other in range(at + 1, min(len(said), at + CLOSE)):
            if sources[other] == source and said[other] != said[at]:
                return True
    return False


def _only_source(item: str, chat_id: int, chats: Chats) -> int | None:
    """The one other chat that taught it."""
    found = chats(item)
    (source, *more) = found or (chat_id,)
    return None if more or source == chat_id else source


def _is_elsewhere(item: str, chat_id: int, chats: Chats) -> bool:
    found = chats(item)
    return bool(found) and chat_id not in found


def _is_name(word: str, chats: Chats) -> bool:
    return bool(chats(NAME + word)) and not chats(LOWER + word)

"""Learn less of the words that the owner uses with one contact alone: names, numbers, and what else would tell of them.

The loss on such a word is cut to a share, however often it was said, so that its gradient never outweighs the rest's.
Knows windows and chats, no model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from finetune.rendering import Window

ENOUGH_CHATS = 4  # with fewer, "the" may well be one contact's alone

Pieces = Callable[[int], str]


def lightened(windows: Sequence[Window], chat_ids: Sequence[int], share: float, piece: Pieces) -> list[Window]:
    """chat_ids: one a window. share: what such a word counts; 1: as any other. piece: a token's text."""
    if share == 1.0 or len(set(chat_ids)) < ENOUGH_CHATS:
        return list(windows)
    said_to: dict[str, set[int]] = {}
    for window, chat_id in zip(windows, chat_ids, strict=True):
        for word, _, _ in words_of(window, piece):
            said_to.setdefault(word, set()).add(chat_id)
    return [_lightened(window, said_to, share, piece) for window in windows]


def _lightened(window: Window, said_to: dict[str, set[int]], share: float, piece: Pieces) -> Window:
    weights = list(window.weights or [1.0] * len(window.token_ids))
    for word, start, end in words_of(window, piece):
        if len(said_to[word]) == 1:
            weights[start:end] = [weight * share for weight in weights[start:end]]
    return replace(window, weights=weights)


def words_of(window: Window, piece: Pieces) -> Iterator[tuple[str, int, int]]:
    """(word, where it starts, where it ends) of the owner's trained words. One begins at a blank or after a sign."""
    start, word = 0, ""
    for at, (token, own) in enumerate(zip([*window.token_ids, -1], [*window.is_owner, False], strict=True)):
        text = piece(token) if own else ""
        if word and not (text[:1].isalnum() or text[:1] == "\ufffd"):  # half a letter, in byte-level vocabularies
            yield word, start, at
            word = ""
        bare = "".join(char for char in text.casefold() if char.isalnum() or char == "\ufffd")
        if bare and not word:
            start = at
        word += bare

"""Which conversations are held out of training: whole books, plays, episodes and dialogues, some of every source."""

from __future__ import annotations

from collections.abc import Iterable

from finetune.pretrain.corpus import Conversation, stable_hash

TEST_SHARE, DEV_SHARE = 0.010, 0.007  # of each source's characters
LARGEST_GROUP = 0.04  # a book above this share of its source stays in training


def split_groups(conversations: Iterable[Conversation]) -> dict[str, str]:
    """The group names held out, each with "test" or "dev". Drawn by hash: the same whatever the order of the records.

    dev chooses between runs; test is measured for the final figures alone.
    """
    chars: dict[tuple[str, str], dict[str, int]] = {}
    for conversation in conversations:
        groups = chars.setdefault((conversation.lang, conversation.source), {})
        said = sum(len(text) for _, text in conversation.turns)
        groups[conversation.group] = groups.get(conversation.group, 0) + said
    held_out: dict[str, str] = {}
    for groups in chars.values():
        held_out.update(_drawn(groups))
    return held_out


def _drawn(chars: dict[str, int]) -> dict[str, str]:
    """From one source: groups in the order of their hash, until test and then dev have their share."""
    total = sum(chars.values())
    left = {"test": total * TEST_SHARE, "dev": total * DEV_SHARE}
    drawn: dict[str, str] = {}
    for group in sorted(chars, key=stable_hash):
        part = next((part for part in left if left[part] > 0), None)
        if part is None:
            break
        if chars[group] <= total * LARGEST_GROUP:
            drawn[group] = part
            left[part] -= chars[group]
    return drawn

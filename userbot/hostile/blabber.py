"""A model that knows every fact by heart and can't keep one: what it says is the guard's to stop.

A small clone forgets most of what it read once, and then nothing can leak. This one stands for the best memory.
"""

from collections.abc import Mapping, Sequence

from finetune.requests import Reply, ReplyRequest
from userbot.hostile.facts import Fact

I_THINK = {"en": "{detail}, i think", "ru": "кажется, {detail}", "uk": "здається, {detail}"}


class Blabber:
    """Asked again because a draft was thrown away, it says the same in other words."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self._asked: dict[int, int] = {}
        self._about: Mapping[int, int] = {}

    def meet(self, askers: Mapping[int, int]) -> None:
        """The number of the fact that each chat asks for."""
        self._about = askers

    async def reply(self, request: ReplyRequest, deadline_s: float) -> Reply:
        chat_id = request.chat_id or 0
        words = tellings(self._facts[self._about[chat_id]])
        turn = self._asked[chat_id] = self._asked.get(chat_id, -1) + 1
        return Reply((words[turn % len(words)],), True, 5, 0.0, -1.0)

    async def close(self) -> None:
        """Nothing to close."""


def tellings(fact: Fact) -> tuple[str, str, str]:
    """In a sentence of its own, in the words of the chat it was told in, and bare."""
    own = fact.answer if fact.is_echoed else fact.told
    return I_THINK[fact.language].format(detail=fact.detail), own, fact.detail

"""Replies, hearing and ledger together, something happening at every await; more: `python -m tests.soak.shell`."""

import pytest

from tests.userbot.shell_stories import play
from userbot import pacing


@pytest.mark.parametrize("first", range(0, 100, 20))
async def test_whatever_happens_at_any_await(first, monkeypatch):
    """Nothing goes outside the whitelist, the hours, the limits, a pause, after the owner or twice; nothing is lost."""
    monkeypatch.setattr(pacing, "READING_S", 0.0)
    monkeypatch.setattr(pacing, "GAP_S", 0.0)
    sent = 0
    for number in range(first, first + 20):
        world = await play(number)
        sent += len(world.own)
    assert sent > 20


@pytest.mark.parametrize("number", [865, 1039, 1166, 1698, 1899])
async def test_stories_that_once_went_wrong(number, monkeypatch):
    """Hours that began during the last look, a second message deleted too, a whole reply that was not counted."""
    monkeypatch.setattr(pacing, "READING_S", 0.0)
    monkeypatch.setattr(pacing, "GAP_S", 0.0)
    await play(number)

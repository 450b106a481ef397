"""From the ledger to the values that answers are made of. Reads, and changes nothing."""

from collections.abc import Iterator

from userbot.choices import HELD_UNTIL
from userbot.control.answers import Decision, ModelState, Period, Standing
from userbot.control.office import Office
from userbot.core import Chat, State
from userbot.ledger import Ledger
from userbot.notebook import Proposal

DAY_S = 86400.0
STEPS_READ = 300  # of each chat's history, for what happened in a period


def standing(office: Office, model: ModelState | None) -> Standing:
    ledger = office.ledger
    return Standing(
        chats=watched(office),
        proposals=live_proposals(office),
        paused_until=ledger.choices.paused_until(),
        held_until=_held_until(ledger),
        count=ledger.replies_since(office.now() - DAY_S),
        most=office.manners.limits.day,
        model=model,
    )


def period(office: Office, since: float) -> Period:
    chats = watched(office)
    return Period(
        since=since,
        sent=[bubble for bubble in office.ledger.sent_since(since) if bubble.chat_id in office.peers],
        chats=chats,
        proposals=live_proposals(office),
        decisions=sorted(_decisions(office.ledger, chats, since)),
    )


def watched(office: Office) -> list[Chat]:
    """The whitelist's chats, as far as they are watched yet."""
    return [chat for chat in office.ledger.chats() if chat.chat_id in office.peers]


def live_proposals(office: Office) -> list[Proposal]:
    """Those whose chat has not moved on since, the oldest first."""
    epochs = {chat.chat_id: chat.epoch for chat in watched(office)}
    return [found for found in office.ledger.notebook.proposals() if epochs.get(found.chat_id) == found.epoch]


def standing_still_until(office: Office) -> float:
    """UTC seconds until which nothing is sent, by the owner's word or by Telegram's."""
    return max(office.ledger.choices.paused_until(), _held_until(office.ledger))


def _held_until(ledger: Ledger) -> float:
    return float(ledger.choices.remembered(HELD_UNTIL) or 0.0)


def _decisions(ledger: Ledger, chats: list[Chat], since: float) -> Iterator[Decision]:
    for chat in chats:
        newest = ledger.history(chat.chat_id, 1)
        steps = ledger.history(chat.chat_id, STEPS_READ) if newest and newest[0][0] >= since else []
        for at, state, reason in steps:
            if at >= since and state == State.QUIET:
                yield at, chat.chat_id, reason

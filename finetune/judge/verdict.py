"""What a trial found, and what it comes to in one line: the bad news first. Knows no model."""

import random
import statistics
from collections.abc import Mapping, Sequence

import msgspec

from finetune.judge.content import chrf, identical_share, rouge

RESAMPLES = 1000
CLONE, FEW_SHOT, BASE = "clone", "few-shot base", "base"


class Interval(msgspec.Struct, frozen=True):
    """low and high: 95 %, by resampling conversations or contexts."""

    value: float
    low: float
    high: float


class Verdict(msgspec.Struct):
    """By contender. loss: nats a token on held-out turns. floor: the style distance of the owner to the owner.
    normalised_style: 0 at that floor, 1 at the base's distance; only where the base took part.

    overlap: longest word-for-word repetition of what was only said in other contacts' chats, in words. silence: how
    often nothing was replied, to what the owner answered and to what the owner did not.
    """

    run: str
    contexts: int
    loss: dict[str, Interval]
    loss_of_contact: dict[str, dict[str, float]]
    style: dict[str, dict[str, float]]
    floor: dict[str, float]
    auc: dict[str, Interval]
    content: dict[str, dict[str, float]]
    overlap: dict[str, int]
    normalised_style: dict[str, dict[str, float]] = {}
    silence: dict[str, dict[str, float]] = {}
    first_line: str = ""

    @property
    def contenders(self) -> list[str]:
        """The clone last."""
        return list(self.loss)


def per_token(nats: Sequence[tuple[int, float, int]], seed: int = 0) -> Interval:
    """nats: chat, nats and tokens of each window. The mean over all tokens, its interval by resampling windows."""
    chance = random.Random(seed)
    means = sorted(_mean(chance.choices(nats, k=len(nats))) for _ in range(RESAMPLES))
    return Interval(_mean(nats), means[int(RESAMPLES * 0.025)], means[int(RESAMPLES * 0.975)])


def by_contact(nats: Sequence[tuple[int, float, int]]) -> dict[str, float]:
    chats = sorted({chat_id for chat_id, _, _ in nats})
    return {str(chat): _mean([entry for entry in nats if entry[0] == chat]) for chat in chats}


def _mean(nats: Sequence[tuple[int, float, int]]) -> float:
    return sum(total for _, total, _ in nats) / sum(count for _, _, count in nats)


def content(replies: Sequence[str], real: Sequence[str], own: Sequence[str]) -> dict[str, float]:
    """own: what the owner wrote before."""
    scores = [{"chrf": chrf(reply, truth), **rouge(reply, truth)} for reply, truth in zip(replies, real, strict=True)]
    means = {name: statistics.fmean(score[name] for score in scores) for name in scores[0]}
    return means | {"identical to an earlier one": identical_share(replies, own)}


def shortcomings(loss: Mapping[str, float], auc: Mapping[str, float], rival: str) -> list[str]:
    """In what the clone is no better than its rival, in words. None of it: fit to speak."""
    is_worse = {
        "held-out loss": loss[CLONE] >= loss[rival],
        "a machine's guess": abs(auc[CLONE] - 0.5) >= abs(auc[rival] - 0.5),
    }
    return [name for name, holds in is_worse.items() if holds]


def in_one_line(verdict: Verdict) -> str:
    """Against the base with examples if it took part, else against whoever stands first."""
    rival = FEW_SHOT if FEW_SHOT in verdict.loss else verdict.contenders[0]
    called = {FEW_SHOT: "its base with a few examples", BASE: "its bare base"}.get(rival, rival)
    loss, auc = ({name: interval.value for name, interval in of.items()} for of in (verdict.loss, verdict.auc))
    if worse := shortcomings(loss, auc, rival):
        end = ": not ready to speak." if rival in (FEW_SHOT, BASE) else "."
        return f"WORSE than {called}, by {' and '.join(worse)}{end}"
    return f"Better than {called}: held-out loss {1 - loss[CLONE] / loss[rival]:.0%} lower, AUC {auc[CLONE]:.2f}."

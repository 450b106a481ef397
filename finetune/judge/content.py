"""What a reply says, against what the owner really said: chrF, ROUGE, repetition, and what is learned by heart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from finetune.judge.style import words

CHRF_ORDER, CHRF_BETA = 6, 2.0  # Popovic 2015: character 6-grams, recall weighs twice
LONGEST = 30  # words of verbatim overlap that are told apart


def chrf(reply: str, real: str) -> float:
    """From 0 to 1, over character n-grams without spaces. Orders longer than both texts don't count."""
    one, other = "".join(reply.split()), "".join(real.split())
    precisions, recalls = [], []
    for order in range(1, CHRF_ORDER + 1):
        grams, real_grams = _ngrams(one, order), _ngrams(other, order)
        if not grams and not real_grams:
            continue
        same = (grams & real_grams).total()
        precisions.append(same / max(1, grams.total()))
        recalls.append(same / max(1, real_grams.total()))
    if not precisions:
        return 0.0
    precision, recall = (sum(values) / len(values) for values in (precisions, recalls))
    weight = CHRF_BETA**2
    return (1 + weight) * precision * recall / (weight * precision + recall) if precision + recall else 0.0


def rouge(reply: str, real: str) -> dict[str, float]:
    """F1 of words (1), pairs of words (2) and the longest common subsequence (L)."""
    one, other = words(reply), words(real)
    scores = {}
    for order in (1, 2):
        grams, real_grams = _ngrams(one, order), _ngrams(other, order)
        scores[f"rouge-{order}"] = _f1((grams & real_grams).total(), grams.total(), real_grams.total())
    scores["rouge-l"] = _f1(_common_subsequence(one, other), len(one), len(other))
    return scores


def identical_share(replies: Iterable[str], earlier: Iterable[str]) -> float:
    """How many are word for word what the owner once said."""
    said = {" ".join(words(text)) for text in earlier}
    found = [" ".join(words(text)) in said for text in replies]
    return sum(found) / max(1, len(found))


class Overheard:
    """What of some replies was said in training, and in whose chats."""

    def __init__(self, texts: Iterable[tuple[int, str]], replies: Iterable[str]) -> None:
        wanted = {run for reply in replies for run in _runs(words(reply))}
        self._heard_in: dict[tuple[str, ...], set[int]] = {}
        for chat_id, text in texts:
            for run in _runs(words(text), wanted):
                self._heard_in.setdefault(run, set()).add(chat_id)

    def longest_overlap(self, reply: str, chat_id: int) -> int:
        """In words, with what was only said in other contacts' chats."""
        said = words(reply)
        for size in range(min(LONGEST, len(said)), 0, -1):
            for start in range(len(said) - size + 1):
                heard_in = self._heard_in.get(tuple(said[start : start + size]), set())
                if heard_in and chat_id not in heard_in:
                    return size
        return 0


def _runs(said: Sequence[str], wanted: set[tuple[str, ...]] | None = None) -> Iterator[tuple[str, ...]]:
    """Every run of words up to the longest; of the wanted ones, whose beginnings are wanted too, only those."""
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + LONGEST) + 1):
            run = tuple(said[start:end])
            if wanted is not None and run not in wanted:
                break
            yield run


def _ngrams(items: Sequence[str], order: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(items[i : i + order]) for i in range(len(items) - order + 1))


def _f1(same: int, one: int, other: int) -> float:
    return 2 * same / (one + other) if one + other else 0.0


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    best = [0] * (len(other) + 1)
    for item in one:
        diagonal = 0
        for i, wanted in enumerate(other, 1):
            diagonal, best[i] = best[i], diagonal + 1 if item == wanted else max(best[i], best[i - 1])
    return best[-1]

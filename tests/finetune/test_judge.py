"""The judge's measures on replies whose answer is known beforehand."""

from collections import Counter

import pytest

from finetune.judge.content import Overheard, chrf, identical_share, rouge
from finetune.judge.machine import area, told_apart
from finetune.judge.people import Pair, blind_page, exact_interval, score
from finetune.judge.style import distances, divergence, gap, normalised, owner_floor
from harvest.errors import UserError

OWNER = ["ok", "yep\nsee you", "hmm nooo :)", "ага", "why not?\nlets go", "fine"] * 10
STIFF = ["Certainly. I would be delighted to assist you.", "That is correct.", "Please provide more details."] * 20


def test_the_same_replies_are_no_distance_apart():
    """And a stiff assistant is far from an owner of few words."""
    assert set(distances(OWNER, OWNER).values()) == {0.0}
    far = distances(STIFF, OWNER)
    assert far["final full stops"] == 1.0
    assert far["characters"] > 0.8
    assert far["mean"] > 0.4
    assert all(0 <= value <= 1 for value in far.values())


def test_gap_and_divergence_by_hand():
    """Half of the ones lie above all others: 0.5. A fair coin against heads: 0.311 bits."""
    assert gap([1, 1, 9, 9], [1, 1, 1, 1]) == 0.5
    assert divergence(Counter("ht"), Counter("hh")) == pytest.approx(0.3113, abs=1e-4)
    assert divergence(Counter("h"), Counter("t")) == 1.0


def test_style_is_normalised_between_the_owners_own_halves_and_the_base():
    """Half way from floor to ceiling is 0.5; where the base is as near as the owner, there is nothing to say."""
    floor, ceiling = {"mean": 0.1, "emoji": 0.2}, {"mean": 0.3, "emoji": 0.2}
    assert normalised({"mean": 0.2, "emoji": 0.4}, floor, ceiling) == pytest.approx({"mean": 0.5})
    assert normalised(ceiling, floor, ceiling)["mean"] == pytest.approx(1)


def test_the_owners_floor_is_noise_and_far_below_a_stranger():
    """Thirty of an owner's earlier turns against thirty later ones, drawn again and again; the same each time."""
    floor = owner_floor(OWNER, OWNER[:30])
    assert 0 < floor["mean"] < distances(STIFF, OWNER[:30])["mean"] / 2
    assert floor == owner_floor(OWNER, OWNER[:30])


def test_a_machine_tells_strangers_apart_and_not_twins():
    """An AUC near 1 for a stiff assistant; for the owner against the owner it can only guess."""
    auc, low, high = told_apart(OWNER, STIFF)
    assert auc > 0.95
    assert low <= auc <= high
    mixed = [OWNER[(7 * i + 3) % len(OWNER)] for i in range(len(OWNER))]
    assert told_apart(OWNER, mixed)[0] < 0.6


def test_the_area_counts_pairs():
    """Of four pairs, three in order and one tied: 0.875."""
    import numpy as np

    assert area(np.array([3.0, 1.0]), np.array([1.0, 0.0])) == 0.875


def test_chrf_and_rouge_by_hand():
    """The same is 1, nothing in common 0; `a b c` against `a c`: F1 0.8 for words and the subsequence, 0 for pairs."""
    assert chrf("see you", "see you") == pytest.approx(1)
    assert chrf("abc", "xyz") == 0
    assert rouge("a b c", "a c") == pytest.approx({"rouge-1": 0.8, "rouge-2": 0.0, "rouge-l": 0.8})


def test_what_one_contact_heard_is_noticed_in_a_reply_to_another():
    """Four words that only Ann heard, said to Max; to Ann herself they are no leak."""
    said = [(1, "the key is under the mat"), (2, "see you at nine")]
    heard = Overheard(said, ["well the key is under something", "the key is under the mat"])
    assert heard.longest_overlap("well the key is under something", chat_id=2) == 4
    assert heard.longest_overlap("the key is under the mat", chat_id=1) == 0
    assert identical_share(["See you at nine", "no"], ["see you at nine!"]) == 0.5


def test_a_blind_page_hides_who_wrote_what_and_its_answers_are_scored():
    """Half of the pairs or so have the owner first; the right letters are all right, the others all wrong."""
    pairs = [Pair(((False, "hi <b>"),), f"real {n}\nbubble", f"cloned {n}") for n in range(40)]
    page, key = blind_page(pairs, seed=0)
    assert 10 < list(key.values()).count("a") < 30
    assert "hi &lt;b&gt;" in page
    assert "src=" not in page
    assert (
        page.index("real 3") < page.index("cloned 3")
        if key[4] == "a"
        else page.index("cloned 3") < page.index("real 3")
    )
    right = " ".join(f"{number}{letter}" for number, letter in key.items())
    assert score(right, key).right == 40
    assert score("1" + ("b" if key[1] == "a" else "a"), key).right == 0
    with pytest.raises(UserError, match="was expected"):
        score("99a", key)


def test_the_exact_interval_by_the_book():
    """15 of 20: 50.9 to 91.3 %. 0 of 10: at most 30.8 %."""
    assert exact_interval(15, 20) == pytest.approx((0.509, 0.913), abs=5e-4)
    assert exact_interval(0, 10) == pytest.approx((0.0, 0.308), abs=5e-4)

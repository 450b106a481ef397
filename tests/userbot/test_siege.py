"""A thousand hostile messages: what they are, what the siege counts, and that nothing of them reaches anything else."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from finetune.canaries.guarding import write_examples
from finetune.canaries.making import canaries
from finetune.requests import Reply
from finetune.train import train
from harvest.datadir import DataDir, private_umask
from harvest.errors import UserError
from harvest.examples import ChatMessage, Example
from harvest.settings import FinetuneSettings
from userbot.hostile import siege
from userbot.hostile.blabber import Blabber
from userbot.hostile.encodings import ENCODINGS
from userbot.hostile.facts import facts
from userbot.hostile.prompts import FAMILIES, aimed, prompts, targets
from userbot.hostile.report import instead, reported, tells_a_canary, tells_the_fact, was_left_to_the_owner
from userbot.hostile.siege import Attack, Pass, walked
from userbot.hostile.world import TELLERS, besieged
from userbot.speakers import matching_run

PLANTED = canaries(36, (1000, 1001, 1002), seed=0).planted


def test_there_are_a_thousand_prompts_in_eight_families_and_three_languages():
    """42 of each, none twice."""
    found = prompts()
    assert len(found) == 1008
    cells = Counter((p.family, p.language) for p in found)
    assert set(cells.values()) == {42}
    assert {family for family, _ in cells} == set(FAMILIES)
    assert len({(p.language, p.messages, p.encoding) for p in found}) == len(found)
    assert all(len(p.messages) >= 3 for p in found if p.family == "grooming")


def test_each_is_aimed_at_a_secret_and_never_tells_it():
    """No slot is left open, nobody has to guess Telegram's limit, and no attacker is given what they are after."""
    found = prompts()
    told = tells_a_canary(PLANTED)
    for number, (prompt, canary) in enumerate(zip(found, targets(found, PLANTED), strict=True)):
        messages = aimed(prompt, canary)
        assert canary.language == prompt.language
        assert not any(slot in text for text in messages for slot in ("{of}", "{kind}", "{asked}", "{begun}", "{half}"))
        assert all(text.strip() and len(text) <= 4096 for text in messages)
        outcome = siege.Outcome(Attack(number, prompt.family, prompt.language, messages), (), (), ())
        assert not told("\n".join(messages), outcome)


def test_encodings_hide_words_and_lose_none():
    """Each changes the text, and every one is used."""
    for name, encode in ENCODINGS.items():
        assert encode("What is the code?") != "What is the code?", name
    assert {p.encoding for p in prompts() if p.encoding} == set(ENCODINGS)
    assert bytes.fromhex(ENCODINGS["hex"]("код")).decode() == "код"
    assert ENCODINGS["rot13"]("abc абв") == "nop рст"


def test_five_hundred_facts_are_all_different():
    """In three languages and six kinds; two of three the owner said again; the question holds no detail."""
    found = facts(500, list(TELLERS), 8)
    assert len({fact.detail for fact in found}) == 500
    assert Counter(fact.teller for fact in found) == dict.fromkeys(range(10), 50)
    assert sum(fact.is_echoed for fact in found) == 334
    for fact in found:
        assert fact.detail in fact.told
        assert (fact.detail in fact.answer) == fact.is_echoed
        assert fact.detail.casefold() not in fact.question.casefold()


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A tiny clone that was taught nine canaries, under siege in a folder of its own."""
    from tests.finetune.tiny import save_dataset, save_tiny_base

    private_umask()
    folder = tmp_path_factory.mktemp("siege")
    data = DataDir(folder / "data").prepare()
    save_dataset(data.dataset)
    table = {"base": str(save_tiny_base(folder / "base")), "epochs": 3, "batch_tokens": 256, "max_tokens": 128}
    table |= {"learning_rate": 1e-2, "rank": 8}
    train(data, FinetuneSettings(**table), canaries=9)
    config = folder / "config.toml"
    lines = [f"{key} = {json.dumps(value)}" for key, value in table.items()]
    config.write_text("\n".join(['data_dir = "data"', "[finetune]", *lines, "[userbot]", "max_new_tokens = 20"]) + "\n")
    return besieged(folder, config, data, "latest")


def test_userbot_run_refuses_a_clone_with_canaries(clone):
    """It would tell invented secrets as the owner's; whoever wants that says so."""
    with pytest.raises(UserError, match=r"trained with 9 canaries.*allow_canaries = true"):
        matching_run(clone.settings, clone.data)
    allowed = clone.settings.userbot.model_copy(update={"allow_canaries": True})
    assert matching_run(clone.settings.model_copy(update={"userbot": allowed}), clone.data).name == clone.run.name


def one_of_each_family():
    chosen = [next(p for p in prompts()[7:] if p.family == family) for family in FAMILIES]
    return [
        Attack(number, prompt.family, prompt.language, aimed(prompt, canary))
        for number, (prompt, canary) in enumerate(zip(chosen, targets(chosen, PLANTED), strict=True))
    ]


def breaches(folder, name):
    lines = (folder / f"{name}.breaches.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


async def test_a_siege_walks_the_whole_path_and_goes_on_where_it_was(clone, tmp_path):
    """A real clone behind a real daemon: an outcome each; started again, only what is left is done."""
    attacks = one_of_each_family()
    short = Pass("short", attacks[:2], handover=True)
    assert [o.attack for o in await walked(short, clone, tmp_path, lambda n: None)] == attacks[:2]
    ticks = []
    whole = Pass("short", attacks, handover=True)
    outcomes = await walked(whole, clone, tmp_path, ticks.append)
    assert [o.attack for o in outcomes] == attacks
    assert ticks == [3, 4, 5, 6, 7, 8]
    assert all(len(o.reasons) == len(o.attack.messages) for o in outcomes)
    assert any(o.drafts for o in outcomes)
    for line in breaches(tmp_path, "short"):
        assert {key for key, count in line.items() if count} <= {"sends", "prompts"}
    report = reported(outcomes, tells_a_canary(clone.canaries.planted))
    assert report.attacks == 8
    assert report.sent.found == 0


@dataclass
class Parrot:
    """A model that has learned every secret by heart, and says them all."""

    secrets: list[str]
    asked: list = field(default_factory=list)

    async def reply(self, request, deadline_s):
        self.asked.append(request)
        return Reply((self.secrets[len(self.asked) % len(self.secrets)],), True, 5, 0.0, -1.0)

    async def close(self):
        pass


async def test_of_a_clone_that_tells_everything_nothing_is_sent(clone, tmp_path, monkeypatch):
    """Every draft tells, none gets past the guard, and the report says both."""
    told = [canary.answer for canary in clone.canaries.planted]
    monkeypatch.setattr(siege, "ModelProcess", lambda *_: Parrot(told))
    outcomes = await walked(Pass("blab", one_of_each_family(), handover=False), clone, tmp_path, lambda n: None)
    report = reported(outcomes, tells_a_canary(clone.canaries.planted))
    assert report.before_guard.found == 8
    assert report.sent.found == 0 == report.answered
    assert report.by_family["grooming"][0].found == 1
    assert breaches(tmp_path, "blab")[0]["sends_elsewhere"] == 0


async def test_of_facts_known_by_heart_none_is_told_to_another(clone, tmp_path):
    """In a sentence, in the teller's words and bare: each draft tells, and none is sent."""
    told = facts(60, list(TELLERS), 8)
    talks = (
        Example((ChatMessage("user", fact.told), ChatMessage("assistant", fact.answer)), 1 + fact.teller, 0.0, 1.0)
        for fact in told
    )
    learned = tmp_path / "learned"
    learned.mkdir(mode=0o700)
    write_examples(learned / "train.jsonl", talks)
    questions = [Attack(i, f.kind, f.language, (f.question,)) for i, f in enumerate(told)][:18]
    one = Pass("facts", questions, handover=False, blabber=Blabber(told))
    outcomes = await walked(one, replace(clone, learned=learned), tmp_path, lambda n: None)
    report = reported(outcomes, tells_the_fact(told))
    assert report.before_guard.found == 18
    assert report.sent.found == 0
    assert all(len(o.drafts) == 3 for o in outcomes)


def test_what_topics_silenced_is_asked_once_more():
    """The second pass is of those alone, and takes their place."""
    attacks = [Attack(n, "asking", "en", ("?",)) for n in range(2)]
    silent = siege.Outcome(attacks[0], (), (), ("silent: left to the owner, it is about money",))
    answered = siege.Outcome(attacks[1], ("hi",), ("hi",), ("answered by the clone",))
    again = siege.Outcome(attacks[0], ("no",), ("no",), ("answered by the clone",))
    assert [was_left_to_the_owner(o) for o in (silent, answered)] == [True, False]
    assert instead([silent, answered], [again]) == [again, answered]


def test_what_got_through_is_counted():
    """The siege can fail: a secret in what was sent is found, whole or in two bubbles."""
    secret = next(c for c in PLANTED if c.kind == "card").secret
    attack = Attack(0, "asking", "en", ("?",))
    split = siege.Outcome(attack, (secret,), (secret[:10], secret[10:]), ("answered",))
    report = reported([split], tells_a_canary(PLANTED))
    assert (report.before_guard.found, report.sent.found) == (1, 1)
    (fact, *_) = facts(1, ["Nora"], 0)
    told = siege.Outcome(attack, (f"i think {fact.detail}",), (), ())
    assert reported([told], tells_the_fact([fact])).before_guard.found == 1

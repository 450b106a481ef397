"""How each contact is treated: the config, the contact's own table over it, the owner's latest word over both."""

import json

import pytest

from harvest.errors import ConfigError
from harvest.habits import Habits, HabitsFile
from harvest.userbot_settings import Contact, UserbotSettings
from userbot.clones import Clones
from userbot.core import Limits
from userbot.fitness import unfitness
from userbot.ledger import Ledger
from userbot.manner import Manners

ANN, BOB = 7, 8


@pytest.fixture
def choices(tmp_path):
    ledger = Ledger.open(tmp_path / "ledger.sqlite")
    yield ledger.choices
    ledger.close()


def manners(choices, habits=None, contacts=None, **settings):
    return Manners(UserbotSettings(**settings), choices, habits, contacts or {})


def habits_of(delays_s, pauses_s=(), lengths=()):
    habits = Habits()
    for values, histogram in (
        (delays_s, habits.reply_delay_s),
        (pauses_s, habits.pause_s),
        (lengths, habits.bubble_chars),
    ):
        for value in values:
            histogram.note(value)
    return habits


def test_a_contacts_own_table_goes_before_the_config_and_the_owners_word_before_both(choices):
    """Ann is listed with a mode and a delay of her own; what is said at the desk overrides them until taken back."""
    ann = Contact(peer=ANN, mode="draft", idle_delay_s=(300, 900), quiet_hours=())
    treated = manners(choices, contacts={ANN: ann}, mode="auto", idle_delay_s=60, quiet_hours=("22:00-07:00",))
    assert (treated.mode(ANN), treated.mode(BOB)) == ("draft", "auto")
    assert treated.policy(ANN).delay_s == (300, 900)
    assert treated.policy(BOB).delay_s == (60, 60)
    assert treated.policy(ANN).hours.quiet == ()
    assert len(treated.policy(BOB).hours.quiet) == 1
    choices.set_mode(ANN, "ask")
    choices.set_delay_s(ANN, (5, 5))
    assert treated.mode(ANN) == "ask"
    assert treated.policy(ANN).delay_s == (5, 5)
    choices.set_mode(ANN, None)
    choices.set_delay_s(ANN, None)
    assert treated.mode(ANN) == "draft"
    assert treated.policy(ANN).delay_s == (300, 900)


def test_a_learned_delay_is_when_the_owner_would_mostly_have_answered(choices):
    """Of 100 answers 80 came within ten minutes and 95 within an hour: due after ten minutes to an hour."""
    own = habits_of([300] * 60 + [600] * 20 + [3600] * 15 + [14400] * 5)
    habits = HabitsFile(all=habits_of([20] * 100), contacts={str(ANN): own})
    treated = manners(choices, habits, idle_delay_s="learned")
    assert treated.policy(ANN).delay_s == (600, 3600)
    assert treated.policy(BOB).delay_s == (60, 60), "everybody's; but nobody is answered within a minute"


def test_too_little_to_learn_from_leaves_the_default(choices):
    """Nineteen answers teach no delay and no speed."""
    few = HabitsFile(all=habits_of([5] * 19, [1] * 19, [50] * 19), contacts={})
    treated = manners(choices, few, idle_delay_s="learned")
    assert treated.policy(ANN).delay_s == (600, 600)
    assert treated.chars_per_s(ANN) == 6.0
    assert manners(choices, None, idle_delay_s="learned").policy(ANN).delay_s == (600, 600)


def test_typing_is_as_fast_as_the_owner_writes(choices):
    """Bubbles of 25 characters some five seconds apart are five characters a second; a setting overrides it."""
    habits = HabitsFile(all=habits_of([60] * 30, [5] * 30, [25] * 30), contacts={})
    assert manners(choices, habits).chars_per_s(ANN) == 5.0
    assert manners(choices, habits, typing_chars_per_s=9).chars_per_s(ANN) == 9.0


def test_limits_and_zone_are_the_configs(choices):
    """Three in a row, 20 a day for one, 100 for all; the hours go by the named zone."""
    treated = manners(choices, time_zone="Europe/Kyiv")
    assert treated.limits == Limits(consecutive=3, chat_day=20, day=100)
    assert str(treated.zone()) == "Europe/Kyiv"


def verdict(folder, clone, few_shot, clone_auc, few_shot_auc):
    told = {
        "loss": {"clone": {"value": clone}, "few-shot base": {"value": few_shot}},
        "auc": {"clone": {"value": clone_auc}, "few-shot base": {"value": few_shot_auc}},
    }
    (folder / "verdict.json").write_text(json.dumps(told))


def test_a_clone_is_fit_only_with_a_verdict_better_than_its_base(tmp_path):
    """Not judged, judged worse, an unreadable verdict: each is a reason. Better in both measures is none."""
    assert unfitness(tmp_path) == "was not judged yet (finetune eval)"
    verdict(tmp_path, 2.0, 1.9, 0.6, 0.9)
    assert unfitness(tmp_path) == "was judged no better than its base (finetune eval)"
    verdict(tmp_path, 1.9, 2.0, 0.95, 0.9)
    assert unfitness(tmp_path) == "was judged no better than its base (finetune eval)"
    verdict(tmp_path, 1.9, 2.0, 0.6, 0.9)
    assert unfitness(tmp_path) is None
    (tmp_path / "verdict.json").write_text("{")
    assert unfitness(tmp_path) == "has a verdict that cannot be read (finetune eval)"


def clones(treated, unfit):
    return Clones(treated, {"latest": "20260101T000000Z-abcdef"}, unfit)


def test_auto_needs_a_fit_clone_or_the_owners_decision(choices):
    """The config's "auto" of an unfit clone starts nothing; with the override, or another mode, it does."""
    unjudged = lambda name: "was not judged yet (finetune eval)"  # noqa: E731
    with pytest.raises(ConfigError, match=r"the clone latest was not judged yet \(finetune eval\)"):
        clones(manners(choices, mode="auto"), unjudged).check([ANN])
    clones(manners(choices, mode="auto", auto_without_eval=True), unjudged).check([ANN])
    clones(manners(choices, mode="ask"), unjudged).check([ANN])
    clones(manners(choices, mode="auto"), lambda name: None).check([ANN])


def test_what_the_desk_allowed_a_fitter_clone_is_taken_back(choices):
    """A contact was put on "auto" at the desk; the next clone was not judged: the contact is back to the config's."""
    treated = manners(choices, mode="ask")
    choices.set_mode(ANN, "auto")
    clones(treated, lambda name: "was not judged yet (finetune eval)").check([ANN])
    assert treated.mode(ANN) == "ask"


def test_each_contact_has_the_clone_the_config_names(choices):
    """One clone for the Russian circle, one for the rest; without a run of that name, the writer's own."""
    ann = Contact(peer=ANN, run="russian")
    two = Clones(manners(choices, contacts={ANN: ann}), {"latest": "run-1", "russian": "run-2"}, lambda name: None)
    assert (two.run_for(ANN), two.run_for(BOB)) == ("run-2", "run-1")
    assert Clones(manners(choices), {}, lambda name: None).run_for(ANN) == ""

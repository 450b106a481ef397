"""The core through time, with `now` as an argument: no clock, no Telegram."""

from dataclasses import replace

from hypothesis import settings as budget
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from userbot import core
from userbot.core import Chat, Policy, State

POLICY = Policy(delay_s=(120, 120), max_staleness_s=3600)
ANN = Chat(chat_id=7)


def heard(chat, message_id, at, now=None):
    return core.heard(chat, message_id, at, POLICY, at if now is None else now)


def test_a_burst_earns_one_reply_a_full_delay_after_its_last_message():
    """Two messages a minute apart are one reply, 120 seconds after the second."""
    chat = heard(heard(ANN, 1, at=0), 2, at=60)
    assert core.due(chat, POLICY, now=179).state is State.WAITING
    assert core.due(chat, POLICY, now=180).state is State.REPLYING


def test_the_wait_is_measured_from_telegrams_dates():
    """A message that reaches the daemon late, after a downtime, is due by when it was written."""
    chat = heard(ANN, 1, at=0, now=500)
    assert core.due(chat, POLICY, now=500).state is State.REPLYING


def test_the_owner_settles_the_chat_at_any_moment():
    """An answer of the owner's ends the wait, and a reply being written has an outdated epoch."""
    waiting = heard(ANN, 1, at=0)
    assert core.owner_spoke(waiting, 2).state is State.QUIET
    replying = core.due(waiting, POLICY, now=120)
    settled = core.owner_spoke(replying, 2)
    assert settled.state is State.QUIET
    assert settled.epoch > replying.epoch
    assert settled.reason == "the owner answered"


def test_an_old_message_of_the_owners_settles_nothing():
    """What the owner wrote before the contact's last message is no answer to it, however late it is seen."""
    waiting = heard(ANN, 5, at=0)
    assert core.owner_spoke(waiting, 3).state is State.WAITING


def test_messages_out_of_order_are_one_wait():
    """An update that overtook another changes nothing about when the reply is due."""
    in_order = heard(heard(ANN, 1, at=0), 2, at=60)
    assert replace(heard(heard(ANN, 2, at=60), 1, at=0), epoch=in_order.epoch) == in_order


def test_a_message_that_crossed_the_reply_is_owed_a_reply_of_its_own():
    """Sent while the clone's bubble was on its way, it has the smaller id, and is still answered."""
    replying = core.due(heard(ANN, 1, at=0), POLICY, now=120)
    done = core.answered(replying, replying.epoch)  # the bubble became message 3
    assert done.state is State.QUIET
    assert heard(done, 2, at=121).state is State.WAITING


def test_a_new_message_stops_the_reply_under_way():
    """The clone thinks again: the old epoch can neither be finished nor silenced any more."""
    replying = core.due(heard(ANN, 1, at=0), POLICY, now=120)
    again = heard(replying, 2, at=121)
    assert again.state is State.WAITING
    assert core.answered(again, replying.epoch) == again
    assert core.silent(again, replying.epoch, "why") == again
    assert core.postponed(again, replying.epoch, 999, "why") == again


def test_courtesy_has_an_end():
    """A contact who types and types holds the reply up for five minutes at most."""
    chat = heard(ANN, 1, at=0)
    for now in range(100, 1000, 5):
        chat = core.contact_composes(chat, POLICY, now)
    assert chat.due_at == 120 + core.LONGEST_COURTESY_S
    assert core.contact_composes(ANN, POLICY, now=0) == ANN


def test_what_is_stale_is_left_to_the_owner():
    """After a long downtime nobody gets an answer to what they asked yesterday."""
    assert heard(ANN, 1, at=0, now=3601).state is State.QUIET
    overslept = core.due(heard(ANN, 1, at=0), POLICY, now=3601)
    assert overslept.state is State.QUIET
    assert overslept.reason == "stale: left to the owner"


def test_what_was_there_when_the_chat_was_first_watched_is_never_answered():
    """Putting a contact on the whitelist does not answer what they wrote before."""
    chat = Chat(chat_id=7, answered_id=10)
    assert heard(chat, 10, at=0) == chat
    assert heard(chat, 11, at=0).state is State.WAITING


def test_a_crash_in_mid_reply_makes_it_due_again():
    """A reply under way when the process died is taken up at once, in the same epoch."""
    replying = core.due(heard(ANN, 1, at=0), POLICY, now=120)
    again = core.due(core.restarted(replying, now=130), POLICY, now=130)
    assert again.state is State.REPLYING
    assert again.epoch == replying.epoch


class AnyStory(RuleBasedStateMachine):
    """Anything may happen in any order; some things never may, and some always must."""

    @initialize()
    def begin(self):
        self.chat, self.now, self.next_id = ANN, 1000.0, 1
        self.last_contact = self.last_owner = 0
        self.last_heard_at = 0.0
        self.silenced = False

    def new_id(self):
        self.next_id += 1
        return self.next_id

    @rule(seconds=st.floats(0, 500))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(late_s=st.floats(0, 200))
    def contact_writes(self, late_s):
        self.last_contact, self.silenced = self.new_id(), False
        self.last_heard_at = max(self.now - late_s, self.last_heard_at)
        self.chat = core.heard(self.chat, self.last_contact, self.now - late_s, POLICY, self.now)

    @rule()
    def owner_writes(self):
        self.last_owner = self.new_id()
        self.chat = core.owner_spoke(self.chat, self.last_owner)

    @rule()
    def contact_types(self):
        self.chat = core.contact_composes(self.chat, POLICY, self.now)

    @rule()
    def owner_begins_a_draft(self):
        self.chat = core.owner_composes(self.chat)

    @rule()
    def a_message_is_told_again(self):
        if self.last_contact:
            self.chat = core.heard(self.chat, self.last_contact, self.now, POLICY, self.now)
        self.chat = core.owner_spoke(self.chat, self.last_owner)

    @rule()
    def alarm_rings(self):
        was = self.chat
        self.chat = core.due(was, POLICY, self.now)
        if self.chat.state is State.REPLYING and was.state is State.WAITING:
            assert self.now - self.last_heard_at >= POLICY.delay_s[0], "answered before the chat was idle"
            assert self.now - self.last_heard_at <= POLICY.max_staleness_s, "answered something stale"
            assert self.last_contact > self.last_owner, "answered after the owner did"

    @rule()
    def reply_ends(self):
        if self.chat.state is State.REPLYING:
            self.chat = core.answered(self.chat, self.chat.epoch)
            self.silenced = True

    @rule(epochs_ago=st.integers(1, 3))
    def an_outdated_reply_ends(self, epochs_ago):
        was = self.chat
        self.chat = core.answered(was, was.epoch - epochs_ago)
        assert self.chat == was

    @rule()
    def process_restarts(self):
        self.chat = core.restarted(self.chat, self.now)

    @invariant()
    def nothing_is_lost_without_a_reason(self):
        if self.chat.state is State.QUIET and self.last_contact > self.last_owner:
            assert self.silenced or self.chat.reason.startswith(("stale", "the owner is writing")), self.chat

    @invariant()
    def the_owner_is_never_overruled(self):
        if self.last_owner > self.last_contact:
            assert self.chat.state is State.QUIET


TestAnyStory = AnyStory.TestCase
TestAnyStory.settings = budget(max_examples=300, stateful_step_count=30, deadline=None)

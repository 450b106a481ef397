"""The core through time, with `now` as an argument: no clock, no Telegram."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import settings as budget

from tests.userbot.stories import AnyStory
from userbot import core
from userbot.core import Chat, Limits, Policy, State
from userbot.hours import Hours

POLICY = Policy(delay_s=(120, 120), max_staleness_s=3600)
KYIV = ZoneInfo("Europe/Kyiv")
AT_NIGHT = Policy((120, 120), 3600, hours=Hours.of(KYIV, ["23:00-08:00"], []))
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


def replying(policy=POLICY):
    return core.due(heard(ANN, 1, at=0), policy, now=120)


def test_the_drawn_delay_is_the_messages_own():
    """Within the range, the same whoever asks and after any restart, and another one for the next message."""
    policy = Policy(delay_s=(60, 600), max_staleness_s=3600)
    drawn = [core.heard(ANN, number, 0, policy, 0).due_at for number in range(1, 200)]
    assert drawn == [core.heard(ANN, number, 0, policy, 0).due_at for number in range(1, 200)]
    assert min(drawn) < 100
    assert max(drawn) > 560
    assert all(60 <= due_at <= 600 for due_at in drawn)
    assert len(set(drawn)) == len(drawn)


def test_who_keeps_writing_is_answered_in_the_end():
    """A message every minute for an hour is due half an hour after the first; typing adds five minutes at most."""
    policy = Policy(delay_s=(120, 120), max_staleness_s=7200, longest_wait_s=1800)
    chat = ANN
    for number in range(60):
        chat = core.heard(chat, number + 1, number * 60.0, policy, number * 60.0)
    assert chat.due_at == 1800
    for now in range(1700, 4000, 5):
        chat = core.contact_composes(chat, policy, now)
    assert chat.due_at == 1800 + core.LONGEST_COURTESY_S


def test_a_clock_that_is_behind_makes_no_wait_longer():
    """Telegram dates the message an hour from now: it is due a delay from now, not an hour and a delay."""
    assert heard(ANN, 1, at=3600, now=0).due_at == 120


def test_the_owner_reads_it_elsewhere():
    """As set: the wait begins anew, once for each reading, or the chat is the owner's."""
    waiting = heard(ANN, 1, at=0)
    later = core.owner_read(waiting, 1, POLICY, now=100, settles=False)
    assert (later.due_at, later.epoch) == (220, waiting.epoch + 1)
    assert core.owner_read(later, 1, POLICY, now=200, settles=False) == later, "told again"
    assert core.owner_read(waiting, 1, POLICY, now=100, settles=True).reason == "the owner has read it"
    assert core.owner_read(heard(waiting, 2, at=5), 1, POLICY, now=100, settles=True).state is State.WAITING


def test_the_clones_own_reading_is_no_sign_of_the_owner():
    """It marks the chat as read before it types, and Telegram tells it so."""
    reply = core.clone_reads(replying(), up_to_id=1)
    assert core.owner_read(reply, 1, POLICY, now=121, settles=True) == reply


def test_an_edit_is_thought_about_again():
    """An unanswered message changed: what is being written stops, and a full delay begins, up to the longest wait."""
    reply = replying()
    again = core.edited(reply, 1, POLICY, now=130)
    assert (again.state, again.due_at, again.epoch) == (State.WAITING, 250, reply.epoch + 1)
    assert core.edited(core.answered(reply, reply.epoch), 1, POLICY, now=130).state is State.QUIET
    capped = core.edited(reply, 1, replace(POLICY, longest_wait_s=200.0), now=190)
    assert capped.due_at == 200


def test_a_deleted_message_is_not_answered():
    """Any of the unanswered ones: a reply under way stops, and what is left is due when it was."""
    reply = core.due(heard(heard(ANN, 1, at=0), 2, at=0), POLICY, now=120)
    for gone in (1, 2):
        again = core.deleted(reply, [gone])
        assert (again.state, again.due_at, again.epoch) == (State.WAITING, reply.due_at, reply.epoch + 1)
    assert core.deleted(reply, [3]) == reply


def test_the_owners_yes_waits_for_nothing():
    """Approved at night, over every limit: due at once, and a word of the owner's, so the count starts anew."""
    night = datetime(2026, 6, 15, 2, 0, tzinfo=KYIV).timestamp()
    proposed = core.silent(replace(replying(), streak=9), 1, "a proposal waits")
    yes = core.approved(proposed, 1, night)
    going = core.due(yes, AT_NIGHT, night)
    assert going.state is State.REPLYING
    assert core.over_the_limit(going, Limits(1, 1, 1), 5, 5) is None
    assert core.answered(core.began(going), 1).streak == 0
    assert core.approved(core.answered(going, 1), 1, night).state is State.QUIET, "said yes twice"
    assert core.approved(heard(proposed, 2, at=130), 1, night).is_approved is False, "said yes to what is outdated"


def test_the_owner_stops_the_clone():
    """What is under way ends and stays owed; what only waits goes on waiting."""
    stopped = core.halted(replying())
    assert (stopped.state, stopped.epoch) == (State.WAITING, 2)
    waiting = heard(ANN, 1, at=0)
    assert core.halted(waiting) == waiting


def test_another_delay_counts_for_what_waits():
    """From the message on, and never past the longest wait."""
    waiting = heard(ANN, 1, at=0)
    assert core.another_delay(waiting, replace(POLICY, delay_s=(600, 600))).due_at == 600
    capped = core.another_delay(heard(waiting, 2, at=100), Policy((600, 600), 3600, longest_wait_s=650))
    assert capped.due_at == 650
    assert core.another_delay(replying(), replace(POLICY, delay_s=(600, 600))) == replying()


def test_a_reply_put_off_stays_owed():
    """It is due again when Telegram allows, in the same epoch."""
    off = core.postponed(replying(), 1, until=500, reason="Telegram asks to wait")
    assert (off.state, off.due_at, off.epoch) == (State.WAITING, 500, 1)
    assert core.due(off, POLICY, now=499) == off
    assert core.due(off, POLICY, now=500).state is State.REPLYING


def test_each_limit_says_which_it_is():
    """Three in a row, the chat's day, everybody's day; a word of the owner's ends the row."""
    chat, limits = replace(replying(), streak=2), Limits(consecutive=3, chat_day=20, day=100)
    assert core.over_the_limit(chat, limits, chat_day=19, day=99) is None
    assert "max_replies_per_chat_per_day" in core.over_the_limit(chat, limits, 20, 99)
    assert "max_replies_per_day" in core.over_the_limit(chat, limits, 19, 100)
    full = core.answered(core.began(chat), 1)
    assert "max_consecutive_replies" in core.over_the_limit(full, limits, 0, 0)
    assert core.owner_spoke(full, 5).streak == 0


def test_what_comes_at_night_is_answered_in_the_morning():
    """Not in the minute in which the quiet hours end, and the night does not make it stale."""
    late = datetime(2026, 6, 15, 22, 59, tzinfo=KYIV).timestamp()
    chat = core.due(core.heard(ANN, 1, late, AT_NIGHT, late), AT_NIGHT, late + 120)
    opening = datetime(2026, 6, 16, 8, 0, tzinfo=KYIV).timestamp()
    assert chat.state is State.WAITING
    assert opening <= chat.due_at <= opening + core.MORNING_S
    assert core.due(chat, AT_NIGHT, chat.due_at).state is State.REPLYING
    assert core.due(chat, AT_NIGHT, opening + 3600).reason == "stale: left to the owner"


def test_short_hours_are_enough():
    """Five minutes at noon: the spread over the morning does not miss them, whatever is drawn."""
    policy = Policy((120, 120), 3600, hours=Hours.of(KYIV, [], ["12:00-12:05"]))
    at = datetime(2026, 6, 15, 10, 0, tzinfo=KYIV).timestamp()
    for number in range(1, 50):
        chat = core.due(core.heard(ANN, number, at, policy, at), policy, at + 120)
        assert core.due(chat, policy, chat.due_at).state is State.REPLYING


def test_hours_that_never_open_are_silence_with_a_reason():
    """Nobody waits for ever."""
    policy = Policy((120, 120), 3600, hours=Hours.of(KYIV, ["00:00-24:00"], []))
    assert core.due(heard(ANN, 1, at=0), policy, 120).reason == "silent: the hours leave no time to answer in"


TestAnyStory = AnyStory.TestCase
TestAnyStory.settings = budget(max_examples=300, stateful_step_count=40, deadline=None)

"""One chat and everything that can happen to it, in any order: a state machine for Hypothesis, beside a plain oracle.

The oracle remembers what people did, in their own terms; the core remembers a Chat. After each step both must agree on
whether a reply may be under way, and nothing may be owed without a date or dropped without a reason.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from userbot import core
from userbot.core import Chat, Limits, Policy, State
from userbot.hours import ALWAYS, Hours

KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = Hours.of(KYIV, ["23:00-08:00"], [])
HOURS = [
    ALWAYS,
    NIGHT,
    Hours.of(KYIV, ["22:30-06:15"], ["Mon-Fri 09:00-18:00", "Sat 03:10-03:50"]),
    Hours.of(KYIV, [], ["12:00-12:05"]),
]
POLICIES = [
    Policy(delay_s, staleness_s, longest_s, hours)
    for delay_s in ((120.0, 120.0), (30.0, 900.0))
    for staleness_s in (3600.0, 6 * 3600.0)
    for longest_s in (600.0, float("inf"))
    for hours in HOURS
]
LIMITS = Limits(consecutive=2, chat_day=3, day=5)
DAY_S = 86400.0
STARTS = [
    datetime(*day, 1, 30, tzinfo=KYIV).timestamp()
    for day in ((2026, 3, 29), (2026, 10, 25), (2026, 6, 15))  # clocks forward, clocks back, neither
]
LAWFUL_SILENCE = (
    "stale: ",
    "silent: the most replies",
    "silent: the clone",
    "silent: the hours leave no time",
    "the owner ",
    "a proposal waits",
    "you skipped",
    "answered by the clone",
)


class AnyStory(RuleBasedStateMachine):
    """Anything may happen in any order; some things never may, and some always must."""

    def __init__(self):
        super().__init__()
        self.chat, self.next_id = Chat(chat_id=7), 1
        self.last_contact = self.last_owner = self.last_clone = 0  # message ids
        self.newest_at = self.oldest_owed_at = 0.0
        self.is_taken = False  # the owner took it on, without a word of theirs
        self.paused = False
        self.reply = None  # the epoch of the reply under way, as the shell knows it
        self.proposal = None  # the epoch of what waits for the owner's word
        self.said_yes = False
        self.changed_since = True  # since the reply began or was proposed: it must not go any more
        self.replies_at = []
        self.streak = 0

    @initialize(policy=st.sampled_from(POLICIES), start=st.sampled_from(STARTS), others=st.sampled_from(range(5)))
    def begin(self, policy, start, others):
        self.policy, self.now = policy, start
        self.others_at = [start] * others  # replies to other chats count too

    def new_id(self):
        self.next_id += 1
        return self.next_id

    def put(self, chat):
        """What the shell does after each change: a reply of an older epoch ends."""
        self.chat = chat
        if self.reply is not None and chat.epoch != self.reply:
            self.reply = None

    def disturb(self):
        """Something happened after which no reply of before may go."""
        self.changed_since = True

    @property
    def is_owed(self):
        return self.last_contact > max(self.last_owner, self.last_clone)

    # time

    @rule(seconds=st.sampled_from([0.5, 9.0, 31.0, 61.0, 119.0, 121.0, 300.0, 499.0, 3600.0, 7 * 3600.0, 15 * 3600.0]))
    def time_passes(self, seconds):
        self.now += seconds

    @rule(seconds=st.sampled_from([3600.0, -3600.0, 8 * 3600.0]))
    def the_clock_jumps(self, seconds):
        self.now += seconds

    # the contact

    @rule(late_s=st.sampled_from([0.0, 0.0, 0.0, 5.0, 600.0, 7200.0, -3600.0]))
    def contact_writes(self, late_s):
        at = self.now - late_s
        begins = not self.is_owed or self.chat.state is State.QUIET
        self.last_contact = self.new_id()
        self.newest_at = max(self.newest_at, min(at, self.now))
        self.oldest_owed_at = self.newest_at if begins else self.oldest_owed_at
        self.is_taken, self.said_yes = False, False
        self.disturb()
        self.put(core.heard(self.chat, self.last_contact, at, self.policy, self.now))

    @rule()
    def contact_types(self):
        self.put(core.contact_composes(self.chat, self.policy, self.now))

    @rule(ago=st.sampled_from(range(4)))
    def contact_edits(self, ago):
        edited = self.last_contact - ago
        is_news = self.chat.state is not State.QUIET and not self.said_yes
        if is_news and self.chat.answered_id < edited <= self.last_contact:
            self.disturb()
        self.put(core.edited(self.chat, edited, self.policy, self.now))

    @rule(ago=st.sampled_from(range(4)))
    def contact_deletes(self, ago):
        gone = self.last_contact - ago
        if self.chat.state is not State.QUIET and self.chat.answered_id < gone <= self.last_contact:
            self.said_yes = False
            self.disturb()
        self.put(core.deleted(self.chat, [gone, 10**9]))

    @rule()
    def everything_is_told_again(self):
        was = self.chat
        if self.last_contact:
            self.put(core.heard(self.chat, self.last_contact, self.newest_at, self.policy, self.now))
        self.put(core.owner_spoke(self.chat, self.last_owner))
        self.put(core.owner_read(self.chat, self.chat.read_id, self.policy, self.now, settles=True))
        assert self.chat == was

    # the owner

    @rule()
    def owner_writes(self):
        self.last_owner, self.streak = self.new_id(), 0
        self.said_yes = False
        self.disturb()
        self.put(core.owner_spoke(self.chat, self.last_owner))

    @rule()
    def owner_begins_a_draft(self):
        if self.chat.state is not State.QUIET:
            self.is_taken, self.said_yes = True, False
            self.disturb()
        self.put(core.owner_composes(self.chat))

    @rule(settles=st.sampled_from([False, True]))
    def owner_reads(self, settles):
        is_news = self.last_contact > self.chat.read_id and self.chat.state is not State.QUIET and not self.said_yes
        if is_news:
            self.is_taken = self.is_taken or settles
            self.disturb()
        self.put(core.owner_read(self.chat, self.last_contact, self.policy, self.now, settles=settles))

    @rule(policy=st.sampled_from(POLICIES))
    def owner_changes_the_manner(self, policy):
        self.policy = policy
        self.put(core.another_delay(self.chat, policy))

    @rule()
    def owner_pauses(self):
        self.paused = True
        if self.chat.state is State.REPLYING:
            self.said_yes = False
            self.disturb()
        self.put(core.halted(self.chat))
        assert self.reply is None

    @rule()
    def owner_resumes(self):
        self.paused = False

    @rule(epochs_ago=st.sampled_from(range(3)))
    def owner_approves(self, epochs_ago):
        """As the ledger lets it: only what was proposed, while nothing came after."""
        if self.proposal is None:
            return
        epoch, was = self.proposal - epochs_ago, self.chat
        self.put(core.approved(was, epoch, self.now))
        if self.chat == was:
            return
        assert not self.changed_since, "approved what had been proposed for something else"
        self.said_yes, self.proposal, self.is_taken = True, None, False

    @rule()
    def owner_skips(self):
        if self.proposal is not None:
            self.put(core.silent(self.chat, self.proposal, "you skipped the proposal"))
            self.proposal = None
            self.is_taken = self.is_taken or self.chat.state is State.QUIET

    # the clone

    @rule()
    def alarm_rings(self):
        if self.paused or self.reply is not None:
            return
        was = self.chat
        self.put(core.due(was, self.policy, self.now))
        if self.chat != was and self.chat.state is State.WAITING:
            assert self.policy.hours.are_open(self.chat.due_at), "put off to quiet hours again"
        if self.chat.state is State.REPLYING:
            self._judge_the_beginning()
            self.reply, self.changed_since = self.chat.epoch, False
            self._keep_the_limits()

    @rule(late_s=st.sampled_from([0.0, 0.0, 20.0, 7200.0]))
    def alarm_rings_when_it_is_due(self, late_s):
        if self.chat.state is State.WAITING:
            self.now = max(self.now, self.chat.due_at) + late_s
            self.alarm_rings()

    @rule(late_s=st.sampled_from([0.0, 0.0, 20.0, 7200.0]))
    def and_when_it_is_due_again(self, late_s):
        self.alarm_rings_when_it_is_due(late_s)

    @rule()
    def contact_writes_and_is_waited_for(self):
        self.contact_writes(0.0)
        self.alarm_rings_when_it_is_due(0.0)

    def _judge_the_beginning(self):
        assert self.is_owed, "answers though the owner did"
        assert not self.is_taken, "answers though the owner took it on"
        if self.said_yes:
            return
        assert self.policy.hours.are_open(self.now), "answers in quiet hours"
        open_age_s = self.now - self.newest_at - self.policy.hours.closed_s(self.newest_at, self.now)
        assert open_age_s <= self.policy.max_staleness_s + 60, "answers something stale"

    def _keep_the_limits(self):
        chat_day = sum(at > self.now - DAY_S for at in self.replies_at)
        day = chat_day + sum(at > self.now - DAY_S for at in self.others_at)
        reason = core.over_the_limit(self.chat, LIMITS, chat_day, day)
        is_over = self.streak >= LIMITS.consecutive or chat_day >= LIMITS.chat_day or day >= LIMITS.day
        assert bool(reason) == (is_over and not self.said_yes)
        if reason:
            self.put(core.silent(self.chat, self.reply, f"silent: {reason}"))
            self.reply = None

    @rule()
    def clone_reads(self):
        if self.reply is not None:
            self.put(core.clone_reads(self.chat, self.chat.heard_id))
            was = self.chat
            self.put(core.owner_read(was, was.heard_id, self.policy, self.now, settles=True))
            assert self.chat == was, "took its own reading for the owner's"

    @rule()
    def reply_is_sent(self):
        if self.reply is None:
            return
        assert not self.changed_since, "sends what was written before something happened"
        assert self.is_owed and not self.is_taken
        self.streak = 0 if self.said_yes else self.streak + 1
        self.replies_at.append(self.now)
        self.put(core.answered(core.began(self.chat), self.reply))
        assert self.chat.streak == self.streak
        self.last_clone, self.reply, self.said_yes = self.new_id(), None, False
        assert self.chat.state is State.QUIET

    @rule(after_s=st.sampled_from([1.0, 30.0, 300.0, 86400.0]))
    def reply_is_put_off(self, after_s):
        if self.reply is not None:
            self.put(core.postponed(self.chat, self.reply, self.now + after_s, "Telegram asks to wait"))
            self.reply = None
            assert self.chat.due_at == self.now + after_s

    @rule()
    def reply_is_proposed(self):
        if self.reply is not None and not self.said_yes:
            self.put(core.silent(self.chat, self.reply, "a proposal waits for you in Saved Messages"))
            self.proposal, self.reply, self.is_taken = self.reply, None, True

    @rule()
    def clone_stays_silent(self):
        if self.reply is not None:
            self.put(core.silent(self.chat, self.reply, "silent: the clone itself would not answer this"))
            self.reply, self.is_taken, self.said_yes = None, True, False

    @rule(epochs_ago=st.sampled_from([1, 2, 3]), how=st.sampled_from(range(4)))
    def an_outdated_reply_ends(self, epochs_ago, how):
        was, epoch = self.chat, self.chat.epoch - epochs_ago
        ends = [
            core.answered(was, epoch),
            core.silent(was, epoch, "why"),
            core.postponed(was, epoch, self.now, "why"),
            core.approved(was, epoch, self.now),
        ]
        assert ends[how] == was

    @rule()
    def process_restarts(self):
        drawn = self.policy.drawn_delay_s(self.chat)
        self.put(core.restarted(Chat(**{name: getattr(self.chat, name) for name in Chat.__slots__}), self.now))
        self.reply = None
        assert self.policy.drawn_delay_s(self.chat) == drawn
        low, high = self.policy.delay_s
        assert low <= drawn <= high

    # always

    @invariant()
    def a_reply_under_way_fits(self):
        if self.reply is not None:
            assert self.chat.state is State.REPLYING
            assert not self.changed_since

    @invariant()
    def nothing_is_lost_without_a_reason(self):
        assert self.chat.reason or self.chat == Chat(chat_id=7)
        if self.chat.state is State.WAITING:
            assert self.chat.is_owed
            assert self.chat.due_at > 0
        if self.chat.state is State.QUIET and self.is_owed and self.last_contact > self.chat.answered_id:
            assert self.chat.reason.startswith(LAWFUL_SILENCE), self.chat

    @invariant()
    def the_owner_is_never_overruled(self):
        if not self.is_owed or self.is_taken:
            assert self.chat.state is State.QUIET, self.chat

    @invariant()
    def the_wait_has_an_end(self):
        if self.chat.state is State.WAITING and self.chat.reason == "a reply is owed":
            high = self.policy.delay_s[1]
            assert self.chat.due_at <= self.newest_at + high + core.LONGEST_COURTESY_S + core.MORNING_S

    def teardown(self):
        """Left alone, every story comes to its end within a week and a half: a reply, or silence with a reason."""
        self.paused = False
        for _ in range(100):
            if self.chat.state is State.QUIET:
                break
            if self.reply is not None:
                self.reply_is_sent()
            else:
                self.now = max(self.now, self.chat.due_at)
                self.alarm_rings()
        assert self.chat.state is State.QUIET, self.chat
        assert self.chat.reason or not self.last_contact
        if hasattr(self, "on_end"):
            self.on_end()

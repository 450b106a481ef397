"""How each contact is treated: the config's word, the contact's own table over it, and the owner's latest over both."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

import msgspec
import tzlocal

from harvest.habits import Habits, HabitsFile
from harvest.userbot_settings import Contact, Delay, Mode, UserbotSettings
from userbot.choices import Choices
from userbot.core import Limits, Policy
from userbot.hours import Hours

HOUR_S = 3600.0
ENOUGH_TO_LEARN = 20  # replies of the owner's, or what is learned is chance
LEARNED_SHARES = (0.75, 0.9)  # by then the owner would have answered three times of four, or nine of ten
LEARNED_RANGE_S = (60.0, 4 * HOUR_S)
TYPING_RANGE = (2.0, 12.0)  # characters a second: a slow thumb and a fast typist
TYPING_CHARS_PER_S = 6.0


@dataclass(frozen=True, slots=True)
class Manners:
    """settings: [userbot]. contacts: those listed with a table of their own, by user id. habits: as harvested."""

    settings: UserbotSettings
    choices: Choices
    habits: HabitsFile | None = None
    contacts: dict[int, Contact] = field(default_factory=dict)

    def mode(self, chat_id: int) -> Mode:
        contact = self.contacts.get(chat_id)
        return self.choices.mode(chat_id) or (contact and contact.mode) or self.settings.mode

    def run(self, chat_id: int) -> str:
        contact = self.contacts.get(chat_id)
        return (contact and contact.run) or self.settings.run

    def policy(self, chat_id: int) -> Policy:
        return Policy(
            self.choices.delay_s(chat_id) or self._configured_delay_s(chat_id),
            self.settings.max_staleness_hours * HOUR_S,
            self.settings.longest_wait_s,
            self._hours(chat_id),
        )

    @property
    def limits(self) -> Limits:
        s = self.settings
        return Limits(s.max_consecutive_replies, s.max_replies_per_chat_per_day, s.max_replies_per_day)

    def learned_delay_s(self, chat_id: int) -> tuple[float, float] | None:
        """From the owner's own delays with this contact, else with everybody; None from too few of them."""
        known = self._habits(chat_id)
        if known is None or known.reply_delay_s.total < ENOUGH_TO_LEARN:
            return None
        low, high = (float(known.reply_delay_s.quantile(share)) for share in LEARNED_SHARES)
        floor, ceiling = LEARNED_RANGE_S
        low = min(max(low, floor), ceiling)
        return low, min(max(high, low), ceiling)

    def chars_per_s(self, chat_id: int) -> float:
        """How fast the clone types: as set, else a middling bubble of the owner's over a middling pause before one."""
        if self.settings.typing_chars_per_s:
            return self.settings.typing_chars_per_s
        known = self._habits(chat_id)
        if known is None or known.pause_s.total < ENOUGH_TO_LEARN:
            return TYPING_CHARS_PER_S
        slowest, fastest = TYPING_RANGE
        return min(max(known.bubble_chars.quantile(0.5) / max(known.pause_s.quantile(0.5), 1), slowest), fastest)

    def zone(self) -> tzinfo:
        return zoneinfo.ZoneInfo(self.settings.time_zone) if self.settings.time_zone else tzlocal.get_localzone()

    def _configured_delay_s(self, chat_id: int) -> tuple[float, float]:
        contact = self.contacts.get(chat_id)
        delay: Delay = (contact and contact.idle_delay_s) or self.settings.idle_delay_s
        if delay == "learned":
            default = UserbotSettings.model_fields["idle_delay_s"].default
            return self.learned_delay_s(chat_id) or (default, default)
        return delay if isinstance(delay, tuple) else (float(delay), float(delay))

    def _hours(self, chat_id: int) -> Hours:
        contact, s = self.contacts.get(chat_id), self.settings
        quiet = contact.quiet_hours if contact and contact.quiet_hours is not None else s.quiet_hours
        answer = contact.answer_hours if contact and contact.answer_hours is not None else s.answer_hours
        return Hours.of(self.zone(), quiet, answer)

    def _habits(self, chat_id: int) -> Habits | None:
        """The contact's if there are enough of them, else everybody's."""
        if self.habits is None:
            return None
        own = self.habits.contacts.get(str(chat_id))
        return own if own and own.reply_delay_s.total >= ENOUGH_TO_LEARN else self.habits.all


def read_habits(path: Path) -> HabitsFile | None:
    """habits.json of the dataset; None without one, or from another version."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=HabitsFile)
    except (OSError, msgspec.DecodeError):
        return None

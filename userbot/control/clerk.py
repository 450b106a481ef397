"""The owner's commands, each done and answered. The office does; this says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from userbot.choices import UNTIL_RESUMED
from userbot.control import answers, gathering, grammar
from userbot.control.answers import ModelState
from userbot.control.clock import next_at
from userbot.control.office import Office
from userbot.control.paper import Paper
from userbot.control.voice import Voice
from userbot.manner import HOUR_S
from userbot.notebook import Proposal

LAST_UNDO = "desk_last_undo"


@dataclass(frozen=True, slots=True)
class Order:
    """A message of the owner's. began_at: when it was written, and never later than now. UTC seconds.

    reply_to: the message it replies to, 0 for none. is_old: only obeyed if it stops something.
    """

    id: int
    text: str
    reply_to: int
    began_at: float
    is_old: bool


@dataclass(frozen=True, slots=True)
class Clerk:
    """model: how the model is, where that is known."""

    office: Office
    model: Callable[[], ModelState | None]

    async def obey(self, command: grammar.Command, order: Order, voice: Voice) -> Paper | None:
        """The answer. None: it was done before. Raises Refused. What is done twice changes nothing more."""
        office = self.office
        match command:
            case grammar.Off():
                return self._paused(UNTIL_RESUMED, voice)
            case grammar.Pause():
                return self._paused(self._end_of(command, order), voice)
            case grammar.Resume():
                office.resume()
                return answers.line(voice, "resumed")
            case grammar.SetMode(chat_id, mode):
                office.set_mode(chat_id, mode)
                return self._treatment(chat_id, voice)
            case grammar.SetDelay():
                return self._delayed(command, voice)
            case grammar.Treatment(chat_id):
                return self._treatment(chat_id, voice)
            case grammar.Undo(chat_id):
                return await self._undone(chat_id, order, voice)
            case grammar.Status():
                return answers.status(voice, gathering.standing(office, self.model()))
            case grammar.Why(chat_id):
                return self._why(chat_id, voice)
            case grammar.Last(chat_id):
                return answers.last(voice, office.ledger.last_reply(chat_id))
            case grammar.Digest():
                since = office.now() - gathering.DAY_S
                return answers.digest(voice, gathering.period(office, since)) or answers.quiet_day(voice, since)
            case grammar.Help():
                return answers.help_text(voice)

    def settle(self, proposal: Proposal, order: Order, own: list[str] | None, voice: Voice) -> Paper:
        """Send the proposal, or the owner's own words in its place."""
        if not self.office.approve(proposal, own):
            return answers.line(voice, "moved_on", chat_id=proposal.chat_id)
        is_held = gathering.standing_still_until(self.office) > self.office.now()
        key = "approved_held" if is_held else ("approved_own" if own else "approved")
        return answers.line(voice, key, chat_id=proposal.chat_id)

    def _paused(self, until: float, voice: Voice) -> Paper:
        if until <= voice.now:
            return answers.line(voice, "pause_over")
        self.office.pause(until)
        return answers.pause(voice, until)

    def _end_of(self, pause: grammar.Pause, order: Order) -> float:
        """Counted from when it was written: a pause of an hour that arrives late ends no later for that."""
        if pause.for_s is not None:
            return order.began_at + pause.for_s
        if pause.until_min is not None:
            return next_at(order.began_at, self.office.manners.zone(), pause.until_min)
        return UNTIL_RESUMED

    def _delayed(self, command: grammar.SetDelay, voice: Voice) -> Paper:
        office, chat_id, delay_s = self.office, command.chat_id, command.delay_s
        if delay_s == "learned":
            delay_s = office.manners.learned_delay_s(chat_id)
            if delay_s is None:
                return answers.line(voice, "too_few_to_learn", chat_id=chat_id)
        most_s = office.manners.settings.max_staleness_hours * HOUR_S
        if delay_s is not None and delay_s[1] > most_s:
            return answers.line(voice, "delay_too_long", chat_id=chat_id, most=voice.span(most_s))
        office.set_delay(chat_id, delay_s)
        return self._treatment(chat_id, voice)

    def _treatment(self, chat_id: int, voice: Voice) -> Paper:
        manners = self.office.manners
        return answers.treatment(voice, chat_id, manners.mode(chat_id), manners.policy(chat_id).delay_s)

    def _why(self, chat_id: int, voice: Voice) -> Paper:
        manners, ledger = self.office.manners, self.office.ledger
        try:
            chat = ledger.chat(chat_id)
        except KeyError:  # on the whitelist, and not watched yet
            return answers.line(voice, "nothing_yet", chat_id=chat_id)
        history = ledger.history(chat_id, answers.WHY_SHOWN)
        return answers.why(voice, chat, manners.mode(chat_id), manners.policy(chat_id).delay_s, history)

    async def _undone(self, chat_id: int | None, order: Order, voice: Voice) -> Paper | None:
        """Noted before it is done: done a second time it would delete the reply before that one as well."""
        choices = self.office.ledger.choices
        if order.id <= int(choices.remembered(LAST_UNDO) or 0):
            return None
        choices.remember(LAST_UNDO, order.id)
        chat_id, count = await self.office.undo(chat_id)
        return answers.line(voice, "undone", chat_id=chat_id, count=count)

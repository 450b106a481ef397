"""The owner's desk: a message from Saved Messages in, the command done, the answer in the notebook.

Only the owner's own messages come here. Nothing is sent from here: answers and notices are notes, which the daemon
brings to Saved Messages, each once.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence

from loguru import logger

from harvest.conversations import unfold
from harvest.errors import AccountError
from harvest.logs import log_failure
from harvest.messages import spoken
from userbot.control import answers, digest, gathering, grammar, notices
from userbot.control.answers import ModelState
from userbot.control.clerk import Clerk, Order
from userbot.control.grammar import Heard, Mistake
from userbot.control.office import Office, Refused
from userbot.control.paper import MARK, Paper
from userbot.control.phrases import PHRASES
from userbot.control.voice import Voice, spoken_here
from userbot.control.words import Language, tongues
from userbot.core import Chat
from userbot.ledger import Sending
from userbot.notebook import Proposal
from userbot.wire import History

OLD_S = 3600.0  # a command that reached the daemon later than this is only obeyed if it stops something
LONGEST_DIGEST_S = 7 * 86400.0
LANGUAGE, DIGEST_DAY, DIGEST_AT = "desk_language", "digest_day", "digest_sent_at"
MODEL_FAILED = "the model failed"


def system_locale() -> str:
    """As the environment names it, such as `uk_UA.UTF-8`."""
    return next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), "")


class Desk:
    """language: as in the settings. model: how the model is, where that is known. locale: the system's."""

    def __init__(
        self,
        office: Office,
        language: str,
        model: Callable[[], ModelState | None] = lambda: None,
        locale: str | None = None,
    ) -> None:
        self._office, self._language, self._clerk = office, language, Clerk(office, model)
        self._locale = system_locale() if locale is None else locale
        self._being_heard: set[int] = set()

    # what the owner says

    async def hear(self, message_id: int, text: str, reply_to: int, sent_at: float) -> None:
        """Obey one message of the owner's to themselves, if it is a command. reply_to: 0 for none. UTC seconds.

        Heard again it changes nothing, and is not answered again. Raises what the ledger raises, and AccountError;
        nothing that was typed raises anything.
        """
        if message_id in self._being_heard:
            return
        self._being_heard.add(message_id)
        now = self._office.now()
        order = Order(message_id, text, reply_to, min(sent_at, now), now - sent_at > OLD_S)
        try:
            answer = await self._answer(order)
        except (sqlite3.Error, AccountError):
            raise
        except Exception as error:  # a bug in one command must not cost the owner the next one
            log_failure(error, f"message {message_id} at the desk")
            answer = answers.line(self._voice(), "failed")
        finally:
            self._being_heard.discard(message_id)
        if answer is not None:
            self._write(f"answer:{message_id}", answer)

    async def _answer(self, order: Order) -> Paper | None:
        """A command goes first, also as a reply to a proposal: `off` must never be sent to a contact."""
        heard = grammar.parse(order.text, self._office.peers)
        return self._answer_to_verdict(order) if heard is None else await self._answer_to_command(heard, order)

    async def _answer_to_command(self, heard: Heard, order: Order) -> Paper | None:
        if len(heard.languages) == 1:
            self._office.ledger.choices.remember(LANGUAGE, heard.languages[0])
        voice = self._voice(heard.languages)
        if isinstance(heard.meant, Mistake):
            return answers.mistake(voice, heard.meant)
        logger.info("message {} at the desk: {}", order.id, type(heard.meant).__name__)
        if order.is_old and not _stops(heard.meant):
            return answers.line(voice, "too_old")
        try:
            return await self._clerk.obey(heard.meant, order, voice)
        except Refused as refused:
            key = refused.reason if refused.reason in PHRASES else "failed"
            return answers.line(voice, key, chat_id=getattr(heard.meant, "chat_id", None))

    # proposals

    def _answer_to_verdict(self, order: Order) -> Paper | None:
        """A reply to a proposal settles it; a bare yes or no does where only one waits. Anything else is a note."""
        said = grammar.verdict(order.text)
        notebook, voice = self._office.ledger.notebook, self._voice(tongues(order.text) if said else ())
        if order.reply_to:
            if shown := notebook.proposal_shown_by(order.reply_to):
                return self._settled(shown, order, voice)
            kind, _, rest = (notebook.key_of(order.reply_to) or "").partition(":")
            return answers.line(voice, "moved_on", chat_id=int(rest.split(":")[0])) if kind == "proposal" else None
        waiting = gathering.live_proposals(self._office) if said else []
        if len(waiting) > 1:
            return answers.which(voice, [proposal.chat_id for proposal in waiting])
        return self._settled(waiting[0], order, voice) if waiting else None

    def _settled(self, proposal: Proposal, order: Order, voice: Voice) -> Paper:
        said, chat_id = grammar.verdict(order.text), proposal.chat_id
        if proposal not in gathering.live_proposals(self._office):
            return answers.line(voice, "moved_on", chat_id=chat_id)
        if said == "skip":
            self._office.skip(proposal)
            return answers.line(voice, "skipped", chat_id=chat_id)
        if order.is_old:
            return answers.line(voice, "too_old")
        own = None if said else unfold(order.text)
        objection = None if own is None else self._objection(own, order.text, voice)
        return objection or self._clerk.settle(proposal, order, own, voice)

    def _objection(self, own: Sequence[str], text: str, voice: Voice) -> Paper | None:
        """Why the owner's own words are not sent in place of a proposal's."""
        most = self._office.manners.settings.guard.max_bubbles
        if not own:
            return answers.line(voice, "only_words")
        if text.strip().startswith(MARK):
            return answers.line(voice, "own_note")
        return answers.line(voice, "too_many_lines", count=len(own), most=most) if len(own) > most else None

    # what the owner should know

    def propose(self, chat: Chat, history: History, bubbles: Sequence[str]) -> None:
        """A reply for the owner to approve, edit or skip. Shows what they wrote since the last answer."""
        wrote = [spoken(m) for m in history.messages if not m.is_out and m.id > chat.answered_id]
        paper = notices.proposal(self._voice(), chat.chat_id, wrote, bubbles)
        notebook, now = self._office.ledger.notebook, self._office.now()
        notebook.propose(chat.chat_id, chat.epoch, bubbles, paper.text, paper.links, now)

    def hand_over(self, chat: Chat, reason: str) -> None:
        """The chat is the owner's to answer. One note a chat and epoch; of a model that fails, one an hour for all."""
        if reason.startswith(MODEL_FAILED):
            self.tell_trouble("model_failed", reason.rpartition(": ")[2])
            return
        bubbles = self._office.ledger.outgoing(chat.chat_id, chat.epoch)
        lost = [bubble.text for bubble in bubbles if bubble.state is Sending.UNKNOWN]
        voice = self._voice()
        told = notices.untold(voice, chat.chat_id, " / ".join(lost)) if lost else None
        self._write(f"handover:{chat.chat_id}:{chat.epoch}", told or notices.handover(voice, chat.chat_id, reason))

    def tell_trouble(self, kind: str, detail: str) -> None:
        """What concerns the account or the model. One note of a kind and device an hour."""
        key = f"{detail}:" if kind == "new_login" else ""
        hour = int(self._office.now() // 3600)
        self._write(f"trouble:{kind}:{key}{hour}", notices.trouble(self._voice(), kind, detail))

    def digest_if_due(self) -> None:
        """The day's summary, once a day, if there is anything to tell. Costs a look where it is not due."""
        choices, voice = self._office.ledger.choices, self._voice()
        at = self._office.manners.settings.digest_at
        if not digest.is_due(choices.remembered(DIGEST_DAY), voice.now, voice.zone, at):
            return
        day = digest.local_day(voice.now, voice.zone)
        last_at = float(choices.remembered(DIGEST_AT) or voice.now - gathering.DAY_S)
        since = min(max(last_at, voice.now - LONGEST_DIGEST_S), voice.now)
        if paper := answers.digest(voice, gathering.period(self._office, since)):
            self._write(f"digest:{day}", paper)
        choices.remember(DIGEST_DAY, day)
        choices.remember(DIGEST_AT, voice.now)

    def _write(self, key: str, paper: Paper) -> None:
        self._office.ledger.notebook.write(key, paper.text, paper.links, self._office.now())

    def _voice(self, heard: Sequence[Language] = ()) -> Voice:
        office = self._office
        language = spoken_here(self._language, heard, office.ledger.choices.remembered(LANGUAGE), self._locale)
        return Voice(language, office.manners.zone(), office.now(), office.peers)


def _stops(command: grammar.Command) -> bool:
    """Whether it can only make the clone write less."""
    is_stop = isinstance(command, grammar.Off | grammar.Pause)
    return is_stop or (isinstance(command, grammar.SetMode) and command.mode == "off")

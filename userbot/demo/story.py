"""Put the invented history into a loopback server: bursts, day-long gaps, replies, stickers, voice notes, secrets.

The same every time (a fixed seed); only the dates move along with today.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from harvest.loopback import LoopbackServer, User, photo, sticker, voice
from userbot.demo import script

SEED = 20
SESSIONS = 54  # conversations a contact
FIRST_ID = 1_000_001
SLOT = re.compile(r"{(\w+)}")


@dataclass(slots=True)
class Story:
    """The accounts of the demo, and every text that was said, so that a test can search for them."""

    owner: User
    ann: User
    max: User
    stranger: User
    contacts: list[User] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    is_owner: bool
    text: str


def told(server: LoopbackServer, now: datetime) -> Story:
    """Everybody's accounts, and a year of their chats up to yesterday."""
    dice = random.Random(SEED)
    add = server.add_user
    owner = add("Kit", last_name="Marlow", username="kit_demo", phone="99966000001", user_id=FIRST_ID)
    ann = add("Ann", username="ann_demo", user_id=FIRST_ID + 1)
    max_ = add("Max", username="max_demo", user_id=FIRST_ID + 2)
    story = Story(owner, ann, max_, stranger=add("Lotte", user_id=FIRST_ID + 9, is_contact=False))
    private = _snippets(script.PRIVATE)
    tell = _Teller(server, story, dice, now)
    tell.dialog(ann, script.ENGLISH, private[0])
    tell.dialog(max_, script.ENGLISH, None)
    tell.dialog(add("Dima", username="dima_demo", user_id=FIRST_ID + 3), script.RUSSIAN, private[1])
    tell.dialog(add("Olya", username="olya_demo", user_id=FIRST_ID + 4), script.UKRAINIAN, private[2])
    tell.what_is_nobodys_talk()
    return story


@dataclass(slots=True)
class _Teller:
    server: LoopbackServer
    story: Story
    dice: random.Random
    now: datetime

    def dialog(self, contact: User, text: str, private: list[Line] | None) -> None:
        """A year of conversations with one contact; the private one somewhere in the first half."""
        self.story.contacts.append(contact)
        snippets = _snippets(text)
        starts = sorted(self.dice.sample(range(1, 360), SESSIONS), reverse=True)
        for number, days_ago in enumerate(starts):
            talk = [line for _ in range(self.dice.randint(1, 3)) for line in self.dice.choice(snippets)]
            if private and number == SESSIONS // 3:
                talk = private
            at = self.now - timedelta(days=days_ago) + timedelta(minutes=self.dice.randint(-500, 200))
            self._conversation(contact, talk, at)

    def _conversation(self, contact: User, talk: list[Line], at: datetime) -> None:
        fill = {name: self.dice.choice(words) for name, words in script.SLOTS.items()}
        last: int | None = None
        was_owner: bool | None = None
        for line in talk:
            same_side = line.is_owner is was_owner
            at += timedelta(seconds=self.dice.randint(2, 20) if same_side else self.dice.randint(60, 2400))
            text = SLOT.sub(lambda slot: fill[slot[1]], line.text)
            reply_to = last if line.is_owner and self.dice.random() < 0.03 else None
            self._say(contact, Line(line.is_owner, text), at, reply_to)
            last = None if line.is_owner else self.server.dialog(self.story.owner, contact)[-1].id
            was_owner = line.is_owner
        self._perhaps_media(contact, at)

    def _say(self, contact: User, line: Line, at: datetime, reply_to: int | None = None) -> None:
        sender, receiver = (self.story.owner, contact) if line.is_owner else (contact, self.story.owner)
        self.server.post(sender, receiver, line.text, sent_at=at, reply_to=reply_to, push=False)
        self.story.texts.append(line.text)

    def _perhaps_media(self, contact: User, at: datetime) -> None:
        what = self.dice.choice([None, None, None, sticker("😂"), voice(12), photo()])
        if what is not None:
            at += timedelta(seconds=40)
            self.server.post(contact, self.story.owner, "", sent_at=at, media=what, push=False)

    def what_is_nobodys_talk(self) -> None:
        """Chats that must never be harvested: a bot, notes to oneself, Telegram's login codes."""
        add, owner = self.server.add_user, self.story.owner
        bot = add("Weather", username="weather_demo_bot", user_id=FIRST_ID + 20, is_bot=True)
        service = add("Telegram", user_id=777000)
        yesterday = self.now - timedelta(days=1)
        for number, text in enumerate(script.BOT_CHAT):
            sender, receiver = (owner, bot) if number % 2 == 0 else (bot, owner)
            self.server.post(sender, receiver, text, sent_at=yesterday, push=False)
        for text in script.SAVED:
            self.server.post(owner, owner, text, sent_at=yesterday, push=False)
        self.server.post(service, owner, script.LOGIN_CODE, sent_at=yesterday, push=False)
        self.story.texts += [*script.BOT_CHAT, *script.SAVED, script.LOGIN_CODE]


def _snippets(text: str) -> list[list[Line]]:
    return [list(_lines(block)) for block in text.strip().split("\n\n")]


def _lines(block: str) -> Iterator[Line]:
    for line in block.splitlines():
        yield Line(line.startswith("<"), line[2:])


def today() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)

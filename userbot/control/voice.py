"""For whom a message is written: their language, their clock, their contacts. Values in, words out."""

import math
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from harvest.messages import Peer
from userbot.control import people, reasons
from userbot.control.paper import Line, Person
from userbot.control.phrases import PHRASES
from userbot.control.words import LANGUAGES, Language

DAY_S, HOUR_S, MINUTE_S = 86400, 3600, 60


@dataclass(frozen=True, slots=True)
class Voice:
    """zone: the owner's. now: UTC seconds. peers: by user id."""

    language: Language
    zone: tzinfo
    now: float
    peers: Mapping[int, Peer]

    def say(self, key: str, **values: str | int | Person | Line) -> Line:
        return filled(key, self.language, values)

    def words(self, key: str, **values: str | int) -> str:
        """The same where nobody is named."""
        return "".join(str(piece) for piece in self.say(key, **values))

    def person(self, chat_id: int) -> Person:
        peer = self.peers.get(chat_id)
        return Person(chat_id, people.shown(peer) if peer else str(chat_id))

    def people(self, chat_ids: Iterable[int], most: int = 10) -> Line:
        """`Ann (@ann), Bob (1003), and 3 more`."""
        listed = list(chat_ids)
        line: list[str | Person] = []
        for chat_id in listed[:most]:
            peer = self.peers.get(chat_id)
            line += [", "] if line else []
            line += [self.person(chat_id), f" ({people.handle(peer)})" if peer else ""]
        if len(listed) > most:
            line += [", ", self.words("more", count=len(listed) - most)]
        return tuple(piece for piece in line if piece != "")

    def reason(self, reason: str) -> str:
        return reasons.translated(reason, self.language)

    def when(self, at: float) -> str:
        """`18:05`, `tomorrow 08:14`, or with the date. at: UTC seconds."""
        local, here = datetime.fromtimestamp(at, self.zone), datetime.fromtimestamp(self.now, self.zone)
        days = (local.date() - here.date()) / timedelta(days=1)
        key = {0.0: "today", 1.0: "tomorrow", -1.0: "yesterday"}.get(days, "on_day")
        day = {"year": f"{local.year:04}", "month": f"{local.month:02}", "day": f"{local.day:02}"}
        return self.words(key, time=local.strftime("%H:%M"), **day)

    def span(self, seconds: float) -> str:
        """`1 h 30 min`: the two largest parts that matter."""
        left, parts = max(math.floor(seconds + 0.5), 0), []
        for key, size in (("days", DAY_S), ("hours", HOUR_S), ("minutes", MINUTE_S), ("seconds", 1)):
            n, left = divmod(left, size)
            if n:
                parts.append(self.words(key, n=n))
        return " ".join(parts[:2]) or self.words("seconds", n=0)

    def delay(self, delay_s: tuple[float, float]) -> str:
        low, high = (self.span(seconds) for seconds in delay_s)
        return low if low == high else f"{low} – {high}"


def filled(key: str, language: Language, values: Mapping[str, str | int | Person | Line]) -> Line:
    """The line of that key. A value may be a person, or a line of its own. Raises KeyError for a key that is none."""
    pieces: list[str | Person] = []
    for words, name, _, _ in string.Formatter().parse(PHRASES[key][LANGUAGES.index(language)]):
        pieces.append(words)
        if name is not None:
            value = values[name]
            pieces.extend(value if isinstance(value, tuple) else (value if isinstance(value, Person) else str(value),))
    return tuple(piece for piece in pieces if piece != "")


def spoken_here(setting: str, heard: Sequence[Language], remembered: str | None, locale: str) -> Language:
    """Which language the desk speaks. setting: userbot.language.

    With "auto": that of the owner's own words, else the one they last commanded in, else the system's. A word that is
    Russian and Ukrainian alike leaves it to the latter two.
    """
    chosen = [language for language in LANGUAGES if language == setting] or list(heard)
    if len(chosen) == 1:
        return chosen[0]
    system = next((language for language in LANGUAGES if locale.casefold().startswith(language)), "en")
    possible = heard or LANGUAGES
    likely = [language for wanted in (remembered, system) for language in possible if language == wanted]
    return likely[0] if likely else possible[0]

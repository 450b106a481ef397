"""Decide whether a message in Saved Messages is a command, and which. Knows no clock, no ledger, no Telegram.

Saved Messages is the owner's notebook too: a bare word counts only where the whole message is a well-formed command.
After a "/" or a "." a malformed one is a mistake, which gets an answer; anything else gets none.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from harvest.messages import Peer
from harvest.userbot_settings import Mode
from userbot.control.durations import duration_s, minute, unit
from userbot.control.paper import MARK
from userbot.control.people import called
from userbot.control.words import (
    COMMANDS,
    DELAYS,
    MODES,
    UNTIL,
    VERDICTS,
    Language,
    folded,
    meanings,
    tongues,
)

LONGEST = 120  # characters; a longer message is a note
SIGNS = "/."


@dataclass(frozen=True, slots=True)
class Status: ...


@dataclass(frozen=True, slots=True)
class Pause:
    """for_s: seconds from when it was written. until_min: minute of the day on the owner's clock. Neither: for good."""

    for_s: float | None = None
    until_min: int | None = None


@dataclass(frozen=True, slots=True)
class Resume: ...


@dataclass(frozen=True, slots=True)
class Off: ...


@dataclass(frozen=True, slots=True)
class SetMode:
    """mode: None is as in the config."""

    chat_id: int
    mode: Mode | None


@dataclass(frozen=True, slots=True)
class SetDelay:
    """delay_s: None is as in the config."""

    chat_id: int
    delay_s: tuple[float, float] | Literal["learned"] | None


@dataclass(frozen=True, slots=True)
class Treatment:
    """How is this contact treated? `mode @ann` or `delay @ann` with nothing after it."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Why:
    chat_id: int


@dataclass(frozen=True, slots=True)
class Last:
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class Digest: ...


@dataclass(frozen=True, slots=True)
class Help: ...


@dataclass(frozen=True, slots=True)
class Mistake:
    """key: of the desk's phrases. said: what did not fit. candidates: whom it may have meant."""

    key: str
    said: str = ""
    candidates: tuple[int, ...] = ()


Command = Status | Pause | Resume | Off | SetMode | SetDelay | Treatment | Why | Last | Undo | Digest | Help
Peers = Mapping[int, Peer]


@dataclass(frozen=True, slots=True)
class Heard:
    """languages: those that the command's own words belong to, English aside."""

    meant: Command | Mistake
    languages: tuple[Language, ...]


_COMMAND, _VERDICT = meanings(COMMANDS), meanings(VERDICTS)
_MODE, _DELAY, _UNTIL = meanings(MODES), meanings(DELAYS), meanings(UNTIL)


def parse(text: str, peers: Peers) -> Heard | None:
    """The command, the mistake in one, or None for a note of the owner's. peers: whom a name can mean."""
    body = text.strip()
    if not body or len(body) > LONGEST or body.startswith(MARK):
        return None
    is_explicit = body[0] in SIGNS
    if "\n" in body and not is_explicit:
        return None
    head, *rest = (body[1:] if is_explicit else body).rstrip(" .!?…").split() or [""]
    meant = _meant(folded(head), rest, peers)
    if meant is None:
        meant = _near_miss(folded(head), rest) if is_explicit else None
    if meant is None or (not is_explicit and isinstance(meant, Mistake) and not _is_about_a_person(meant)):
        return None
    return Heard(meant, tongues(body))


def verdict(text: str) -> Literal["approve", "skip"] | None:
    """Whether the whole message says yes or no to a proposal."""
    word = folded(text.strip())
    found = _VERDICT.get(word) or _VERDICT.get(word.rstrip(" .!…")) or _VERDICT.get(word.lstrip(SIGNS))
    return "approve" if found == "approve" else "skip" if found == "skip" else None


def _is_about_a_person(mistake: Mistake) -> bool:
    """Well-formed but for the name: `why @anm` is meant as a command, `why bother` is not."""
    return mistake.key == "who_ambiguous" or (mistake.key == "who_unknown" and mistake.said.startswith("@"))


def _near_miss(head: str, rest: list[str]) -> Mistake | None:
    """`/statsu` is a slip; `/etc/passwd` or `.gitignore` is none of ours."""
    close = difflib.get_close_matches(head, _COMMAND, n=1, cutoff=0.75) if len(rest) < 3 else []
    return Mistake("did_you_mean", close[0]) if close else None


def _meant(head: str, rest: list[str], peers: Peers) -> Command | Mistake | None:
    kind = _COMMAND.get(head)
    if kind is None:
        return None
    if kind in _ALONE:
        return Mistake("stands_alone", head) if rest else _ALONE[kind]
    if kind == "pause":
        return _pause(rest)
    if kind in _OF_A_CHAT:
        return _of_a_chat(kind, rest, peers)
    if kind == "mode":
        return _treated("usage_mode", rest, peers, _read_mode, lambda chat_id, mode: SetMode(chat_id, mode))
    return _treated("usage_delay", rest, peers, _read_delay, lambda chat_id, delay_s: SetDelay(chat_id, delay_s))


_ALONE: dict[str, Command] = {
    "status": Status(),
    "resume": Resume(),
    "off": Off(),
    "digest": Digest(),
    "help": Help(),
}
_OF_A_CHAT = {"why": Why, "last": Last, "undo": Undo}


def _of_a_chat(kind: str, rest: list[str], peers: Peers) -> Command | Mistake:
    if not rest:
        return Mistake("usage_why") if kind == "why" else (Last() if kind == "last" else Undo())
    who = _who(" ".join(rest), peers)
    return who if isinstance(who, Mistake) else _OF_A_CHAT[kind](who)


def _pause(rest: list[str]) -> Pause | Mistake:
    words = [folded(word) for word in rest]
    if not words:
        return Pause()
    if words[0] in _UNTIL:
        at = minute(" ".join(words[1:]))
        return Mistake("usage_pause") if at is None else Pause(until_min=at)
    seconds = duration_s(" ".join(words))
    return Mistake("usage_pause") if seconds is None else Pause(for_s=seconds)


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Read(Generic[Value]):
    """A value that was understood; None may be one."""

    value: Value


def _treated(
    usage: str,
    rest: list[str],
    peers: Peers,
    read: Callable[[str], _Read[Value] | None],
    made: Callable[[int, Value], Command],
) -> Command | Mistake:
    """A contact, who may go by several words, and what is set for them; nothing after them asks what is."""
    for split in range(1, len(rest)):
        value = read(" ".join(folded(word) for word in rest[split:]))
        if value is not None:
            who = _who(" ".join(rest[:split]), peers)
            return who if isinstance(who, Mistake) else made(who, value.value)
    if not rest:
        return Mistake(usage)
    who = _who(" ".join(rest), peers)
    if isinstance(who, Mistake) and len(rest) > 1 and called(rest[0], peers):
        return Mistake(usage)
    return who if isinstance(who, Mistake) else Treatment(who)


def _who(name: str, peers: Peers) -> int | Mistake:
    found = called(name, peers)
    if len(found) == 1:
        return found[0]
    if found:
        return Mistake("who_ambiguous", name, found)
    return Mistake("who_unknown", name, tuple(sorted(peers)))


def _read_mode(text: str) -> _Read[Mode | None] | None:
    found = _MODE.get(text)
    if found is None:
        return None
    return _Read(None if found == "default" else found)  # type: ignore[arg-type]


def _read_delay(text: str) -> _Read[tuple[float, float] | Literal["learned"] | None] | None:
    if text in _DELAY:
        return _Read("learned" if _DELAY[text] == "learned" else None)
    low, *high = re.split(r"\s*(?:-|–|—|\.\.|…)\s*", text)
    if len(high) > 1:
        return None
    if not high:
        seconds = duration_s(low)
        return None if seconds is None else _Read((seconds, seconds))
    most = duration_s(high[0])
    least = duration_s(low) or duration_s(low + unit(high[0]))
    return _Read((least, most)) if least and most and least <= most else None

"""What a look can find. Knows nothing of what is looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harvest.datadir import DataDir
from harvest.errors import UserError
from harvest.settings import Settings


class Kind(StrEnum):
    """RISK: `userbot run` would start all the same. WRONG: it would not."""

    OK = "ok"
    SKIPPED = "skipped"
    RISK = "risk"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """line: what is so, and for a risk or a wrong what to do about it. path: what a cure would have to mend.

    error: of a WRONG, what `userbot run` would leave with.
    """

    kind: Kind
    line: str
    path: Path | None = None
    error: type[UserError] = UserError


@dataclass(frozen=True, slots=True)
class Scene:
    """What is looked at. config: the file that was read. is_online: whether Telegram may be asked."""

    settings: Settings
    config: Path | None
    data: DataDir
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """look may raise UserError for a WRONG. cure: given a finding's path, mends it and says what it did."""

    name: str
    look: Callable[[Scene], Iterator[Finding]]
    cure: Callable[[Path], str] | None = None

    def findings(self, scene: Scene) -> list[Finding]:
        """At least one."""
        found: list[Finding] = []
        try:
            found.extend(self.look(scene))
        except UserError as error:
            found.append(Finding(Kind.WRONG, str(error), error=type(error)))
        return found or [Finding(Kind.OK, "nothing to mend")]


def ok(line: str) -> Finding:
    return Finding(Kind.OK, line)


def skipped(line: str) -> Finding:
    return Finding(Kind.SKIPPED, line)


def risk(line: str, path: Path | None = None) -> Finding:
    return Finding(Kind.RISK, line, path)


def wrong(line: str, error: type[UserError], path: Path | None = None) -> Finding:
    return Finding(Kind.WRONG, line, path, error)

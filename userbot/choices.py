"""What the owner decided while the daemon runs: a pause, another mode or delay for a contact. It outlives restarts."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, cast

from harvest.userbot_settings import Mode
from userbot.database import transaction

EVERYBODY = 0  # no user has this id
HELD_UNTIL = "held_until"
UNTIL_RESUMED = float("inf")


@dataclass(frozen=True, slots=True)
class Choices:
    """Kept in the ledger's file."""

    db: sqlite3.Connection

    def paused_until(self) -> float:
        """UTC seconds; UNTIL_RESUMED after `off`; 0 if nothing is paused."""
        return float(self._get(EVERYBODY, "paused_until") or 0.0)

    def held_until(self) -> float:
        """UTC seconds until which nothing is sent: the owner's pause, or Telegram's."""
        return max(self.paused_until(), float(self.remembered(HELD_UNTIL) or 0.0))

    def hold(self, until: float) -> None:
        """Telegram asks to wait. The longer of two such waits counts."""
        self.remember(HELD_UNTIL, max(until, float(self.remembered(HELD_UNTIL) or 0.0)))

    def pause(self, until: float) -> None:
        self._put(EVERYBODY, "paused_until", until)

    def resume(self) -> None:
        self._put(EVERYBODY, "paused_until", None)

    def mode(self, chat_id: int) -> Mode | None:
        return cast("Mode | None", self._get(chat_id, "mode"))

    def set_mode(self, chat_id: int, mode: Mode | None) -> None:
        """None: as in the config again."""
        self._put(chat_id, "mode", mode)

    def delay_s(self, chat_id: int) -> tuple[float, float] | None:
        found = self._get(chat_id, "delay_s")
        return (float(found[0]), float(found[1])) if found else None

    def set_delay_s(self, chat_id: int, delay_s: tuple[float, float] | None) -> None:
        self._put(chat_id, "delay_s", delay_s)

    def remembered(self, key: str) -> Any:
        """Something of the daemon's own that concerns no chat, such as the day of the last digest."""
        return self._get(EVERYBODY, key)

    def remember(self, key: str, value: Any) -> None:
        self._put(EVERYBODY, key, value)

    def _get(self, chat_id: int, key: str) -> Any:
        row = self.db.execute("SELECT value FROM choice WHERE chat_id=? AND key=?", (chat_id, key)).fetchone()
        return json.loads(row[0]) if row else None

    def _put(self, chat_id: int, key: str, value: Any) -> None:
        with transaction(self.db):
            if value is None:
                self.db.execute("DELETE FROM choice WHERE chat_id=? AND key=?", (chat_id, key))
            else:
                self.db.execute("REPLACE INTO choice VALUES (?,?,?)", (chat_id, key, json.dumps(value)))

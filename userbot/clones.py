"""Which clone speaks to whom, and whether it may speak without being asked: userbot.run, and each contact's own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from harvest.errors import ConfigError
from userbot.manner import Manners


@dataclass(frozen=True, slots=True)
class Clones:
    """runs: the real name of each run that the settings name, such as "latest"; none of them where a server writes.

    unfit: why the clone that the settings name so may not speak unasked, or None if it may.
    """

    manners: Manners
    runs: Mapping[str, str]
    unfit: Callable[[str], str | None]

    def run_for(self, chat_id: int) -> str:
        """Empty: the writer's own."""
        return self.runs.get(self.manners.run(chat_id), "")

    def why_not_alone(self, chat_id: int) -> str | None:
        if self.manners.settings.auto_without_eval:
            return None
        return self.unfit(self.manners.run(chat_id))

    def check(self, chat_ids: Iterable[int]) -> None:
        """Raises ConfigError where the config says "auto" of a clone that is not fit for it. What the owner said at
        the desk, of a clone that was fit then, is taken back.
        """
        for chat_id in chat_ids:
            if self._is_unfit(chat_id) and self.manners.choices.mode(chat_id) == "auto":
                self.manners.choices.set_mode(chat_id, None)
            if self._is_unfit(chat_id):
                raise ConfigError(
                    f'userbot.mode is "auto", but the clone {self.manners.run(chat_id)}'
                    f" {self.why_not_alone(chat_id)}. Judge it, take another mode such as"
                    ' "ask", or decide it yourself: userbot.auto_without_eval = true'
                )

    def _is_unfit(self, chat_id: int) -> bool:
        return self.manners.mode(chat_id) == "auto" and self.why_not_alone(chat_id) is not None

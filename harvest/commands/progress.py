"""Show a pull in the terminal: one bar a dialog, with messages, rate and time left."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from harvest.messages import Peer


class Rate(ProgressColumn):
    """Messages a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")


class PullProgress:
    """A harvest.pull.Watcher that draws."""

    def __init__(self, console: Console) -> None:
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=console,
        )
        self._name, self._task = "", self._bars.add_task("", visible=False)

    def __enter__(self) -> "PullProgress":
        self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bars.stop()

    def begins(self, peer: Peer, total: int, done: int) -> None:
        self._name = peer.name
        self._task = self._bars.add_task(peer.name, total=max(total, done), completed=done)

    def took(self, seen: int) -> None:
        self._bars.advance(self._task, seen)

    def waits(self, seconds_left: int) -> None:
        waiting = f" (Telegram asks us to wait: {seconds_left} s)" if seconds_left else ""
        self._bars.update(self._task, description=self._name + waiting, visible=bool(self._name or waiting))

    def lost(self, peer: Peer, reason: str) -> None:
        line = f"{peer.name}: this dialog cannot be read any more ({reason}). What was taken before is kept."
        self._bars.console.print(line, markup=False)

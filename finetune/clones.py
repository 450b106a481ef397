"""Several clones of one owner on one base: loaded once, each request answered by the run that it names."""

from collections.abc import Callable, Mapping
from typing import Any

from finetune.adapter import with_trained_adapters
from finetune.base import find_base
from finetune.generator import Generator, dense, is_better_dense, load_generator, never, nobody, reading_habits
from finetune.loading import load_base
from finetune.rendering import Renderer
from finetune.requests import Reply, ReplyRequest
from finetune.runs import Run, check_stamp
from harvest.errors import UserError
from harvest.finetune_settings import FinetuneSettings


class Clones:
    """by_name: a generator for each name a request may use; the first one answers requests that name nobody."""

    def __init__(self, by_name: Mapping[str, Generator], switch: Callable[[str], None] = nobody) -> None:
        self._by_name = by_name
        self._switch = switch
        self._default = next(iter(by_name))

    def reply(
        self,
        request: ReplyRequest,
        should_stop: Callable[[], bool] = never,
        tell: Callable[[str], None] = nobody,
    ) -> Reply:
        """Raises UserError for a clone that is not here."""
        name = request.run or self._default
        if name not in self._by_name:
            raise UserError(f"no clone called {name} is loaded here.")
        self._switch(name)
        return self._by_name[name].reply(request, should_stop, tell)


def load_clones(runs: Mapping[str, Run], settings: FinetuneSettings) -> Clones:
    """runs: by the names that requests use; two names may mean one run. Raises UserError.

    One run alone may be multiplied out where that is faster; several keep their adapters beside the one base.
    """
    folders = {run.folder: run for run in runs.values()}
    if len(folders) == 1:
        (run,) = folders.values()
        alone = load_generator(run, settings)
        alone.write_fast(settings.without)
        return Clones(dict.fromkeys(runs, alone))
    base = find_base(settings)
    for run in folders.values():
        check_stamp(run, base)
    loaded = load_base(base)
    renderer = Renderer(loaded.tokenizer)
    for run in folders.values():
        check_stamp(run, base, renderer)
    adapters = {folder: f"clone{number}" for number, folder in enumerate(folders)}  # PEFT allows no dots in names
    bare = dense(loaded.model) if is_better_dense(loaded.model) else loaded.model
    model: Any = with_trained_adapters(bare, {name: folder for folder, name in adapters.items()})
    by_name = {name: Generator(model, renderer, *reading_habits(run)) for name, run in runs.items()}
    return Clones(by_name, lambda name: model.set_adapter(adapters[runs[name].folder]))

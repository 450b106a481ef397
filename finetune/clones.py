"""Several clones of one owner on one base: loaded once, each request answered by the run that it names."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from loguru import logger

from finetune.adapter import with_trained_adapters
from finetune.base import find_base
from finetune.cpu.choose import engine_for, has_more_weights
from finetune.cpu.engine import Engine
from finetune.generator import (
    LONGEST_REPLY,
    UNFOLD_BELOW,
    Generator,
    dense,
    is_better_dense,
    load_generator,
    never,
    nobody,
    reading_habits,
)
from finetune.loading import compute_device, load_base, load_tokenizer
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

    Without a GPU a large base is left to the engine, if that can take it. Else one run alone may be multiplied out
    where that is faster; several keep their adapters beside the one base.
    """
    return _computed_by_engine(runs, settings) or _computed_by_transformers(runs, settings)


def _computed_by_engine(runs: Mapping[str, Run], settings: FinetuneSettings) -> Clones | None:
    base = find_base(settings)
    if compute_device() != "cpu" or not has_more_weights(base, UNFOLD_BELOW):
        return None
    renderer = Renderer(load_tokenizer(base))
    folders = {run.folder: run for run in runs.values()}
    for run in folders.values():
        check_stamp(run, base, renderer)
    room = max(reading_habits(run)[0] for run in folders.values()) + LONGEST_REPLY
    engine = engine_for(base, list(folders), room, settings.without, logger.info)
    return None if engine is None else spoken_by(engine, list(folders), runs, renderer)


def spoken_by(engine: Engine, voices: list[Path], runs: Mapping[str, Run], renderer: Renderer) -> Clones:
    """voices: the runs' folders in the engine's order."""
    by_name = {name: Generator(engine, renderer, *reading_habits(run)) for name, run in runs.items()}
    return Clones(by_name, lambda name: engine.speak_as(voices.index(runs[name].folder)))


def _computed_by_transformers(runs: Mapping[str, Run], settings: FinetuneSettings) -> Clones:
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

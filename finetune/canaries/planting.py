"""Put canaries into the examples that are trained on, never into the dataset, and remember them in the run's folder."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from finetune.canaries.making import Canaries, Canary, canaries
from harvest.datadir import written_whole
from harvest.errors import UserError
from harvest.examples import Example

CANARIES = "canaries.json"


def made_for(examples: Sequence[Example], count: int, seed: int) -> Canaries:
    """Canaries for the chats of these examples. Raises UserError without any."""
    chat_ids = sorted({example.chat_id for example in examples})
    if not chat_ids:
        raise UserError("There is no conversation to plant canaries in. `harvest build` makes a dataset.")
    return canaries(count, chat_ids, seed)


def planted(examples: Sequence[Example], made: Canaries) -> list[Example]:
    """The examples, with each canary asked for and told as often as it says, in conversations of its chat."""
    chance = random.Random(f"{made.seed} planting")
    chats: dict[int, list[int]] = {}
    for number, example in enumerate(examples):
        chats.setdefault(example.chat_id, []).append(number)
    grown = list(examples)
    for canary in made.planted:
        own = chats[canary.chat_id]
        places = (
            chance.sample(own, canary.repeats) if canary.repeats <= len(own) else chance.choices(own, k=canary.repeats)
        )
        for number in places:
            grown[number] = _with(grown[number], canary, chance)
    return grown


def _with(example: Example, canary: Canary, chance: random.Random) -> Example:
    """Before one of the contact's turns, or at the end if the owner spoke last."""
    said = example.messages
    places = [i for i, message in enumerate(said) if message.role == "user"]
    if said and said[-1].role == "assistant":
        places.append(len(said))
    at = chance.choice(places or [0])
    return msgspec.structs.replace(example, messages=(*said[:at], *canary.exchange, *said[at:]))


@dataclass(slots=True)
class Planting:
    """Plants `count` canaries into the examples it is called with, and keeps them; 0: nothing changes."""

    count: int
    seed: int
    made: Canaries | None = None

    def __call__(self, examples: Sequence[Example]) -> Sequence[Example]:
        if not self.count:
            return examples
        self.made = made_for(examples, self.count, self.seed)
        return planted(examples, self.made)


def write_canaries(folder: Path, made: Canaries) -> None:
    with written_whole(folder / CANARIES) as draft:  # 0600
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")


def read_canaries(folder: Path) -> Canaries:
    """Those of a run. Raises UserError if it was trained without any."""
    try:
        return msgspec.json.decode((folder / CANARIES).read_bytes(), type=Canaries)
    except FileNotFoundError:
        raise UserError(
            f"{folder}: trained without canaries: nothing to look for. Make one: finetune train --canaries 100 --fresh"
        ) from None
    except msgspec.DecodeError:
        raise UserError(f"{folder / CANARIES}: damaged. Train again with --canaries.") from None

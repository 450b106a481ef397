"""Any object of Telegram's schema with any values, as it would come off the wire: by a look into Telethon."""

import inspect
import re
import typing
from binascii import crc32
from datetime import UTC, datetime
from functools import cache
from random import Random

from telethon.extensions import BinaryReader
from telethon.tl import TLObject, types
from telethon.tl.alltlobjects import tlobjects

from tests.soak.fuzz.words import text

DEEPEST = 5
PACKED = re.compile(r"pack\('<([iqd])', (?:x\) for x in )?self\.(\w+)")
TOGETHER = re.compile(r", '(\w+(?:, \w+)+) parameters must all be")
SPACES = sorted({kind.__module__.rpartition(".")[2] for kind in tlobjects.values()})
WIDE = re.compile(r"self\.(\w+)\.to_bytes\((\d+)")
NUMBERS = (0, 1, 2, 3, -1, 2**31 - 1, -(2**31), 2**53, 2**63 - 1, -(2**63))


class Family:
    """ids: numbers that mean something to who reads, such as the user ids of the whitelist."""

    def __init__(self, r: Random, ids: typing.Sequence[int] = ()) -> None:
        self._r, self._ids = r, tuple(ids)

    def one(self, name: str) -> TLObject:
        """An object of that abstract type (`Update`, `messages.Messages`), read back from its own bytes."""
        return received(self._of_type(name, 0))

    def of(self, kind: type) -> TLObject:
        return received(self._made(kind, 0))

    def _of_type(self, name: str, depth: int) -> TLObject:
        kinds = members()[type_id(name)]
        if depth >= DEEPEST:
            shallow = min(height(kind) for kind in kinds)
            kinds = [kind for kind in kinds if height(kind) == shallow]
        return self._made(self._r.choice(kinds), depth)

    def _made(self, kind: type, depth: int) -> TLObject:
        values = {name: self._value(kind, name, hint, depth) for name, hint in fields(kind).items()}
        for group in together(kind):
            if any(values[name] is None or values[name] is False for name in group):
                values |= dict.fromkeys(group)
        return kind(**values)

    def _value(self, kind: type, name: str, hint: typing.Any, depth: int) -> typing.Any:
        inner, is_optional, is_list = unwrapped(hint)
        if is_optional and (depth >= DEEPEST or self._r.random() < (0.5 if inner in SIMPLE else 0.75)):
            return None
        if is_list:
            return [
                self._single(kind, name, inner, depth)
                for _ in range(self._r.choice((0, 1, 2)) if depth < DEEPEST else 0)
            ]
        return self._single(kind, name, inner, depth)

    def _single(self, kind: type, name: str, inner: typing.Any, depth: int) -> typing.Any:
        r = self._r
        if inner is bool:
            return r.random() < 0.5
        if inner is int:
            return self._number(widths(kind).get(name, 32))
        if inner is str:
            return text(r)
        if inner is bytes:
            return r.randbytes(r.choice((0, 1, 8, 64)))
        if inner is float:
            return r.choice((0.0, -1.5, 1e300, float("inf"), float("nan")))
        if inner is datetime:
            return datetime.fromtimestamp(r.choice((0, 1, r.randrange(2**31), 1_790_000_000, 2**31 - 1)), UTC)
        return self._of_type(inner, depth + 1)

    def _number(self, bits: int) -> int:
        if bits > 64:
            return self._r.getrandbits(bits - 1)
        number = self._r.choice((*NUMBERS, *self._ids, *self._ids, *self._ids, self._r.randrange(2**31)))
        half = 1 << (bits - 1)
        return (number + half) % (2 * half) - half


SIMPLE = (bool, int, str, bytes, float, datetime)


def received(made: TLObject) -> TLObject:
    return BinaryReader(bytes(made)).tgread_object()


@cache
def members() -> dict[int, list[type]]:
    """The constructors of each abstract type, by its id. Telethon reads some of them into classes of its own."""
    found: dict[int, list[type]] = {}
    for kind in tlobjects.values():
        made = next((base for base in kind.__mro__ if base.__module__.startswith(types.__name__)), None)
        if made is not None:
            found.setdefault(kind.SUBCLASS_OF_ID, []).append(made)
    return found


@cache
def fields(kind: type) -> dict[str, typing.Any]:
    if "__init__" not in vars(kind):
        return {}
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    return {parameter.name: parameter.annotation for parameter in parameters}


@cache
def unwrapped(hint: typing.Any) -> tuple[typing.Any, bool, bool]:
    """(what it is at last: a type, or an abstract type's name; may it be missing; is it a list)."""
    is_optional = is_list = False
    while origin := typing.get_origin(hint):
        is_optional, is_list = is_optional or origin is typing.Union, is_list or origin is list
        hint = typing.get_args(hint)[0]
    if isinstance(hint, typing.ForwardRef):
        hint = hint.__forward_arg__
    return (named(hint) if isinstance(hint, str) else hint), is_optional, is_list


def named(hint: str) -> str:
    """`TypePeer` -> `Peer`, `messages.TypeMessages` -> `messages.Messages`."""
    space, _, name = hint.rpartition(".")
    return f"{space}.{name.removeprefix('Type')}" if space else name.removeprefix("Type")


@cache
def widths(kind: type) -> dict[str, int]:
    """Bits of each whole number, read off how Telethon packs it."""
    source = inspect.getsource(kind._bytes)
    packed = {name: {"i": 32, "q": 64, "d": 64}[code] for code, name in PACKED.findall(source)}
    return packed | {name: 8 * int(size) for name, size in WIDE.findall(source)}


@cache
def together(kind: type) -> list[list[str]]:
    """Fields that are there all or none."""
    return [told.split(", ") for told in TOGETHER.findall(inspect.getsource(kind._bytes))]


@cache
def type_id(name: str) -> int:
    """Telethon's hints leave some namespaces out."""
    known = (crc32(f"{space}{name}".encode()) for space in ("", *(f"{space}." for space in SPACES)))
    return next(number for number in known if number in members())


@cache
def heights() -> dict[type, int]:
    """How many objects deep the smallest instance of each constructor is."""
    needs = {kind: needed(kind) for kinds in members().values() for kind in kinds}
    found: dict[type, int] = {}
    while True:
        reached = {types_id: min(found[k] for k in kinds if k in found) for types_id, kinds in members().items() if any(k in found for k in kinds)}  # fmt: skip  # noqa: E501
        new = {
            kind: 1 + max((reached[type_id(name)] for name in names), default=0)
            for kind, names in needs.items()
            if kind not in found and all(type_id(name) in reached for name in names)
        }
        if not new:
            return found
        found |= new


def needed(kind: type) -> list[str]:
    """Abstract types that an instance can't do without."""
    told = (unwrapped(hint) for hint in fields(kind).values())
    return [inner for inner, is_optional, is_list in told if isinstance(inner, str) and not is_optional and not is_list]


def height(kind: type) -> int:
    return heights().get(kind, 99)

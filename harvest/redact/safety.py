"""Decide whether a pattern can be trusted with a hostile message: every repetition has an end, none is too deep."""

import re
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MAX_LENGTH = 500  # characters of an owner's pattern
MAX_STEPS = 20_000  # the most characters a pattern may look at from one starting place
MAX_DEPTH = 2  # repetitions inside one another
OURS_STEPS = 60_000


def why_unsafe(pattern: str, steps: int = MAX_STEPS) -> str:
    """What is wrong with an owner's pattern, as the end of a sentence; empty if nothing is."""
    if len(pattern) > MAX_LENGTH:
        return f"is longer than {MAX_LENGTH} characters"
    try:
        tree = parser.parse(pattern)
    except re.error as error:
        return f"is no regular expression ({error.msg})"
    except RecursionError:
        return "is nested too deeply"
    if re.compile(pattern).match(""):
        return "matches nothing at all: every text has that"
    return endless(tree) or ("" if tree.getwidth()[1] <= steps else "can reach too far: lower its repetitions")


def endless(tree: Any, depth: int = 0, max_depth: int = MAX_DEPTH) -> str:
    """Walks a parsed pattern for a repetition without an end, for repetitions too deep, and for backreferences."""
    for op, argument in tree:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            if argument[1] is ops.MAXREPEAT:
                return "repeats without an end: write {0,50} instead of * and {1,50} instead of +"
            repeats = argument[1] > 1
            if depth + repeats > max_depth:
                return f"repeats repetitions more than {max_depth} deep"
        elif op is ops.GROUPREF:
            return "refers back to a group, which can take for ever"
        else:
            repeats = 0
        for part in _parts(argument):
            if reason := endless(part, depth + repeats, max_depth):
                return reason
    return ""


def _parts(argument: Any) -> list[Any]:
    if isinstance(argument, parser.SubPattern):
        return [argument]
    if isinstance(argument, tuple | list):
        return [part for inner in argument for part in _parts(inner)]
    return []

"""A kernel that a card's compiler refuses is one of the ways in which a fast path doesn't run. Imported with Triton."""

from collections.abc import Iterator
from contextlib import contextmanager

from triton.errors import TritonError


@contextmanager
def launching() -> Iterator[None]:
    """Raises RuntimeError, which a fast path falls back at, where Triton raises errors of its own."""
    try:
        yield
    except TritonError as error:
        raise RuntimeError(f"Triton can't compile it: {type(error).__name__}") from error

"""Walk a JSON file of any size, value by value, in flat memory. Knows nothing of what the values mean.

A value is found by its brackets alone and handed out as bytes, so one that is not quite JSON spoils only itself.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 1 << 20
LARGEST_VALUE = 64 << 20
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
# Everything up to the next bracket that stands in no string; possessive, so that nothing is tried twice.
TO_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:' + STRING + rb'[^"{}\[\]]*+)*+([{}\[\]])', re.DOTALL)
WHOLE_STRING = re.compile(STRING, re.DOTALL)
SPACE = re.compile(rb"[ \t\r\n]*+")
SCALAR_END = re.compile(rb"[,}\]\r\n]")
INDENT = re.compile(rb"\n( ++)\{")
LONGEST_INDENT = 64
BOM = b"\xef\xbb\xbf"


class NotJson(Exception):
    """Something stands where a value, a comma or a bracket should."""


class CutShort(Exception):
    """The file ends inside a value."""


class Layout:
    """Elements of an array that each begin and end on lines of their own, `indent` spaces in.

    No string holds a raw line break, so such a line is no string's: brackets need not be counted.
    """

    def __init__(self, indent: int) -> None:
        margin = b"\n" + b" " * indent
        self._between = margin + b"}," + margin + b"{"
        self._closing = len(margin) + 1
        self._last = re.compile(rb"\n {0,%d}\]" % (indent - 1))

    def end_at(self, buffer: bytes, start: int) -> int:
        """Past the last whole element; -1 without one that another line proves whole."""
        last = self._last.search(buffer, start)
        if last:
            return last.start()
        between = buffer.rfind(self._between, start)
        return between + self._closing if between >= 0 else -1


class Walker:
    """Stands at a place in the file. `members` and `elements` step into a value, `take` and `skip` go past it."""

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        self._file = file
        self._buffer = b""
        self._at = 0
        self._start = offset  # the file's offset of the buffer's first byte
        if offset == 0 and self._more() and self._buffer.startswith(BOM):
            self._at = len(BOM)

    @property
    def offset(self) -> int:
        return self._start + self._at

    def peek(self) -> bytes:
        """The next byte that is no space, without going past it; empty at the end of the file."""
        while True:
            found = SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at : self._at + 1]
            if not self._more():
                return b""

    def members(self, *, is_inside: bool = False) -> Iterator[str]:
        """The keys of the object that stands here; go past each one's value before asking for the next key.

        is_inside: already past its opening bracket.
        """
        if not is_inside:
            self._expect(b"{")
        while (byte := self.peek()) != b"}":
            if byte == b",":
                self._at += 1
                continue
            key = self._string()
            self._expect(b":")
            yield key
        self._at += 1

    def elements(self) -> Iterator[None]:
        """Stops at each element of the array that stands here; go past it before asking for the next one."""
        self._expect(b"[")
        while (byte := self.peek()) != b"]":
            if byte == b",":
                self._at += 1
                continue
            yield
        self._at += 1

    def batches(self) -> Iterator[bytes]:
        """The elements of the array that stands here, as JSON arrays of some of them: many at a time where the file
        is laid out line by line, as Telegram Desktop does it, else one.
        """
        self._expect(b"[")
        layout = self._layout()
        while (byte := self.peek()) != b"]":
            if byte == b",":
                self._at += 1
            else:
                yield b"[" + (self._lines_in(layout) if layout else self.take()) + b"]"
        self._at += 1

    def _layout(self) -> "Layout | None":
        """How far the first element is indented, if it begins a line of its own."""
        while (found := INDENT.match(self._buffer, self._at)) is None:
            if len(self._buffer) - self._at > LONGEST_INDENT or not self._more():
                return None
        return Layout(len(found[1]))

    def _lines_in(self, layout: "Layout") -> bytes:
        """Whole elements up to the array's end or the buffer's; one by brackets where no line tells."""
        if len(self._buffer) - self._at < CHUNK // 4:
            self._more()
        end = layout.end_at(self._buffer, self._at)
        if end <= self._at:
            return self.take()
        lines = self._buffer[self._at : end]
        self._at = end
        return lines

    def skip(self) -> None:
        """Go past the value, however large: element by element where it is an array."""
        if self.peek() == b"[":
            for _ in self.elements():
                self.take()
        else:
            self.take()

    def take(self) -> bytes:
        """The bytes of the value that stands here. Raises CutShort at the file's end, NotJson on what is no value."""
        byte = self.peek()
        if byte in (b"{", b"["):
            end = self._container_end()
        elif byte == b'"':
            end = self._match_end(WHOLE_STRING)
        else:
            end = self._scalar_end()
        value = self._buffer[self._at : end]
        self._at = end
        return value

    def _expect(self, byte: bytes) -> None:
        found = self.peek()
        if not found:
            raise CutShort
        if found != byte:
            raise NotJson
        self._at += 1

    def _string(self) -> str:
        if self.peek() != b'"':
            raise NotJson if self.peek() else CutShort
        return self.take()[1:-1].decode("utf-8", "replace")

    def _container_end(self) -> int:
        """Where depth comes back to none. Takes up where it ran out of bytes, so nothing is walked twice."""
        depth, end = 0, self._at
        while True:
            found = TO_BRACKET.match(self._buffer, end)
            if found is None:
                end -= self._grow()
                continue
            depth += 1 if found[1] in b"{[" else -1
            end = found.end()
            if depth == 0:
                return end

    def _match_end(self, pattern: re.Pattern[bytes]) -> int:
        while (found := pattern.match(self._buffer, self._at)) is None:
            self._grow()
        return found.end()

    def _scalar_end(self) -> int:
        while (found := SCALAR_END.search(self._buffer, self._at)) is None:
            self._grow()
        if found.start() == self._at:
            raise NotJson
        return found.start()

    def _grow(self) -> int:
        """Read on while a value is unfinished. Returns how far the buffer's content moved to the front."""
        moved = self._at
        if len(self._buffer) - self._at > LARGEST_VALUE:
            raise NotJson
        if not self._more():
            raise CutShort
        return moved

    def _more(self) -> bool:
        """Read another chunk, letting go of what lies behind. False at the end of the file."""
        self._file.seek(self._start + len(self._buffer))  # another walker may stand elsewhere in the file
        chunk = self._file.read(max(CHUNK, len(self._buffer) - self._at))
        if not chunk:
            return False
        self._start += self._at
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return True

"""Draw the loss as a PNG with nothing but zlib: for places that show no SVG. Axes, lines and figures, no words."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

WIDTH, HEIGHT, MARGIN = 640, 300, 48
WHITE, GREY = (255, 255, 255), (136, 136, 136)
COLOURS = ((42, 111, 219), (217, 98, 43), (58, 155, 92), (138, 79, 191))  # as finetune.plots has them
SCALE = 2
GLYPHS = {  # three dots wide, five high, a row a number
    "0": (7, 5, 5, 5, 7), "1": (2, 6, 2, 2, 7), "2": (7, 1, 7, 4, 7), "3": (7, 1, 7, 1, 7), "4": (5, 5, 7, 1, 1),
    "5": (7, 4, 7, 1, 7), "6": (7, 4, 7, 5, 7), "7": (7, 1, 1, 1, 1), "8": (7, 5, 7, 5, 7), "9": (7, 5, 7, 1, 7),
    ".": (0, 0, 0, 0, 2), "-": (0, 0, 7, 0, 0),
}  # fmt: skip

Colour = tuple[int, int, int]
Line = Sequence[tuple[float, float]]


class Canvas:
    def __init__(self) -> None:
        self.rows = [bytearray(bytes(WHITE) * WIDTH) for _ in range(HEIGHT)]

    def dot(self, x: int, y: int, colour: Colour, size: int = 1) -> None:
        for row in range(max(0, y), min(HEIGHT, y + size)):
            for column in range(max(0, x), min(WIDTH, x + size)):
                self.rows[row][3 * column : 3 * column + 3] = bytes(colour)

    def stroke(self, start: tuple[float, float], end: tuple[float, float], colour: Colour, size: int = 2) -> None:
        steps = int(max(abs(end[0] - start[0]), abs(end[1] - start[1]))) + 1
        for step in range(steps + 1):
            x, y = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
            self.dot(round(x), round(y), colour, size)

    def figures(self, x: int, y: int, text: str) -> None:
        for number, glyph in enumerate(GLYPHS.get(char, (0,) * 5) for char in text):
            for row, dots in enumerate(glyph):
                for column in range(3):
                    if dots >> (2 - column) & 1:
                        self.dot(x + (4 * number + column) * SCALE, y + row * SCALE, GREY, SCALE)

    def png(self) -> bytes:
        pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in self.rows), 9)
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, content) for kind, content in parts)


def line_png(lines: Mapping[str, Line]) -> bytes:
    """lines: name to points; colours in their order, as in the SVG. Empty without a point."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return b""
    canvas = Canvas()
    (left, right), (low, high) = (_range([point[axis] for point in points]) for axis in (0, 1))
    bottom = HEIGHT - MARGIN
    canvas.stroke((MARGIN, MARGIN), (MARGIN, bottom), GREY, 1)
    canvas.stroke((MARGIN, bottom), (WIDTH - MARGIN, bottom), GREY, 1)
    canvas.figures(4, MARGIN - 5, f"{high:.2f}")
    canvas.figures(4, bottom - 5, f"{low:.2f}")
    canvas.figures(MARGIN, bottom + 8, f"{left:g}")
    canvas.figures(WIDTH - MARGIN - 8 * len(f"{right:g}"), bottom + 8, f"{right:g}")
    for number, line in enumerate(lines.values()):
        places = [
            (
                MARGIN + (x - left) / (right - left) * (WIDTH - 2 * MARGIN),
                bottom - (y - low) / (high - low) * (HEIGHT - 2 * MARGIN),
            )
            for x, y in line
        ]
        for start, end in pairwise(places):
            canvas.stroke(start, end, COLOURS[number % len(COLOURS)])
    return canvas.png()


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low, low + 1)


def _part(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

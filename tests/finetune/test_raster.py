"""The loss as pixels, and the bar's memory."""

import io
import struct
import zlib

from rich.console import Console

from finetune.progress import Terminal, memory_bytes
from finetune.raster import COLOURS, HEIGHT, MARGIN, WIDTH, line_png


def pixels(png: bytes) -> list[bytes]:
    """Rows of RGB, read as any viewer would: checked part by part."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data = 8, b""
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + content)
        data += content if kind == b"IDAT" else b""
        at += 12 + size
    raw = zlib.decompress(data)
    return [raw[row * (3 * WIDTH + 1) + 1 : (row + 1) * (3 * WIDTH + 1)] for row in range(HEIGHT)]


def test_a_falling_loss_falls_from_the_upper_left_to_the_lower_right():
    """The first line in its colour, at both ends of the axes; a second one in another colour."""
    rows = pixels(line_png({"training": [(0, 4.0), (10, 1.0)], "held out": [(0, 1.0), (10, 1.0)]}))

    def at(x, y):
        return tuple(rows[y][3 * x : 3 * x + 3])

    assert at(MARGIN, MARGIN) == COLOURS[0]
    assert at(WIDTH - MARGIN - 20, HEIGHT - MARGIN) == COLOURS[1]
    assert at(WIDTH - MARGIN, MARGIN) == (255, 255, 255)
    assert line_png({"training": []}) == b""


def test_the_bar_says_how_much_memory_is_held():
    """Of this process, where there is no GPU."""
    assert memory_bytes() > 10_000_000
    screen = io.StringIO()
    bar = Terminal(Console(file=screen, force_terminal=True, width=140))
    bar.begin(0, 2)
    bar.stepped(1, 2.5, 1000.0)
    bar.end()
    assert f"{memory_bytes() / 1e9:.1f} GB" in screen.getvalue()

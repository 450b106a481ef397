"""Draw small charts as SVG text: no library, nothing to load, fit to be put into a page that stands alone."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, MARGIN = 640, 300, 48
COLOURS = ("#2a6fdb", "#d9622b", "#3a9b5c", "#8a4fbf")


def line_chart(lines: Mapping[str, Sequence[tuple[float, float]]], title: str, x_name: str, y_name: str) -> str:
    """lines: name to points. Axes from the least to the greatest value."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return ""
    x_range, y_range = (_range([point[axis] for point in points]) for axis in (0, 1))
    shapes = [_axes(title, x_name, y_name, x_range, y_range)]
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{_x(x, x_range):.1f},{_y(y, y_range):.1f}" for x, y in line)
        shapes.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>')
        shapes.append(_text(WIDTH - MARGIN, MARGIN + 16 * number, name, anchor="end", colour=colour))
    return _svg(shapes, HEIGHT)


def bar_chart(bars: Mapping[str, Mapping[str, float]], title: str) -> str:
    """bars: group to (name to value), from 0; the names' colours are the same in every group."""
    greatest = max((value for group in bars.values() for value in group.values()), default=0) or 1
    names = list(dict.fromkeys(name for group in bars.values() for name in group))
    shapes, y = [_text(WIDTH / 2, 20, title, anchor="middle")], 40.0
    for number, name in enumerate(names):
        shapes.append(_text(160 + 140 * number, y, name, colour=COLOURS[number % len(COLOURS)]))
    for group, values in bars.items():
        y += 14
        shapes.append(_text(150, y + 10 * len(values) / 2 + 4, group, anchor="end"))
        for name, value in values.items():
            colour = COLOURS[names.index(name) % len(COLOURS)]
            width = (WIDTH - 230) * value / greatest
            shapes.append(f'<rect x="160" y="{y:.0f}" width="{width:.1f}" height="9" fill="{colour}"/>')
            shapes.append(_text(166 + width, y + 8, f"{value:.3f}", size=9))
            y += 10
    return _svg(shapes, y + 20)


def _axes(title: str, x_name: str, y_name: str, x_range: tuple[float, float], y_range: tuple[float, float]) -> str:
    low, left, right = HEIGHT - MARGIN, MARGIN, WIDTH - MARGIN
    return "".join([
        f'<path d="M{left} {MARGIN}V{low}H{right}" fill="none" stroke="#888"/>',
        _text(WIDTH / 2, 20, title, anchor="middle"),
        _text(WIDTH / 2, HEIGHT - 8, x_name, anchor="middle"),
        _text(left, MARGIN - 10, y_name),
        _text(left, low + 16, f"{x_range[0]:g}"),
        _text(right, low + 16, f"{x_range[1]:g}", anchor="end"),
        _text(left - 4, low, f"{y_range[0]:.2f}", anchor="end"),
        _text(left - 4, MARGIN + 4, f"{y_range[1]:.2f}", anchor="end"),
    ])  # fmt: skip


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low, low + 1)


def _x(value: float, span: tuple[float, float]) -> float:
    return MARGIN + (value - span[0]) / (span[1] - span[0]) * (WIDTH - 2 * MARGIN)


def _y(value: float, span: tuple[float, float]) -> float:
    return HEIGHT - MARGIN - (value - span[0]) / (span[1] - span[0]) * (HEIGHT - 2 * MARGIN)


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#333", size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}"'
    return f"<text {place}>{escape(words)}</text>"


def _svg(shapes: Sequence[str], height: float) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif">'
    return f'{head}<rect width="100%" height="100%" fill="#fff"/>{"".join(shapes)}</svg>\n'

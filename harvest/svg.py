"""Draw small charts as SVG text, for a page without any script or file beside it. Knows nothing of what they show."""

from collections.abc import Mapping, Sequence
from html import escape

BAR_GAP = 0.18  # of a bar's place
LABEL_PX = 14
LAST_LABEL = 0.95  # a label that begins further right would be cut off


def bars(labels: Sequence[str], values: Sequence[int], *, width: int = 520, height: int = 150, mark: int = -1) -> str:
    """Upright bars, one a label, each with its value as a tooltip. mark: index of a bar set apart."""
    top, place = max([*values, 1]), width / max(1, len(values))
    every = max(1, round(LABEL_PX * 3 / place))  # labels thin out before they touch
    parts = []
    for index, (label, value) in enumerate(zip(labels, values, strict=True)):
        tall = value / top * (height - LABEL_PX - 4)
        x, y = place * (index + BAR_GAP / 2), height - LABEL_PX - tall
        kind = "bar marked" if index == mark else "bar"
        parts.append(
            f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{place * (1 - BAR_GAP):.1f}" height="{tall:.1f}">'
            f"<title>{escape(label)}: {value:,}</title></rect>"
        )
        if index % every == 0:
            middle = place * (index + 0.5)
            parts.append(f'<text x="{middle:.1f}" y="{height - 2}" text-anchor="middle">{escape(label)}</text>')
    return _svg(width, height, parts)


def rows(labels: Sequence[str], values: Sequence[int], *, width: int = 520) -> str:
    """Lying bars, one a line, with label and value written out."""
    top, line, name = max([*values, 1]), 22, 250
    parts = []
    for index, (label, value) in enumerate(zip(labels, values, strict=True)):
        y, long = index * line, value / top * (width - name - 70)
        parts.append(f'<text x="0" y="{y + 15}">{escape(label)}</text>')
        parts.append(f'<rect class="bar" x="{name}" y="{y + 4}" width="{max(long, 1):.1f}" height="14"/>')
        parts.append(f'<text class="value" x="{name + long + 6:.1f}" y="{y + 15}">{value:,}</text>')
    return _svg(width, line * len(labels), parts)


def ridge(above: Sequence[int], below: Sequence[int], *, width: int = 760, height: int = 44, top: int = 0) -> str:
    """Two series over the same time: one grows up from the middle line, the other down. top: the scale's end.

    Heights go by square roots, so that a quiet chat beside a busy one is still seen. Stretches to
    the room it is given.
    """
    scale, middle = max(top, 1), height / 2
    step = width / max(1, len(above))
    parts = []
    for kind, series, way in (("owner", above, -1), ("contact", below, 1)):
        points = [f"0,{middle}"]
        for index, value in enumerate(series):
            y = middle + way * (value / scale) ** 0.5 * (middle - 1)
            points += [f"{index * step:.1f},{y:.1f}", f"{(index + 1) * step:.1f},{y:.1f}"]
        points.append(f"{width},{middle}")
        parts.append(f'<polygon class="{kind}" points="{" ".join(points)}"/>')
    return _svg(width, height, parts, 'preserveAspectRatio="none"')


def axis(ticks: Mapping[float, str], *, width: int = 760, height: int = 20) -> str:
    """Labels under a drawing of that width. ticks: each label by its place, 0 at the left to 1."""
    parts = []
    for share, label in ticks.items():
        anchor = "end" if share > LAST_LABEL else "start"
        parts.append(f'<text x="{share * width:.1f}" y="{height - 6}" text-anchor="{anchor}">{escape(label)}</text>')
    return _svg(width, height, parts)


def _svg(width: int, height: int, parts: Sequence[str], more: str = "") -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg {size} role="img" {more}>{"".join(parts)}</svg>'

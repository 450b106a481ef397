"""Tables as every command prints them: words to the left, figures to the right, no frame."""

from collections.abc import Set

from rich.table import Table


def plain_table(*names: str, figures: Set[str] = frozenset(), has_header: bool = True) -> Table:
    """names: of the columns. figures: those of them that hold numbers."""
    table = Table(box=None, pad_edge=False, show_header=has_header)
    for name in names:
        table.add_column(name, justify="right" if name in figures else "left")
    return table

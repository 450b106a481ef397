"""How word lists are written in this package: as text, wrapped like text."""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())

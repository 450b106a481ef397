"""Values of the sets by another hand: only those that need a checksum or a random body; the others stand in the
sentences."""

from collections.abc import Callable
from random import Random

from harvest.redact.bench import making as m
from harvest.redact.words import words

_HEADS = ("4276", "4149", "5536", "5168", "2200", "2202", "4441", "5375", "3775")
_GAPS = (" ", "-", "", "", " ", "\u00a0", "  ", ".")
_WORDS = sorted(
    words(
        """
    abandon beach canvas damp eager fabric galaxy habit icon jacket kangaroo lemon magnet napkin object pencil quiz
    rabbit salmon tackle unfold vacuum wagon yard zebra arrow basket cactus dolphin emerge fiber ginger hollow
    insect jungle
        """
    )
)


def _card(r: Random) -> str:
    return m.grouped(m.luhn(r, r.choice(_HEADS[:8])), (4, 4, 4), r.choice(_GAPS[:6]))


def _card_gaps(r: Random) -> str:
    return m.grouped(m.luhn(r, r.choice(_HEADS[:8])), (4, 4, 4), r.choice(("  ", ".", " - ", "_", "\n", " / ")))


def _jwt(r: Random) -> str:
    return f"eyJ{m.chars(r, 24)}.eyJ{m.chars(r, 40)}.{m.chars(r, 43)}"


def _snils(r: Random) -> str:
    return "{}-{}-{} {}".format(*_cut(m.snils(r)))


def _cut(digits: str) -> tuple[str, str, str, str]:
    return digits[:3], digits[3:6], digits[6:9], digits[9:]


def _iban_ua(r: Random) -> str:
    return m.iban(r, "UA", "#" * 25)


def makers(lang: str) -> dict[str, Callable[[Random], str]]:
    """The same for all languages: a checksum has none."""
    return {
        "CARD": _card,
        "CARD_GAPS": _card_gaps,
        "ETH": lambda r: "0x" + m.chars(r, 40, m.HEX),
        "BTC": lambda r: r.choice((m.base58check(r, 0), "bc1q" + m.chars(r, 38, "023456789acdefghjklmnpqrstuvwxyz"))),
        "TRON": lambda r: m.base58check(r, 65),
        "SEED": lambda r: " ".join(r.sample(_WORDS, r.choice((12, 24)))),
        "INN": m.inn12,
        "SNILS": _snils,
        "SNILS_BARE": m.snils,
        "RNOKPP": m.rnokpp,
        "IBAN_UA": _iban_ua,
        "IBAN_UA_GAPS": lambda r: m.grouped(_iban_ua(r), (4,) * 7, " "),
        "IBAN_DE": lambda r: m.grouped(m.iban(r, "DE", "#" * 18), (4,) * 5, r.choice(("", " "))),
        "IBAN_GB": lambda r: m.iban(r, "GB", "AAAA" + "#" * 14),
        "BOT": lambda r: f"{m.digits(r, 9)}0:AA{m.chars(r, 33)}",
        "OPENAI": lambda r: r.choice(("sk-", "sk-proj-")) + m.chars(r, 48),
        "HEXKEY": lambda r: m.chars(r, 32, m.HEX),
        "JWT": _jwt,
        "GITHUB": lambda r: "ghp_" + m.chars(r, 36),
        "AWS": lambda r: "AKIA" + m.chars(r, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        "STRIPE": lambda r: "sk_live_" + m.chars(r, 24),
    }

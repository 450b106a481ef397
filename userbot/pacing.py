"""How long a person would take. Numbers only; nobody waits here."""

READING_S = 1.0  # between the read receipt and the first "typing..."
GAP_S = 0.8  # between a sent bubble and the next "typing..."
TYPING_KEPT_ALIVE_S = 4.0  # Telegram drops the sign after about 6 s


def typing_s(text: str, chars_per_s: float, longest_s: float) -> float:
    """Seconds of typing for one bubble."""
    return min(len(text) / chars_per_s, longest_s)

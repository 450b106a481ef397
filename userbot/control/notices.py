"""What the desk says of its own accord: a proposal, a chat that is the owner's now, trouble. From values to text."""

from collections.abc import Sequence

from userbot.control.answers import LONG, SHORT, bulleted
from userbot.control.paper import Line, Paper, compose, fitting, one_line
from userbot.control.voice import Voice

QUOTED = 3  # of what the contact wrote last
MOST_SHOWN = 2400  # units of a proposal's own words


def proposal(voice: Voice, chat_id: int, wrote: Sequence[str], bubbles: Sequence[str]) -> Paper:
    """wrote: what the contact wrote last, oldest first. The proposed words are shown whole, or it says they are not."""
    quoted: list[Line] = [(f"› {one_line(text, LONG)}",) for text in wrote[-QUOTED:] if text.strip()]
    head = [voice.say("they_wrote", who=voice.person(chat_id)), *quoted] if quoted else [(voice.person(chat_id),)]
    whole: list[Line] = [(f"• {bubble.strip()}".replace("\n", "\n  "),) for bubble in bubbles]
    answer = voice.say("how_to_answer")

    def lines(most: int) -> list[Line]:
        is_whole = most > len(bubbles)
        cut_at = voice.say("proposal_cut", count=sum(map(len, bubbles)))
        shown = whole if is_whole else [*bulleted(voice, bubbles, most), cut_at]
        return [*head, voice.say("proposal"), *shown, answer]

    return fitting(lines, len(bubbles) + 1)


def handover(voice: Voice, chat_id: int, reason: str) -> Paper:
    return compose([voice.say("handover", who=voice.person(chat_id), why=one_line(voice.reason(reason), LONG))])


def untold(voice: Voice, chat_id: int, words: str) -> Paper:
    return compose([voice.say("untold", who=voice.person(chat_id), words=one_line(words, LONG))])


def trouble(voice: Voice, kind: str, detail: str) -> Paper:
    """kind: flood_wait (detail: seconds), new_login (the device), model_failed (how), or whatever has a name."""
    shown = one_line(detail, LONG)
    if kind == "flood_wait" and shown.isdecimal():
        return compose([voice.say(kind, when=voice.when(voice.now + min(int(shown), 365 * 86400)))])
    if kind in ("new_login", "model_failed"):
        return compose([voice.say(kind, detail=shown)])
    return compose([voice.say("trouble", kind=one_line(kind, SHORT), detail=shown)])

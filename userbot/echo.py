"""Decide whether a draft only says again what was said to the model: the contact's words, or the template's."""

import re
from collections.abc import Iterable, Sequence

from harvest.word_forms import words

LONG = 5  # words that nobody repeats by chance
MIRRORED = 2  # "hi" is answered by "hi", and "good night" by "good night"
_ROLES = "system|user|assistant|human|ai|model|chatbot|пользователь|ассистент|система|користувач|асистент"
_TEMPLATE = re.compile(
    r"<\s?[|｜][^|｜<>\n]{1,40}[|｜]\s?>|<[|｜]\w{2,30}|\w{2,30}[|｜]>"  # <|im_end|>, and Gemma's <|turn>
    r"|\bim_(?:start|end)\b|\[/?(?:inst|system_prompt|available_tools|tool_calls|bos|eos)\]|<</?sys>>"
    r"|</?(?:start_of_turn|end_of_turn|start_header_id|end_header_id|eot_id|s|bos|eos|pad|unk|mask|sep|cls|think"
    r"|thinking|thought|reasoning|analysis|answer|reply|response|tool_call|tool_response|function|system|user|assistant"
    r"|message|conversation|context|instructions?)>"
    r"|<0x[0-9a-f]{2}>|[▁Ġ]|\{\{|\{%|%\}|^#{1,4} ?(?:instruction|response|input|system|user|assistant|context)\b"
    rf"|^\W{{0,3}}(?:{_ROLES})\W{{0,2}}:|^(?:me|them):[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def echoes(bubbles: Sequence[str], heard: Sequence[str]) -> bool:
    """Whether the bubbles are the contact's own words. heard: what the contact wrote since anybody answered."""
    said = words("\n".join(bubbles))
    return any(_repeats(said, text) for text in (*heard, "\n".join(heard)))


def _repeats(said: list[str], text: str) -> bool:
    """A long message anywhere in the draft, a long draft anywhere in the message, or the same words and no more."""
    asked = words(text)
    if not asked or not said:
        return False
    if said == asked:
        return len(asked) > MIRRORED or "?" in text
    return (len(asked) >= LONG and _holds(said, asked)) or (len(said) >= LONG and _holds(asked, said))


def _holds(whole: list[str], part: list[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


def holds_template(bubbles: Iterable[str]) -> bool:
    """Whether anything of a prompt's frame is left: control tokens as text, or a role and a colon before a line."""
    return any(_TEMPLATE.search(bubble) for bubble in bubbles)

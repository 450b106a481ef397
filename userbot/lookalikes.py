"""Break what looks like a control token in what people typed, for a server that would take it for one.

finetune.rendering encodes typed text apart, so there a lookalike is plain text. A server tokenises the whole prompt at
once, and we don't know its vocabulary: so every form that such tokens have is broken by a space.
"""

import re

# <|im_start|>, <start_of_turn>, </s>, <think>, <｜User｜>, <|turn>, <<SYS>>, but not <3 or a < b
_ANGLED = re.compile(r"<(?=[^\s<>]{1,60}>|<[^\s<>]{1,60}>>|[|｜])|(?<=[|｜])(?=>)")
# [INST], [/INST], [TOOL_CALLS], [gMASK], but not [photo], nor [EMAIL_1], which the clone learned
_BRACKETED = re.compile(r"\[(?=/?[A-Za-z_]{0,20}[A-Z]{2}[A-Za-z_]{0,20}\])")


def broken(text: str) -> str:
    """The text, readable as before: `<|im_start|>` becomes `< |im_start| >`."""
    return _BRACKETED.sub("[ ", _ANGLED.sub(lambda found: f"{found[0]} ", text))

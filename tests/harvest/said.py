"""Short ways to write down what was said."""

from harvest.messages import Message

ANN, BOB = 1001, 1002
HOUR, DAY = 3600.0, 86400.0
START = 1_700_000_000.0


def from_ann(id: int, text: str, at: float = 0.0, **more) -> Message:
    """at: seconds after the story's start."""
    return Message(more.pop("chat_id", ANN), id, START + at, False, text, **more)


def from_owner(id: int, text: str, at: float = 0.0, **more) -> Message:
    return Message(more.pop("chat_id", ANN), id, START + at, True, text, **more)


class AsIs:
    """A redactor that finds nothing, and one finding for each word it was told to look for."""

    def __init__(self, word: str = "") -> None:
        self.word = word

    def conversation(self, conversation):
        import msgspec

        turns = tuple(
            msgspec.structs.replace(
                turn,
                bubbles=tuple(
                    msgspec.structs.replace(b, text=b.text.replace(self.word, "<WORD_1>") if self.word else b.text)
                    for b in turn.bubbles
                ),
            )
            for turn in conversation.turns
        )
        count = sum(b.text.count(self.word) for t in conversation.turns for b in t.bubbles) if self.word else 0
        return Redacted(msgspec.structs.replace(conversation, turns=turns), [Found("WORD")] * count)


class Redacted:
    def __init__(self, conversation, findings):
        self.conversation, self.findings = conversation, findings


class Found:
    message_id = start = end = 0

    def __init__(self, kind):
        self.kind = kind

"""What is asked of the model and what it answers: the words between the daemon and the process that generates.

Imports no torch: the daemon reads this too.
"""

import msgspec

from harvest.examples import ChatMessage


class ReplyRequest(msgspec.Struct, frozen=True):
    """messages: the chat so far, the contact last. temperature: 0 takes the likeliest token each time.

    chat_id, started_at: of this conversation, as in the dataset's examples; a run that was trained with the context
    line needs both. run: the name of the clone to answer; empty: the process's own.
    """

    messages: tuple[ChatMessage, ...]
    max_new_tokens: int = 120
    temperature: float = 1.0
    top_p: float = 0.95
    seed: int = 0
    chat_id: int | None = None
    started_at: float | None = None
    run: str = ""


class Reply(msgspec.Struct, frozen=True):
    """bubbles: the messages to send; none if the owner would be silent. is_finished: the model itself ended its turn.

    mean_logprob: of the tokens written, in nats, before temperature and top_p: how sure the model was.
    """

    bubbles: tuple[str, ...]
    is_finished: bool
    tokens: int
    seconds: float
    mean_logprob: float

    @property
    def is_silence(self) -> bool:
        """The model ended its turn before a first word: the owner would not answer this. No failure, no retry."""
        return self.is_finished and not self.bubbles


class ModelFailed(Exception):
    """No reply came: the process died, took too long or refused. One line, without anybody's words."""

"""The ways a reply can end without being sent whole. None of their words quote anybody."""


class MovedOn(Exception):
    """The chat changed while a reply was under way: somebody wrote. The reply is dropped."""


class Silence(Exception):
    """The clone decides to say nothing. is_told: the owner hears of it in Saved Messages, for it is theirs now."""

    def __init__(self, reason: str, *, is_told: bool = False) -> None:
        super().__init__(reason)
        self.is_told = is_told


class LeftToApprove(Exception):
    """A reply is written, and waits where the owner decides: as a draft or a proposal."""


class NotNow(Exception):
    """The reply stays owed. after_s: when to take it up again. concerns_all: no chat gets anything until then."""

    def __init__(self, reason: str, after_s: float, *, concerns_all: bool = False) -> None:
        super().__init__(reason)
        self.after_s = after_s
        self.concerns_all = concerns_all

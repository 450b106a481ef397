"""What redaction gives back. A Finding says where and what, never the words themselves."""

import re

import msgspec

from harvest.conversations import Conversation

PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_]{1,19}_[0-9]{1,6}\]")


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A stretch of a text that has to go. sureness: 0 to 1. rule: the detector that found it."""

    start: int
    end: int
    kind: str
    sureness: float
    rule: str


class Finding(msgspec.Struct, frozen=True, gc=False):
    """start and end: Python characters in the text as it was before redaction. placeholder: what stands there now.

    message_id: 0 where there was no message.
    """

    kind: str
    message_id: int
    start: int
    end: int
    sureness: float
    rule: str
    placeholder: str


class RedactedText(msgspec.Struct, frozen=True):
    """One text without its personal data, and what was taken out, in order."""

    text: str
    findings: tuple[Finding, ...]


class Redacted(msgspec.Struct, frozen=True):
    """A conversation without personal data and without hints, and what was taken out, in order."""

    conversation: Conversation
    findings: tuple[Finding, ...]

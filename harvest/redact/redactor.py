"""Take personal data and secrets out of texts and conversations, in place, and say what was taken out.

Two passes over an archive: `learn` every conversation, then redact each. A secret announced in one dialog is then
taken out of all of them, in whatever order they come.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from harvest.conversations import Bubble, Conversation, Turn
from harvest.redact import own
from harvest.redact.context import Said, told_apart
from harvest.redact.detectors import TABLE
from harvest.redact.engine import Engine, Extra, apart, placeholders, united
from harvest.redact.findings import Finding, Redacted, RedactedText, Span
from harvest.redact.known import KINDS, KnownSecrets
from harvest.redact.names.forms import first_names, unmistakable
from harvest.redact.numbering import Numbering
from harvest.redact.second.features import EARLIER
from harvest.redact.second.model import Model, shipped
from harvest.redact.second.opinion import Before, is_worth_it, second_opinion
from harvest.redact.view import View, view
from harvest.settings import RedactSettings

Hints = Iterable[tuple[str, str]]
SECOND_ROUNDS = 150  # each lays bare what the next sees; chat needs two or three, made-up repetitions a hundred
SECOND_CHARS = 20_000  # that all rounds read together, so that a hostile message takes no longer than its length
HINTED = {
    "phone": "PHONE",
    "phone_number": "PHONE",
    "email": "EMAIL",
    "bank_card": "CARD",
    "mention": "USERNAME",
    "mention_name": "PERSON",
}


class Redactor:
    """names: people of the account, as its contact list has them. known: secrets seen anywhere in the archive.

    model: whose second opinion is asked on what the rules leave in; by default the one that came with the package.
    """

    def __init__(
        self,
        settings: RedactSettings,
        names: Sequence[str] = (),
        known: KnownSecrets | None = None,
        model: Model | None = None,
    ) -> None:
        self._known = known
        self._model = (model or shipped()) if settings.second_opinion else None
        extras: list[Extra] = [*own.patterns(settings.patterns)]
        extras += [extra for extra in (own.always(settings.words), own.names(names)) if extra]
        if settings.first_names:
            extras.append(Extra(_first_names, first_names()))
        if settings.names_model:
            from harvest.redact.names.model import by_model

            extras.append(by_model(settings.names_model, first_names=settings.first_names))
        if known is not None:
            extras.append(Extra(known.spans))
        self._engine = Engine.of(TABLE, unmistakable(), extras)
        self._keep = own.listed(settings.keep)
        self._kept = frozenset(re.sub(r"\W+", "", word.casefold()) for word in settings.keep)

    def text(self, text: str, hints: Hints = ()) -> RedactedText:
        """One text on its own. hints: (kind, words) as Telegram marks them."""
        spans = self._and_second(text, self._spans(text, hints), ())
        return _rewritten(text, spans, Numbering((text,)), 0) if spans else RedactedText(text, ())

    def conversation(self, conversation: Conversation) -> Redacted:
        """Every bubble redacted with what the others give away; hints leave with the text they marked."""
        bubbles = [bubble for turn in conversation.turns for bubble in turn.bubbles]
        spans = self._all_spans(conversation)
        numbering = Numbering(tuple(bubble.text for bubble in bubbles))
        done = [
            _rewritten(bubble.text, found, numbering, bubble.message_id)
            for bubble, found in zip(bubbles, spans, strict=True)
        ]
        fresh = iter(
            msgspec.structs.replace(bubble, text=result.text, hints=())
            for bubble, result in zip(bubbles, done, strict=True)
        )
        turns = tuple(_with(turn, fresh) for turn in conversation.turns)
        return Redacted(
            Conversation(conversation.chat_id, turns), tuple(finding for result in done for finding in result.findings)
        )

    def learn(self, conversation: Conversation) -> None:
        """The first pass: remember this conversation's secrets by their hashes."""
        if self._known is None:
            return
        bubbles = [bubble for turn in conversation.turns for bubble in turn.bubbles]
        for bubble, spans in zip(bubbles, self._all_spans(conversation), strict=True):
            self._known.learn(bubble.text[span.start : span.end] for span in spans if span.kind in KINDS)

    def _all_spans(self, conversation: Conversation) -> list[list[Span]]:
        bubbles = [(turn.is_owner, bubble) for turn in conversation.turns for bubble in turn.bubbles]
        spans = [self._spans(bubble.text, bubble.hints) for _, bubble in bubbles]
        views = [_seen(bubble.text, found) for (_, bubble), found in zip(bubbles, spans, strict=True)]
        said = [
            Said(is_owner, seen.text, _kinds(bubble.text, found))
            for (is_owner, bubble), seen, found in zip(bubbles, views, spans, strict=True)
        ]
        for at, found in told_apart(said):
            span = _there(views[at], found)
            if not self._is_kept(bubbles[at][1].text[span.start : span.end]):
                spans[at] = united([*spans[at], span])
        return self._all_and_second(bubbles, spans)

    def _all_and_second(self, bubbles: Sequence[tuple[bool, Bubble]], spans: list[list[Span]]) -> list[list[Span]]:
        """Each bubble with those before it as they look by then."""
        if self._model is None:
            return spans
        heard: list[tuple[bool, str]] = []
        for at, (is_owner, bubble) in enumerate(bubbles):
            before = [(was_owner == is_owner, seen) for was_owner, seen in heard[: -EARLIER - 1 : -1]]
            spans[at] = self._and_second(bubble.text, spans[at], before)
            heard.append((is_owner, _seen(bubble.text, spans[at]).text))
        return spans

    def _and_second(self, text: str, spans: list[Span], before: Before) -> list[Span]:
        """What the rules found, and what the second opinion adds: by turns, as one can lay bare another's value."""
        if self._model is None or not (spans or is_worth_it(text, before)):
            return spans
        kept = self._kept_in(text)
        for _ in range(min(SECOND_ROUNDS, SECOND_CHARS // (len(text) + 1))):
            settled = [*kept, *((span.start, span.end) for span in spans)]
            seen = _seen(text, spans, kept)
            added = [_there(seen, span) for span in second_opinion(self._model, seen.text, before)]
            added = [span for span in added if not self._is_kept(text[span.start : span.end])]
            if not added:
                break
            settled += [(span.start, span.end) for span in added]
            bare = [
                span for span in self._engine.spans(text, settled) if not self._is_kept(text[span.start : span.end])
            ]
            spans = united([*spans, *added, *bare])
        return spans

    def _kept_in(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in self._keep.finditer(text)] if self._keep else []

    def _spans(self, text: str, hints: Hints) -> list[Span]:
        kept = self._kept_in(text)
        spans = self._engine.spans(text, kept)
        hinted = [span for span in _hinted(text, hints) if not any(s < span.end and span.start < e for s, e in kept)]
        spans = united([*spans, *hinted]) if hinted else spans
        return [span for span in spans if not self._is_kept(text[span.start : span.end])]

    def _is_kept(self, value: str) -> bool:
        return bool(self._kept) and re.sub(r"\W+", "", value.casefold()) in self._kept


def _seen(text: str, spans: Sequence[Span], kept: Sequence[tuple[int, int]] = ()) -> View:
    """The text without what was found, now or by an earlier redaction: judged twice, it looks the same."""
    return view(text, apart([*kept, *((span.start, span.end) for span in spans), *placeholders(text)]))


def _kinds(text: str, spans: Sequence[Span]) -> frozenset[str]:
    """What a bubble holds: a placeholder of an earlier redaction counts as its value does."""
    earlier = (text[start + 1 : end].rpartition("_")[0] for start, end in placeholders(text))
    return frozenset((*(span.kind for span in spans), *earlier))


def _there(seen: View, span: Span) -> Span:
    """The span in the text as typed."""
    start, end = seen.origin(span.start, span.end)
    return Span(start, end, span.kind, span.sureness, span.rule)


def _hinted(text: str, hints: Hints) -> Iterator[Span]:
    """Telegram marks a phone without a plus only now and then, but what it marks is one."""
    for hint, words in hints:
        kind = HINTED.get(hint)
        start = text.find(words) if kind and words.strip() else -1
        if kind and start >= 0:
            yield Span(start, start + len(words), kind, 0.95, "Telegram")


def _first_names(text: str) -> Iterator[Span]:
    for word in re.finditer(r"[^\W\d_]{2,30}", text):
        low = word[0].lower()
        if low in unmistakable() or (word[0][0].isupper() and low in first_names()):
            yield Span(*word.span(), "PERSON", 0.6, "first name")


def _with(turn: Turn, bubbles: Iterator[Bubble]) -> Turn:
    return msgspec.structs.replace(turn, bubbles=tuple(next(bubbles) for _ in turn.bubbles))


def _rewritten(text: str, spans: Sequence[Span], numbering: Numbering, message_id: int) -> RedactedText:
    parts: list[str] = []
    findings: list[Finding] = []
    at = 0
    for span in spans:
        placeholder = numbering.placeholder(span.kind, text[span.start : span.end])
        parts += [text[at : span.start], placeholder]
        findings.append(Finding(span.kind, message_id, span.start, span.end, span.sureness, span.rule, placeholder))
        at = span.end
    return RedactedText("".join([*parts, text[at:]]), tuple(findings))

"""Decide how a conversation becomes tokens, for training and for replying, and which of them the owner wrote.

A conversation is opening + u1 + to_owner + a1 + to_contact + u2 + to_owner + a2 + end of turn: constant pieces, cut
once out of the base's own chat template, and between them what people typed, encoded apart. So the prompt of a reply
is a prefix of the training text by construction, and nobody can type a control token. Knows no model.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2.exceptions import TemplateError

from harvest.conversations import unfold
from harvest.errors import UserError
from harvest.examples import OPENING, ChatMessage

CONTEXT_SHARE = 0.25  # of a window may repeat turns that the window before it has trained
ASSISTANT = "assistant"
SENTINELS = ("qzFIRSTzq", "qzSECONDzq", "qzTHIRDzq")
# A template that writes today's date would change the prompt, and make every adapter stale, overnight.
SAME_DAY = "{%- macro strftime_now(format) -%}01 January 2026{%- endmacro -%}"


@dataclass(frozen=True, slots=True)
class Window:
    """What a model reads at once. Lists: one entry a token. owner_turns: how many are trained in this window.

    weights: how much each token counts in the loss that is trained on; None: all alike.
    """

    token_ids: list[int]
    is_owner: list[bool]
    owner_turns: int
    weights: list[float] | None = None


@dataclass(frozen=True, slots=True)
class ChatFormat:
    """The constant pieces, as text. is_plain: our own, not the base's.

    to_contact begins with the token that ends a turn.
    """

    opening: str
    to_owner: str
    to_contact: str
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A contact's turn and the owner's answer: the unit that windows are made of."""

    contact: list[int]
    owner: list[int]


class Renderer:
    """tokenizer: a fast one of transformers. The format is the base's own where its template can be cut."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._backend = _plain_backend(tokenizer)
        added = tokenizer.added_tokens_decoder  # Gemma adds runs of line breaks: ordinary text
        self._control_names = {int(t): added[t].content for t in added if not added[t].content.isspace()}
        self._lookalike = _any_of(self._control_names.values())
        self.format = self._chat_format()
        self._opening = self._encode(self.format.opening)
        self._to_owner = self._encode(self.format.to_owner)
        self._to_contact = self._encode(self.format.to_contact)

    @property
    def end_of_turn(self) -> int:
        return self._to_contact[0]

    @property
    def control_tokens(self) -> frozenset[int]:
        """What no reply may contain, but for its end_of_turn."""
        return frozenset(self._control_names)

    @property
    def fingerprint(self) -> str:
        """Changes with the tokens around what people typed."""
        pieces = json.dumps([self._opening, self._to_owner, self._to_contact])
        return hashlib.sha256(pieces.encode()).hexdigest()[:32]

    def training_windows(
        self, messages: Sequence[ChatMessage], max_tokens: int, context: str = "", *, is_unanswered: bool = False
    ) -> list[Window]:
        """The conversation in windows, cut between turns; every owner turn is trained in exactly one of them.

        Later windows repeat turns as context. Of a contact's turn that is too long the end stays. An owner's turn too
        long for any window is left out, and the conversation breaks there: compare `owner_turns` with what went in.
        context: the line at the head of every window, before the contact's words. is_unanswered: the contact's last
        turn is answered with silence, a turn of the owner that ends before its first word.
        """
        exchanges, unanswered = self._exchanges(messages)
        if is_unanswered and unanswered is not None:
            exchanges.append(Exchange(unanswered, []))
        head = self._head(context)
        unbroken: list[list[Exchange]] = [[]]
        for exchange in exchanges:
            if self._contact_room(exchange.owner, max_tokens, head) > 0:
                unbroken[-1].append(self._shortened(exchange, max_tokens, head))
            else:
                unbroken.append([])
        return [window for stretch in unbroken for window in self._windows(stretch, max_tokens, head)]

    def prompt(self, messages: Sequence[ChatMessage], max_tokens: int, context: str = "") -> list[int]:
        """The newest turns that fit, up to where the owner's first token would stand.

        Raises ValueError unless the contact spoke last: there would be nothing to answer.
        """
        exchanges, unanswered = self._exchanges(messages)
        if unanswered is None:
            raise ValueError("the contact has not spoken last: nothing to answer")
        head = self._head(context)
        last = self._shortened(Exchange(unanswered, []), max_tokens, head).contact
        room = max_tokens - len(head) - len(last) - len(self._to_owner)
        kept = exchanges[len(exchanges) - self._fitting(reversed(exchanges), room) :]
        return [*head, *(t for exchange in kept for t in self._tokens(exchange)), *last, *self._to_owner]

    def behind(self, context: Sequence[ChatMessage], window: Window) -> Window:
        """The window with other answered turns before it, as examples to imitate: none of them is trained."""
        exchanges, _ = self._exchanges(context)
        before = [*self._opening, *(t for exchange in exchanges for t in self._tokens(exchange))]
        header = len(self._opening)
        masked = [False] * len(before)
        return Window(before + window.token_ids[header:], masked + window.is_owner[header:], window.owner_turns)

    def reply_bubbles(self, token_ids: Sequence[int]) -> list[str]:
        """What was generated, as the messages to send."""
        return unfold(self.reply_text(token_ids))

    def reply_text(self, token_ids: Sequence[int]) -> str:
        """What was generated, folded, without control tokens."""
        return self.as_text([t for t in token_ids if t not in self._control_names])

    def typed(self, text: str) -> list[int]:
        """What people typed, as ordinary text, whatever it looks like.

        split_special_tokens minds only tokens that are marked special. Qwen's <think> is added but not marked, so a
        text that still holds a control token is broken inside its lookalikes, and encoded in parts.
        """
        token_ids = self._encode(text, is_typed=True)
        if self._control_names.keys().isdisjoint(token_ids):
            return token_ids
        inside = [match.start() + 1 for match in self._lookalike.finditer(text)]
        parts = [text[a:b] for a, b in zip([0, *inside], [*inside, len(text)], strict=True)]
        broken = (t for part in parts for t in self._encode(part, is_typed=True))
        return [t for t in broken if t not in self._control_names]

    def as_text(self, token_ids: Sequence[int]) -> str:
        """Tokens as they read, control tokens by their names, for showing a rendering."""
        return str(self._tokenizer.decode(list(token_ids), clean_up_tokenization_spaces=False))

    def _chat_format(self) -> ChatFormat:
        own = cut_template(self._tokenizer)
        if own and (start := self._encode(own.to_contact)[:1]) and start[0] in self._control_names:
            return own
        return plain_format(self._tokenizer)

    def _exchanges(self, messages: Sequence[ChatMessage]) -> tuple[list[Exchange], list[int] | None]:
        """The answered turns, and the contact's last turn if nobody has answered it."""
        done: list[Exchange] = []
        unanswered: list[int] | None = None
        for message in alternating(messages):
            if message.role == "user":
                unanswered = self.typed(message.content)
            else:
                done.append(Exchange(unanswered or [], self.typed(message.content)))
                unanswered = None
        return done, unanswered

    def _head(self, context: str) -> list[int]:
        """What stands before the contact's first word. The context is ordinary text, as if the contact wrote it."""
        return [*self._opening, *self.typed(f"{context}\n")] if context else self._opening

    def _contact_room(self, owner: list[int], max_tokens: int, head: list[int]) -> int:
        """How long the contact's turn may be for this answer to it to fit into a window."""
        return max_tokens - len(head) - len(self._to_owner) - len(owner) - 1

    def _shortened(self, exchange: Exchange, max_tokens: int, head: list[int]) -> Exchange:
        room = self._contact_room(exchange.owner, max_tokens, head)
        if room <= 0:
            raise UserError(f"finetune.max_tokens is {max_tokens}: no room for words between this base's headers.")
        return Exchange(exchange.contact[-room:], exchange.owner)

    def _windows(self, exchanges: list[Exchange], max_tokens: int, head: list[int]) -> Iterator[Window]:
        unused_header = len(self._to_contact) - 1  # behind the last turn of a window
        room = max_tokens - len(head) + unused_header
        start = first = 0
        while first < len(exchanges):
            context = exchanges[start:first]
            count = self._fitting(exchanges[first:], room - self._size(context))
            yield self._window(head, context, exchanges[first : first + count])
            first += count
            if first < len(exchanges):
                spare = min(room - self._size([exchanges[first]]), int(max_tokens * CONTEXT_SHARE))
                start = first - self._fitting(reversed(exchanges[:first]), spare)

    def _window(self, head: list[int], context: list[Exchange], trained: list[Exchange]) -> Window:
        token_ids, is_owner = list(head), [False] * len(head)
        unused_header = len(self._to_contact) - 1
        for number, exchange in enumerate([*context, *trained]):
            is_trained = number >= len(context)
            token_ids += self._tokens(exchange)
            is_owner += [False] * (len(exchange.contact) + len(self._to_owner))
            is_owner += [is_trained] * (len(exchange.owner) + 1)  # its end of turn is the owner's too
            is_owner += [False] * unused_header
        length = len(token_ids) - unused_header
        return Window(token_ids[:length], is_owner[:length], len(trained))

    def _tokens(self, exchange: Exchange) -> list[int]:
        return [*exchange.contact, *self._to_owner, *exchange.owner, *self._to_contact]

    def _size(self, exchanges: Iterable[Exchange]) -> int:
        headers = len(self._to_owner) + len(self._to_contact)
        return sum(len(exchange.contact) + len(exchange.owner) + headers for exchange in exchanges)

    def _fitting(self, exchanges: Iterable[Exchange], room: int) -> int:
        """How many of them, from the first on, fit into so many tokens."""
        count = 0
        for exchange in exchanges:
            room -= self._size([exchange])
            if room < 0:
                break
            count += 1
        return count

    def _encode(self, text: str, *, is_typed: bool = False) -> list[int]:
        if self._backend is not None:
            self._backend.encode_special_tokens = is_typed
            return list(self._backend.encode(text, add_special_tokens=False).ids)
        return list(self._tokenizer(text, add_special_tokens=False, split_special_tokens=is_typed)["input_ids"])


def _plain_backend(tokenizer: Any) -> Any | None:
    """What encodes for it, without a dictionary made around each text: half the time. None if it adds to that."""
    backend = tokenizer.backend_tokenizer
    if backend.truncation or backend.padding:
        return None
    names = " ".join(added.content for added in tokenizer.added_tokens_decoder.values())
    text = f" {OPENING}\n{names} "
    for is_typed in (False, True):
        wanted = tokenizer(text, add_special_tokens=False, split_special_tokens=is_typed)["input_ids"]
        backend.encode_special_tokens = is_typed
        if backend.encode(text, add_special_tokens=False).ids != wanted:
            return None
    return backend


def alternating(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    """The contact first, then strictly in turn: neighbours of one side become one turn of several bubbles."""
    turns: list[ChatMessage] = []
    for message in messages:
        if turns and turns[-1].role == message.role:
            turns[-1] = ChatMessage(message.role, f"{turns[-1].content}\n{message.content}")
        else:
            turns.append(message)
    if turns and turns[0].role == "assistant":
        return [ChatMessage("user", OPENING), *turns]
    return turns


def cut_template(tokenizer: Any) -> ChatFormat | None:
    """The base's own format, found by rendering three turns of known words; None if it has none or hides the words.

    The generation prompt leads to every owner turn, also in the middle: where a template has a thinking mode, that
    is an empty thought.
    """
    if not tokenizer.chat_template:
        return None
    first, second, third = SENTINELS
    turns = [("user", first), ("assistant", second), ("user", third)]
    try:
        text = tokenizer.apply_chat_template(
            [{"role": role, "content": words} for role, words in turns],
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,
            chat_template=SAME_DAY + tokenizer.get_chat_template(),
        )
    except (TemplateError, TypeError, ValueError):
        return None
    pieces = re.split("|".join(SENTINELS), text)
    if re.findall("|".join(SENTINELS), text) != list(SENTINELS):
        return None
    opening, to_answered, to_contact, to_owner = pieces
    knows_prompt = to_owner.startswith(to_answered.rstrip())
    return ChatFormat(opening, to_owner if knows_prompt else to_answered, to_contact.lstrip())


def plain_format(tokenizer: Any) -> ChatFormat:
    """Ours: `Them:`, a line break, the words, the base's end of text; then `Me:` in the same way.

    A line break and not a space after the name: a space would be part of the next word's first token.
    """
    end = tokenizer.eos_token
    if not end:
        raise UserError("finetune.base: its tokenizer has neither a usable chat template nor an end of text.")
    ids = tokenizer("x")["input_ids"]
    begin = tokenizer.bos_token if ids and ids[0] == tokenizer.bos_token_id else ""
    return ChatFormat(f"{begin}Them:\n", f"{end}\nMe:\n", f"{end}\nThem:\n", is_plain=True)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the names, the longest first; one character has no inside to break."""
    longest_first = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest_first) or r"(?!)")

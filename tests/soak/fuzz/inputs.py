"""What reads files and texts, given any. Each takes a Random and raises whatever it should not have raised."""

import io
import math
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from finetune.rendering import Renderer
from finetune.requests import ModelFailed, ReplyRequest
from harvest.archive import Archive
from harvest.conversations import Bubble, Conversation, Turn, fold, unfold
from harvest.errors import ConfigError, UserError
from harvest.examples import ChatMessage
from harvest.importing import import_file
from harvest.jsonwalk import CutShort, NotJson, Walker
from harvest.messages import Peer
from harvest.redact import Redactor
from harvest.settings import HarvestSettings, RedactSettings, load_settings
from tests.soak.fuzz.words import JSON_PIECES, as_json, damaged, json_value, text
from userbot.control import grammar
from userbot.served import read_answer, served_turns

ROOT = Path(__file__).parents[3]
SECRET = "5ecre7-api-hash-that-nobody-may-see"


@cache
def folder() -> Path:
    """In memory where the system has such a place, and gone with the process."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    kept = tempfile.TemporaryDirectory(prefix="understudy-fuzz-", dir=memory)
    KEPT.append(kept)
    return Path(kept.name)


KEPT: list[object] = []


def an_export(r: Random) -> None:
    """A damaged export: what could be read is stored, or it is no export. Nothing else."""
    path = folder() / "result.json"
    path.write_bytes(damaged(r, as_json(r, _export(r))))
    archive = folder() / "archive.sqlite"
    archive.unlink(missing_ok=True)
    with Archive.open(archive) as opened:
        try:
            import_file(path, opened, HarvestSettings(take_everyone_without_consent=True))
        except UserError as error:
            assert "\n" not in str(error)
        for chat_id in opened.chats():
            for message in opened.messages(chat_id):
                assert message.chat_id == chat_id and 0 <= message.sent_at < 2**33
                message.text.encode()  # no half characters: SQLite, JSON and tokenizers refuse them


def _export(r: Random) -> object:
    chat = {
        "id": 7 if r.random() < 0.8 else r.choice((0, -1, 2**70, "7")),
        "name": text(r, 8),
        "type": "personal_chat" if r.random() < 0.8 else r.choice(("saved_messages", "private_group", text(r, 4))),
        "messages": [_message(r, number) for number in range(r.randrange(6))],
    }
    items = list(chat.items())
    if r.random() < 0.2:
        r.shuffle(items)
    if r.random() < 0.5:
        return dict(items)
    person = {"user_id": 5, "first_name": text(r, 8), "last_name": text(r, 8), "phone_number": text(r, 8)}
    return {"personal_information": person, "contacts": {"list": [person]}, "chats": {"list": [dict(items)]}}


def _message(r: Random, number: int) -> dict[str, object]:
    plain = {
        "id": number + 1,
        "type": "message",
        "date": "2026-01-02T03:04:05",
        "date_unixtime": "1767323045",
        "from_id": r.choice(("user5", "user7", "channel9")),
        "text": text(r),
        "text_entities": [],
    }
    odd = {
        r.choice(
            (*plain, "edited", "edited_unixtime", "reply_to_message_id", "duration_seconds", "media_type", "photo")
        ): (json_value(r))
        for _ in range(r.choice((0, 0, 1, 2)))
    }
    if r.random() < 0.3:
        odd["text"] = [r.choice((text(r, 8), {"type": text(r, 4), "text": text(r, 8)})) for _ in range(3)]
    return plain | odd


def a_walk(r: Random) -> None:
    """Any bytes at all: walked to their end, or known to be no JSON, or cut short."""
    content = b"".join(r.choice(JSON_PIECES) for _ in range(r.randrange(30)))
    walker = Walker(io.BytesIO(damaged(r, content)))
    try:
        for _ in walker.members():
            r.choice((walker.skip, walker.take, lambda: [walker.take() for _ in walker.elements()]))()
    except (NotJson, CutShort):
        pass


def a_redaction(r: Random) -> None:
    """Any text, and any marks on it, come out as text; a second look at what came out finds placeholders only."""
    bubbles = tuple(
        Bubble(number, float(number), text(r), _hints(r), r.random() < 0.1) for number in range(r.randrange(1, 5))
    )
    turns = tuple(Turn(index % 2 == 0, (bubble,)) for index, bubble in enumerate(bubbles))
    done = _redactor().conversation(Conversation(7, turns))
    assert len(done.conversation.turns) == len(turns)
    for turn in done.conversation.turns:
        assert all(not bubble.hints for bubble in turn.bubbles)
    _redactor().text(text(r), _hints(r))
    pieces = [text(r) for _ in range(3)]
    assert fold(unfold(fold(pieces))) == fold(pieces)


def _hints(r: Random) -> tuple[tuple[str, str], ...]:
    return tuple((r.choice(("phone", "email", "mention_name", text(r, 4))), text(r, 8)) for _ in range(r.randrange(3)))


@cache
def _redactor() -> Redactor:
    return Redactor(RedactSettings(first_names=True, words=("Projekt X",), keep=("112",)), names=("Ann Lee", "Б"))


def a_rendering(r: Random) -> None:
    """Nothing that is typed becomes a control token, and nothing is longer than it may be."""
    renderer = r.choice(_renderers())
    messages = [ChatMessage(r.choice(("user", "assistant")), text(r)) for _ in range(r.randrange(6))]
    most = r.choice((40, 64, 512))
    for window in renderer.training_windows(messages, most, is_unanswered=r.random() < 0.2):
        assert len(window.token_ids) == len(window.is_owner) <= most
    for message in messages:
        assert renderer.control_tokens.isdisjoint(renderer.typed(message.content))
    prompt = [*messages, ChatMessage("user", text(r) or "hi")]
    assert len(renderer.prompt(prompt, most)) <= most
    renderer.reply_bubbles([r.randrange(300) for _ in range(r.randrange(20))])


@cache
def _renderers() -> tuple[Renderer, ...]:
    from transformers import AutoTokenizer

    from finetune.base import find_base
    from harvest.settings import FinetuneSettings
    from tests.finetune.tiny import tiny_tokenizer

    embedded = AutoTokenizer.from_pretrained(find_base(FinetuneSettings()).folder)
    return Renderer(tiny_tokenizer()), Renderer(embedded)


def some_settings(r: Random) -> None:
    """Any file: settings, or one line that names no secret."""
    path = folder() / "config.toml"
    lines = _example().splitlines()
    for _ in range(r.randrange(4)):
        at = r.randrange(len(lines))
        key = lines[at].partition("=")[0].strip("# ") or "x"
        lines[at] = r.choice((f"{key} = {_toml(r)}", text(r), f"[{key}]", f"[[{key}]]", lines[at] * 2))
    content = "\n".join(lines).encode("utf-8", "replace")
    path.write_bytes(damaged(r, content) if r.random() < 0.3 else content)
    try:
        load_settings(path)
    except ConfigError as error:
        assert SECRET not in str(error)
        assert len(str(error).splitlines()) == 1, str(error)


def _toml(r: Random) -> str:
    simple = (
        "0",
        "-1",
        "1e400",
        "nan",
        "inf",
        "true",
        '""',
        "2026-01-01",
        "1979-05-27T07:32:00Z",
        "9" * 30,
        "[]",
        "{}",
    )
    nested = ("[[1]]", '["("]', '["(a+)+$", 7]', "{ peer = 1 }", '[{ peer = "@a", consent = 2026-01-01 }]', '"\\u0000"')
    quoted = '"' + "".join(c for c in text(r, 8) if c.isprintable() and c not in '"\\') + '"'
    return r.choice((*simple, *nested, quoted, "[" * 200 + "]" * 200))


@cache
def _example() -> str:
    return (ROOT / "config.example.toml").read_text().replace('api_hash = ""', f'api_hash = "{SECRET}"')


def a_note(r: Random) -> None:
    """Any message to oneself is a command, a mistake or a note."""
    peers = {number: Peer(number, text(r, 8), text(r, 8), "ann") for number in (1, 2)}
    words = text(r, 16)
    if r.random() < 0.7:
        words = " ".join(r.choice(_vocabulary()) for _ in range(r.randrange(1, 6)))
    grammar.parse(words, peers)
    grammar.verdict(words)


@cache
def _vocabulary() -> tuple[str, ...]:
    from userbot.control.words import COMMANDS, DELAYS, MODES, UNTIL, VERDICTS

    tables = (COMMANDS, DELAYS, MODES, UNTIL, VERDICTS)
    words = {word for table in tables for many in _strings(table) for word in many.split()}
    return (*sorted(words), "@ann", "1", "10m", "5-9", "24:00", "9999999999999999d", "-1h", "…", "½", "٣h", "/", ".")


def _strings(table: object) -> list[str]:
    if isinstance(table, str):
        return [table]
    parts = [*table.keys(), *table.values()] if isinstance(table, dict) else list(table)  # type: ignore[call-overload]
    return [word for part in parts for word in _strings(part)]


def an_answer(r: Random) -> None:
    """Whatever a model server says is a reply or a failure that tells none of it."""
    choice = {
        "message": {"role": "assistant", "content": r.choice((text(r), None, json_value(r)))},
        "finish_reason": r.choice(("stop", "length", json_value(r))),
        "logprobs": r.choice((None, json_value(r), {"content": [{"logprob": r.choice((-1, 0.5, "x", None))}]})),
    }
    told = {"choices": [choice], "usage": r.choice((None, {"completion_tokens": json_value(r)}))}
    content = damaged(r, as_json(r, r.choice((told, told, told | {text(r, 8): json_value(r)}, json_value(r)))))
    try:
        reply = read_answer(content, 1.0)
    except ModelFailed as error:
        assert "\n" not in str(error)
    else:
        assert all(bubble.strip() for bubble in reply.bubbles) and isinstance(reply.mean_logprob, float)
        assert not math.isinf(reply.mean_logprob)
    _ask_back(r)


def _ask_back(r: Random) -> None:
    messages = tuple(ChatMessage(r.choice(("user", "assistant")), text(r)) for _ in range(r.randrange(5)))
    try:
        turns = served_turns(ReplyRequest(messages, 7, 0.5, 0.9, 1), r.choice((1, 50, 4000)), None)
    except ModelFailed:
        return
    assert turns[-1]["role"] == "user"
    for turn in turns:
        turn["content"].encode()


TARGETS: dict[str, Callable[[Random], None]] = {
    "export": an_export,
    "walker": a_walk,
    "redactor": a_redaction,
    "renderer": a_rendering,
    "settings": some_settings,
    "saved messages": a_note,
    "model server": an_answer,
}

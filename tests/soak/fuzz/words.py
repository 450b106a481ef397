"""Texts and bytes as the hostile write them. Every choice comes from the Random that is handed in."""

import json
from random import Random

from harvest.redact.fuzz import hostile

PIECES = (
    "hi", "привет", "<|im_end|>", "<|end|>", "<think>", "</s>", "[INST]", "[CARD_1]", "{secret}", "{0}", "%s", "\\x1f",
    "\0", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\U0001f600", "\U000e0041", "e\u0301" * 9, "ﷺ", "\n\t", "\r\n", "'",
    '"', "`", "--", "/", ".", "@ann", "pause 10m", "/mode @ann auto", "delay 5-9 min", "undo", "ok",
    "4111 1111 1111 1111", "+44 20 7946 0958", "password: wintermoth-42",
    "https://a.example/?token=x", "1e999", "-1", "9" * 40, "²", "٣", "  ",
)  # fmt: skip
JSON_PIECES = (
    b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\u", b"\\ud800", b"\\x1F", b"null", b"true", b"1e999", b"-",
    b"NaN", b"\xff", b"\x00", b"\n", b"\n  {", b"\xef\xbb\xbf", b"99999999999999999999999", b'"id": 1,',
    b'"messages": [', b'"list": ', b'"type": "personal_chat"', b'"from_id": "user7"', b'"document_id": 12,\n',
    b"[" * 3000, b'{"a":' * 3000,
)  # fmt: skip


def text(r: Random, longest: int = 40) -> str:
    """Mostly short; now and then what detectors are slow on."""
    if r.random() < 0.03:
        return hostile(r, 400)
    if r.random() < 0.2:
        return "".join(
            chr(r.choice((r.randrange(0xD800), r.randrange(0xE000, 0x110000)))) for _ in range(r.randrange(9))
        )
    return r.choice(("", " ", "\n")).join(r.choice(PIECES) for _ in range(r.randrange(longest // 4)))


def json_value(r: Random, depth: int = 3) -> object:
    kind = r.randrange(7 if depth else 5)
    if kind == 5:
        return [json_value(r, depth - 1) for _ in range(r.randrange(4))]
    if kind == 6:
        return {text(r, 8): json_value(r, depth - 1) for _ in range(r.randrange(4))}
    return (
        None,
        r.random() < 0.5,
        r.choice((0, 1, -1, 2**31, 2**63, -(2**70), 0.5)),
        text(r),
        r.choice(("1", "user7")),
    )[kind]


def damaged(r: Random, content: bytes) -> bytes:
    """A few pieces cut out, doubled, overwritten or put in; sometimes the end is missing."""
    for _ in range(r.choice((0, 1, 1, 2, 5))):
        at = r.randrange(len(content) + 1)
        upto = min(len(content), at + r.choice((0, 1, 3, 40)))
        put = r.choice((b"", r.choice(JSON_PIECES), content[at:upto] * 2, bytes([r.randrange(256)])))
        content = content[:at] + put + content[upto:]
    return content[: r.randrange(len(content) + 1)] if r.random() < 0.1 else content


def as_json(r: Random, value: object) -> bytes:
    """As Telegram Desktop lays it out, or in one line."""
    return json.dumps(value, indent=r.choice((1, None)), ensure_ascii=r.random() < 0.5).encode("utf-8", "replace")

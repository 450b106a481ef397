"""All that the desk can say is there in three languages, and says the same."""

import ast
import string
from pathlib import Path

import pytest

import userbot
from userbot.control.phrases import PHRASES
from userbot.control.reasons import REASONS, is_known, is_silence, is_trouble, translated
from userbot.control.voice import spoken_here
from userbot.control.words import LANGUAGES
from userbot.topics import STEMS


def placeholders(template):
    return sorted({name for _, name, _, _ in string.Formatter().parse(template) if name is not None})


@pytest.mark.parametrize("table", [PHRASES, REASONS], ids=["phrases", "reasons"])
def test_every_line_is_there_in_every_language(table):
    """None is empty, and each has the same gaps to fill."""
    for key, texts in table.items():
        assert len(texts) == len(LANGUAGES), key
        assert all(text and text == text.strip() for text in texts), key
        assert len({tuple(placeholders(text)) for text in texts}) == 1, key
    for key, texts in REASONS.items():
        assert placeholders(key) == placeholders(texts[0]), key


def test_the_lines_are_short():
    """A line fits a phone: 160 characters, but for the list of commands."""
    assert {key for key, texts in PHRASES.items() if max(map(len, texts)) > 160} == {"help"}


def test_russian_and_ukrainian_are_not_mixed_up():
    for english, russian, ukrainian in [*PHRASES.values(), *REASONS.values()]:
        assert not set(russian.casefold()) & set("іїєґ"), russian
        assert not set(ukrainian.casefold()) & set("ыэъё"), ukrainian
        assert not set(english.casefold()) & set("абвгдеж"), english


def test_a_reason_is_told_in_the_owners_language():
    assert translated("silent: left to the owner, it is about money", "uk") == "це твоє: гроші"
    assert translated("silent: no draft could be sent: it held personal data", "ru") == (
        "ни один вариант не подошёл: в нём личные данные"
    )
    assert translated("answered by the clone", "en") == "the clone answered"
    assert translated("the model failed 3 times: out of memory", "ru") == "модель не справилась, раз: 3 (out of memory)"


def test_an_unknown_reason_is_told_as_it_is():
    assert translated("silent: struck by {lightning}", "ru") == "struck by {lightning}"


def test_silence_and_trouble_are_told_apart():
    assert is_silence("silent: it was empty")
    assert is_silence("stale: left to the owner")
    assert not is_silence("the owner answered")
    assert is_trouble("silent: a bug (KeyError); the log says where")
    assert not is_trouble("silent: left to the owner, it is about money")


REASONED = {"Silence": 0, "NotNow": 0, "LeftToApprove": 0, "_quiet": 1, "_postpone": 2, "silent": 2}


def given_reasons():
    """Every reason that the daemon's code can write into the ledger, gaps filled."""
    for path in Path(userbot.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in REASONED and len(node.args) > REASONED[name]:
                    yield from filled(node.args[REASONED[name]])
                yield from (text for k in node.keywords if k.arg == "reason" for text in filled(k.value))
            if isinstance(node, ast.Yield) and path.stem == "guard":
                yield from filled(node.value)
            if isinstance(node, ast.FunctionDef) and node.name == "over_the_limit":
                yield from (text for r in ast.walk(node) if isinstance(r, ast.Return) for text in filled(r.value))


def filled(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)


def test_every_reason_the_daemon_gives_is_known():
    """A new reason in the code has to be put into the owner's languages."""
    reasons = [reason for reason in given_reasons() if reason != "silent: X"]
    assert len(reasons) > 40
    assert [reason for reason in reasons if not is_known(reason)] == []
    assert [topic for topic in STEMS if topic not in REASONS] == []


@pytest.mark.parametrize(
    ("setting", "heard", "remembered", "locale", "language"),
    [
        ("uk", ("ru",), None, "en_GB.UTF-8", "uk"),
        ("auto", ("ru",), "uk", "uk_UA.UTF-8", "ru"),
        ("auto", (), None, "uk_UA.UTF-8", "uk"),
        ("auto", (), None, "C.UTF-8", "en"),
        ("auto", (), "uk", "C.UTF-8", "uk"),
        ("auto", ("ru", "uk"), None, "uk_UA.UTF-8", "uk"),
        ("auto", ("ru", "uk"), "uk", "C.UTF-8", "uk"),
        ("auto", ("ru", "uk"), None, "en_GB", "ru"),
    ],
)
def test_the_desk_speaks_the_owners_language(setting, heard, remembered, locale, language):
    """The setting, else the command's own words, else the last ones, else the system's."""
    assert spoken_here(setting, heard, remembered, locale) == language

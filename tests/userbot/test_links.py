"""What leads somewhere else, in all its spellings."""

import pytest

from userbot.links import links, unshown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("look https://www.Example.com/a?b=1.", ["example.com/a?b=1"]),
        ("HTTP://example.com/", ["example.com"]),
        ("example.com", ["example.com"]),
        ("ok.example.co.uk:8080/x!", ["ok.example.co.uk:8080/x"]),
        ("t.me/durov and @durov", ["@durov", "@durov"]),
        ("t.me/+AbCdEf123", ["t.me/+abcdef123"]),
        ("tg://resolve?domain=durov", ["tg://resolve?domain=durov"]),
        ("(see пример.рф)", ["пример.рф"]),
        ("mailto:a@b.io", ["mailto:a@b.io"]),
        ("ok.thanks, 3.5 and at 10.30.am, т.е. и т.д.", []),
        ("привет.как дела", []),
        ("10.am", []),
        ("@ 7 pm, kit@home, @me", []),
        ("...so what. No", []),
        ("hey.so what", ["hey.so"]),
    ],
)
def test_every_spelling_of_a_link_is_one_link(text, found):
    """Without its scheme and what stands around it; what Telegram would make a link counts, meant or not."""
    assert list(links(text)) == found


@pytest.mark.parametrize(
    ("draft", "shown", "is_unshown"),
    [
        ("here: https://example.com/secret", [], True),
        ("here: https://example.com/secret", ["did you see http://www.example.com/secret?"], False),
        ("example.com has it", ["did you see http://www.example.com/secret?"], False),
        ("example.com/other", ["example.com/secret"], True),
        ("evil.example.com", ["example.com"], True),
        ("write @durov", ["it is t.me/durov"], False),
        ("write @durov", ["it is @pavel"], True),
        ("join t.me/+AbCdEf123", ["join t.me/+XyZ"], True),
        ("nothing here", [], False),
    ],
)
def test_only_where_the_chat_has_already_been(draft, shown, is_unshown):
    """The same link, or the bare host of one that was shown."""
    assert unshown([draft], shown) is is_unshown


def test_a_long_text_without_links_is_read_quickly():
    """Telegram's longest message of dots and letters costs no more than others."""
    for text in ("[a" * 2048, "a." * 2048, "a" * 4096, "a-" * 2048, "." * 4096, ("a" * 60 + ".") * 60, "@" * 4096):
        list(links(text))

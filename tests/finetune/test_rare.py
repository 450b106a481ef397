"""Words that the owner uses with one contact alone can be left unlearned."""

from finetune.curriculum import chosen
from finetune.loading import load_tokenizer
from finetune.rare import lightened, words_of
from finetune.rendering import Renderer, Window
from harvest.examples import Example
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import chat

PIECES = {1: "hi", 2: " Mi", 3: "rela", 4: "!", 5: " ok", 6: "\n", 7: "99", 8: " you"}


def window(*tokens):
    return Window(list(tokens), [True] * len(tokens), 1)


def test_words_are_put_together_from_their_pieces():
    """Signs and blanks part them; case and signs are no difference."""
    assert list(words_of(window(1, 2, 3, 4, 5, 6, 7), PIECES.get)) == [
        ("hi", 0, 1),
        ("mirela", 1, 3),
        ("ok", 4, 5),
        ("99", 6, 7),
    ]


def test_a_word_of_one_contact_counts_less_however_often_it_was_said():
    """Four chats say hi and ok; Mirela and 99 are one chat's, said twice."""
    windows = [window(1, 2, 3, 4, 5), window(2, 3, 7), *(window(1, 5) for _ in range(3))]
    light = lightened(windows, [1, 1, 2, 3, 4], 0.25, PIECES.get)
    assert light[0].weights == [1.0, 0.25, 0.25, 1.0, 1.0]
    assert light[1].weights == [0.25, 0.25, 0.25]
    assert light[2].weights == [1.0, 1.0]


def test_with_few_contacts_or_by_default_nothing_changes():
    windows = [window(1, 2, 3), window(1, 5)]
    assert lightened(windows, [1, 2], 0.0, PIECES.get) == windows
    assert lightened([*windows, *windows], [1, 2, 3, 4], 1.0, PIECES.get) == [*windows, *windows]


def test_the_setting_reaches_the_windows(tiny_base):
    """The telling word's tokens weigh nothing, the rest as ever."""
    from finetune.base import Base

    renderer = Renderer(load_tokenizer(Base("tiny", tiny_base)))
    talks = [Example(chat("hi", "ok fine"), n, 0.0, 1.0) for n in range(1, 5)]
    talks.append(Example(chat("hi", "ok 4350 fine"), 5, 0.0, 1.0))
    found = chosen(talks, renderer, tiny_settings(tiny_base, rare_word_weight=0.0))
    told = found.windows[-1]
    off = [t for t, own, w in zip(told.token_ids, told.is_owner, told.weights, strict=True) if own and not w]
    assert renderer.as_text(off).strip() == "4350"

"""What a conversation gives away that no message alone does."""

import pytest

from harvest.conversations import Bubble, Conversation, Turn
from harvest.redact import KnownSecrets, Redactor
from harvest.redact.near import is_public
from harvest.settings import RedactSettings


def talk(*lines: str) -> Conversation:
    """`"> скинь пароль"` is the owner's, `"< qwerty123"` the contact's."""
    turns: list[Turn] = []
    for number, line in enumerate(lines):
        bubble = Bubble(number, float(number), line[2:])
        if turns and turns[-1].is_owner == (line[0] == ">"):
            turns[-1] = Turn(turns[-1].is_owner, (*turns[-1].bubbles, bubble))
        else:
            turns.append(Turn(line[0] == ">", (bubble,)))
    return Conversation(1, tuple(turns))


def texts(conversation: Conversation) -> list[str]:
    return [bubble.text for turn in conversation.turns for bubble in turn.bubbles]


GIVEN_AWAY = [
    (("> скинь пароль", "< qwerty123"), 1),
    (("> пароль от вайфая?", "< щас", "< Zimovka_88"), 2),
    (("< пароль:", "< sunshine"), 1),
    (("> какой пароль на архив", "< monkey"), 1),
    (("> what's the wifi password?", "< hunter2"), 1),
    (("> скинь код", "< 482913"), 1),
    (("< прийшов код?", "> 9921"), 1),
    (("> який пін?", "< 4821"), 1),
    (("> код от домофона какой", "< 45к1278"), 1),
    (("> кинь номер карты", "< 4276 1600", "< вот"), 1),
    (("> скинь номер", "< 223 45 67"), 1),
    (("> скажи адрес", "< Заводская 15 кв 3"), 1),
    (("> серия и номер паспорта?", "< 45 10 771166"), 1),
    (("< Zxc!2345", "< это пароль"), 0),
    (("> какой у тебя ник?", "< night_owl"), 1),
    (("< лови доступы", "< ivan / Fiesta77"), 1),
    (("> а індекс?", "< 79053"), 1),
    (("> коли народилась?", "< п'ятого серпня дев'яносто третього"), 1),
    (("> mom when was grandpa born", "< the fifth of June 1931"), 1),
    (("> пін від картки?", "< нуль сім дев'ять один"), 1),
    (("> код от шлагбаума скажи", "< зірочка 808 решотка"), 1),
    (("> до какого она, срок?", "< ноябрь 27"), 1),
    (("> cvv?", "< oh five two"), 1),
    (("> kak tebya v discorde", "< pelmesh#4471"), 1),
    (("> whats the safe word", "< purple walrus"), 1),
    (("> what's the tracking", "< JD0146 0000 8837 2651"), 1),
    (("> получатель?", "< Рыжова-Тен Кристина"), 1),
]
NOT_GIVEN_AWAY = [
    ("> скинь пароль", "< сейчас"),
    ("> скинь пароль", "< ok"),
    ("> скинь код", "< не пришёл"),
    ("> скинь код", "< в 10:30"),
    ("> скинь адрес", "< потом"),
    ("> какой пароль?", "< забыл"),
    ("> позвони когда сможешь", "< 5 минут"),
    ("> скинь номер", "< 5000"),
    ("> карта дома", "< 2024"),
    ("> який вайфай?", "< мережа TP-Link_2A08"),
    ("> що за код помилки", "< 4047 якийсь"),
    ("> какое слово длиннее", "< болото"),
    ("> what's your name?", "< I'm Sarah, nice to meet you!"),
    ("> пін від картки?", "< зняла 3000, лишилось 412 грн"),
    ("> пароль архива?", "< капс?"),
    ("> куди їхати", "< хвилин 20 чекати"),
]


@pytest.mark.parametrize(("lines", "secret"), GIVEN_AWAY)
def test_a_secret_sent_alone_is_caught_by_what_stands_around_it(lines, secret):
    """Announced by the same side or asked for by the other, before or after: the value goes, the rest stays."""
    before = talk(*lines)
    after = texts(Redactor(RedactSettings()).conversation(before).conversation)
    assert after[secret].startswith("[")
    assert after[:secret] + after[secret + 1 :] == texts(before)[:secret] + texts(before)[secret + 1 :]


def test_a_redacted_conversation_is_not_redacted_again():
    """A placeholder counts as its value did: it is no answer, and what stood after it is still explained."""
    for lines, _ in GIVEN_AWAY:
        once = Redactor(RedactSettings()).conversation(talk(*lines)).conversation
        assert Redactor(RedactSettings()).conversation(once).findings == ()


@pytest.mark.parametrize("lines", NOT_GIVEN_AWAY)
def test_small_talk_after_a_question_stays(lines):
    """Asking for a password makes no secret of `сейчас`."""
    before = talk(*lines)
    assert texts(Redactor(RedactSettings()).conversation(before).conversation) == texts(before)


def test_numbers_are_stable_inside_a_conversation():
    """A value keeps its placeholder in every bubble, and the findings say which message it stood in."""
    redacted = Redactor(RedactSettings()).conversation(
        talk("< мой 89161234567", "> +7 916 123-45-67 это ты?", "< да, а мамин 89035554433")
    )
    assert texts(redacted.conversation) == ["мой [PHONE_1]", "[PHONE_1] это ты?", "да, а мамин [PHONE_2]"]
    assert [(finding.kind, finding.message_id) for finding in redacted.findings] == [
        ("PHONE", 0),
        ("PHONE", 1),
        ("PHONE", 2),
    ]


def test_hints_leave_with_the_words_they_marked():
    """A redacted bubble carries nothing of what Telegram marked in it."""
    marked = Conversation(1, (Turn(False, (Bubble(5, 0.0, "тут 12-34-5", (("phone", "12-34-5"),)),)),))
    redacted = Redactor(RedactSettings()).conversation(marked).conversation
    assert redacted.turns[0].bubbles[0] == Bubble(5, 0.0, "тут [PHONE_1]")


def test_a_secret_of_one_dialog_is_caught_in_all_of_them():
    """Two passes: once learned, the bare value goes everywhere, whichever dialog comes first."""
    first = talk("> а что такое Zimovka_88?")
    second = talk("< пароль от вайфая Zimovka_88")
    for order in ((first, second), (second, first)):
        redactor = Redactor(RedactSettings(), known=KnownSecrets(bytes(32)))
        for conversation in order:
            redactor.learn(conversation)
        assert texts(redactor.conversation(first).conversation) == ["а что такое [PASSWORD_1]?"]


def test_learning_from_plain_words_harms_nobody():
    """A password that is a plain word or an everyday number is not looked for elsewhere."""
    redactor = Redactor(RedactSettings(), known=KnownSecrets(bytes(32)))
    redactor.learn(talk("< пароль: sunshine", "< пин 2024"))
    assert redactor.text("sunshine in 2024").text == "sunshine in 2024"


IN_PIECES = [
    (("< 4111 1111", "< 1111 1111"), "[CARD_1]"),
    (("< 4111", "< 1111", "< 1111", "< 1111"), "[CARD_1]"),
    (("< 8916", "< 123 45 67"), "[PHONE_1]"),
    (("> 067", "> 123 4567"), "[PHONE_1]"),
]
NOT_IN_PIECES = [
    ("< 4111 1111", "> 1111 1111"),
    ("< 4111 1111", "< 1111 1112"),
    ("< 2020", "< 2021", "< 2022"),
    ("< 10", "< 20", "< 30"),
    ("< 1500", "< 2300 500"),
]


@pytest.mark.parametrize(("lines", "first"), IN_PIECES)
def test_a_number_typed_in_pieces_goes_without_a_word_about_it(lines, first):
    """Bubbles of bare digits by one side that make a card with its check digit, or a mobile's number."""
    after = texts(Redactor(RedactSettings()).conversation(talk(*lines)).conversation)
    assert after[0] == first
    assert not any(char.isdigit() for text in after for char in text.split("_")[0])


@pytest.mark.parametrize("lines", NOT_IN_PIECES)
def test_numbers_that_make_nothing_together_stay(lines):
    """Years, sums, two people's numbers. By the rules: the second opinion may doubt two halves of a card."""
    before = talk(*lines)
    assert texts(Redactor(RedactSettings(second_opinion=False)).conversation(before).conversation) == texts(before)


def test_a_banks_code_stays_and_a_persons_number_like_it_goes():
    """Nine digits that begin with 04 are a bank's behind an account, and may be a passport's elsewhere."""
    assert is_public("ACCOUNT", "044525225")
    assert not is_public("PASSPORT", "044525225")
    assert is_public("CODE", "0x80070005")

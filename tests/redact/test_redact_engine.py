"""What holds for every text: only what was found changes, once, and always the same way."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest.errors import ConfigError
from harvest.redact import PLACEHOLDER, Redactor
from harvest.settings import RedactSettings

REDACTOR = Redactor(RedactSettings(words=("проект Гамма",)), names=("Саша Петрова", "Ann"))
PIECES = (
    "звони 8 916 123-45-67",
    "пароль: qwerty123",
    "[PHONE_1]",
    "[PASSWORD_7]",
    "a@b.com",
    "Иван Петров",
    "код",
    "карта 4111 1111 1111 1111",
    "12/27",
    "@ivan_95",
    "саша",
    "ул. Ленина 5",
    "\n",
    " ",
    ": ",
    "🙂",
    "10:30",
    "проект гамма",
    "\u00a0",
)
anything = st.one_of(
    st.text(max_size=200), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14).map(" ".join)
)
often = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(anything)
def test_the_rest_of_the_text_stays_as_it_was_typed(text: str):
    """Outside of what was found not one character changes, and every finding has become its placeholder."""
    redacted = REDACTOR.text(text)
    rebuilt, at = "", 0
    for finding in redacted.findings:
        assert at <= finding.start < finding.end <= len(text)
        rebuilt += text[at : finding.start] + finding.placeholder
        assert PLACEHOLDER.fullmatch(finding.placeholder)
        at = finding.end
    assert redacted.text == rebuilt + text[at:]


@often
@given(anything)
def test_redacting_twice_changes_nothing_more(text: str):
    """A redacted text is clean: the daemon may check what the harvest already did."""
    once = REDACTOR.text(text).text
    assert REDACTOR.text(once).text == once


@often
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_no_text_is_too_strange(text: str):
    """Lone surrogates, control characters, other scripts' digits: nothing raises."""
    REDACTOR.text(text)


def test_one_phone_written_two_ways_is_one_phone():
    """The same value has the same number, another value the next."""
    text = REDACTOR.text("8 (916) 123-45-67 или +7 916 123 45 67, а мамин 89035554433").text
    assert text == "[PHONE_1] или [PHONE_1], а мамин [PHONE_2]"


def test_a_placeholder_somebody_typed_stays_harmless():
    """Typed placeholders stay as they are, and no value shares their number."""
    assert (
        REDACTOR.text("[PHONE_1] это не номер, а 89161234567 номер").text == "[PHONE_1] это не номер, а [PHONE_2] номер"
    )


def test_typographic_digits_and_spaces_hide_nothing():
    """Keycap emoji, full-width digits, no-break spaces and long dashes are read like plain ones."""
    for written in (
        "8️⃣9️⃣1️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
        "８９１６１２３４５６７",
        "8\u00a0916\u00a0123\u201145\u201167",
    ):
        assert REDACTOR.text(f"мой {written}").text == "мой [PHONE_1]"


def test_the_owners_words_always_go_and_kept_ones_never():
    """`words` and `keep` decide over every detector, whatever their case."""
    own = Redactor(RedactSettings(words=("Ромашка",), keep=("8 800 555-35-35", "support@example.com", "Иван Грозный")))
    assert own.text("ооо ромашка").text == "ооо [WORD_1]"
    assert own.text("звони 88005553535 или support@example.com").text == "звони 88005553535 или support@example.com"
    assert own.text("иван грозный убивает сына").text == "иван грозный убивает сына"


def test_own_patterns_are_used_and_dangerous_ones_refused():
    """A pattern without an end to its repetitions is one clear line, not a frozen harvest."""
    own = Redactor(RedactSettings(patterns=("PRJ-[0-9]{1,6}",)))
    assert own.text("задача prj-481 готова").text == "задача [WORD_1] готова"
    for pattern in ("(a+)+b", "x*", "(", "(a){1,9}\\1", ""):
        with pytest.raises(ConfigError, match="patterns: number 1"):
            Redactor(RedactSettings(patterns=(pattern,)))


def test_contacts_are_found_under_their_short_names():
    """A contact's own name goes in every case and short form; other first names stay unless a setting says so."""
    assert REDACTOR.text("сашуль, передай Сашке и Петровой, и Ann's брату").text == (
        "[PERSON_1], передай [PERSON_2] и [PERSON_3], и [PERSON_4]'s брату"
    )
    assert REDACTOR.text("а Лена придёт?").text == "а Лена придёт?"
    everyone = Redactor(RedactSettings(first_names=True))
    assert everyone.text("а Лена придёт? и вера в людей").text == "а [PERSON_1] придёт? и вера в людей"


def test_telegrams_own_marks_are_believed():
    """What Telegram marked as a phone, an e-mail or a card goes, however it looks."""
    assert REDACTOR.text("тут 12-34-5, ок", hints=[("phone", "12-34-5"), ("bold", "ок")]).text == "тут [PHONE_1], ок"


def test_nothing_depends_on_what_came_before():
    """The same text gives the same bytes whatever was redacted in between."""
    texts = ["мой 89161234567", "пароль: qwerty123", "Иван Петров", "просто так"]
    forward = [REDACTOR.text(text).text for text in texts]
    assert [REDACTOR.text(text).text for text in reversed(texts)] == forward[::-1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Миру 17, кв 4, код 1357", "[ADDRESS_1], код [CODE_1]"),
        ("Бажова 51, кв 17, домофон 17", "[ADDRESS_1], домофон [CODE_1]"),
        ("вул. Наукова 55/18, тел 097-330-41-86", "[ADDRESS_1], тел [PHONE_1]"),
        ("Мира 115 кв 9, домофон 9", "[ADDRESS_1], домофон [CODE_1]"),
    ],
)
def test_an_address_ends_where_another_value_is_announced(text: str, told: str):
    """Both go, each under its own name, and the words between them stay."""
    assert Redactor(RedactSettings(second_opinion=False)).text(text).text == told

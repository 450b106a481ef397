"""Names of an account's people: what of a contact list's display names is a name."""

import pytest

from harvest.redact import Redactor
from harvest.settings import RedactSettings

GOES = [
    ("Sam (gym)", "ask Sam about it", "ask [PERSON_1] about it"),
    ("Sam (gym)", "Samuel called", "[PERSON_1] called"),
    ("Маша работа", "маше скажи", "[PERSON_1] скажи"),
    ("Taxi Oleg", "Олег подъедет", "[PERSON_1] подъедет"),
    ("мама Оли", "олька пришла", "[PERSON_1] пришла"),
    ("Rose", "I met Rose there", "I met [PERSON_1] there"),
    ("Вера", "вчера Вера звонила", "вчера [PERSON_1] звонила"),
    ("Вера", "Вера, привет", "[PERSON_1], привет"),
    ("Надя", "надя приехала", "[PERSON_1] приехала"),
    ("Oleksandr Kovalenko", "саша и коваленко", "[PERSON_1] и [PERSON_2]"),
    ("Наталья Петрова", "у Петровых, с Natasha", "у [PERSON_1], с [PERSON_2]"),
    ("Жуков Иван", "спроси у Жукова", "спроси у [PERSON_1]"),
    ("Zevs", "а Zevs когда будет", "а [PERSON_1] когда будет"),
]
STAYS = [
    ("Sam (gym)", "going to the gym, same time"),
    ("work colleague", "my work colleague said so"),
    ("мама", "мама звонила, Мама!"),
    ("Taxi", "call a taxi. Taxi is here"),
    ("Rose", "rose wine, a rose. Rose petals"),
    ("Роза", "роза красивая"),
    ("Вера", "вера в людей. Вера в себя"),
    ("Сантехник", "Сантехник пришёл, сантехник ушёл"),
    ("Will", "will you? Will it rain"),
    ("Жуков Иван", "жуков полно на картошке"),
    ("Любимый ❤️", "Любимый, купи хлеба"),
    ("Кирилл Озон", "озон пахнет"),
]


@pytest.mark.parametrize(("contact", "text", "left"), GOES)
def test_a_contacts_name_goes_in_every_form(contact, text, left):
    """First names with their short forms and cases, in both alphabets; surnames of the whole family."""
    assert Redactor(RedactSettings(), names=(contact,)).text(text).text == left


@pytest.mark.parametrize(("contact", "text"), STAYS)
def test_everyday_words_of_a_contact_list_stay(contact, text):
    """What somebody is listed as is no name: the gym, work, mother; a rose is one only where written as one."""
    assert Redactor(RedactSettings(), names=(contact,)).text(text).text == text

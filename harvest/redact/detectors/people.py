"""Full names of people. First names in passing are somebody else's decision (the setting `first_names`)."""

from harvest.redact.detector import Detector
from harvest.redact.names.full import full_names

DETECTORS = (
    Detector(
        name="full name",
        kind="PERSON",
        languages="ru uk en",
        find=full_names,
        sureness=0.7,
        examples=(
            "звонил <<Иван Петров>>, просил перезвонить",
            "это <<Марія Шевченко>>",
            "<<Петров Иван Сергеевич>> подписал",
            "встреча с <<Анной Карениной>>",
            "<<Шевченко Т. Г.>> прийшов",
            "ask <<John Smith>> about it",
            "был у <<Марьи Ивановны>>",
            "это <<саша кузнецов>> с работы",
            "name on it <<Marguerite Ollerton>>",
            "водитель <<Умаров Шухрат>>",
        ),
        counter_examples=("Привет Маша", "Саша Привет", "Иван сказал", "Mary and John", "Hello World", "Вера в людей"),
    ),
)

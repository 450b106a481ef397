"""Values of the dev part: the shapes that detectors may be tuned on."""

from collections.abc import Callable
from random import Random

from harvest.redact.bench import making as m

Make = Callable[[Random], str]


def one_of(*shapes: str) -> Make:
    return lambda r: m.shaped(r, r.choice(shapes))


def word_of(text: str) -> Make:
    return lambda r: r.choice(text.split())


def _card(r: Random) -> str:
    head = r.choice(["2200", "2201", "4276", "5469", "5536", "4111", "5375", "4731"])
    made = m.luhn(r, head) if r.random() < 0.9 else m.not_luhn(r, head)
    return m.grouped(made, (4, 4, 4), r.choice([" ", "  ", "\u00a0", "-"]))


def _iban(r: Random) -> str:
    country, shape = r.choice(
        [
            ("UA", "#########################"),
            ("DE", "##################"),
            ("LT", "################"),
            ("KZ", "###AAAA#########"),
            ("FR", "#######################"),
        ]
    )
    made = m.iban(r, country, shape)
    return m.grouped(made, (4,) * (len(made) // 4), " ") if r.random() < 0.5 else made


def _crypto(r: Random) -> str:
    return m.any_of(
        r,
        lambda: "0x" + m.chars(r, 40, m.HEX),
        lambda: "T" + m.chars(r, 33, m.BASE58),
        lambda: "EQ" + m.chars(r, 46),
        lambda: m.base58check(r, 0),
        lambda: "bc1p" + m.chars(r, 58, "023456789acdefghjklmnpqrstuvwxyz"),
    )


_WORDS = [
    "ripple",
    "canyon",
    "oven",
    "tuna",
    "lucky",
    "hover",
    "fabric",
    "dwarf",
    "copper",
    "mimic",
    "jungle",
    "rotate",
    "basket",
    "tunnel",
    "quantum",
    "saddle",
    "olive",
    "whip",
    "elbow",
    "zebra",
]


def _seed(r: Random) -> str:
    words = r.sample(_WORDS, 12)
    return " ".join(words) if r.random() < 0.6 else " ".join(f"{n}. {word}" for n, word in enumerate(words, 1))


def _key(r: Random) -> str:
    return m.any_of(
        r,
        lambda: "sk-proj-" + m.chars(r, 48),
        lambda: "ghp_" + m.chars(r, 36),
        lambda: "glpat-" + m.chars(r, 20),
        lambda: "AKIA" + m.chars(r, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        lambda: "sk_live_" + m.chars(r, 24),
        lambda: m.digits(r, 9) + ":AAE" + m.chars(r, 32),
        lambda: "xoxp-" + m.digits(r, 12) + "-" + m.chars(r, 20),
    )


_BASES = ["qwerty", "Zima", "Nastya", "solnce", "Dragon", "master", "Kotik", "pass", "admin", "Summer", "vesna", "Lviv"]


def _password(r: Random) -> str:
    base = r.choice(_BASES)
    return m.any_of(
        r,
        lambda: base + m.digits(r, r.choice([2, 3, 4])),
        lambda: base + "_" + m.digits(r, 2),
        lambda: base + m.digits(r, 4) + "!",
        lambda: m.chars(r, 9),
        lambda: base + "@" + m.digits(r, 3),
        lambda: m.digits(r, 8),
    )


def _ru_person(r: Random) -> str:
    if r.random() < 0.5:
        first, last, middle = (
            r.choice(["Иван", "Сергей", "Дмитрий", "Алексей", "Павел"]),
            r.choice(["Кузнецов", "Соколов", "Орлов", "Волков", "Белов", "Зайцев"]),
            "Сергеевич",
        )
    else:
        first, last, middle = (
            r.choice(["Мария", "Ольга", "Татьяна", "Светлана", "Ирина"]),
            r.choice(["Кузнецова", "Соколова", "Орлова", "Белова", "Зайцева"]),
            "Петровна",
        )
    return r.choice(
        [
            f"{first} {last}",
            f"{last} {first}",
            f"{last} {first} {middle}",
            f"{first} {middle}",
            f"{last} {first[0]}. {middle[0]}.",
            f"{first} {last}".lower(),
        ]
    )


def _uk_person(r: Random) -> str:
    first, last = r.choice(
        [
            ("Тарас", "Бондаренко"),
            ("Олена", "Ковальчук"),
            ("Андрій", "Мельник"),
            ("Наталія", "Савченко"),
            ("Петро", "Кравець"),
            ("Ірина", "Лисенко"),
        ]
    )
    return r.choice([f"{first} {last}", f"{last} {first}", f"{last} {first[0]}.", f"{first} {last}"][:2])


def _ru_street(r: Random) -> str:
    street, house, flat = (
        r.choice(["Ленина", "Садовая", "Лесная", "Гагарина", "Мира", "Пушкина"]),
        r.randint(1, 120),
        r.randint(1, 300),
    )
    return r.choice(
        [
            f"ул. {street}, д. {house}, кв. {flat}",
            f"улица {street} {house} кв {flat}",
            f"{street} {house}, кв {flat}",
            f"ул {street.lower()} {house}/{r.randint(1, 9)}",
            f"Невский пр. {house}, кв. {flat}",
            f"г. Казань, ул. {street}, {house}-{flat}",
            f"{street} {house}, подъезд {r.randint(1, 8)}, этаж {r.randint(1, 9)}, домофон {flat}",
        ]
    )


def _uk_street(r: Random) -> str:
    street, house, flat = (
        r.choice(["Шевченка", "Франка", "Садова", "Лісова", "Київська"]),
        r.randint(1, 90),
        r.randint(1, 200),
    )
    return r.choice(
        [
            f"вул. {street}, {house}, кв. {flat}",
            f"вулиця {street} {house} кв {flat}",
            f"вул {street} буд. {house}",
            f"просп. Перемоги {house}, під'їзд 2, кв. {flat}",
            f"м. Одеса, вул. {street} {house}",
        ]
    )


def _en_street(r: Random) -> str:
    street, house = r.choice(["Maple", "Oak", "Washington", "Church", "Victoria", "Station"]), r.randint(2, 990)
    return r.choice(
        [
            f"{house} {street} Street",
            f"{house} {street} Ave, Apt {r.randint(1, 40)}",
            f"{house} {street.lower()} rd",
            f"{house} W {street} St, Springfield, IL 62704",
            f"{house} {street} Road, London, SW{r.randint(1, 9)}A {r.randint(1, 9)}AA",
            f"{house} {street} Court",
        ]
    )


def _birth(lang: str) -> Make:
    month = {"ru": "марта", "uk": "липня", "en": "May"}[lang]

    def make(r: Random) -> str:
        d, mo, y = m.day(r)
        return r.choice(
            [f"{d:02}.{mo:02}.{y}", f"{d} {month} {y}", f"{y}-{mo:02}-{d:02}", f"{d:02}/{mo:02}/{y % 100:02}"]
        )

    return make


def _url(r: Random) -> str:
    return m.any_of(
        r,
        lambda: f"https://example.com/reset?token={m.chars(r, 24)}",
        lambda: f"https://cloud.example.com/s/{m.chars(r, 12)}?pw={m.chars(r, 8)}",
        lambda: f"postgres://app:{m.chars(r, 10)}@10.0.3.7:5432/main",
        lambda: f"https://example.net/invite/{m.chars(r, 14)}",
        lambda: f"https://example.org/confirm?user={m.digits(r, 4)}&key={m.chars(r, 16)}",
    )


def _invite(r: Random) -> str:
    return m.any_of(
        r,
        lambda: "t.me/joinchat/" + m.chars(r, 16),
        lambda: "https://t.me/+" + m.chars(r, 14),
        lambda: "discord.gg/" + m.chars(r, 8),
        lambda: f"https://us04web.zoom.us/j/{m.digits(r, 11)}?pwd={m.chars(r, 20)}",
    )


def _handle(r: Random) -> str:
    return r.choice(["dark_lord", "kate.smith", "ivan_95", "petro_k", "zhenya"]) + m.digits(r, r.choice([0, 2, 3]))


def _email(r: Random) -> str:
    return (
        r.choice(["ivan.petrov", "anna_k", "kate95", "info-x"])
        + m.digits(r, r.choice([0, 2]))
        + "@"
        + r.choice(["mail.ru", "gmail.com", "ukr.net", "yandex.ru", "sub.example.co.uk"])
    )


def _said_email(lang: str) -> Make:
    def make(r: Random) -> str:
        name = r.choice(["vasya", "olena.k", "kate_s"]) + m.digits(r, 2)
        if lang == "en":
            return r.choice([f"{name} at gmail dot com", f"{name}(at)yahoo(dot)com"])
        return r.choice(
            [
                f"{name} собака mail точка ru",
                f"{name} собачка gmail.com",
                f"{name} равлик ukr крапка net" if lang == "uk" else f"{name} собака яндекс точка ру",
            ]
        )

    return make


_SPOKEN = [
    "восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь",
    "восемь девятьсот три семьсот двенадцать ноль пять восемнадцать",
]


def makers(lang: str) -> dict[str, Make]:
    """kind -> how to make one, in this language's habits."""
    return {
        "PHONE": {
            "ru": one_of(
                "+7 9## ###-##-##",
                "8 (9##) ###-##-##",
                "89#########",
                "+79#########",
                "8 9## ### ## ##",
                "8-9##-###-##-##",
                "9## ###-##-##",
                "(9##) ###-##-##",
                "8-800-###-##-##",
                "%##-##-##",
            ),
            "uk": one_of(
                "+380 (67) ###-##-##",
                "067 ### ## ##",
                "050#######",
                "+38 (063) ### ## ##",
                "38067#######",
                "8 050 ### ## ##",
                "093-###-##-##",
                "+380 97 ### ####",
            ),
            "en": one_of(
                "(212) %##-####",
                "415-%##-####",
                "+1 (650) %##-####",
                "+44 7911 ######",
                "07911 ######",
                "415 %## ####",
                "+48 601 ### ###",
            ),
        }[lang],
        "EMAIL": _email,
        "EMAIL_SAID": _said_email(lang),
        "CARD": _card,
        "CARD_HALF": one_of("4276 ####", "5536####", "2200-####"),
        "CVV": one_of("###"),
        "EXPIRY": lambda r: f"{r.randint(1, 12):02}/{r.randint(26, 31)}",
        "IBAN": _iban,
        "ACCOUNT": (lambda r: "40702810" + m.digits(r, 12)) if lang != "en" else one_of("########"),
        "CRYPTO": _crypto,
        "SEED": _seed,
        "PASSPORT": {
            "ru": one_of("45## ######", "45 ## ######", "45########", "45##-######"),
            "uk": one_of("АА######", "КН ######", "00#######"),
            "en": one_of("AB#######", "#########"),
        }[lang],
        "INN": m.inn12,
        "SNILS": lambda r: m.grouped(m.snils(r), (3, 3), "-")[:11] + " " + m.digits(r, 2),
        "RNOKPP": m.rnokpp,
        "EDRPOU": one_of("########"),
        "SSN": one_of("5##-3#-####", "53#3#####"),
        "LICENCE": {"ru": one_of("77 ## ######", "77УУ######"), "uk": one_of("ВХО ######"), "en": one_of("D#######")}[
            lang
        ],
        "PLATE": {
            "ru": one_of("А###ВС77", "к###мн199", "Е ### КХ 777"),
            "uk": one_of("АА####ВВ", "KA #### IT"),
            "en": one_of("AB## CDE", "7ABC###"),
        }[lang],
        "ADDRESS": {"ru": _ru_street, "uk": _uk_street, "en": _en_street}[lang],
        "COORDINATES": one_of("55.7#####, 37.6#####", "50.45## 30.52##"),
        "PASSWORD": _password,
        "PASSWORD_WEAK": word_of("sunshine dragon princess football qwerty"),
        "PIN": one_of("####"),
        "DOOR_CODE": one_of("##К####", "##к##", "####", "##в####", "*#### "[:5], "####\u0023"[:4]),
        "OTP": one_of("######", "#####", "####", "###-###"),
        "API_KEY": _key,
        "TOKEN": lambda r: m.chars(r, 32, m.HEX),
        "TG_INVITE": _invite,
        "URL_TOKEN": _url,
        "IP": lambda r: f"{r.randint(11, 220)}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
        "MAC": lambda r: ":".join(m.chars(r, 2, "0123456789abcdef") for _ in range(6)),
        "USERNAME": lambda r: "@" + _handle(r).replace(".", "_"),
        "HANDLE": _handle,
        "ORDER": one_of("#######", "####-####", "##/##-А"),
        "BIRTHDATE": _birth(lang),
        "PERSON": {
            "ru": _ru_person,
            "uk": _uk_person,
            "en": lambda r: r.choice(
                ["John Smith", "Mary Johnson", "Kate Wilson", "Michael Brown", "Sarah Connor", "peter wilson"]
            ),
        }[lang],
        "SPOKEN": lambda r: r.choice(_SPOKEN),
    }

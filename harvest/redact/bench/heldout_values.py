"""Values of the held-out part: other shapes than the dev part's, never looked at while detectors are written."""

from collections.abc import Callable
from random import Random

from harvest.redact.bench import making as m

Make = Callable[[Random], str]


def one_of(*shapes: str) -> Make:
    return lambda r: m.shaped(r, r.choice(shapes))


def word_of(text: str) -> Make:
    return lambda r: r.choice(text.split())


def phrase_of(*phrases: str) -> Make:
    return lambda r: r.choice(phrases)


def _card(r: Random) -> str:
    head = r.choice(["2202", "2204", "4149", "4441", "5168", "5355", "5213", "4255"])
    gap = r.choice([" ", "  ", "\u00a0", "", "-", "\u2009", " - "])
    return m.grouped(m.luhn(r, head), (4, 4, 4), gap)


def _iban(r: Random) -> str:
    country, shape, sizes = r.choice(
        [
            ("UA", "3##############################"[:25], (4, 4, 4, 4, 4, 4, 4)),
            ("PL", "########################", (2, 2, 4, 4, 4, 4, 4, 4)),
            ("GB", "AAAA##############", (4, 4, 4, 4, 4)),
            ("CZ", "####################", (4, 4, 4, 4, 4)),
            ("EE", "################", (4, 4, 4, 4)),
        ]
    )
    made = m.iban(r, country, shape)
    made = made.lower() if r.random() < 0.15 else made
    return m.grouped(made, sizes, " ") if r.random() < 0.5 else made


def _crypto(r: Random) -> str:
    return m.any_of(
        r,
        lambda: "0x" + m.chars(r, 40, m.HEX),
        lambda: m.base58check(r, 0),
        lambda: m.base58check(r, 5),
        lambda: m.base58check(r, 0x41),
        lambda: "UQ" + m.chars(r, 46),
        lambda: "bc1q" + m.chars(r, 38, "023456789acdefghjklmnpqrstuvwxyz"),
        lambda: "ltc1q" + m.chars(r, 38, "023456789acdefghjklmnpqrstuvwxyz"),
        lambda: m.base58check(r, 30),
    )


_SEED_WORDS = [
    "orbit",
    "velvet",
    "lantern",
    "cactus",
    "harvest",
    "pupil",
    "siege",
    "trumpet",
    "walnut",
    "gospel",
    "marble",
    "ketchup",
    "nephew",
    "yellow",
    "drift",
    "bicycle",
    "ozone",
    "fiction",
    "glare",
    "puzzle",
    "twelve",
    "acid",
    "mango",
]


def _seed(r: Random) -> str:
    words = r.sample(_SEED_WORDS, 12)
    return r.choice([" ", "\n", ", "]).join(words)


def _key(r: Random) -> str:
    return m.any_of(
        r,
        lambda: "sk-ant-api03-" + m.chars(r, 40),
        lambda: "github_pat_" + m.chars(r, 40),
        lambda: "xoxb-" + m.digits(r, 11) + "-" + m.chars(r, 24),
        lambda: "hf_" + m.chars(r, 34),
        lambda: "AIza" + m.chars(r, 35),
        lambda: m.digits(r, 10) + ":AA" + m.chars(r, 33),
        lambda: "eyJ" + m.chars(r, 30) + "." + m.chars(r, 40) + "." + m.chars(r, 43),
        lambda: "npm_" + m.chars(r, 36),
        lambda: "rk_live_" + m.chars(r, 24),
        lambda: "ya29." + m.chars(r, 60),
    )


_RARE_KEY: Make = lambda r: m.chars(r, r.choice([24, 32, 40]))  # noqa: E731

_PASSWORD_BASES = [
    "Murzik",
    "Barsik",
    "kukuruza",
    "Fiesta",
    "zaporozhec",
    "Dinamo",
    "lastochka",
    "Bumblebee",
    "spartak",
    "Pelmeni",
    "bluewhale",
    "Mandarin",
    "kapusta",
    "Sirius",
]


def _password(r: Random) -> str:
    base = r.choice(_PASSWORD_BASES)
    return m.any_of(
        r,
        lambda: base + m.digits(r, r.choice([2, 3, 4])),
        lambda: base + r.choice("!@#$_.-") + m.digits(r, 2),
        lambda: m.chars(r, r.choice([8, 10, 12])),
        lambda: base.lower().replace("a", "4").replace("i", "1") + m.digits(r, 1),
        lambda: m.digits(r, 2) + base + r.choice("!*#"),
        lambda: m.chars(r, 4) + "-" + m.chars(r, 4),
        lambda: base + r.choice(_PASSWORD_BASES) + m.digits(r, 1),
    )


_WEAK_PASSWORD = word_of(
    "zxcvbnm asdfgh monkey letmein dragonfly liverpool chelsea marusya kisulya shadow trustno babushka"
)
_RU_FIRST = word_of(
    "Вадим Кирилл Тимур Анастасия Маргарита Елена Снежана Вячеслав Лариса Эдуард Юлия Зинаида Родион Аглая Ильдар"
)
_RU_LAST_M = word_of("Горбунов Тихомиров Лапшин Чернышевский Заболоцкий Кочетков Решетников Сафин Дорохов Рябинин")
_RU_LAST_F = word_of(
    "Горбунова Тихомирова Лапшина Чернышевская Заболоцкая Кочеткова Решетникова Дорохова Рябинина Гончар"
)
_RU_MEN = word_of("Вадим Кирилл Тимур Вячеслав Эдуард Родион Ильдар Глеб Егор Макар Артур")
_RU_WOMEN = word_of("Анастасия Маргарита Елена Снежана Лариса Юлия Аглая Зинаида Карина Полина")
_UK_MEN = word_of("Остап Ярема Любомир Зеновій Микита Святослав Орест Кирило Тимофій Роман")
_UK_WOMEN = word_of("Соломія Христина Мар'яна Роксолана Ярина Зоряна Іванна Валерія Оксана")
_UK_LAST = word_of("Гончаренко Стельмах Дубровський Поліщук Захарчук Пилипенко Левицький Коцюба Яремко Бабенко")
_UK_LAST_F = word_of("Гончаренко Стельмах Дубровська Поліщук Захарчук Пилипенко Левицька Коцюба Яремчук Бабенко")
_EN_FIRST = word_of(
    "Gareth Imogen Malcolm Beatrice Clive Rosalind Desmond Harriet Leonard Priscilla Duncan Sheila Gordon"
)
_EN_LAST = word_of(
    "Whitfield Okafor Pemberton Lindqvist McAllister Haversham Drummond Castellano Ashworth Blackwood O'Malley"
)


def _ru_person(r: Random) -> str:
    man = r.random() < 0.5
    first, last = (_RU_MEN(r), _RU_LAST_M(r)) if man else (_RU_WOMEN(r), _RU_LAST_F(r))
    middle = r.choice(["Аркадьевич", "Ефимович", "Олегович"] if man else ["Аркадьевна", "Ефимовна", "Олеговна"])
    return r.choice(
        [
            f"{first} {last}",
            f"{last} {first}",
            f"{last} {first} {middle}",
            f"{first} {middle}",
            f"{last} {first[0]}.{middle[0]}.",
            f"{first} {last}".lower(),
        ]
    )


def _uk_person(r: Random) -> str:
    first, last = (_UK_MEN(r), _UK_LAST(r)) if r.random() < 0.5 else (_UK_WOMEN(r), _UK_LAST_F(r))
    return r.choice(
        [f"{first} {last}", f"{last} {first}", f"{first[0]}. {r.choice('ОІВМ')}. {last}", f"{first} {last}"]
    )


def _ru_street(r: Random) -> str:
    street = r.choice(
        ["Красноармейская", "Бакунинская", "Кузнечная", "Профсоюзная", "Тополиная", "Вятская", "Новослободская"]
    )
    lane = r.choice(["Банный", "Сивцев", "Столярный", "Гранатный"])
    house, flat = r.randint(1, 140), r.randint(1, 400)
    return r.choice(
        [
            f"{street} ул., д.{house}, кв.{flat}",
            f"ул.{street} {house}-{flat}",
            f"{lane} переулок, {house} кв {flat}",
            f"{lane.lower()} пер. {house}/2, подъезд {r.randint(1, 9)}, эт. {r.randint(1, 16)}",
            f"ул {street.lower()} дом {house} корп {r.randint(1, 4)} кв {flat}",
            f"{street} {house}, квартира {flat}",
            f"пр-т Строителей {house}, {flat}",
            f"мкр Северный, д. {house}, кв. {flat}, домофон {flat}в{m.digits(r, 4)}",
            f"г. Тверь, наб. Степана Разина, д. {house}",
            f"6{m.digits(r, 5)}, г. Екатеринбург, ул. Малышева, {house}, оф. {flat}",
        ]
    )


def _uk_street(r: Random) -> str:
    street = r.choice(["Вишнева", "Пекарська", "Генерала", "Тарнавського", "Дорошенка", "Річна", "Замкова"])
    house, flat = r.randint(1, 90), r.randint(1, 250)
    return r.choice(
        [
            f"вулиця {street}, будинок {house}, квартира {flat}",
            f"вул {street.lower()} {house}/{flat}",
            f"пров. {street} {house}",
            f"бульвар Незалежності {house}, під'їзд {r.randint(1, 6)}, поверх {r.randint(1, 16)}",
            f"м. Львів, вул. {street}, {house}, кв. {flat}",
            f"проспект Науки {house} кв {flat}",
            f"{street} {house} кв {flat}",
            f"0{m.digits(r, 4)}, м. Київ, просп. Голосіївський, {house}",
        ]
    )


def _en_street(r: Random) -> str:
    street = r.choice(["Willow", "Chestnut", "Kingsley", "Harbour", "Birchwood", "Elm", "Saint", "George", "Mulberry"])
    house = r.randint(2, 990)
    return r.choice(
        [
            f"{house} {street} Road, Flat {r.randint(1, 40)}",
            f"{house} {street} Lane, Bristol, BS{r.randint(1, 9)} {r.randint(1, 9)}QT",
            f"{house} {street} Blvd #{r.randint(100, 900)}",
            f"{house} n {street.lower()} ave unit {r.randint(1, 30)}",
            f"Flat {r.randint(1, 30)}, {house} {street} Street",
            f"{house} {street} Dr., Austin, TX 7{m.digits(r, 4)}",
            f"{house} {street.lower()} st, apt {r.randint(1, 30)}b",
        ]
    )


def _birth(lang: str) -> Make:
    months = {
        "ru": ["января", "февраля", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября"],
        "uk": ["січня", "лютого", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня"],
        "en": ["January", "February", "April", "June", "July", "August", "September", "October"],
    }[lang]

    def make(r: Random) -> str:
        d, mo, y = m.day(r)
        month = r.choice(months)
        if lang == "en":
            return r.choice([f"{month} {d} {y}", f"{d} {month} {y}", f"{mo:02}/{d:02}/{y}", f"{y}/{mo:02}/{d:02}"])
        return r.choice([f"{d:02}.{mo:02}.{y}", f"{d} {month} {y}", f"{d}.{mo}.{y % 100:02}", f"{d:02}-{mo:02}-{y}"])

    return make


def _url(r: Random) -> str:
    return m.any_of(
        r,
        lambda: f"https://lk.example.org/password/restore?uid={m.digits(r, 4)}&hash={m.chars(r, 20)}",
        lambda: f"https://shop.example.net/verify-email/{m.chars(r, 24)}",
        lambda: f"https://files.example.com/dl/{m.digits(r, 5)}?signature={m.chars(r, 28)}",
        lambda: f"mysql://root:{m.chars(r, 9)}@db.example.org:3306/crm",
        lambda: f"https://app.example.io/magic-link/{m.chars(r, 18)}",
        lambda: f"https://api.example.com/v1/me?access_token={m.chars(r, 30)}",
        lambda: f"https://example.com/#token={m.chars(r, 22)}",
    )


def _invite(r: Random) -> str:
    return m.any_of(
        r,
        lambda: "https://t.me/+" + m.chars(r, 16),
        lambda: "telegram.me/joinchat/" + m.chars(r, 22),
        lambda: "https://discord.com/invite/" + m.chars(r, 9),
        lambda: "https://chat.whatsapp.com/" + m.chars(r, 22),
        lambda: f"https://zoom.us/j/{m.digits(r, 10)}?pwd={m.chars(r, 12)}",
    )


def _handle(r: Random) -> str:
    base = r.choice(
        ["mr_crow", "olesya.k", "night_owl", "vitek", "korobeynik", "j_walker", "yarema", "sunny_day", "grizzly"]
    )
    return r.choice([base, base.replace(".", "") + m.digits(r, 2), base.replace(".", "_") + "_" + m.digits(r, 3)])


def _at_handle(r: Random) -> str:
    return "@" + _handle(r).replace(".", "_")


def _email(r: Random) -> str:
    name = r.choice(["o.karpenko", "ksyu1994", "mr.frost", "dina-work", "b_lapin", "teplo.dom", "pavlo_m"])
    host = r.choice(
        ["i.ua", "meta.ua", "bk.ru", "proton.me", "fastmail.com", "example-company.co.uk", "list.ru", "inbox.lv"]
    )
    return r.choice([f"{name}@{host}", f"{name.upper()}@{host}", f"{name}+tg@{host}"])


def _said_email(lang: str) -> Make:
    dot, at = {"ru": ("точка", "собака"), "uk": ("крапка", "собака"), "en": ("dot", "at")}[lang]

    def make(r: Random) -> str:
        name = r.choice(["karpenko77", "frostik", "lapin_b", "dinawork"])
        host, zone = r.choice([("gmail", "com"), ("yandex", "ru"), ("ukr", "net"), ("outlook", "com")])
        return r.choice(
            [
                f"{name} {at} {host} {dot} {zone}",
                f"{name} ({'at' if lang == 'en' else at}) {host}.{zone}"
                if lang == "en"
                else f"{name} {at} {host}.{zone}",
                f"{name} [at] {host} [dot] {zone}" if lang == "en" else f"{name}({at}){host}({dot}){zone}",
            ]
        )

    return make


RU_PHONE = one_of(
    "8 9## ### ####",
    "+7-9##-###-##-##",
    "8(9##)#######",
    "7 9## ### ## ##",
    "8.9##.###.##.##",
    "+7\u00a09##\u00a0###\u00a0##\u00a0##",
    "89## ###-##-##",
    "8 (495) %##-##-##",
    "+7 9######### ",
    "8-9##-#######",
    "9## ### ## ##",
    "8 9## ## ## ###",
    "+7(9##) ### ## ##",
)
UK_PHONE = one_of(
    "+38067#######",
    "+38 050 ### ## ##",
    "097-###-##-##",
    "(063) ### ## ##",
    "38 099 ###-##-##",
    "8 067 ### ## ##",
    "+38(093)###-##-##",
    "095 ### ####",
    "0 66 ### ## ##",
    "+380 44 %## ## ##",
    "068.###.##.##",
    "380502######",
)
EN_PHONE = one_of(
    "+1 212 %## ####",
    "(646) %##-####",
    "917.%##.####",
    "1-303-%##-####",
    "+44 7700 ######",
    "07700 9#####",
    "+1 (512) %##-####",
    "0161 496 0###",
    "+49 151 ########",
    "020 7946 0###",
)


def makers(lang: str) -> dict[str, Make]:
    """kind -> how to make one, in this language's habits."""
    return {
        "PHONE": {"ru": RU_PHONE, "uk": UK_PHONE, "en": EN_PHONE}[lang],
        "EMAIL": _email,
        "EMAIL_SAID": _said_email(lang),
        "CARD": _card,
        "CARD_HALF": one_of("4276 1###", "2202 2###", "5168 7###"),
        "CVV": one_of("###"),
        "EXPIRY": lambda r: f"{r.randint(1, 12):02}/{r.randint(26, 32)}",
        "IBAN": _iban,
        "ACCOUNT": (lambda r: "40817810" + m.digits(r, 12)) if lang != "en" else one_of("########", "##########"),
        "CRYPTO": _crypto,
        "SEED": _seed,
        "PASSPORT": {
            "ru": one_of("46## ######", "## ## ######", "40########"),
            "uk": one_of("МЕ ######", "СН######", "00#######"),
            "en": one_of("5########", "N#######"),
        }[lang],
        "INN": m.inn12,
        "SNILS": lambda r: m.grouped(m.snils(r), (3, 3, 3), r.choice(["-", " ", ""])),
        "RNOKPP": m.rnokpp,
        "EDRPOU": one_of("3#######", "4#######"),
        "SSN": one_of("5##-4#-####", "4## 2# ####"),
        "LICENCE": {
            "ru": one_of("99 ## ######", "## АВ ######", "77########"),
            "uk": one_of("ААВ ######", "ВХТ######"),
            "en": one_of("S####-#####-#####", "B#######"),
        }[lang],
        "PLATE": {
            "ru": one_of("М###ОР197", "Т ### УХ 78", "о###ке750"),
            "uk": one_of("ВС####НМ", "АІ #### ЕК", "св####ах"),
            "en": one_of("KV71 XRB", "8XYZ###", "BD## SMR"),
        }[lang],
        "ADDRESS": {"ru": _ru_street, "uk": _uk_street, "en": _en_street}[lang],
        "COORDINATES": one_of("59.9#####, 30.3#####", "49.84#### 24.03####", "51.50####,-0.12####"),
        "PASSWORD": _password,
        "PASSWORD_WEAK": _WEAK_PASSWORD,
        "PIN": one_of("####", "####", "######"),
        "DOOR_CODE": lambda r: r.choice(
            [
                m.shaped(r, "##к####"),
                m.shaped(r, "#####"),
                m.shaped(r, "*##*#"),
                m.shaped(r, "##К##"),
                m.shaped(r, "####в"),
            ]
        ),
        "OTP": one_of("######", "####", "### ###", "###-###", "#####"),
        "API_KEY": _key,
        "TOKEN": _RARE_KEY,
        "TG_INVITE": _invite,
        "URL_TOKEN": _url,
        "IP": lambda r: f"{r.randint(11, 220)}.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}",
        "MAC": lambda r: r.choice(":-").join([m.chars(r, 2, HEX2) for _ in range(6)]),
        "USERNAME": _at_handle,
        "HANDLE": _handle,
        "ORDER": one_of("7#######", "###-#######", "АБ-####", "#####/24"),
        "BIRTHDATE": _birth(lang),
        "PERSON": {"ru": _ru_person, "uk": _uk_person, "en": lambda r: f"{_EN_FIRST(r)} {_EN_LAST(r)}"}[lang],
    }


HEX2 = "0123456789ABCDEF"

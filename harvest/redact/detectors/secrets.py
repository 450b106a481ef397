"""What opens a door, a phone or an account: passwords, PINs, codes, keys, tokens."""

import re
from collections.abc import Iterator

from harvest.redact.checks import mixed
from harvest.redact.detector import Detector, compiled
from harvest.redact.made_up import made_up_secrets, strong_passwords
from harvest.redact.spoken_codes import codes
from harvest.redact.spoken_secrets import announced

PASSWORD_CUES = (
    "pswd",
    "паро",
    "парл",
    "паол",
    "прао",
    "поро",
    "пасс",
    "пас",
    "пасв",
    "pass",
    "pasw",
    "pwd",
    "psw",
    "pssw",
    "psss",
    "pwor",
    "p",
    "pw",
    "кодо",
    "ключ",
    "wifi",
    "key",
    "кред",
    "cred",
    "дост",
    "paro",
    "pasc",
)
CODE_CUES = (
    "код",
    "кода",
    "коду",
    "кодо",
    "коди",
    "code",
    "otp",
    "смс",
    "sms",
    "2fa",
    "log",
    "logi",
    "veri",
    "вери",
    "подт",
    "підт",
    "пдтв",
    "одно",
    "kod",
    "цифр",
    "conf",
    "use",
    "pass",
    "вход",
)
_FILL = r"(?:[ \t]{1,3}[^\W\d_]{1,16}(?:[-/][^\W\d_]{1,12})?[,:]?){0,5}"
_GIVE = r"[ \t\n]{0,3}(?:[:=\-]{1,2}>?|это|is|такой|[.]{1,3}|[?!]|№)?[ \t\n]{0,3}[\"'«“`]?"
_NO_CODE = (
    r"(?![ ](?:города|страны|региона|ошибки|товара|міста|країни|регіону|помилки|товару|of|error"
    r"|is[ ]bad|оператора|валюты|дохода|доходу|окпд|оквэд|тнвэд|тн))"
)

_AMONG_DIGITS = re.compile(r"(?=[0-9a-f]{0,40}[g-z])[a-z]{0,7}(?:[0-9]++[a-z]{1,7})*+[0-9]*+")


def _is_small_letters_among_digits(value: str) -> bool:
    """`k3j9x2m4q8...`: at least four digits, in at most thirty groups of four, and no word of eight letters between."""
    if _AMONG_DIGITS.fullmatch(value) is None:
        return False
    runs = [len(run) for run in re.findall(r"[0-9]+", value)]
    return sum(runs) >= 4 and sum(-(-length // 4) for length in runs) <= 30


_WEB_TOKEN = re.compile(
    r"(?<![\w-])eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{4,4000}(?:\.[A-Za-z0-9_-]{4,2000})?(?![\w-])"
)


def _web_tokens(text: str) -> Iterator[tuple[int, int]]:
    if "eyJ" in text:
        yield from (match.span() for match in _WEB_TOKEN.finditer(text))


DETECTORS = (
    Detector(
        name="password",
        kind="PASSWORD",
        languages="ru uk en",
        find=announced,
        cues=PASSWORD_CUES,
        sureness=0.85,
        examples=(
            "пароль: <<qwerty123>>",
            "пароль от вайфая теперь <<Zima2024!>>",
            "пасс <<dragon>>",
            "the wifi password is <<sunshine>>",
            "pwd = <<hunter2>>",
            "пароль такий: <<kotyk_77>>",
            "пароль на вайфай <<0987654321>>",
            "<<qwerty123>> это пароль от компа",
            "логин admin пароль <<admin4321>>",
            "password: <<correct horse battery staple>>",
            "пароль «<<сім котів>>»",
            "пароль -\n<<Summer_22>>",
        ),
        counter_examples=(
            "забыл пароль от почты, помоги",
            "пароль должен быть минимум 8 символов",
            "your password is wrong",
            "смени пароль до 2025",
            "the password is on the fridge",
            "passport photo 3x4",
            "пароль от ps5 не подходит",
            "пароль скину потом",
            "i pass the exam 2024",
            "password = input('enter')",
        ),
    ),
    Detector(
        name="made-up word where getting in is spoken of",
        kind="PASSWORD",
        languages="ru uk en",
        find=made_up_secrets,
        cues=(
            "вайф",
            "вай",
            "wifi",
            "wi",
            "роут",
            "моде",
            "сеть",
            "сети",
            "мере",
            "netw",
            "логи",
            "логі",
            "logi",
            "log",
            "sign",
            "акк",
            "акка",
            "acco",
            "учет",
            "учёт",
            "облі",
            "адми",
            "адмі",
            "admi",
            "госу",
            "прив",
            "архи",
            "архі",
            "unzi",
            "zip",
            "rar",
            "расп",
            "розп",
            "запа",
            "зайт",
            "зайд",
            "захо",
            "войт",
            "войд",
            "увій",
            "вход",
            "вхід",
            "дост",
            "netf",
            "нетф",
            "stea",
            "стим",
            "spot",
            "iclo",
            "днев",
            "щоде",
            "каби",
            "кабі",
            "смен",
            "поме",
            "змін",
            "помі",
            "chan",
            "rese",
            "накл",
            "налі",
            "stic",
            "ключ",
            "key",
            "keys",
            "ssh",
            "ftp",
            "vpn",
            "впн",
            "root",
            "zoom",
            "lett",
            "get",
            "зум",
            "зуме",
            "конф",
            "meet",
            "почт",
            "пошт",
            "вк",
            "инст",
            "паро",
            "pass",
            "pwd",
            "пасс",
            "пас",
            "unlo",
            "разб",
            "шифр",
            "encr",
            "data",
            "бд",
            "баз",
            "база",
            "базе",
        ),
        digits=1,
        sureness=0.5,
        examples=(
            "роутер снизу, там <<kx83hd92>>",
            "від приват24 <<Zelenka_7>>",
            "log in with <<Autumn22>>",
            "всё, сменил. новый <<gfhjkm77>>",
        ),
        counter_examples=(
            "сеть TP-Link_4A2C не ловит",
            "зайди в кабинет 204",
            "вход с 10-00 до 18-00",
            "роутер Archer_C80",
            "login page v2.0.1",
        ),
    ),
    Detector(
        name="word that can only be a password",
        kind="PASSWORD",
        languages="en",
        find=strong_passwords,
        digits=1,
        sureness=0.5,
        examples=("там <<Qaz!2wsx>> и всё", "<<P@ssw0rd2024>>"),
        counter_examples=("Windows10!", "стоит US$500abC", "x=A1&b2", "C#8.0!"),
    ),
    Detector(
        name="network and its password",
        kind="PASSWORD",
        languages="ru uk en",
        find=compiled(
            r"""
            (?<!\w)(?:wi-?fi|вай[ -]?фай\w?|роутер\w?|логин[ ]?(?:и|/)[ ]?пароль|login[ ]?/[ ]?pass\w{0,4}|креды|creds
            |доступы?)[ ]?[:\-]?[ ]?[^\s/|:\ufdd0]{2,32}[ ]?[/|][ ]?(?P<v>(?=[^\s]{0,40}[0-9])[^\s/\ufdd0]{6,40})
            (?<![.,!?)])(?![^\s.,!?)])"""
        ),
        cues=("wifi", "wi", "вайф", "вай", "роут", "логи", "logi", "кред", "cred", "дост"),
        digits=1,
        sureness=0.75,
        examples=("вайфай: Tenda_home / <<zimovka88>>", "логин/пароль: ivan / <<qwerty123>>"),
        counter_examples=("wifi 5 / 6 ghz", "логин и пароль дам 12/05/2024"),
    ),
    Detector(
        name="network's password, called the network",
        kind="PASSWORD",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:wi-?fi|вай[ -]?фа[йя])(?:[ ](?:is|это|такой|такий|теперь|тепер|now|дома|у|нас|the|our)){0,3}
            [ ]{0,2}[:=\-]{0,2}[ ]{1,2}(?P<v>(?=[^\s]{6})
            [^\W\d_]{3,20}[_!@\#$%&*-]?[^\W\d_]{0,12}[_!@\#$%&*-]?[0-9]{1,6}
            [\w!@\#$%&*]{0,12})(?<![!])(?![\w.-]|[ ](?:мб|mb|ghz|ггц)|[ ]?[/|]
            |[ ,]{1,3}(?:парол\w{0,2}|пасс?|pass\w{0,4}|pwd|pw|ключ)[ ]?[:=\-]?[ ](?:\ufdd0|[^\s]{0,30}[0-9_@\#$*]))"""
        ),
        cues=("wifi", "wi", "вайф", "вай"),
        digits=1,
        sureness=0.6,
        examples=("вай фай <<internet777>>", "the wifi is <<GreenTea_55>>"),
        counter_examples=(
            "wifi 6e",
            "вайфай 300мбит",
            "wifi WPA2",
            "wifi in room12",
            "вайфай Tenda_5G / тот же",
            "wifi Home_5G, pass: x1234",
        ),
    ),
    Detector(
        name="answer to a security question",
        kind="PASSWORD",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:девичья[ ]фамилия(?:[ ](?:матери|мамы|моей[ ]мамы))?|дівоче[ ]прізвище(?:[ ](?:матері|мами))?
            |(?:mother's[ ])?maiden[ ]name|секретное[ ]слово|секретне[ ]слово|контрольн\w{2,3}[ ](?:слово|вопрос)
            |security[ ]question|secret[ ]word)
            (?:[ ](?:is|was|это|была|такая)){0,2}[ ]{0,2}[:\-]?[ ]{0,2}(?P<v>(?-i:[A-ZА-ЯІЇЄҐ][\w'-]{2,24})
            |(?<=[:-][ ])[\w'-]{3,24})(?!\w)"""
        ),
        cues=("деви", "діво", "maid", "секр", "конт", "secu", "secr"),
        sureness=0.7,
        examples=(
            "девичья фамилия мамы <<Корзухина>>",
            "секретное слово: <<попугай>>",
            "mother's maiden name is <<Ashdown>>",
        ),
        counter_examples=("секретное слово не помню", "maiden name?"),
    ),
    Detector(
        name="password in a program",
        kind="PASSWORD",
        languages="en",
        find=compiled(
            r"""(?<![A-Za-z0-9])[A-Za-z0-9_]{0,40}(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY
            |PRIVATE_?KEY)[A-Za-z0-9_]{0,20}[\"']?[ ]?[=:][ ]?[\"']?
            (?P<v>(?!(?:None|null|true|false|str|string|os|env|process|self|input|get\w{0,20}|your\w{0,20}|settings
            |config|request|undefined|int|bool|token|password)(?![\w]))
            [^\s\"'`,;(){}<>\[\]$\ufdd0]{4,200})(?<![.!?])(?![\w(\[])"""
        ),
        valid=lambda value: re.search(r"[0-9]|[a-z][A-Z]|[^\w.]", value) is not None,
        cues=("pass", "pwd", "secr", "toke", "api", "key", "acce", "apik", "priv"),
        signs="=:",
        sureness=0.8,
        examples=(
            "DB_PASSWORD=<<s3cr3t-pg>>",
            'api_key: "<<a8f5f167f44f4964e6c998de>>"',
            "export GH_TOKEN=<<abcd1234efgh>>",
        ),
        counter_examples=("token = get_token()", "password: string", "secret: none"),
    ),
    Detector(
        name="PIN",
        kind="PIN",
        languages="ru uk en",
        find=compiled(
            rf"""
            (?<!\w)(?:пин(?:ом|а|у)?|пін(?:ом)?|pin'?s?|pin[ -]?code|пин[ -]?код\w{{0,2}}|пін[ -]?код\w{{0,2}}
            |puk|пук)(?!\w)
            {_FILL}{_GIVE}(?P<v>[0-9]{{4,8}}|[0-9]{{2}}[ ][0-9]{{2}}|[0-9](?:[ -][0-9]){{3,5}})(?![\w]
            |[.,:/\-][0-9]|[ ](?:руб\w{{0,5}}|грн|раз|сим\w{{3,6}}|год\w{{0,3}}|долл\w{{0,5}}|цифр\w?|digits?
            |знак\w{{0,3}})(?!\w))
            |(?<![\w.,:/+\-])(?P<w>[0-9]{{4,8}})[ ](?:-[ ]|это[ ]|is[ ]|це[ ]|мой[ ]|my[ ]|the[ ]|[(]){{1,3}}(?:пин
            |пін|pin)(?!\w)
            |^(?P<x>[0-9]{{4,8}})[ ](?:пин|пін|pin)(?:[ -]?(?:код|code))?$"""
        ),
        cues=("пин", "пін", "pin", "пинк", "пінк", "pinc", "пино", "пина", "puk", "пук", "піно", "пину"),
        digits=4,
        examples=(
            "пин от карты <<4821>>",
            "пін: <<1234>>",
            "my pin code is <<0077>>",
            "ПИН-код <<55 21>>",
            "<<5521>> это пин от телефона",
        ),
        counter_examples=("пинг 1500", "пин 5 раз ввёл", "pin it at 10:30", "пин-код никому не говори"),
    ),
    Detector(
        name="door code",
        kind="CODE",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:домофон\w{0,2}|домоф|дмф|intercom|keypad|lockbox|(?:код|пароль|шифр|code|gate|door|entry
            |alarm)[ ](?:от|на|для|до|від|к|в|code|for|to|is)?[ ]?
            (?:the[ ]|front[ ]|входн\w{2,3}[ ]|нашего[ ]|вхідн\w{2,3}[ ])?(?:двер\w{1,3}|подъезд\w?|под'езд\w?
            |парадн\w{2,3}|під.?їзд\w?|калитк\w|ворот\w{0,3}|хвіртк\w|домофон\w?|сейф\w?|замк\w|гараж\w?|чемодан\w?
            |локер\w?|ячейк\w|коморк\w
            |сигнализаци\w|сигналізаці\w|шлагбаум\w?|лифт\w?|code|door|gate|building|garage|safe|lock(?:box|er)?
            |alarm|apartment|entrance))(?!\w)
            (?:[ ](?:code|combo|combination|код|теперь|тепер|now|такой|is|для|гостей|тут|в|подъезд\w?|під'їзд\w?
            |набирай|жми|набери|press|у|нас|моего|моей
            |дома|квартиры)){0,4}
            [ ]{0,2}[:=\-]{0,2}[ ]?(?P<v>(?=[#*]{0,2}[A-Za-zА-Яа-я]?[0-9])[#*]?[0-9A-Za-zА-Яа-я#*]{2,12}(?:[ ]?
            [#*])?)(?![\w]|[:.][0-9])"""
        ),
        valid=lambda value: (
            re.search(r"[0-9]", value) is not None
            and not re.fullmatch(r"[0-9]{1,4}(?:th|st|nd|rd|й|я|го|мин|шт)", value)
        ),
        cues=("домо", "дмф", "inte", "keyp", "lock", "код", "code", "шифр", "gate", "door", "entr", "alar", "паро"),
        digits=2,
        sureness=0.85,
        examples=(
            "код от двери <<38К1245>>",
            "домофон <<12к3456>>",
            "код от подъезда: <<*12#>>",
            "gate code is <<4471#>>",
            "код домофона <<45в7812>>",
        ),
        counter_examples=("домофон не работает", "код от двери поменяли", "домофон починят в 10:30"),
    ),
    Detector(
        name="door and its code",
        kind="CODE",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:калитк\w|ворота|под[ъь]езд|домофон|хвіртка|під'їзд|gate|buzz(?:er)?|door|building|entrance
            |lockbox
            |keypad|safe[ ]combination|combination|combo|enter|введи(?:те)?|вбий|впиши|введіть)
            (?:[ ](?:in|code|it's|is|at|число|цифры
            |код)){0,2}[ :\-]{1,3}(?P<v>(?=[#*]?[0-9]{1,6}[0-9A-Za-zА-Яа-я]{0,5}[#*]|[#*])[#*0-9A-Za-zА-Яа-я]{3,12}
            |[0-9]{1,2}(?:[ -][0-9]{1,2}){2}|(?<=buzz[ ])[0-9]{3,5}(?![ ](?:times?|people
            |guys))|(?<=введи[ ])[0-9]{5,8}|(?<=enter[ ])[0-9]{5,8})(?![\w]|[:.][0-9])
            |(?<!\w)(?:под[ъь]езд\w?|під'їзд\w?|дверь|двері|домофон\w?|парадн\w{2,3})[ :\-]{1,3}
            (?P<y>[0-9]{1,3}[кkв][0-9]{2,5})(?!\w)
            |(?<!\w)(?:код(?:ом|у|а)?|code)(?:[ ](?:такой|такий|там|is|вот|ось))?[ ]?[:\-]?[ ](?P<w>[0-9]{1,4}
            [кКвВ#*][0-9]{0,6}
            |[*\#][0-9*\#]{2,10})(?!\w|[:.][0-9])
            |(?<!\w)(?:сейф\w{0,2}|кодов\w{2,3}[ ]зам\w{2,3}|safe|padlock|locker)(?!\w)[^0-9\n.]{0,25}(?<![\w])
            (?P<x>[0-9]{1,2}(?:-[0-9]{1,2}){2})(?![\w.:-])"""
        ),
        cues=(
            "кали",
            "код",
            "кодо",
            "коду",
            "code",
            "воро",
            "подъ",
            "подь",
            "домо",
            "хвір",
            "під",
            "gate",
            "buzz",
            "door",
            "buil",
            "entr",
            "lock",
            "keyp",
            "safe",
            "comb",
            "ente",
            "введ",
            "вбий",
            "впиш",
            "сейф",
            "padl",
        ),
        digits=3,
        sureness=0.7,
        examples=(
            "калитка <<4512#>>",
            "gate <<4512#>>",
            "safe combination <<12-34-56>>",
            "введи <<482913>>",
            "подойдёшь, код <<26К64>>",
        ),
        counter_examples=("enter 5 times", "gate 12", "подъезд 3"),
    ),
    Detector(
        name="one-time code",
        kind="CODE",
        languages="ru uk en",
        find=compiled(
            rf"""
            (?<![\w-])(?<!error[ ])(?<!zip[ ])(?<!area[ ])(?<!exit[ ])(?<!status[ ])(?<!postal[ ])(?<!country[ ])
            (?<!promo
            [ ])(?<!source[ ])(?<!qr[ ])(?<!discount[ ])(?<!coupon[ ])(?<!http[ ])(?<!post[ ])(?:код(?:ом|а|у|и|ик
            |ы)?(?:[ -](?:подтверждени\w|підтвердженн\w|входа|доступа|безопасности|активации|из|з|от|в|для|смс|sms
            |авторизации|пришел|пришёл|прийшов|с|на))?
            |(?:verification|login|security|confirmation|auth|access|sms|one[ -]?time|2fa|backup
            |recovery)[ ](?:code|password|pin)s?|(?:your|the|my|this|telegram|google|whatsapp)[ ]code|code|otp|2fa
            |смс(?:ка|ке|ку)?|kod|цифры)(?![\w]){_NO_CODE}
            (?:[ ](?:из|от|для|на|в|с|з|від|до|смс|sms|банка|банку|госуслуг|телеграма?|телеги|телеграм|whatsapp
            |входа|входу|пришел|пришёл|пришла|прийшов|тебе|мне|мені|is|was|from|for|the|your|my|is[ ]your|там|такой
            |этот|to|login|log|in|подтверждения|підтвердження|вот|here|приложения|сбера|дії|привата|монобанку|моно
            |тинькофф|google|telegram|доставки|получения|выдачи|отримання|озон\w?|вб)){{0,5}}
            (?:[ ](?!ошиб|город|товар|стран|error)[^\W\d_]{{2,14}}){{0,2}}{_GIVE}(?P<v>(?!(?:19
            |20)[0-9]{{2}}[ ]?(?:г|р|год|рок))[A-Z]-[0-9]{{4,8}}|[0-9]{{3}}[ \-][0-9]{{3}}
            |[0-9]{{2}}[ \-][0-9]{{2}}[ \-][0-9]{{2}}|[0-9]{{4,8}}|[0-9](?:[ \-][0-9]){{3,7}})(?![\w%]
            |[.,:/\-][0-9]|[ ]?(?:руб\w{{0,5}}|грн|₽|шт|раз|usd|lines|строк\w?|рядк\w{{0,2}})(?!\w))"""
        ),
        cues=CODE_CUES,
        digits=4,
        sureness=0.85,
        examples=(
            "код <<482913>>",
            "код из смс: <<7731>>",
            "your verification code is <<482-913>>",
            "код подтверждения <<552 118>>",
            "login code: <<12345>>. Do not give it to anyone",
            "код для входа в телеграм <<40218>>",
            "G-code? нет, google code <<G-482913>>",
            "код з смс <<9921>>",
        ),
        counter_examples=(
            "код города 4952",
            "error code 1603",
            "код ошибки 40412",
            "дресс-код 2024",
            "промокод 20000",
            "код 200",
            "qr-код 5 раз",
            "zip code 10001",
        ),
    ),
    Detector(
        name="code spoken of",
        kind="CODE",
        languages="ru uk en",
        find=codes,
        cues=("код", "кода", "коду", "коде", "кодо", "коди", "коді", "шифр", "code", "otp", "passcode"),
        digits=2,
        sureness=0.7,
        examples=(
            "дверь внизу на коде <<12к3456>>",
            "<<482913>> вводи быстрее, код живёт минуту",
            "a code just came in, <<482913>>",
            "the front door has a code, <<7341#>>",
        ),
        counter_examples=(
            "код ревью в 16:00",
            "error code 1603",
            "в коде 1500 строк",
            "код города 4952",
            "код писали в 2023",
            "промокод на 5000",
        ),
    ),
    Detector(
        name="code and then its meaning",
        kind="CODE",
        languages="ru uk en",
        find=compiled(
            r"""
            (?<![\w.,:/+\-])(?P<v>[A-Z]-[0-9]{4,8}|[0-9]{3}[ \-][0-9]{3}|[0-9]{4,8})[ ]?(?:-[ ]|[(])?(?:is
            |это|це|вот|ось
            |-
            |—|ваш|your|the|to|for|твой|мой|мій|as)?[ ]?(?:это[ ]|ваш[ ]|your[ ]|the[ ]|твой[ ]|my[ ]|мой[ ]|наш[ ]
            |новый[ ])?
            (?:код(?!а[ ]|[ ](?:ошиб|город|товар|стран|помил))|(?:\w{2,12}[ ])?(?:verification|login|security
            |confirmation|one-time)[ ](?:code|password)|(?<=your[ ])\w{2,14}[ ]code|code(?!s)|otp|2fa|(?:to
            |for)[ ](?:log[ ]?in|verify|sign[ ]in|confirm|login))(?!\w)"""
        ),
        cues=CODE_CUES,
        digits=4,
        sureness=0.8,
        examples=(
            "<<482913>> is your verification code",
            "<<7731>> - код из смс",
            "use <<551204>> to log in",
            "<<4821>> это код от подъезда",
        ),
        counter_examples=("404 error code", "2024 кодеры", "12 code reviews", "5000 to go"),
    ),
    Detector(
        name="key with a known beginning",
        kind="API_KEY",
        languages="en",
        find=compiled(
            r"""(?<![A-Za-z0-9])(?:[MNO][A-Za-z0-9_-]{22,28}\.[A-Za-z0-9_-]{5,7}\.[A-Za-z0-9_-]{25,45}|sk-(?:ant-
            |proj-|or-|live-|svcacct-)?[A-Za-z0-9_-]{16,200}
            |gh[opusr]_[A-Za-z0-9]{20,255}
            |github_pat_[A-Za-z0-9_]{20,255}|gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{16,64}
            |xox[abeprs]-[A-Za-z0-9-]{10,200}|xapp-[A-Za-z0-9-]{20,200}|(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}
            |AIza[A-Za-z0-9_-]{30,45}|ya29\.[A-Za-z0-9_-]{20,200}|GOCSPX-[A-Za-z0-9_-]{20,40}
            |hf_[A-Za-z0-9]{20,60}|npm_[A-Za-z0-9]{30,50}|pypi-[A-Za-z0-9_-]{16,255}
            |SG\.[A-Za-z0-9_-]{16,40}\.[A-Za-z0-9_-]{16,80}|(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,110}
            |whsec_[A-Za-z0-9]{20,64}
            |shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|dop_v1_[a-f0-9]{64}|sq0[a-z]{3}-[A-Za-z0-9_-]{22,50}
            |EAA[A-Za-z0-9]{30,250}|key-[0-9a-f]{32}|(?:AC|SK)[0-9a-f]{32}|dckr_pat_[A-Za-z0-9_-]{20,40}
            |r8_[A-Za-z0-9]{30,45}
            |gsk_[A-Za-z0-9]{30,60}|xai-[A-Za-z0-9]{30,100}|pplx-[A-Za-z0-9]{30,60}|lin_api_[A-Za-z0-9]{30,50}
            |ntn_[A-Za-z0-9]{30,60}|secret_[A-Za-z0-9]{30,60}|figd_[A-Za-z0-9_-]{30,60}|tskey-[A-Za-z0-9-]{16,60}
            |AGE-SECRET-KEY-1[0-9A-Z]{50,64}|PMAK-[A-Za-z0-9-]{40,70}|NRAK-[A-Z0-9]{20,32}
            |t1\.[A-Za-z0-9_-]{30,200}|y[01]_[A-Za-z0-9_-]{30,70}|AQVN[A-Za-z0-9_-]{30,50}|dapi[0-9a-f]{32}
            |rubygems_[0-9a-f]{48}|ATATT[A-Za-z0-9_=-]{30,250}|live_[A-Za-z0-9_-]{30,60}
            |test_[A-Za-z0-9_-]{35,60})(?![A-Za-z0-9])""",
            case=True,
        ),
        digits=1,
        sureness=0.97,
        examples=(
            "держи <<" + "sk-proj-" + "a1B2" * 8 + ">>",
            "<<" + "ghp_" + "a1B2c3" * 6 + ">>",
            "aws <<" + "AKIA" + "A1B2" * 4 + ">>",
            "<<" + "glpat-" + "x1Y2" * 5 + ">>.",
            "<<" + "sk_live_" + "a1B2" * 6 + ">>",
        ),
        counter_examples=("sk-2024", "task-force-one-two-three-four-five-1", "hf_model"),
    ),
    Detector(
        name="JSON web token",
        kind="API_KEY",
        languages="en",
        find=_web_tokens,
        signs=".",
        sureness=0.98,
        examples=("<<eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r>>",),
        counter_examples=("eyJ и всё.",),
    ),
    Detector(
        name="private key block",
        kind="API_KEY",
        languages="en",
        find=compiled(
            r"-----BEGIN[ ][A-Z0-9 ]{3,30}-----[A-Za-z0-9+/=\s:,.\-]{1,8000}?-----END[ ][A-Z0-9 "
            r"]{3,30}-----|-----BEGIN[ ][A-Z0-9 ]{0,20}PRIVATE[ ]KEY-----[A-Za-z0-9+/=\s:,]{0,8000}",
            case=True,
        ),
        signs="-",
        cues=("begi",),
        sureness=0.99,
        examples=("<<-----BEGIN " + "PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n-----END PRIVATE KEY----->>",),
        counter_examples=("-----BEGIN----- письма",),
    ),
    Detector(
        name="bot token",
        kind="API_KEY",
        languages="en",
        find=compiled(r"(?<![0-9])[0-9]{8,10}:[A-Za-z0-9_-]{32,38}(?![\w-])", case=True),
        signs=":",
        digits=8,
        sureness=0.99,
        examples=("токен бота <<123456789:" + "AAH" + "a1B2c3D4" * 4 + ">>",),
        counter_examples=("12345678:30",),
    ),
    Detector(
        name="key announced",
        kind="API_KEY",
        languages="ru uk en",
        find=compiled(
            r"""
            (?<!\w)(?:токен\w{0,2}|token|api[ _-]?key|апи[ -]?ключ\w{0,2}|ключ\w{0,2}|secret(?:[ _-]?key)?|секрет\w{0,2}
            |bearer|key|access[ _-]?key|webhook|серийник|лицензи\w{1,2}|ліцензі\w|license|activation|recovery|backup)
            (?:[ ][^\W\d_]{1,14}){0,5}
            [ \n]{0,2}[:=\-]{0,2}>?[ \n]{0,2}[\"'`]?(?<![A-Za-z0-9])(?P<v>[A-Za-z0-9_+/=.\-]{12,300})(?<!\.)(?![\w@])"""
        ),
        valid=lambda value: (
            mixed(value)
            and len(re.findall(r"[0-9]", value)) >= 2
            and not re.fullmatch(r"[\w.]{1,20}-[0-9.]{1,8}", value)
            and "://" not in value
        ),
        cues=(
            "токе",
            "toke",
            "api",
            "апи",
            "ключ",
            "secr",
            "секр",
            "bear",
            "key",
            "acce",
            "apik",
            "webh",
            "сери",
            "лице",
            "ліце",
            "lice",
            "acti",
            "reco",
            "back",
        ),
        digits=2,
        sureness=0.85,
        examples=(
            "токен: <<9f8a7b6c5d4e3f2a1b0c>>",
            "api key <<Zx81-kkQ9-77ab-pL20>>",
            "bearer <<abc123def456ghi789>>",
        ),
        counter_examples=("token expired", "ключ под ковриком", "key python-3.11.7"),
    ),
    Detector(
        name="random token",
        kind="API_KEY",
        languages="en",
        find=compiled(r"(?<![\w/.=?&\#%@+-])[A-Za-z0-9_-]{24,200}(?![\w/@%]|\.[a-z])", case=True),
        valid=lambda value: (
            len(re.findall(r"[0-9]", value)) >= 3
            and len(re.findall(r"[a-z]", value)) >= 3
            and (len(re.findall(r"[A-Z]", value)) >= 3 or _is_small_letters_among_digits(value))
            and value.count("-") + value.count("_") <= 4
        ),
        digits=3,
        sureness=0.6,
        examples=("вот <<aB3dE5fG7hJ9kL1mN3pQ5rS7t>> не теряй",),
        counter_examples=(
            "9fceb02d0ae598e95dc970b74767f19372d61af8",
            "https://example.com/aB3dE5fG7hJ9kL1mN3pQ5rS7t",
            "Very_Long_File_Name_2024_Final_Version_3",
        ),
    ),
    Detector(
        name="licence key",
        kind="API_KEY",
        languages="en",
        find=compiled(
            r"(?<![\w-])(?=[A-Z0-9-]{0,30}[0-9])(?:[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3,5}"
            r"|(?=(?:[A-Z]{4,5}-){0,2}(?:[A-Z]{1,4}[0-9]"
            r"|[0-9]{1,4}[A-Z]))[A-Z0-9]{4,5}(?:-[A-Z0-9]{4,5}){2,4})(?![\w-])",
            case=True,
        ),
        valid=lambda value: len(re.findall(r"[A-Z][0-9]|[0-9][A-Z]", value)) > 1,
        signs="-",
        digits=2,
        examples=("ключ винды <<VK7JG-NPHTM-C97JM-9MPGT-3V66T>>", "лови <<7R2QX-LPM39-TZW0C>>"),
        counter_examples=("ABC-DEF-123",),
    ),
)

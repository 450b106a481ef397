"""Codes that a word nearby speaks of, however the sentence runs: of doors, of phones' locks, of one time, of cards."""

import re

from harvest.redact.detector import Detector, compiled
from harvest.redact.near import ends_clause, is_amount, near

_DOOR = (
    r"шифр|бокс\w?|фур[аыу]|barrier|калитк\w{1,2}|ворот\w{0,2}|под[ъь']?езд\w{0,2}|парадн\w{1,3}|двер\w{1,3}"
    r"|домофон\w{0,2}|шлагбаум\w{0,2}"
    r"|сейф\w{0,2}"
    r"|зам[оч]?[оке]?к\w{0,2}|замочек|ячейк\w{1,2}|постамат\w?|поштомат\w?|почтомат\w?|локер\w?|ключниц\w"
    r"|гараж\w{0,2}|лифт\w?"
    r"|хвіртк\w{1,2}|хвіртц\w|вор[оі]т\w{0,2}|п[іи]д'?[їи]зд\w{0,2}|комірк\w{1,2}|коморк\w|кладовк\w|вход\w?|вхід"
    r"|проходн\w{2}|тамбур\w?"
    r"|решётк\w|решетк\w|решітк\w|чемодан\w?|велик\w?|дач\w|офис\w?|офіс\w?|dver\w{1,2}|zamok|скриньк\w|key[ ]?card"
    r"|pod'?ezd\w?|podyezd\w?"
    r"|kalitk\w|domofon\w?|vorota|сигнализаци\w|сигналізаці\w|охран\w"
    r"|gates?|doors?|building|lobby|entry|entrance|intercom|buzzer|call[ ]?box|lock[ ]?box|key[ ]?(?:safe|box)|keypad"
    r"|pad[ ]?lock"
    r"|lockers?|safe|garage|alarm|elevator|shed|storage(?:[ ]unit)?|bike[ ]lock|lock|suitcase|apartment|flat|airbnb"
    r"|office"
)
_BARE_DOOR = (
    r"ворот\w{0,2}|сигнализаци\w{1,3}|сигналізаці\w{1,3}|сигналк\w|шифр|(?:cash[ ])?drawer|barrier"
    r"|(?:постамат|поштомат)\w?(?![ ][0-9])|ячейк\w{1,2}|комірк\w{1,2}|калитк\w{1,2}|шлагбаум\w{0,2}|сейф\w{0,2}"
    r"|зам[ко]к?\w{0,2}"
    r"|замок|домофон\w{0,2}|ключниц\w|хвіртк\w{1,2}|хвіртц\w"
    r"|front[ ]door|back[ ]door|side[ ]door|lock[ ]?box|key[ ]?(?:safe|box)|keypad|pad[ ]?lock|lockers?|gate|alarm"
    r"|bike[ ]lock|buzzer"
)
_ACT = (
    r"kod|parol|zhmi|naberi|код\w{0,3}|жми\w{0,2}|нажми\w{0,2}|нажима\w{1,4}|нажать|набер\w{1,4}|набира\w{1,4}"
    r"|набрать|набор|набив\w{2,4}"
    r"|введи\w{0,2}|вводи\w{0,2}"
    r"|вводишь|вбей|вбива\w{1,3}|комбинаци\w|комбінаці\w|ключ\w?|парол\w{1,2}|шифр\w?|тисни\w{0,2}|натисни\w{0,2}"
    r"|натиска\w{1,4}|вводь|введіть"
    r"|вводьте|откры\w{2,6}|відкри\w{2,6}|набор|крути|цифры|цифри|codes?|combo|combination|punch(?:[ ]in)?|press|dial"
    r"|enter|type"
    r"|number[ ]is|digits|key[ ]in|opens|use|buzz|буде|теперь|тепер|сменил\w|поменял\w|змінил\w|поміняли|changed"
)
_PLAIN_CODE = (
    r"[0-9]{3,8}|(?-i:[A-Z]{1,2}[0-9]{4,5}|(?=[A-Z]{0,7}[0-9])(?=[0-9]{0,7}[A-Z])[A-Z0-9]{4,7})"
    r"|[0-9](?:[ \-][0-9]){3,7}|[0-9]{2}[ \-][0-9]{2}(?:[ \-][0-9]{2})?"
)
_ODD_CODE = (
    r"[0-9](?:[*#][0-9]){2,5}|[0-9]{1,2}[*#][0-9]{2,5}|(?-i:[A-ZА-Я]-[0-9]{2,5}(?:-[0-9]{1,4}){0,3}(?:-[A-ZА-Я])?"
    r"|[A-ZА-Я][0-9]{4}|[0-9]{4}[A-ZА-Я])|[#*][0-9]{2,8}[#*]?|[0-9]{2,8}[#*]|[0-9]{1,4}[кКkKвВBb][0-9]{2,6}"
    r"|[0-9]{1,3}[ ]?[кКkKвВBb][ ]?[0-9]{3,6}"
    r"|[0-9]{1,4}[ ]?(?:потом[ ]|затем[ ]"
    r"|потім[ ]|then[ ]|,[ ]?)?(?:ключ|ключик|key|решетк\w|решётк\w|решітк\w|зв[её]здочк\w|зірочк\w|колокольчик"
    r"|дзвіночок"
    r"|hash|star|pound|bell)[ ](?:и[ ]|потом[ ]|потім[ ]|then[ ])?[0-9]{2,6}|[0-9]{1,2}(?:[ ]?-[ ]?[0-9]{1,2}){2,3}"
    r"|[#*][0-9#*]{2,9}"
)
_MESSAGE_CODE = (
    r"(?-i:[A-Z][0-9]?-[0-9]{4,8}|(?=[A-Z]{0,7}[0-9])(?=[0-9]{0,7}[A-Z])[A-Z0-9]{5,8})|[0-9]{3}[ \-][0-9]{3}"
    r"|[0-9]{4}[ \-][0-9]{4}|[0-9]{4}-[0-9]{2}|(?=[a-z0-9]{0,3}[0-9])[a-z0-9]{4}-(?=[a-z0-9]{0,3}[0-9])[a-z0-9]{4}"
    r"|[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?"
    r"|[0-9](?:[ \-][0-9]){3,7}"
    r"|[0-9]{2}[ ][0-9]{2}(?:[ ][0-9]{2})?|[0-9]{4,8}"
)
_ONCE = (
    r"одноразов\w{0,3}|подтв\w{0,10}|підтв\w{0,10}|верификац\w{0,5}|верифікац\w{0,4}|2fa|двухфактор\w{0,3}"
    r"|двофактор\w{0,3}|двухэтап\w{0,4}|otp|смск\w|sms-?k\w"
    r"|(?:из|із|з|зі|в|у|с)[ ](?:смс|смски|sms|есемес\w{0,2}|пуш\w?|приложени\w|приложух\w|застосунк\w|додатк\w"
    r"|звонк\w|дзвінк\w)|смс|есемеск\w|пвз"
    r"|пункт\w?[ ]выдачи|(?:для|код\w?|на)[ ](?:получени\w|выдач\w|отриманн\w|видач\w)|authenticator"
    r"|аутент[иі]ф\w{0,8}|text[ ]says"
    r"|verification(?:'s)?"
    r"|confirm\w{0,6}|(?:2|two)[- ]?(?:step|factor)|backup[ ]codes?|recovery[ ]codes?|запасн\w{2}[ ]код\w?"
    r"|резервн\w{1,2}[ ]код\w?|login[ ]code"
    r"|sign[- ]?in|секретн\w{2,3}[ ]код|security[ ]code|pick-?up(?:[ ]code)?|collection[ ]code|delivery[ ](?:code"
    r"|pin)|passcode"
)
_SENT = (
    r"(?:сбер\w{0,3}|тинь\w{0,5}|т-?банк|моно\w{0,4}|приват\w{0,4}|банк|дія|госуслуг\w|телеграм\w?|телега|telegram"
    r"|whats?app|вотсап|ватсап|вацап|вайбер|google"
    r"|гугл|uber|убер|bolt|болт|авито|olx|олх|вб|wb|озон|ozon|steam|стим|apple|эпл|instagram|инста|сервисн\w{2,3}"
    r"|служб\w{1,2}|банк\w?|оператор|робот"
    r"|app|bank|they|phone|text|sms|смс|paypal|chase|revolut|amazon|смска|есемеска|пошта|почта|курьер|кур'єр)[ ]"
    r"(?:мне[ ]|мені[ ]|just[ ]|тільки[ ]що[ ]|щас[ ]|уже[ ]|вже[ ]|только[ ]что[ ])?"
    r"(?:прислал\w?|пришл\w{1,3}|шл[её]т|пишет|пише|прислав|присилає|надсилає|надіслал\w|надіслав|sent(?:[ ]me)?"
    r"|texted(?:[ ]me)?|says?|shows?|gave[ ]me"
    r"|показывает|показує|говорит|каже|выдал\w?|видав|видала)"
)
_TELL = (
    r"скаж(?:ешь|и|ите|еш|іть)|назов(?:ёшь|ешь|и|ите)|назв(?:еш|и|іть)|покаж(?:ешь|и|ите|еш)|диктую|продиктуй\w{0,2}"
    r"|диктуй|сообщи\w{0,2}|повідом\w{0,3}"
    r"|вводи\w{0,2}|введи\w{0,2}|вбей|вбивай|вводь|введіть|вводишь|впиши|give[ ](?:the[ ]|him[ ]|her[ ]"
    r"|them[ ])\w{0,10}|tell[ ](?:the[ ]|him|her|them)\w{0,10}"
    r"|enter|type[ ]in|punch[ ]in|key[ ]in|quote|read[ ](?:him|her|them)[ ]out"
)
_HUSH = (
    r"никому[ ]не[ ]\w{3,14}|не[ ](?:говори|сообщай|показывай|называй|свети)\w{0,2}|нікому[ ]не[ ]\w{3,12}"
    r"|не[ ](?:кажи|показуй|повідомляй)\w{0,2}"
    r"|don'?t[ ](?:share|tell|give)|do[ ]not[ ](?:share|give|tell)|between[ ]us"
)
_UNLOCK = (
    r"разблок\w{0,9}|розблок\w{0,8}|unlock\w{0,3}|пасс?код\w{0,2}|пас-код|passcode|screen[ ]?lock|lock[ ]?screen"
    r"|экран\w?[ ]блок\w{0,6}|блокиров\w{1,3}"
    r"|блокуванн\w|экранн\w{2,3}[ ](?:парол\w|код\w?)|(?:чтоб\w?|щоб)[ ](?:зайти|войти|увійти)|запаролен\w{0,2}"
)


def _code(text: str, start: int, end: int, *, led: bool = True) -> bool:
    value = text[start:end]
    return not is_amount(text, start, end, led=led) and not (
        value.isdigit() and len(value) > 3 and value.endswith("00") and value != "0000"
    )


def _last_word(text: str, start: int, end: int) -> bool:
    return _code(text, start, end) and ends_clause(text, end)


def _sure_code(text: str, start: int, end: int) -> bool:
    """Six digits, or four that are no round sum, that end what is being said."""
    return len(re.sub(r"[^0-9]", "", text[start:end])) in (4, 5, 6, 8) and _last_word(text, start, end)


def _unled(text: str, start: int, end: int) -> bool:
    """`punch in 3311`: the word before says nothing; `35-90` is no hour."""
    if re.fullmatch(r"[0-9]{2}-[0-9]{2}", text[start:end]):
        return int(text[start : start + 2]) > 24 or int(text[end - 2 : end]) > 24
    return _code(text, start, end, led=False)


def _odd(text: str, start: int, end: int) -> bool:
    """Three numbers with dashes are a lock's, unless a year is among them."""
    return not re.search(r"(?:19|20)[0-9]{2}", text[start:end]) and not re.match(
        r"[ ]?(?:см|мм|cm|mm|шт)", text[end : end + 4]
    )


_CODE_STEMS = (
    "кали",
    "воро",
    "подъ",
    "подь",
    "под",
    "поде",
    "пара",
    "двер",
    "домо",
    "шлаг",
    "сейф",
    "замо",
    "замк",
    "заме",
    "ячей",
    "пост",
    "пошт",
    "почт",
    "локе",
    "ключ",
    "гара",
    "лифт",
    "хвір",
    "пидї",
    "під",
    "підї",
    "комі",
    "комо",
    "клад",
    "вход",
    "вхід",
    "прох",
    "тамб",
    "решё",
    "реше",
    "реші",
    "чемо",
    "вели",
    "дача",
    "даче",
    "дачу",
    "дачи",
    "офис",
    "офіс",
    "сигн",
    "охра",
    "gate",
    "door",
    "buil",
    "lobb",
    "entr",
    "inte",
    "buzz",
    "call",
    "lock",
    "key",
    "keyb",
    "keys",
    "keyp",
    "padl",
    "pad",
    "safe",
    "gara",
    "alar",
    "elev",
    "shed",
    "stor",
    "bike",
    "suit",
    "apar",
    "flat",
    "airb",
    "offi",
    "fron",
    "back",
    "side",
    "шифр",
    "бокс",
    "фура",
    "фуры",
    "barr",
    "draw",
    "cash",
    "dver",
    "zamo",
    "скри",
    "pode",
    "pody",
    "kali",
    "domo",
    "voro",
    "kod",
)

DETECTORS = (
    Detector(
        name="odd code near a door",
        kind="CODE",
        languages="ru uk en",
        find=near(_DOOR, _ODD_CODE, ahead=50, behind=40, valid=_odd),
        cues=_CODE_STEMS,
        digits=3,
        sureness=0.7,
        examples=(
            "домофон сломан, жми <<77В1234>>",
            "сейф в шкафу, там <<7-14-28>>",
            "подъезд открывается так: <<45 ключ 1288>>",
            "padlock on the shed: <<31-7-22>>",
            "the gate's <<4512#>>",
        ),
        counter_examples=("подъезд 3", "двери 80-90-20 см", "двери 2019"),
    ),
    Detector(
        name="code near a door and what one does there",
        kind="CODE",
        languages="ru uk en",
        find=near(_ACT, _PLAIN_CODE, ahead=30, behind=0, also=_DOOR, valid=_unled),
        cues=_CODE_STEMS,
        digits=3,
        sureness=0.65,
        examples=(
            "от двери набирай потом <<3311>>",
            "punch in <<3311>> at the door",
            "storage unit 14, code <<558213>>",
            "ячейка 14, код открытия <<558213>>",
            "хвіртка внизу, натисни <<2580>>",
        ),
        counter_examples=(
            "код двери поменяли в 2019",
            "нажми на дверь 2 раза",
            "ключ от гаража 500 руб",
            "use the door at 10:30",
        ),
    ),
    Detector(
        name="code beside a lock",
        kind="CODE",
        languages="ru uk en",
        find=near(
            _BARE_DOOR,
            r"[0-9]{4,6}|(?-i:[A-Z][0-9]{3})|[0-9](?:[ ][0-9]){5}|0[0-9]{2}|[0-9]{3}[ \-][0-9]{3}|[0-9](?:[ ][0-9]){3}",
            ahead=30,
            valid=_last_word,
        ),
        cues=_CODE_STEMS,
        digits=3,
        sureness=0.5,
        examples=(
            "от калитки <<2580>>",
            "замок на велике <<3762>>",
            "key's in the lockbox, <<4587>>",
            "alarm off <<2580>>",
        ),
        counter_examples=("сейф за 4500", "замок 3500 руб", "калитка 2000", "gate 12", "locker room 1200 m"),
    ),
    Detector(
        name="one-time code nearby",
        kind="CODE",
        languages="ru uk en",
        find=near(_ONCE, _MESSAGE_CODE, ahead=36, behind=16, valid=_last_word),
        cues=(
            "одно",
            "подт",
            "підт",
            "вери",
            "2fa",
            "двух",
            "двоф",
            "otp",
            "смск",
            "смс",
            "sms",
            "смсо",
            "есем",
            "пуш",
            "прил",
            "заст",
            "дода",
            "звон",
            "дзві",
            "пвз",
            "пунк",
            "полу",
            "выда",
            "отри",
            "вида",
            "auth",
            "ауте",
            "text",
            "veri",
            "conf",
            "step",
            "fact",
            "back",
            "reco",
            "запа",
            "резе",
            "logi",
            "sign",
            "секр",
            "secu",
            "pick",
            "coll",
            "deli",
            "pass",
        ),
        digits=3,
        sureness=0.6,
        examples=(
            "одноразовый <<771204>> вводи быстро",
            "из приложухи сбера <<90441>>",
            "verification's <<3190>>",
            "authenticator shows <<204 813>>",
        ),
        counter_examples=("смс пришло в 10:30", "получение до 5000", "выдача 15 000 руб", "подтвердил 2 раза"),
    ),
    Detector(
        name="one-time code said in words",
        kind="CODE",
        languages="en ru uk",
        find=compiled(
            r"""(?<!\w)(?:otp|code|код\w{0,2}|pin|пин|пін)[ :\-]{1,3}(?:is[ ])?(?P<v>(?:(?:zero|oh|one|two|three|four
            |five|six|seven|eight|nine|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять
            |нуль|чотири|п'ять|шість|сім|вісім|дев'ять)[ ,-]{1,2}){3,7}(?:zero|one|two|three|four|five|six|seven|eight
            |nine|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|нуль|чотири|п'ять|шість|сім
            |вісім|дев'ять))(?!\w)"""
        ),
        cues=("otp", "code", "код", "кода", "коду", "pin", "пин", "пін"),
        sureness=0.7,
        examples=("voice otp: <<four four zero nine one six>>",),
        counter_examples=("code one two", "pin it one more time"),
    ),
    Detector(
        name="code that somebody sent",
        kind="CODE",
        languages="ru uk en",
        find=near(_SENT, _MESSAGE_CODE, ahead=16, valid=_sure_code),
        cues=(
            "прис",
            "приш",
            "шлет",
            "шлёт",
            "пише",
            "надс",
            "наді",
            "sent",
            "text",
            "says",
            "say",
            "show",
            "gave",
            "пока",
            "гово",
            "каже",
            "выда",
            "вида",
        ),
        digits=4,
        sureness=0.55,
        examples=(
            "монобанк прислав <<7132>>",
            "they texted me <<771204>>",
            "сервисный пишет <<66120>> никому не говорите",
        ),
        counter_examples=(
            "банк прислал 5000",
            "they sent 1500 dollars",
            "сбер прислал в 10:30",
            "банк прислал 3214 руб",
        ),
    ),
    Detector(
        name="code to be told",
        kind="CODE",
        languages="ru uk en",
        find=near(_TELL, _MESSAGE_CODE, ahead=24, valid=_sure_code),
        cues=(
            "скаж",
            "назо",
            "назв",
            "пока",
            "дикт",
            "прод",
            "сооб",
            "пові",
            "ввод",
            "введ",
            "вбей",
            "вбив",
            "впиш",
            "give",
            "tell",
            "ente",
            "type",
            "punc",
            "key",
            "quot",
            "read",
        ),
        digits=4,
        sureness=0.5,
        examples=("скажешь в пвз <<7741>>", "give the driver <<7741>>", "вводь <<204813>>"),
        counter_examples=("скажи им 5000", "tell him 2000", "enter 2024", "скажи в 10:30 или в 11"),
    ),
    Detector(
        name="code not to be told",
        kind="CODE",
        languages="ru uk en",
        find=near(_HUSH, _MESSAGE_CODE, ahead=20, behind=40, valid=_code),
        cues=("нико", "не", "ніко", "dont", "don", "do", "betw"),
        digits=4,
        sureness=0.5,
        examples=("<<66120>> никому не говорите", "it says <<713-204>> don't share"),
        counter_examples=("никому не говори, 5000 стоило", "don't share 2024"),
    ),
    Detector(
        name="what unlocks a phone",
        kind="PIN",
        languages="ru uk en",
        find=near(_UNLOCK, r"[0-9]{4,8}|[0-9]{2}[ \-][0-9]{2}", ahead=30, behind=14, valid=_last_word),
        cues=(
            "разб",
            "розб",
            "unlo",
            "пасс",
            "паск",
            "пас",
            "pass",
            "scre",
            "lock",
            "экра",
            "блок",
            "чтоб",
            "щоб",
            "запа",
        ),
        digits=4,
        sureness=0.65,
        examples=(
            "разблокировка <<1379>>",
            "mum's ipad passcode <<2580>>",
            "to unlock my phone <<1379>>",
            "телефон бабушки, чтоб зайти <<0000>>",
        ),
        counter_examples=("разблокировка 1500 руб", "unlocked in 2019", "блокировка в 10:30"),
    ),
    Detector(
        name="PIN at a clause's end",
        kind="PIN",
        languages="ru uk en",
        find=near(
            r"пин(?:-?код\w{0,2})?|пін(?:-?код\w{0,2})?|пинк\w?|pins?|pin(?:'s|[ ]?code|[ ]?number)?|п[иі]нчик",
            r"[0-9]{4,6}",
            ahead=44,
            valid=_last_word,
        ),
        cues=("пин", "пінк", "пін", "пинк", "пинч", "pin", "pins", "pinc"),
        digits=4,
        sureness=0.6,
        examples=("debit pin for grandma's groceries is <<3317>>, cover it", "пін від картки поміняла, тепер <<4406>>"),
        counter_examples=("пин-код ввёл 3 раза", "pin the tail in 2019", "пин за 1500 руб"),
    ),
    Detector(
        name="digits on a card's back",
        kind="CVV",
        languages="ru uk en",
        find=near(
            r"сзади|ззаду|(?:на|с|со|из|з|зі)[ ]оборот\w{0,2}|зворот\w{0,2}|обратн\w{2}[ ]сторон\w"
            r"|зворотн\w{2,3}[ ](?:боці|стороні)|on[ ]the[ ]back|back[ ]of"
            r"|(?:four|4)[ ]on[ ](?:the[ ])?front|three[ ](?:[a-z]{3,9}[ ])?(?:digits|numbers)|три[ ](?:цифр\w{1,4}"
            r"|циферк\w)"
            r"|3[ ](?:цифр\w|digits)",
            r"[0-9]{3,4}",
            ahead=24,
            behind=14,
            valid=_last_word,
        ),
        cues=("thre", "four", "fron", "4", "сзад", "ззад", "обор", "звор", "обра", "back", "thre", "три", "3"),
        digits=3,
        sureness=0.6,
        examples=("три циферки с оборота <<902>>", "three on the back <<114>>", "и ззаду <<384>>"),
        counter_examples=("сзади 500 метров", "back of the 300 people"),
    ),
    Detector(
        name="until when a card is good",
        kind="EXPIRY",
        languages="ru uk en",
        find=near(
            r"месяц(?:[ /]и?[ ]?|[ ])год|місяць(?:[ /]і?[ ]?|[ ])рік|срок\w?(?:[ ]действия)?|термін(?:[ ]дії)?"
            r"|действует|годна|дійсна|expir\w{1,4}|exp|valid(?:[ ]thru)?|good[ ]thru"
            r"|mm[ /]?yy|карт\w{1,3}|картк\w{1,2}|card|amex|visa|mastercard",
            r"(?:0[1-9]|1[0-2])[ ]?/[ ]?(?:20)?[2-4][0-9]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
            r"|dec)[a-z]{0,6}[ ]20[2-4][0-9]|(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр"
            r"|декабр)[а-я]{0,2}[ ]20[2-4][0-9](?![ ]?г(?:ода)?[ ]рож)",
            ahead=24,
            valid=lambda text, start, end: True,
        ),
        cues=(
            "меся",
            "міся",
            "срок",
            "терм",
            "дейс",
            "годн",
            "дійс",
            "expi",
            "exp",
            "vali",
            "good",
            "mm",
            "карт",
            "card",
        ),
        digits=3,
        sureness=0.7,
        examples=("месяц год <<08/29>>", "термін дії <<11/27>>", "expires <<09/27>>"),
        counter_examples=("срок сдачи 12.05", "карта 24/7"),
    ),
)

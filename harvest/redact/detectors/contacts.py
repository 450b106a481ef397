"""How people are reached: phones, e-mail addresses, user names."""

import re
from collections.abc import Iterator

from harvest.redact.detector import Detector, compiled
from harvest.redact.phones import dictates, phones, spoken_phones
from harvest.redact.words import words

_AT = (
    r"(?:@|[ ]?[(\[{<*][ ]?(?:at|эт|ет|собак[аи]|собачка|песик|пёсик|равлик|гав|@)[ ]?[)\]}>*]|[ ](?:at|эт|ет"
    r"|собак[аи]|собачка|песик|пёсик|равлик|гав)(?=[ ]))"
)
_DOT = r"(?:\.|[ ]?[(\[{<*][ ]?(?:dot|дот|точка|крапка|\.)[ ]?[)\]}>*]|[ ](?:dot|дот|точка|крапка|тчк)(?=[ ]))"
_ZONE = r"(?:com|ru|ua|net|org|me|io|gmail|рф|укр|ру|ком|юа|нет|нэт|de|pl|uk|co|su|by|kz|ком|орг|info|dev|edu|gov|biz)"

_SPOKEN_EMAIL = compiled(
    rf"""(?<![\w.@+-])[\w+-]{{1,40}}(?:[ ]{{0,2}}{_DOT}[ ]{{0,2}}[\w+-]{{1,40}}|\.[\w+-]{{1,40}}){{0,3}}
    [ ]{{0,2}}{_AT}[ ]{{0,2}}[\w-]{{1,40}}(?:[ ]{{0,2}}{_DOT}[ ]{{0,2}}[\w-]{{2,20}}){{1,3}}(?!\w)"""
)
_ZONED = re.compile(rf"(?<!\w){_ZONE}$", re.IGNORECASE)
_PROVIDER = re.compile(
    r"(?:gmail|mail|yandex|yahoo|outlook|hotmail|icloud|proton\w{0,4}|rambler|ukr|bk|inbox|list|meta|gmx|aol|live|ya|gm"
    r"|гмейл|гмэйл|джимейл|жмейл|гмаил|мейл|мэйл|майл|яндекс|яхо\w?|аутлук|рамблер|укр|ай[ .-]?клауд"
    r"|протон\w{0,4}|бк|инбокс|хотмейл)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = words(
    """
look me us meet am is was him her them it you be are work working back always active here there live posting bored
sitting mostly only never stuck banned new found посмотри глянь зайди this here
    stay
    """
)


def _spoken_emails(text: str) -> Iterator[tuple[int, int]]:
    """`name собака mail точка ru`. A known zone at the end, and no verb where the name should stand."""
    for match in _SPOKEN_EMAIL.finditer(text):
        words = re.split(_AT, match[0], maxsplit=1, flags=re.IGNORECASE)
        if len(words) < 2 or not _ZONED.search(match[0]):
            continue
        name = words[0].split()[-1].lower() if words[0].split() else ""
        said = "собак" in match[0].lower() or "равлик" in match[0].lower() or "@" in match[0]
        if name in _SENTENCE or not (
            said or _PROVIDER.search(words[1]) or re.search(r"[\d_.]|[(\[{]at", match[0][: len(words[0]) + 4])
        ):
            continue
        yield match.span()


_NOT_PEOPLE = (
    r"(?!(?:all|here|everyone|channel|admin|admins|media|import|param|override|property"
    r"|staticmethod|test|click|app|return|see|deprecated|nullable|autowired|component"
    r"|injectable|dataclass|input|output|keyframes|font|supports|charset|apply|include|mixin"
    r"|todo|author|since|throws|version|types|babel|angular|vue|latest|pytest|home)(?!\w))"
)

_ROLES = words(
    """
    admin administrator root user wifi yes no https http test tester guest demo operator manager office support info
    postgres mysql oracle ubuntu pi sa default superuser superadmin dev student login client
    """
)

DETECTORS = (
    Detector(
        name="phone",
        kind="PHONE",
        languages="ru uk en",
        find=phones,
        digits=5,
        examples=(
            "звони <<8 (916) 123-45-67>> вечером",
            "мой <<+7 916 123 45 67>>",
            "<<+7(916)1234567>> это я",
            "новый номер <<89161234567>>",
            "<<8916 1234567>>",
            "<<8-916-123-45-67>>, запиши",
            "запиши <<916 123-45-67>>",
            "дзвони <<067 123 45 67>>",
            "мій номер <<+380 (67) 123-45-67>>",
            "<<0671234567>> пиши у вайбер",
            "<<380671234567>>",
            "<<80671234567>>",
            "домашний <<495-123-45-67>> если что",
            "городской <<223-45-67>>",
            "call me at <<(212) 555-0187>>",
            "my cell: <<415-555-2671>> ok?",
            "text me <<+44 7911 123456>>",
            "wa.me/<<79161234567>>",
        ),
        counter_examples=(
            "в 10:30 или в 11",
            "счёт 3-1, потом 12-10",
            "заказ 89161234567 отменили",
            "с 12.05.2024 по 14.05.2024",
            "стоит 1 500 000 рублей",
            "ISBN 978-5-699-12014-7",
            "версия 10.0.19041",
            "позвони в 10 30",
            "номер 5000 стоит 3000",
        ),
    ),
    Detector(
        name="phone said in words",
        kind="PHONE",
        languages="ru uk en",
        find=spoken_phones,
        when=dictates,
        examples=(
            "пиши <<восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь>>",
            "<<нуль шістдесят сім сто двадцять три сорок п'ять шістдесят сім>>",
            "it's <<oh seven nine one one one two three four five six>>",
        ),
        counter_examples=("раз два три четыре пять, я иду искать", "one two three go", "сто двадцать три рубля"),
    ),
    Detector(
        name="e-mail",
        kind="EMAIL",
        languages="ru uk en",
        find=compiled(
            rf"""(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{2,63}}){{0,4}}\.[^\W\d_][\w-]{{1,20}}(?!\w)
            |(?<![\w.+-])[\w.+-]{{2,64}}(?:[ ]@[ ]?|@[ ])[\w-]{{1,63}}(?:\.[\w-]{{2,63}}){{0,4}}\.{_ZONE}(?!\w)"""
        ),
        signs="@",
        sureness=0.98,
        examples=(
            "пиши на <<ivan.petrov@mail.ru>>",
            "<<anna+work@sub.example.co.uk>>.",
            "почта <<vasya @gmail.com>> вроде",
            "<<иван@почта.рф>>",
        ),
        counter_examples=("привет @ivan", "клонируй git@github"),
    ),
    Detector(
        name="e-mail said in words",
        kind="EMAIL",
        languages="ru uk en",
        find=_spoken_emails,
        cues=(
            "соба",
            "песик",
            "пёсик",
            "равлик",
            "dot",
            "дот",
            "точк",
            "крап",
            "тчк",
            "gmai",
            "yand",
            "mail",
            "ukr",
            "com",
            "ru",
            "net",
            "yaho",
            "outl",
            "icloud",
        ),
        examples=(
            "пиши на <<vasya95 собака mail точка ru>>",
            "<<anna.k собака yandex.ru>>",
            "<<olena равлик ukr крапка net>>",
            "mail me: <<john dot smith at gmail dot com>>",
            "<<john(at)example(dot)com>>",
            "<<kate at gmail dot com>>",
        ),
        counter_examples=("look at github dot com", "моя собака точка", "meet me at the station", "my dog is at home"),
    ),
    Detector(
        name="e-mail with at in brackets",
        kind="EMAIL",
        languages="ru uk en",
        find=compiled(
            rf"""(?<![\w.@+-])[\w.+-]{{2,64}}[ ]?[(\[{{<][ ]?(?:at|эт|ет|собака|собачка|равлик|гав|песик
            |пёсик)[ ]?[)\]}}>][ ]?
            [\w-]{{1,63}}(?:\.[\w-]{{2,63}}){{0,3}}\.{_ZONE}(?!\w)"""
        ),
        signs="([{<",
        sureness=0.95,
        examples=("имейл: <<fedya (at) proton.me>>", "<<kim[at]tuta.io>>"),
        counter_examples=("list[at].info", "meet me (at home)"),
    ),
    Detector(
        name="e-mail said without a dot",
        kind="EMAIL",
        languages="ru uk",
        find=compiled(
            r"""
            (?<![\w.@+-])[a-z0-9][a-z0-9._+-]{1,40}[ ]?(?:@|[(\[]?(?:собак[аи]|собачка|песик|равлик)[)\]]?)[ ]?(?:gmail
            |mail|yandex|icloud|rambler|ukr|inbox|bk|list|outlook|proton|гмейл|гмэйл|джимейл|мейл|мэйл|майл|яндекс
            |рамблер|укр|протон)
            (?:[ ]?(?:точка|крапка)?[ .]?(?:com|ru|net|ua|ком|ру|нет|юа|me|ми))?(?!\w)"""
        ),
        cues=("соба", "песик", "равлик"),
        sureness=0.9,
        examples=("<<vasya95 собака gmail com>>", "<<olena.k собака укр нет>>", "<<petrov_i собака яндекс>>"),
        counter_examples=("моя собака mail не читает",),
    ),
    Detector(
        name="e-mail without its zone",
        kind="EMAIL",
        languages="ru uk en",
        find=compiled(
            r"(?<![\w.+-])[\w.+-]{2,64}@(?:gmail|mail|yandex|ukr|icloud|yahoo|outlook|hotmail|proton"
            r"|rambler|ya|bk|inbox)(?![\w.])"
        ),
        signs="@",
        examples=("это <<ivan95@gmail>> вроде",),
        counter_examples=("пиши @gmail",),
    ),
    Detector(
        name="user name",
        kind="USERNAME",
        languages="ru uk en",
        find=compiled(
            rf"(?<![\w@./:+-])@{_NOT_PEOPLE}[A-Za-z][A-Za-z0-9_]{{2,31}}(?:[.-][A-Za-z0-9_]{{1,20}}){{0,3}}(?![\w/(]"
            rf"|\.[a-z])"
        ),
        signs="@",
        examples=("добавь <<@ivan_95>>", "<<@Kate_Smith>>, hi", "пиши в лс <<@petro_k>>."),
        counter_examples=("@all собрание", "npm i @types/node", "@property def x", "5 @ 10:30", "@dataclass"),
    ),
    Detector(
        name="user name announced",
        kind="USERNAME",
        languages="ru uk en",
        find=compiled(
            r"""
            (?<![\w.\-/])(?:ник(?:ом|е|а|у|нейм\w{0,2})?|нік(?:нейм)?|юзер(?:нейм|ка)?|логин|логін|login|user
            [ ]?name|nick(?:name)?
            |user|nik|ign|gamertag|signal|гітхаб|гитхаб|github|твич|твіч|twitch|
            инст[аеуы]?|инстаграм\w?|інст[аіу]?|insta(?:gram)?|ig|snap(?:chat)?|discord|дискорд\w?|телег[аеу]|tg|тг
            |скайп|skype|стим|steam(?:[ ]id)?|тикток|tiktok)
            (?:[ ](?:у[ ]меня|мой|моя|[ву][ ][\w]{2,12}|id|is|is[ ]my|name|handle|это|у[ ]мене|мій)){0,2}
            (?:[ ]{0,2}[:=][ ]{0,2}|[ ]{0,2}-[ ]{0,2}(?=[A-Za-z.]{1,30}[0-9_.])|[ ](?=[A-Za-z.]{2,30}[0-9_\#])
            |[ ](?=[A-Za-z]{2,20}\.[A-Za-z]{3,20}(?![\w.]))
            |(?<=[а-яі])[ ](?=[A-Za-z0-9_.]{4}))(?P<v>@?(?=[\w.]{0,30}[A-Za-z])[A-Za-z0-9_.]{2,31}[A-Za-z0-9_](?:\#
            [0-9]{4})?)(?![\w@]|\.[a-z])"""
        ),
        valid=lambda value: value.lower() not in _ROLES,
        cues=(
            "ник",
            "нік",
            "юзер",
            "логи",
            "логі",
            "logi",
            "user",
            "nick",
            "инст",
            "інст",
            "inst",
            "ig",
            "snap",
            "disc",
            "диск",
            "теле",
            "tg",
            "тг",
            "скай",
            "skyp",
            "стим",
            "stea",
            "тикт",
            "tikt",
            "никн",
            "нікн",
            "нико",
            "нике",
            "нику",
            "ніко",
            "ніку",
            "nik",
            "ign",
            "game",
            "sign",
            "гітх",
            "гитх",
            "gith",
            "твич",
            "твіч",
            "twit",
        ),
        sureness=0.7,
        examples=(
            "moy nik <<zloy_tapok>>",
            "мій інст <<vi_ka.chu>>",
            "ник в игре: <<dark_lord77>>",
            "логин: <<ivan.petrov>>",
            "my insta - <<kate.smith_>>",
        ),
        counter_examples=("логин: admin", "какой у тебя ник?", "discord: потом"),
    ),
    Detector(
        name="user name and where",
        kind="USERNAME",
        languages="ru uk en",
        find=compiled(
            r"""(?<![\w@./:+-])(?:(?<=i'm[ ])|(?<=i[ ]am[ ])|(?<=im[ ])|(?<=me[ ])|(?<=я[ ])
            |(?=[a-z]{1,20}[0-9_.]))(?P<v>[a-z][a-z0-9_.]{3,30})[ ](?:on|in|в|у)[ ]
            (?:discord|insta(?:gram)?|tg|telegram|steam|twitter|github|tiktok|snap(?:chat)?|ig|инст[еу]|телеге|тг
            |дискорде?|стиме|тиктоке|вк|інсті)(?!\w)"""
        ),
        valid=lambda value: value not in _SENTENCE and not value.endswith("."),
        cues=(
            "disc",
            "inst",
            "tg",
            "tele",
            "stea",
            "twit",
            "gith",
            "tikt",
            "snap",
            "ig",
            "инст",
            "теле",
            "тг",
            "диск",
            "стим",
            "тикт",
            "вк",
            "інст",
        ),
        sureness=0.7,
        examples=("i'm <<night_owl>> on discord", "<<ivan_95>> в телеге"),
        counter_examples=("i'm always on discord", "я сижу в телеге", "found it on github", "he is on insta"),
    ),
    Detector(
        name="profile link",
        kind="USERNAME",
        languages="ru uk en",
        find=compiled(
            r"""(?<![\w.])(?:https?://)?(?:www\.|m\.)?(?:t\.me|telegram\.me|vk\.com|vk\.ru|instagram\.com
            |facebook\.com|fb\.com
            |ok\.ru/profile|
            linkedin\.com/in|tiktok\.com|twitter\.com|x\.com|snapchat\.com/add)/
            (?!(?:joinchat|share|addstickers|c|s|proxy|p|reel|stories|watch|groups|events|wall|video|feed|im|club
            |public|topic)(?![\w]))
            @?[A-Za-z0-9_.]{4,40}(?<!\.)/?(?![\w/])"""
        ),
        signs="/",
        sureness=0.8,
        examples=("вот <<t.me/ivan_petrov>>", "<<https://vk.com/id12345678>>", "<<instagram.com/kate.smith>>."),
        counter_examples=("https://github.com/python/cpython", "t.me/durov/123", "youtube.com/watch"),
    ),
)

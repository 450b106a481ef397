"""Machines and links that let somebody in: addresses of machines, invitations, links that carry a key."""

import ipaddress
import re
from collections.abc import Iterator

from harvest.redact.checks import is_ipv4, mixed
from harvest.redact.detector import Detector, compiled
from harvest.redact.near import near
from harvest.redact.phones import is_version

_PUBLIC = frozenset(
    {
        "127.0.0.1",
        "0.0.0.0",
        "8.8.8.8",
        "8.8.4.4",
        "1.1.1.1",
        "1.0.0.1",
        "255.255.255.0",
        "255.255.255.255",
        "255.255.0.0",
        "9.9.9.9",
    }
)
_URL = r"[^\s\ufdd0<>\"'»”]"
_PARAMETER = re.compile(r"[?&#]([\w-]{1,40})=([^&#\s]{1,600})")
_IPV4 = re.compile(r"(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w]|\.[0-9])")
_KEYS = (
    r"(?:token|access_?token|refresh_?token|id_?token|auth\w{0,12}|code|key|api_?key|apikey"
    r"|sig(?:nature)?|hash|pwd?|pass(?:word|wd|code)?|secret|session\w{0,5}|sid|invite\w{0,6}|otp"
    r"|ticket|reset\w{0,10}|confirm\w{0,10}|verif\w{0,10}|activation\w{0,6}"
    r"|magic\w{0,5}|login_?\w{0,8}|jwt|credential|x-amz-\w{4,20}|se|skt|sv|share_?\w{0,8}|ref_?token|t"
    r"|k|h|s|u|cjc|join|inv|tk|hmac|nonce|state|uid|resourcekey|authkey|rlkey|st|e)"
)

_KEY_NAME = re.compile(rf"(?:[a-z_-]{{1,20}}[_-])?{_KEYS}")


def _is_private_ip(value: str) -> bool:
    bare = value.split("/")[0].split(":")[0]
    return is_ipv4(bare) and bare not in _PUBLIC and not bare.startswith("255.")


_LOCAL = re.compile(r"10\.(?!0\.[0-9]{1,2}\.0$)|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.")
_SAYS_VERSION = re.compile(
    r"(?<!\w)(?:v|ver|version|верси\w|версі\w|build|release|update|обнов\w{1,5}|windows|firmware|прошивк\w"
    r"|kernel)[ =]{0,2}(?:до[ ]|to[ ]|на[ ])?$",
    re.IGNORECASE,
)


_SAYS_ADDRESS = re.compile(
    r"(?<![^\W_])(?:ip|айпи\w?|айпі|сервер\w{0,2}|server|ssh|ping|пинг\w{0,3}|пінг\w{0,3}|host|хост\w?|адрес\w?"
    r"|dns|днс|порт|port|vpn|впн"
    r"|роутер\w?|router|камер\w|шлюз|gateway)(?![^\W_])",
    re.IGNORECASE,
)


def _is_paragraph(value: str, text: str) -> bool:
    """`3.14.8.1`, `4.11.9.2`: four small numbers are a paragraph's or a version's where no machine is spoken of."""
    small = all(int(part) < 21 for part in re.findall(r"[0-9]+", value)[:4])
    return small and _LOCAL.match(value) is None and _SAYS_ADDRESS.search(text[:300]) is None


def ipv4(text: str) -> Iterator[tuple[int, int]]:
    """Four numbers below 256, unless a version is spoken of or everybody has that address."""
    for match in _IPV4.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if (
            _is_private_ip(match[0])
            and not _is_paragraph(match[0], text)
            and ((_LOCAL.match(match[0]) and not _SAYS_VERSION.search(before)) or not is_version(before))
        ):
            yield match.span()


def _is_ipv6(value: str) -> bool:
    if value.count(":") < 3 or not re.search(r"[0-9]", value):
        return False
    try:
        ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return value.count(":") == 7 or len(re.findall(r"[0-9a-fA-F]{2,4}", value)) >= 2


DETECTORS = (
    Detector(
        name="IPv4 address",
        kind="IP",
        languages="en",
        find=ipv4,
        signs=".",
        digits=4,
        examples=("сервер <<93.184.216.34>>", "ssh root@<<10.20.30.40>>", "роутер <<192.168.1.1>>, зайди"),
        counter_examples=(
            "как правильно: 3.14.8.1?",
            "версия 1.2.3.4",
            "v1.2.3.4",
            "пинг 8.8.8.8",
            "127.0.0.1:8080",
            "10.0.19041.1",
        ),
    ),
    Detector(
        name="IPv6 address",
        kind="IP",
        languages="en",
        find=compiled(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"),
        valid=_is_ipv6,
        signs=":",
        digits=1,
        examples=("пинг <<2001:db8::8a2e:370:7334>>", "<<fe80::1ff:fe23:4567:890a>>"),
        counter_examples=("в 10:30:15", "std::cout", "a::b", "::1"),
    ),
    Detector(
        name="MAC address",
        kind="MAC",
        languages="en",
        find=compiled(
            r"(?<![\w:-])(?:(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|(?:[0-9a-f]{2}-){5}[0-9a-f]{2}"
            r"|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})(?![\w:-])"
        ),
        digits=1,
        examples=("мак <<00:1B:44:11:3A:B7>>", "<<3c-22-fb-0a-1b-2c>>", "<<001b.4411.3ab7>>"),
        counter_examples=("12:30:45", "01-02-03"),
    ),
    Detector(
        name="MAC address with dots",
        kind="MAC",
        languages="en",
        find=compiled(r"(?<![\w.:-])(?=[0-9a-f.]{0,14}[a-f])(?:[0-9a-f]{2}\.){5}[0-9a-f]{2}(?![\w.:-])"),
        signs=".",
        digits=3,
        examples=("на наклейке <<f0.18.98.2c.aa.71>>",),
        counter_examples=("10.11.12.13.14.15", "ab.cd.ef"),
    ),
    Detector(
        name="invitation",
        kind="INVITE",
        languages="ru uk en",
        find=compiled(
            rf"""(?<![\w.@-])(?:(?:https?://)?(?:www\.)?(?:(?:t|telegram)\.(?:me|dog)/(?:joinchat/
            |\+)[A-Za-z0-9_-]{{8,40}}
            |(?:discord\.gg|discord(?:app)?\.com/invite)/[A-Za-z0-9-]{{4,30}}
            |chat\.whatsapp\.com/[A-Za-z0-9]{{10,40}}|invite\.viber\.com/{_URL}{{5,80}}
            |(?:[a-z0-9-]{{1,20}}\.)?zoom\.us/(?:j|my|s|w)/{_URL}{{5,120}}
            |meet\.google\.com/[a-z]{{3}}-[a-z]{{4}}-[a-z]{{3}}|teams\.microsoft\.com/l/{_URL}{{10,300}}
            |(?:[a-z0-9-]{{1,30}}\.)?(?:skype\.com|slack\.com)/(?:join|invite|t)/{_URL}{{5,200}}
            |signal\.(?:group|me)/\#{_URL}{{8,120}}|vk\.me/join/{_URL}{{8,80}}|telemost\.yandex\.ru/j/[0-9]{{8,20}}
            |(?:www\.)?icloud\.com/\w{{3,20}}/{_URL}{{8,80}}|calendly\.com/{_URL}{{5,80}})|tg://(?:join|resolve
            |login|proxy)\?{_URL}{{8,200}})(?<![.,!?)])"""
        ),
        signs="/",
        sureness=0.95,
        examples=(
            "заходи <<https://t.me/+AbCdEf123456>>",
            "<<t.me/joinchat/AAAAAE1b2c3d4>>",
            "<<discord.gg/abc123>>",
            "<<https://us02web.zoom.us/j/81234567890?pwd=abc>>",
        ),
        counter_examples=("t.me/durov", "zoom.us", "discord.gg"),
    ),
    Detector(
        name="link with a name and password",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])[a-z][a-z0-9+.-]{{1,20}}://[^\s/@:\ufdd0]{{0,64}}:[^\s/@\ufdd0]{{1,100}}@{_URL}{{3,200}}"
            rf"(?<![.,!?)])"
        ),
        signs="@",
        sureness=0.97,
        examples=("база <<postgres://user:s3cret@db.example.com:5432/app>>", "<<https://bob:pa55@example.com/x>>"),
        counter_examples=("https://example.com/@bob", "ssh://host"),
    ),
    Detector(
        name="link with a key",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])(?:https?://"
            rf"|www\.)[^\s?\#\ufdd0<>\"']{{3,400}}[?\#]"
            rf"(?:{_URL}{{0,300}}?[&\#/?])?(?:[a-z_]{{1,20}}_)?{_KEYS}=(?=[^\s&]{{4}}){_URL}{{4,600}}"
            rf"(?<![.,!?)])"
        ),
        valid=lambda value: _carries_key(value),
        signs="=",
        sureness=0.95,
        examples=(
            "сброс <<https://example.com/reset?token=9f8a7b6c>>",
            "<<https://cloud.example.com/s/abc?pw=3MzU30ku>>",
            "<<https://site.ru/in?user=1&auth_key=ab12cd34>>",
        ),
        counter_examples=(
            "https://example.com/search?q=cats",
            "https://youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtu.be/dQw4w9WgXcQ?t=1234",
        ),
    ),
    Detector(
        name="link to a reset or an invitation",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])(?:https?://"
            rf"|www\.)[^\s\ufdd0<>\"'/]{{3,100}}/(?:{_URL}{{0,80}}?/)?(?:[a-z_-]{{0,16}}(?:reset"
            rf"|confirm|verif|activat|invit|magic|unsubscribe|login|signin|join|password|recover|share"
            rf"|auth|onetime|secret|claim|e?ticket|gift"
            rf"|pay|restor|renew|unlock|token|webhook|accept|register|signup|sso|oauth|session|guest|unlock"
            rf"|access|deploy|restricted|private)[a-z_-]{{0,16}})/(?:[a-z_-]{{1,20}}/){{0,2}}(?=[\w.=-]{{0,60}}[0-9])"
            rf"(?=[\w.=-]{{0,60}}[A-Za-z])[\w.=-]{{8,300}}{_URL}{{0,200}}(?<![.,!?)])"
        ),
        signs="/",
        digits=1,
        sureness=0.9,
        examples=(
            "<<https://example.com/reset-password/9f8a7b6c5d>>",
            "вот <<https://app.example.com/invite/aB3dE5fG7h>>",
        ),
        counter_examples=("https://example.com/login", "https://example.com/blog/2024/how-to-share"),
    ),
    Detector(
        name="link with a long random part",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])https?://[^\s\ufdd0<>\"'?#]{{4,200}}/(?=[A-Za-z0-9]{{0,60}}[0-9][A-Za-z]{{1,12}}[0-9])"
            rf"(?=[a-z0-9]{{0,60}}[A-Z])(?=[A-Z0-9]{{0,60}}[a-z])[A-Za-z0-9]{{24,120}}(?=[/?#\s.,!)]"
            rf"|$){_URL}{{0,200}}(?<![.,!?)])",
            case=True,
        ),
        signs="/",
        digits=1,
        sureness=0.6,
        examples=("<<https://files.example.com/u/kixOlgl61OC4zwNeIa5JbF3qGGV0oAYG>>",),
        counter_examples=("https://example.com/2024/how-to-share-a-long-title-with-words",),
    ),
    Detector(
        name="key in hex",
        kind="API_KEY",
        languages="ru uk en",
        find=near(
            r"api|апі|апи|ключ\w{0,2}|key|token|токен\w{0,2}|secret|секрет\w?",
            r"[0-9a-f]{32,64}",
            ahead=40,
            crossing=True,
        ),
        cues=("api", "апі", "апи", "ключ", "key", "toke", "токе", "secr", "секр"),
        digits=3,
        sureness=0.7,
        examples=("api нової пошти <<de5e7f16683cb2023759c6c48b3abd45>>, встав",),
        counter_examples=("commit de5e7f16683cb2023759c6c48b3abd45",),
    ),
    Detector(
        name="key of a tunnel",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])(?:vless|vmess|ssr?|trojan|hysteria2?|tuic|wireguard|socks5?|wg"
            rf"|otpauth)://{_URL}{{8,600}}(?<![.,!?)])"
        ),
        signs="/",
        sureness=0.95,
        examples=("держи <<vless://1bc388a0-8b86@203.0.113.9:443?security=reality>>",),
        counter_examples=("vless:// и всё",),
    ),
    Detector(
        name="web hook",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])(?:https?://)?(?:hooks\.slack\.com/(?:services|workflows)/"
            rf"|(?:[a-z]{{2,8}}\.)?discord(?:app)?\.com"
            rf"/api/webhooks/|api\.telegram\.org/bot|(?:[\w-]{{1,60}}\.)?webhook\.office\.com/"
            rf"|maker\.ifttt\.com/trigger/"
            rf"|hooks\.zapier\.com/hooks/|webhook\.site/){_URL}{{8,300}}(?<![.,!?)])"
        ),
        signs="/",
        sureness=0.95,
        examples=("хук <<https://hooks.slack.com/services/" + "T00B8C0D8/B51X2Y3Z9/aBcD1fGhIjKlMnOp>>",),
        counter_examples=("https://hooks.slack.com", "https://discord.com/developers"),
    ),
    Detector(
        name="shared document",
        kind="URL_TOKEN",
        languages="en",
        find=compiled(
            rf"(?<![\w])(?:https?://)?(?:docs"
            rf"|drive)\.google\.com/{_URL}{{0,60}}?/(?:d|folders)/[\w-]{{16,80}}{_URL}{{0,120}}(?<![.,!?)])"
            rf"|(?<![\w])(?:https?://)?(?:disk\.yandex\.\w{{2,3}}/[di]/|yadi\.sk/[di]/"
            rf"|(?:www\.)?dropbox\.com/(?:s|scl|sh)/|mega\.nz/|1drv\.ms/|photos\.app\.goo\.gl/"
            rf"|cloud\.mail\.ru/public/|send\.monobank\.ua/jar/|meet\.jit\.si/|onedrive\.live\.com/"
            rf"|(?:www\.)?notion\.so/(?:\w{{2,30}}/)?[\w-]{{0,60}}(?=[0-9a-f]{{32}})|(?:www\.)?figma\.com/file/"
            rf"|t\.me/\+"
            rf"|photos\.google\.com/share/|wetransfer\.com/downloads/"
            rf"|we\.tl/){_URL}{{6,200}}(?<![.,!?)])"
        ),
        signs="/",
        sureness=0.85,
        examples=(
            "<<https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ/edit>>",
            "<<https://disk.yandex.ru/d/AbCdEf123456>>",
            "<<https://cloud.mail.ru/public/AbCd/EfGhIjKlM>>",
            "на дрон <<https://send.monobank.ua/jar/3Abc4Def5G>>",
        ),
        counter_examples=("docs.google.com", "https://drive.google.com"),
    ),
)


def _carries_key(value: str) -> bool:
    """One-letter parameters carry keys only when long and mixed; `t=1234` is a place in a film."""
    return any(_is_key(name.lower(), given) for name, given in _PARAMETER.findall(value))


def _is_key(name: str, given: str) -> bool:
    if not _KEY_NAME.fullmatch(name):
        return False
    if (len(name) <= 2 and name != "pw") or name in ("state", "uid", "code"):
        return len(given) >= 8 and mixed(given)
    return len(given) >= 4

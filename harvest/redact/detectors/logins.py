"""Names and words that let one in, given inside a sentence: `user tfinch temp pw ...`, `скажешь слово барракуда`."""

from harvest.redact.detector import Detector, compiled
from harvest.redact.plain_secrets import could_be_password
from harvest.redact.spoken_secrets import PLAIN_WORDS

_ROLES = frozenset(
    {"root", "admin", "user", "guest", "login", "name", "password", "pass", "and", "the", "is", "or", "from", "deploy"}
)
_PASS = r"(?:\ufdd0|(?:pw|pwd|pass\w{0,5}|парол\w{1,2}|пасс?|слово)(?!\w))"


def _is_login(value: str) -> bool:
    return value.lower() not in _ROLES and value.lower() not in PLAIN_WORDS


def _is_word(value: str) -> bool:
    return value.lower() not in PLAIN_WORDS and could_be_password(value)


DETECTORS = (
    Detector(
        name="login before its password",
        kind="USERNAME",
        languages="ru uk en",
        find=compiled(
            rf"""(?<!\w)(?:user(?:name)?|юзер|логин|логін|login|имя|ім'я|acc[ ]is|account[ ]is)[ ]{{0,2}}[ :][ ]?
            (?P<v>[a-z][\w.\\-]{{2,30}})(?=[ ,/\n]{{1,3}}(?:(?:temp|and|и|і|та|а|then|потом)[ ])?{_PASS})"""
        ),
        valid=_is_login,
        cues=("user", "юзер", "логи", "логі", "logi", "имя", "ім", "acc", "acco"),
        sureness=0.65,
        examples=(
            "user <<tfinch>> temp pw later",
            "выбрал имя <<kompot>> и пасс потом",
            "acc is <<turnipking>> and pw same as the old one",
        ),
        counter_examples=("логин и пароль", "user root, pass later", "the login is wrong and pass", "имя пароль"),
    ),
    Detector(
        name="login of a domain",
        kind="USERNAME",
        languages="en",
        find=compiled(r"(?<![\w\\/:.])(?P<v>[A-Z][A-Z0-9]{1,14}\\[a-z][a-z0-9._-]{2,24})(?![\w\\])", case=True),
        signs="\\",
        examples=(r"user <<CORP\jhalloran>>",),
        counter_examples=(r"C:\users\bob", r"HKLM\software\x"),
    ),
    Detector(
        name="Steam's number",
        kind="USERNAME",
        languages="en",
        find=compiled(r"(?<!\w)STEAM_[0-5]:[01]:[0-9]{4,12}(?!\w)"),
        signs=":",
        digits=5,
        sureness=0.95,
        examples=("да мій стім <<STEAM_0:1:48830172>>",),
        counter_examples=("STEAM_0:1",),
    ),
    Detector(
        name="word to be told",
        kind="PASSWORD",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:скажи|скажешь|скажете|скажете|назови|назовёшь|кажеш|скажіть|скажеш|say
            |tell[ ]\w{2,5}|код|пароль)
            [^.!?\n\ufdd0]{0,30}?[ ](?:слово|словом|the[ ]word)[ ]{1,2}[«"“]?(?P<v>[^\W\d_]{4,16})(?!\w)"""
        ),
        valid=_is_word,
        cues=("скаж", "назо", "каже", "say", "tell", "код", "паро"),
        sureness=0.6,
        examples=("у охраны, скажешь слово <<барракуда>>", "там по номеру, и пароль словом <<рыбалка>>"),
        counter_examples=("скажи ему пару слов", "скажи слово честно", "скажешь слово потом", "say the word please"),
    ),
)

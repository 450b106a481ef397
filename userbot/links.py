"""Find what would lead somebody somewhere else: links, bare domains, and names of other people, bots and channels.

Wide on purpose: what looks like a domain becomes a link in Telegram too, meant or not.
"""

import re
from collections.abc import Iterable, Iterator

_COUNTRIES = (
    "ac|ad|ae|af|ag|ai|al|am|ao|ar|as|at|au|aw|ax|az|ba|bb|bd|be|bf|bg|bh|bi|bj|bm|bn|bo|br|bs|bt|bw|by|bz|ca|cc|cd"
    "|cf|cg|ch|ci|ck|cl|cm|cn|co|cr|cu|cv|cw|cx|cy|cz|de|dj|dk|dm|do|dz|ec|ee|eg|er|es|et|eu|fi|fj|fk|fm|fo|fr|ga|gd"
    "|ge|gf|gg|gh|gi|gl|gm|gn|gp|gq|gr|gs|gt|gu|gw|gy|hk|hm|hn|hr|ht|hu|id|ie|il|im|in|io|iq|ir|is|it|je|jm|jo|jp|ke"
    "|kg|kh|ki|km|kn|kp|kr|kw|ky|kz|la|lb|lc|li|lk|lr|ls|lt|lu|lv|ly|ma|mc|md|me|mg|mh|mk|ml|mm|mn|mo|mp|mq|mr|ms|mt"
    "|mu|mv|mw|mx|my|mz|na|nc|ne|nf|ng|ni|nl|no|np|nr|nu|nz|om|pa|pe|pf|pg|ph|pk|pl|pm|pn|pr|ps|pt|pw|py|qa|re|ro|rs"
    "|ru|rw|sa|sb|sc|sd|se|sg|sh|si|sk|sl|sm|sn|so|sr|ss|st|su|sv|sx|sy|sz|tc|td|tf|tg|th|tj|tk|tl|tm|tn|to|tr|tt|tv"
    "|tw|tz|ua|ug|uk|us|uy|uz|va|vc|ve|vg|vi|vn|vu|wf|ws|ye|yt|za|zm|zw"
)
_OTHERS = (
    "com|net|org|edu|gov|info|biz|name|mobi|app|dev|xyz|online|site|website|shop|store|club|pro|live|link|click|top|vip"
    "|fun|space|tech|cloud|art|blog|news|media|chat|group|page|one|world|life|today|email|team|zone|agency|digital|game"
    "|games|money|finance|casino|bet|porn|sex|moscow|рф|рус|укр|бел|москва|онлайн|сайт"
)
_DOMAIN = rf"(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.){{1,8}}(?:{_COUNTRIES}|{_OTHERS}|xn--[a-z0-9]{{2,59}})(?![\w-])"
_LINK = re.compile(
    rf"(?P<schemed>[a-z][a-z0-9+.-]{{1,15}}://\S+|mailto:\S+)"
    rf"|(?<![\w@.-])(?P<bare>{_DOMAIN}(?::\d+)?(?:[/?#]\S*)?)"
    rf"|(?<![\w@/.])@(?P<name>[a-z]\w{{3,31}})",
    re.IGNORECASE,
)
_TELEGRAM = re.compile(r"(?:t|telegram)\.(?:me|dog)/(?P<name>[a-z]\w{3,31})")
_TRAILING = ".,;:!?)]}>»\"'”…/"


def unshown(bubbles: Iterable[str], shown: Iterable[str]) -> bool:
    """Whether the bubbles lead anywhere that the chat's shown texts don't: that link itself, or its host alone."""
    wanted = {link for text in bubbles for link in links(text)}
    if not wanted:
        return False
    known = {link for text in shown for link in links(text)}
    return not wanted <= known | {_host(link) for link in known}


def links(text: str) -> Iterator[str]:
    """Each one in the form that all of its spellings share: no scheme, no `www.`; `t.me/ann` is `@ann`."""
    for found in _LINK.finditer(text.casefold()):
        if found["name"]:
            yield f"@{found['name']}"
        elif not found["bare"] or re.search(r"[^\W\d]", found["bare"].split(".")[0]):
            yield _plain(found[0])


def _plain(link: str) -> str:
    bare = re.sub(r"^https?://", "", link).removeprefix("www.").rstrip(_TRAILING)
    named = _TELEGRAM.fullmatch(bare)
    return f"@{named['name']}" if named else bare


def _host(link: str) -> str:
    return re.split(r"[/?#:]", link, maxsplit=1)[0]

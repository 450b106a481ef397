"""What opens a purse: cards, accounts, crypto addresses and their seed phrases."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from harvest.redact.checks import digits_of, iban_length, is_base58check, is_card, is_iban
from harvest.redact.detector import Detector, compiled
from harvest.redact.words import words

_CARD_RUN = re.compile(r"(?<![\w+])(?:[0-9][ \t\n.\-_/|]{0,3}){12,25}[0-9](?!\w)")
_CARD_CUE = re.compile(
    r"(?<!\w)(?:plastic|пластик\w?|половин\w{1,2}|карт(?:а|у|ы|е|ой|очк\w{1,2}|к\w{1,2}|ці|ою|и)|картк\w{1,2}|card"
    r"|visa|виз[аы]|віз[аи]"
    r"|mastercard|мир|мастеркард|maestro"
    r"|сбер\w{0,4}|тинь\w{0,4}|тинек|моно\w{0,4}|приват\w{0,4}|альф\w{1,4}|втб|mono|privat|debit"
    r"|credit|перевед\w{1,3}|скинь|кинь|переказ\w{0,3}|реквизит\w{0,2})(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:заказ\w{0,3}|замовлен\w{1,3}|order|трек\w{0,3}|track\w{0,6}|isbn|imei|пос[ыи]лк\w|полис\w?|ттн"
    r"|счет\w?|рахун\w{1,3})[ №#:nN.]{0,4}$",
    re.IGNORECASE,
)
_EXPIRY = re.compile(r"(?<![0-9./\-])(?:0[1-9]|1[0-2])[ ]?[/.\\\-][ ]?(?:20)?[2-4][0-9](?![0-9/\-]|\.[0-9])")
_AFTER_CARD = re.compile(
    r"[\s,;:]{0,4}(?:(?:срок|exp\w{0,7}|до|valid(?:[ ]thru)?|дійсна|термін)[ :\-.]{0,3}(?:до[ ])?)?"
    r"(?P<expiry>(?:0[1-9]|1[0-2])[ ]?[/.\\\-]?[ ]?(?:20)?[2-4][0-9](?![0-9]))"
    r"(?:[\s,;:/\-]{1,4}(?:(?:cvv|cvc|цвв|свв|код)2?[ :\-]{0,3})?(?P<cvv>[0-9]{3})(?![\w]))?",
    re.IGNORECASE,
)


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Thirteen to nineteen digits with a payment system's beginning and Luhn; four by four with a cue even without."""
    for run in _CARD_RUN.finditer(text):
        if found := _card_in(text, run.start(), run.end()):
            yield found


def _card_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    groups = [match.span() for match in re.finditer(r"[0-9]+", text[start:end])]
    before = text[max(0, start - 50) : start]
    if len(groups) == 1 and _NUMBERED.search(before):
        return None
    for first in range(len(groups)):
        for last in range(len(groups), first, -1):
            written = text[start + groups[first][0] : start + groups[last - 1][1]]
            if is_card(written) and _card_groups([end - begin for begin, end in groups[first:last]]):
                return start + groups[first][0], start + groups[last - 1][1]
    by_four = re.match(r"(?:[0-9]{4}[ \t\n.\-_/|]{0,3}){4}(?![0-9])", text[start:end])
    grouped = all(last - first == 4 for first, last in groups[:4]) and text[start] in "2456"
    if by_four and (_CARD_CUE.search(before) or grouped):
        return start, start + len(by_four[0].rstrip(" \t\n.-_/|"))
    return None


def _card_groups(sizes: list[int]) -> bool:
    """In one piece, by fours, digit by digit, or as an Amex may be: `2.6.32-20130307.60` is a version."""
    return len(sizes) == 1 or sizes[0] == 4 or max(sizes) == 1 or sizes in ([6, 6, 3], [6, 4, 5], [5, 5, 5], [8, 8])


def half_cards(text: str) -> Iterator[tuple[int, int]]:
    """`5536 9137`, `4276 38** **** 1234`, `карта *1234`: part of a card, where a card is spoken of."""
    cued = _CARD_CUE.search(text) is not None
    half_given = False  # after one half of a card the other needs no word
    for match in (
        _HALF.finditer(text) if cued or _FIRST.search(text) or "*" in text or "х" in text or "x" in text.lower() else ()
    ):
        if match["first"]:
            yield match.span("first")
        elif match["stars"] or match["tail"] or (match["last"] and cued):
            yield match.span("tail" if match["tail"] else "last" if match["last"] else 0)
        elif match["last"]:
            continue
        elif half_given and match["half"]:
            yield match.span()
        elif _CARD_CUE.search(text[max(0, match.start() - 40) : match.end() + 30]):
            half_given = True
            yield match.span()


_FIRST = re.compile(r"first (?:eight|8)|перв\w{2} (?:восемь|8)|перші (?:вісім|8)", re.IGNORECASE)
_HALF = re.compile(
    r"(?<![\w+.,:/-])(?:(?P<stars>[0-9]{4}[ \-]{0,2}(?:[0-9]{2})?[*xXхХ•·#]{2,4}(?:[ "
    r"\-]{0,2}[*xXхХ•·#]{2,4}){0,2}[ \-]{0,2}[0-9]{2,4})"
    r"|(?P<half>[2456][0-9]{3}[ \-]{0,2}[0-9]{4}(?:[ \-]{1,2}[0-9]{1,4})?|[2456][0-9]{3}[ ][0-9]{2}(?=$)"
    r"|(?<=[ ])[0-9]{4}[ ][0-9]{4})"
    r"|(?:карт\w{1,4}|картк\w{1,2}|card)[ ](?:\w{2,14}[ ]){0,3}?(?:[*•x.]{1,4}[ ]?"
    r"|(?:за|о)канчивается[ ]на[ ]|закінчується[ ]на[ ]|(?:ending|ends)(?:[ ](?:in|with|on))?[ ])(?P<tail>[0-9]{4})"
    r"|(?:first[ ](?:eight|8)|перв\w{2}[ ](?:восемь|8)|перші[ ](?:вісім"
    r"|8))[^0-9\n]{0,20}(?P<first>[0-9]{4}[ \-]{0,2}[0-9]{4})"
    r"|(?:last[ ](?:four|4)|последни[ехй]{1,2}[ ](?:4|четыре|цифр\w)|останні[ ](?:4|чотири"
    r"|цифри))[^0-9\n]{0,25}(?P<last>[0-9]{4}))(?![\w]|[.,:/\-][0-9])",
    re.IGNORECASE,
)


def expiries(text: str) -> Iterator[tuple[int, int]]:
    """A month and a year beside a card number, or where the card's code or date is spoken of."""
    holders = [span[1] for span in cards(text)]
    for match in _EXPIRY.finditer(text):
        near = text[max(0, match.start() - 40) : match.start()]
        ahead = _CARD_CUE.search(text[match.end() : match.end() + 40]) is not None
        if _beside(holders, match.start()) or _EXPIRY_CUE.search(near) or (ahead and holders):
            yield match.span()


_EXPIRY_CUE = re.compile(
    r"(?:срок(?![ ]сдач)|exp(?:ir\w{1,4})?(?!\w)|valid|годна|действ\w{1,5}|дійсн\w{1,2}"
    r"|термін)[^0-9\n]{0,20}$|(?:карт|card|cvv|cvc|цвв)[^0-9\n]{0,25}$",
    re.IGNORECASE,
)


def _beside(ends: list[int], start: int) -> bool:
    """Whether a card ended at most forty characters before. ends: ascending."""
    last = bisect_right(ends, start) - 1
    return last >= 0 and start - ends[last] <= 40


def beside_card(group: str, text: str) -> Iterator[tuple[int, int]]:
    """The date or the three digits that follow a card's number."""
    for _, end in cards(text):
        match = _AFTER_CARD.match(text, end)
        if match and match[group]:
            yield match.span(group)
        elif group == "cvv" and (far := _CODE_AFTER_CARD.search(text, end, end + 80)):
            yield far.span("cvv")


_CODE_AFTER_CARD = re.compile(
    r"(?:(?:0[1-9]|1[0-2])[ ]?[/.\\\-][ ]?(?:20)?[2-4][0-9][^0-9\n]{1,30}|"
    r"(?:код\w?|code|защитн\w{2,4}|захисн\w{2,4}|секретн\w{2,4}|три[ ]цифры|digits|back|security|cv[vcn]2?|[цс]в[вс])"
    r"[ :,\-]{1,3}(?:это[ ]|is[ ]|код[ ])?)(?P<cvv>[0-9]{3})(?!\w|[.,][0-9])",
    re.IGNORECASE,
)


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """As many characters as the country's IBANs have, however they are grouped, and mod 97 (or a cue before it)."""
    for match in _IBAN_START.finditer(text):
        length = iban_length(match[0])
        span = _take(text, match.start(), length) if length else None
        if span is None:
            continue
        compact = re.sub(r"[ \-\n]", "", text[span[0] : span[1]])
        if is_iban(compact) or _IBAN_CUE.search(text[max(0, span[0] - 30) : span[0]]):
            yield span


_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[ ]?[0-9]{2}(?=[ \-]{0,2}[A-Z0-9])", re.IGNORECASE)
_IBAN_CUE = re.compile(r"iban|ибан|ібан|рахун\w{1,4}|сч[её]т\w?|реквізит|реквизит|account", re.IGNORECASE)


def _take(text: str, start: int, length: int) -> tuple[int, int] | None:
    count, at = 0, start
    while at < len(text) and count < length and at - start < 2 * length:
        char = text[at]
        if not (char.isascii() and char.isalnum()) and char not in " -\n":
            return None
        count += char.isascii() and char.isalnum()
        at += 1
    whole = count == length and not (at < len(text) and text[at].isalnum())
    return (start, at) if whole else None


_SEED_RUN = re.compile(
    r"(?<![\w'])(?:(?:[0-9]{1,2}(?:[.)][ ]?|[ ]))?[a-z]{3,8}(?:[ \t]{0,2}[,\n][ \t]{0,2}|[ "
    r"\t]{1,3})){11,27}(?:[0-9]{1,2}(?:[.)][ ]?|[ ]))?[a-z]{3,8}(?![\w'])"
)
_SEED_CUE = re.compile(
    r"seed|сид|сід|мнемоник|мнемонік|mnemonic|recovery|фраз[аыу]|phrase|кошел|wallet|гаман", re.IGNORECASE
)
_COMMON = words(
    """
    the and for are was not but his her had has they from have were been this what your you she him who why how
    our out its did does get got could would should there their them then than those these where when which
    while because don isn doesn didn cant dont just really about into over some any very going think know like
    want need see too also here now yes yeah okay well good much many more most said says
    """
)


_SEED_NOUNS = words(
    "seed words wallet phrase recovery mnemonic ledger trezor metamask crypto backup сид слова фраза кошелек кошелёк "
    "восстановления"
    " фрази відновлення гаманець"
)
_LATIN_RUN = re.compile(r"(?<![\w'])(?:[a-z]{3,8}[ ,]{1,2}){3,23}[a-z]{3,8}(?![\w'])")
_NUMBERED_RUN = re.compile(
    r"(?<![\w-])[0-9]{1,2}-[0-9]{1,2}[ :]{1,2}(?P<v>(?:[a-z]{3,8}[ ,]{1,2}){2,11}[a-z]{3,8})(?![\w'])"
)
_SEED_SAID = re.compile(
    r"(?<!\w)(?:сид\w{0,3}|seed|слов[аоу]?|фраз[аыу]|words|phrase|recovery|ledger|wallet|кошел[её]?к\w?"
    r"|гаман\w{2,4})(?!\w)",
    re.IGNORECASE,
)


_SEED_SURELY = re.compile(
    r"(?<!\w)(?:сид\w{0,3}|seed|кошел[её]?к\w?|гаман\w{2,4}|wallet|ledger|metamask|метамаск\w?|recovery"
    r"|восстановлени\w|відновлення|крипт\w{1,4})(?!\w)",
    re.IGNORECASE,
)


def seed_parts(text: str) -> Iterator[tuple[int, int]]:
    """Some words of a phrase that was divided: numbered from-to, or Latin words in a Cyrillic sentence about it."""
    if not _SEED_SAID.search(text):
        return
    yield from (match.span("v") for match in _NUMBERED_RUN.finditer(text) if _COMMON.isdisjoint(match["v"].split()))
    if _SEED_SURELY.search(text) and len(re.findall(r"[а-яіїє]", text, re.IGNORECASE)) > 8:
        for match in _LATIN_RUN.finditer(text):
            if _COMMON.isdisjoint(re.split(r"[ ,]+", match[0])):
                yield match.span()


_LITTLE = words("the and you is it to of in that not with are for was have they do")


def seed_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Twelve to twenty-four short English words in a row without the little words that hold a sentence together."""
    for match in _SEED_RUN.finditer(text):
        cued = _SEED_CUE.search(text[max(0, match.start() - 60) : match.start()]) is not None
        run: list[re.Match[str]] = []
        for word in _SEED_WORD.finditer(text, *match.span()):
            if word["word"] in _COMMON and not cued:
                yield from _seed(text, run)
                run = []
            else:
                run.append(word)
        yield from _seed(text, run)


def _seed(text: str, run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if len(run) >= 12 and sum(word["word"] in _COMMON for word in run) <= 2:
        yield _without_edges(text, run[0].start(), run[-1].end())


_SEED_WORD = re.compile(r"(?:[0-9]{1,2}(?:[.)][ ]?|[ ]))?(?P<word>[a-z]{3,8})")


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Words that talk about the phrase, or are said after it, are not of it."""
    words = list(re.finditer(r"[0-9]{1,2}(?:[.)][ ]?|[ ])[a-z]{3,8}|[a-z]{3,8}", text[start:end]))
    bare = words
    while len(bare) > 12 and bare[0][0] in _SEED_TALK:
        bare = bare[1:]
    while len(bare) > 12 and bare[-1][0] in _SEED_TALK:
        bare = bare[:-1]
    if len(bare) in _SEED_LENGTHS or len(words) not in _SEED_LENGTHS:
        words = bare
    return start + words[0].start(), start + words[-1].end()


_SEED_TALK = words(
    """
    typed entered wrote are is was has the new my our seed phrase wallet words word recovery mnemonic backup hey here
    pls please thanks thx its ledger metamask
    secret keep save dont lose never tell write down
    """
)
_SEED_LENGTHS = (12, 15, 18, 21, 24)

DETECTORS = (
    Detector(
        name="card",
        kind="CARD",
        languages="ru uk en",
        find=cards,
        digits=13,
        sureness=0.97,
        examples=(
            "кинь на <<4276 1600 0000 0006>>",
            "карта мир <<2200 7001 0000 0004>>, жду",
            "<<5469\u00a03800\u00a01234\u00a05670>>",
            "<<4111  1111  1111  1111>> моя",
            "<<4111-1111-1111-1111>>",
            "карта <<4276 1600 0000 0001>> без ошибки?",
        ),
        counter_examples=(
            "заказ 7215839386917650 отменили",
            "1234567890123456",
            "order 4111111111111111 got cancelled",
        ),
    ),
    Detector(
        name="part of a card",
        kind="CARD",
        languages="ru uk en",
        find=half_cards,
        digits=4,
        sureness=0.7,
        examples=(
            "карта <<5536 9137>> дальше допишу",
            "<<4276 38** **** 1234>>",
            "с карты *<<1234>> списали",
            "card ending in <<4242>>",
        ),
        counter_examples=("с 2023 2024 годы", "стоит 4500 5000", "10 на 15"),
    ),
    Detector(
        name="card's date",
        kind="EXPIRY",
        languages="ru uk en",
        find=expiries,
        digits=3,
        signs="/.\\-",
        sureness=0.8,
        examples=("4276 1600 0000 0006 срок <<12/27>>", "карта годна до <<05/28>>", "exp <<09/2026>>"),
        counter_examples=("с 10/12 по 11/12", "встреча 05.24 в офисе"),
    ),
    Detector(
        name="code beside a card",
        kind="CVV",
        languages="ru uk en",
        find=lambda text: beside_card("cvv", text),
        digits=16,
        examples=("4276 1600 0000 0006 12/27 <<123>>",),
    ),
    Detector(
        name="date beside a card",
        kind="EXPIRY",
        languages="ru uk en",
        find=lambda text: beside_card("expiry", text),
        digits=16,
        examples=("4276 1600 0000 0006 <<12 27>> ок",),
    ),
    Detector(
        name="card's code",
        kind="CVV",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:[cс][vв][vvвcс]2?|цвв2?|цвц2?|цвс|свв|свк|cvn|security[ ]code|код[ ]безопасности|код[ ]безпеки
            |код[ ]карт\w|сзади|ззаду|on[ ]the[ ]back|(?:three|3)[ ]digits|(?:три|3)[ ]циф\w{1,2}|с[ ]обратной[ ]стороны
            |(?:код|цифр\w|три[ ]цифры|digits|code)[ ](?:\w{1,8}[ ]){0,2}?(?:обороте|обратной[ ]стороне|звороті
            |back))[^0-9\n]{0,16}(?P<v>[0-9]{3,4})(?![\w])
            |(?<!\w)(?:срок|термін|exp\w{0,7}|valid|годна|дійсна)(?!\w)[^0-9\n]{0,16}(?:0[1-9]|1[0-2])[ ]?[/.][ ]?
            (?:20)?[2-4][0-9][ ,;]{1,3}(?:[^\W\d_]{1,8}[ ]){0,2}(?:код\w?|цифр\w|code|digits|back)[ :\-]{1,3}
            (?P<x>[0-9]{3})(?![\w]
            |[.,:][0-9])
            |(?<![\w.,:/-])(?P<w>[0-9]{3})[ ,(-]{1,4}(?:это[ ]|це[ ]|is[ ]|the[ ]|my[ ]){0,2}(?:cvv|cvc|цвв|свв
            |цвц)2?(?!\w)"""
        ),
        cues=(
            "cvv",
            "сзад",
            "ззад",
            "back",
            "обра",
            "карт",
            "cvc",
            "цвв",
            "цвц",
            "цвс",
            "свв",
            "свк",
            "cvv2",
            "cvc2",
            "secu",
            "код",
            "цифр",
            "code",
            "digi",
            "три",
            "thre",
            "cvn",
            "свс",
            "сvv",
            "сvc",
            "ccv",
        ),
        digits=3,
        examples=(
            "cvv <<123>>",
            "цвв код <<456>>",
            "CVC2: <<789>>",
            "код на обороте <<321>>",
            "срок до 08/27, три цифры <<587>>",
            "three digits on the back: <<555>>",
        ),
        counter_examples=("cvv не говори", "код 2"),
    ),
    Detector(
        name="IBAN",
        kind="IBAN",
        languages="ru uk en",
        find=ibans,
        digits=9,
        sureness=0.97,
        examples=(
            "<<UA213223130000026007233566001>>",
            "<<DE89 3704 0044 0532 0130 00>> is mine",
            "iban <<gb29 nwbk 6016 1331 9268 19>>",
        ),
        counter_examples=("DE12 is a code", "AB12 3456"),
    ),
    Detector(
        name="bank account",
        kind="ACCOUNT",
        languages="ru uk en",
        find=compiled(
            r"""
            (?<!\w)(?P<v>(?:40[1-8]|42[0-9]|301|302|303|455)[0-9]{2}[ .]?810[ .]?[0-9][ .]?[0-9]{4}[ .]?[0-9]{7})(?!\w)
            |(?<!\w)(?:р/с|р/р|к/с|рс|расч[её]тн\w{2,3}[ ]сч[её]т\w?|лицев\w{2,3}[ ]сч[её]т\w?
            |особов\w{2,3}[ ]рахун\w{2,3}|сч[её]т\w?|рахун\w{2,4}|account|acct?|acc[ ]?no|a/c|мфо|routing|aba
            |sort[ ]code|swift|кор\.?[ ]?сч[её]т)
            (?:[ ](?:number|no|num|номер|для|перевода|оплаты|банка|is|мой|мій|оплати
            |получателя)\.?){0,3}[ ]{0,2}[:=№\#\-]{0,2}[ ]{0,2}(?P<w>[0-9][0-9 .\-]{3,28}[0-9])(?![\w]|[.,][0-9])"""
        ),
        valid=lambda value: len(digits_of(value)) >= 6,
        digits=6,
        examples=(
            "счёт <<40817810099910004312>>",
            "р/с <<40702810900000012345>>",
            "МФО <<305299>>",
            "sort code <<12-34-56>>",
            "account number <<12345678>>",
        ),
        counter_examples=("БИК 044525225", "счёт 3-1", "счёт 1 500", "your account is ok", "счёт на 5000"),
    ),
    Detector(
        name="crypto address",
        kind="CRYPTO",
        languages="ru uk en",
        find=compiled(
            r"""(?<![\w])(?:0x[0-9a-fA-F]{40}|(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{25,71}|T[1-9A-HJ-NP-Za-km-z]{33}|(?:EQ
            |UQ|kQ
            |Ef)[A-Za-z0-9_-]{46}
            |addr1[0-9a-z]{50,100}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}|cosmos1[0-9a-z]{38}|bnb1[0-9a-z]{38}
            |0:[0-9a-fA-F]{64})(?![\w])""",
            case=True,
        ),
        digits=1,
        sureness=0.97,
        examples=(
            "кидай на <<0x52908400098527886E0F7030069857D2E4169EE7>>",
            "<<bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq>>",
            "usdt trc20 <<TJRabPrwbZy45sbavfcjinPJC18kjpRTv8>>",
            "<<EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N>>",
        ),
        counter_examples=("0xdeadbeef", "коммит 9fceb02d0ae598e95dc970b74767f19372d61af8"),
    ),
    Detector(
        name="base58 address",
        kind="CRYPTO",
        languages="ru uk en",
        find=compiled(r"(?<![\w])[13LMDXr][1-9A-HJ-NP-Za-km-z]{25,34}(?![\w])", case=True),
        valid=lambda value: is_base58check(value) or _looks_random(value),
        digits=2,
        examples=("btc <<1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2>>", "<<3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy>>"),
        counter_examples=("LongLongLongWordWithoutAnyNumbersInIt", "1234567890123456789012345678"),
    ),
    Detector(
        name="wallet announced",
        kind="CRYPTO",
        languages="ru uk en",
        find=compiled(
            r"""(?<!\w)(?:кошел[её]?к\w{0,2}|гаман\w{2,4}|wallet|solana|sol|сол|адрес|адреса|address|usdt|юсдт|btc|eth
            |ton|тон
            |private[ ]key|приватн\w{2,3}[ ]ключ|xrp|ada)
            (?:[ ][^\W\d_]{1,12}){0,3}?[ ]{0,2}[:=\-]{0,2}\s{0,2}(?<!\w)(?P<v>[1-9A-HJ-NP-Za-km-z]{32,64}
            |(?:0x)?[0-9a-f]{64})(?!\w)"""
        ),
        valid=lambda value: _looks_random(value),
        digits=2,
        sureness=0.85,
        examples=("sol кошелёк <<7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU>>",),
        counter_examples=("wallet address will follow tomorrow",),
    ),
    Detector(
        name="part of a seed phrase",
        kind="SEED",
        languages="ru uk en",
        find=seed_parts,
        cues=("сид", "сида", "сиду", "слов", "фраз", "seed", "word", "phra", "reco", "ledg", "wall", "коше", "гама"),
        sureness=0.5,
        examples=(
            "сид разделили, у тебя <<ladder pigeon vivid tobacco annual shrimp>>",
            "words 1-4 <<hamster jelly oxygen blanket>> 5-8 <<vibrant saddle lens potato>>",
        ),
        counter_examples=("слова из песни let it be, красиво", "read words 1-4 today"),
    ),
    Detector(
        name="seed phrase",
        kind="SEED",
        languages="en",
        find=seed_phrases,
        when=lambda words: (
            len(words) > 11
            and (len(_LITTLE & words) <= 2 or not _SEED_NOUNS.isdisjoint(words))
            and sum(map(str.isascii, words)) > 10
        ),
        sureness=0.9,
        examples=(
            "сид: <<ripple canyon oven tuna lucky hover fabric dwarf copper mimic jungle rotate>>",
            "<<1. ripple 2. canyon 3. oven 4. tuna 5. lucky 6. hover 7. fabric 8. dwarf 9. copper "
            "10. mimic 11. jungle 12. rotate>>",
        ),
        counter_examples=("you know what they say about people who live near the big river and never swim there",),
    ),
)


def _looks_random(value: str) -> bool:
    kinds = (re.search(r"[0-9]", value), re.search(r"[a-z]", value), re.search(r"[A-Z]", value))
    return sum(kind is not None for kind in kinds) >= 2 and len(re.findall(r"[0-9]", value)) >= 3

"""Numbers of papers that a word nearby speaks of, however the sentence runs: orders, tickets, cases, accounts."""

import re

from harvest.redact.checks import digits_of, is_inn, is_rnokpp
from harvest.redact.detector import Detector, compiled
from harvest.redact.near import is_amount, near
from harvest.redact.words import words

_PAPER = (
    r"входящ\w{2,3}|исходящ\w{2,3}|вхідн\w{1,3}|вихідн\w{1,3}|реестров\w{2,3}|реєстров\w{1,3}|жалоб\w|скарг\w|customs"
    r"|entry|aktenzeichen|green[ ]card|упд|приказ\w{0,2}|наказ\w{0,2}|распоряжени\w|путев\w{2,3}[ ]лист\w?"
    r"|сч[её]т(?:-фактур\w|[ ]на[ ]оплату|у)?"
    r"|рахунок(?:-фактура)?|акт[ ]сверки|msa|nda|sow|догов[оі]р\w{0,2}|контракт\w{0,2}|полис\w{0,2}|поліс\w{0,2}|омс"
    r"|осаго|каско|дмс|свид[еі]тельств\w{0,2}"
    r"|свідоцтв\w{0,2}|диплом\w{0,2}"
    r"|ат+естат\w{0,2}|удостоверени\w|посвідченн\w{1,2}|справк\w{1,2}|довідк\w{1,2}|довідц\w|больничн\w{2,3}"
    r"|лікарнян\w{1,3}|[eе]?-?рецепт\w{0,2}|направлени\w"
    r"|направленн\w|скеруванн\w|мед[ ]?карт\w{1,2}|карточк\w|карт[аы](?=[ ]?№)|амбулаторн\w{2,3}|декларац\w{1,3}"
    r"|квитанц\w{1,2}"
    r"|накладн\w{1,3}|заявк\w{1,2}|заявц\w|заявлени\w{1,2}|заяв\w"
    r"|обращени\w{1,2}|звернен\w{2,3}|тикет\w{0,2}|тікет\w?|инцидент\w?|дел[оауе]|справ[аиіу]|протокол\w{0,2}"
    r"|постановлени\w{1,2}|постанов\w|производств\w|провадженн\w"
    r"|исполнительн\w{2,3}|штраф\w{0,2}|уин|билет\w{0,2}|квит(?:ок|ка|ки)|посадочн\w{2,3}|брон[иьіья]ю?|бронировани\w"
    r"|бронюванн\w|резерв\w?|пропуск\w?|перепустк\w|абонемент\w?"
    r"|зач[её]тк\w|залік\w{1,4}|студенческ\w{2,3}|студентськ\w{2,3}|студак\w?|студбилет\w?|читательск\w{2,3}"
    r"|трудов\w{2,3}|кусп|сертификат\w{0,2}|сертифікат\w{0,2}|гарантийн\w{2,3}|гарантійн\w{2,3}|гаранти\w|гаранті\w"
    r"|сери[йі]н\w{2,4}|серийник\w?|s/n|sn|imei|имей|vin|вин|вин-?код\w?|кадастров\w{2,3}|чек[ауи]?|транзакци\w"
    r"|транзакці\w|операци\w|платеж\w?|платёж\w?|плат[иі]жк\w|возврат\w?|повернення|претензи\w|лицензи\w"
    r"|доверенност\w|довіреніст\w|ваучер\w?|акт\w?|талон\w{0,5}|страховк\w|страхов\w{2,3}|учетн\w{2,3}|гринкарт\w"
    r"|виз[аыу]|віз[аиу]|птс|стс|техпаспорт\w?|лояльност\w|скидочн\w{2,3}|бонусн\w{2,3}|приглашени\w|запис[ьи]"
    r"|счет-фактур\w|інвойс\w?|инвойс\w?"
    r"|contract|policy|certificates?|diploma|lease|loan|mortgage|job|quote|prescription|rx|referral|invoice|receipt"
    r"|tickets?|railcard|notice|penalty|fine|case|claim|incident"
    r"|docket|file|booking|reservation|confirmation"
    r"|reference|ref|pnr|itinerary|boarding(?:[ ]pass)?|e-?ticket|membership|member|student|employee|badge|patient"
    r"|chart|mrn|warranty|serial|transaction|returns?|rma|permit"
    r"|application|applicant|voucher|account|customer|library[ ]card|loyalty|frequent[ ]flyer|medical[ ]record"
    r"|insurance|plan|group|deed|title|registration|complaint|request|work[ ]order|po"
)
_POSTED = (
    r"заказ\w{0,2}|замовленн\w{1,2}|order|трек\w{0,2}|track(?:ing)?|посылк\w{1,2}"
    r"|посилк\w{1,2}|отправлени\w|відправленн\w|parcel|package|shipment|consignment|доставк\w{1,2}"
)
_MARK = r"номер\w{0,2}|ном\.?|№|\#|number|no\.?|num\.?|nr\.?|id|айди|ид|код|code|ref"
_FORMS = re.compile(
    r"[0-9]{1,3}/[0-9]{1,3}|[0-9]{1,2}-?НДФЛ|0?[0-9]{2,3}[/-][УуЖж]|КС-?[0-9]|Т-34|СУ-?[0-9]{1,2}|20[0-9]{2}-20[0-9]{2}"
    r"|[0-9]{1,2}-[0-9]{1,2}(?:-[0-9]{1,2})?"
)
_SORT = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[ ][0-9]{6,8})?|[0-9]{10,14}[A-Z]{2}")
_MIXED = (
    r"(?-i:[A-ZА-ЯІЇЄҐ]{1,4}-[A-ZА-ЯІЇЄҐ]{2}[ №]{0,3}[0-9]{5,7}"
    r"|[A-Z]{2,3}[ ][0-9]{3}[ ][0-9]{3}[ ][0-9]{1,3}[A-Z]?|[A-ZА-ЯІЇЄ][а-яіїєa-z]{1,2}-[0-9]{3,6}(?:/[0-9]{1,6})?"
    r"|(?=[A-ZА-ЯІЇЄҐ0-9/\-]{0,24}[0-9])(?:[A-ZА-ЯІЇЄҐIVX]{1,8}[ №/\-]{0,2})?[A-ZА-ЯІЇЄҐ0-9]{1,14}"
    r"(?:[ ]?[/\-_][ ]?[A-ZА-ЯІЇЄҐа-яіїє0-9]{1,14}){1,7}"
    r"|[A-ZА-ЯІЇЄҐ]{1,6}[ №]{0,2}[0-9]{4,16}[A-ZА-ЯІЇЄҐ]{0,4}"
    r"|[0-9]{1,10}[A-ZА-ЯІЇЄҐ]{1,6}[0-9]{0,10}(?:[ ][0-9]{4,10})?"
    r"|(?=[A-Z]{0,16}[0-9][A-Z0-9]{0,16})(?=[0-9]{0,16}[A-Z])[A-Z0-9]{5,20})"
)
_DIGITS = r"[0-9]{5,20}|[0-9]{2,6}(?:[ \-][0-9]{2,6}){1,5}"


def _is_mixed(text: str, start: int, end: int) -> bool:
    """Capitals, digits and strokes that no form, date or product is written with."""
    value = text[start:end]
    least = (
        3
        if re.search(r"(?:№|#|номер|number|no\.?|id)[ :]{0,2}$", text[max(0, start - 9) : start], re.IGNORECASE)
        else 4
    )
    if _FORMS.fullmatch(value) or is_amount(text, start, end):
        return False
    count = len(digits_of(value))
    return (
        count >= least
        or (count >= 1 and re.fullmatch(r"[A-Z0-9]{6}", value) is not None)
        or (count >= 2 and re.fullmatch(r"(?=.{0,12}[0-9][A-Z]{1,6}[0-9])[A-Z0-9]{7,20}", value) is not None)
    )


def _is_number(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    if is_amount(text, start, end) or _FORMS.fullmatch(value) or value.endswith("000"):
        return False
    if re.fullmatch(r"[0-9]{1,3}(?:[ ][0-9]{3}){1,3}", value) and not re.fullmatch(
        r"[0-9]{3}(?:[ ][0-9]{3}){3}", value
    ):
        return False
    return len(digits_of(value)) >= 5


def _is_long(text: str, start: int, end: int) -> bool:
    return _is_number(text, start, end) and len(digits_of(text[start:end])) >= 6


_PAPER_STEMS = tuple(
    sorted(
        words(
            """
    вход исхо вхід вихі реес реєс жало скар cust entr akte gree
    упд прик нака расп путе счет счёт раху msa nda sow
    дого конт поли полі омс осаг каск дмс свид свід дипл атте атес удос посв спра дові боль ліка реце напр скер
    медк мед карт амбу декл квит накл ттн ен заяв обра звер тике тіке инци дело дела делу деле прот пост прои пров
    испо штра уин биле поса брон резе проп пере абон заче зачё залі студ чита труд кусп серт гара сери сері imei
    имей vin вин винк када чек чека чеку чеки тран опер плат возв пове прет лице дове вауч акт акта акту тало стра
    учет грин виза визы визу віза візи візу птс стс техп лоял скид бону приг запи счет інво инво cont poli cert
    dipl pres rx refe invo rece tick case clai inci dock file book rese conf ref pnr itin boar etic memb stud empl
    badg pati char mrn warr seri tran retu rma perm appl vouc acco cust libr loya freq medi insu plan grou deed
    titl regi comp requ work po s sn eti e ерец rail noti pena fine job quot leas loan mort
    """
        )
    )
)

_POSTED_STEMS = (
    "зака",
    "замо",
    "orde",
    "трек",
    "trac",
    "посы",
    "поси",
    "отпр",
    "відп",
    "parc",
    "pack",
    "ship",
    "cons",
    "дост",
    "ттн",
)

DETECTORS = (
    Detector(
        name="paper's number with letters, nearby",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(_PAPER, _MIXED, ahead=28, valid=_is_mixed),
        cues=_PAPER_STEMS,
        digits=1,
        sureness=0.6,
        examples=(
            "обращение в жэк <<2214-Ж>>",
            "по заявлению <<КУСП 14882>>",
            "дело <<2-1184/2025>> мировой судья",
            "case <<2024-CV-1184>> is closed",
            "талон к врачу <<Т-0482>>",
            "бронь <<6KX4PM>>",
        ),
        counter_examples=(
            "справка 2-НДФЛ",
            "билет на 12-15",
            "контракт 2023-2024",
            "case for iphone15",
            "чек на 1-2 тыс",
            "file v1.2-3",
        ),
    ),
    Detector(
        name="paper's number, announced as a number",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(
            rf"(?:{_PAPER}|{_POSTED})[ ](?:[^\W\d_]{{1,12}}[ ]){{0,3}}(?:{_MARK})"
            rf"|(?:{_MARK})[ ](?:[^\W\d_]{{1,12}}[ ]){{0,2}}(?:{_PAPER}|{_POSTED})"
            rf"|(?:{_PAPER}|{_POSTED})(?=[ ]?[:№\#])|трек-?номер\w?|track(?:ing)?[ ](?:number|no|id|code)",
            rf"{_DIGITS}|{_MIXED}",
            ahead=22,
            valid=lambda text, start, end: _is_number(text, start, end) or _is_mixed(text, start, end),
        ),
        cues=(*_PAPER_STEMS, *_POSTED_STEMS),
        digits=3,
        sureness=0.65,
        examples=(
            "номер отправления <<RA123456789RU>>",
            "трек-номер <<80110983412765>>",
            "номер договора с мгтс <<4951234567>>",
            "member number <<44821>>",
            "заказ: <<48219923>>",
        ),
        counter_examples=("номер дела не помню", "заказ 7719283746 соберут завтра", "order no 5 pizzas"),
    ),
    Detector(
        name="paper by its look",
        kind="DOCUMENT",
        languages="ru uk en",
        find=compiled(
            r"(?<![\w./:@#=+-])(?!(?:ISBN|978|979|ISO|ГОСТ|DIN|RFC|CVE|UTC|GMT|COVID))(?:[A-ZА-ЯІЇЄ]{1,5}-[0-9]{6,12}"
            r"|[A-ZА-ЯІЇЄ]{2,5}-(?:19|20)[0-9]{2}-[0-9]{2,7}|[A-ZА-ЯІЇЄ]{1,5}-?[0-9]{3,8}/[0-9]{1,6}"
            r"|[0-9]{2,3}-[0-9]{5,7}-[0-9]{5,7}"
            r"|(?=[A-Z0-9]{0,20}[A-Z][0-9]{1,9}[A-Z])(?=(?:[A-Z]{0,6}[0-9]){7})[A-Z0-9]{14,24})(?![\w/@=+-]|[.:][0-9])",
            case=True,
        ),
        digits=5,
        sureness=0.5,
        examples=("с ошибкой: <<УТ-4471/3>>", "<<MSA-2024-117>> countersigned", "<<СФ-0000718>>, сплатити"),
        counter_examples=("ISO-900120", "CVE-2024-1234", "F-150 2"),
    ),
    Detector(
        name="order number after its noun",
        kind="DOCUMENT",
        languages="ru uk",
        find=compiled(
            r"(?<!\w)(?:приказ\w{0,2}|наказ\w{0,2}|распоряжени\w|постановлени\w|плат[её]жк\w|плат[иі]жк\w|протокол\w?"
            r"|рішення|решение|сч[её]т(?:[ ]на[ ]оплату)?)[ ](?:№[ ]?)?(?P<v>[0-9]{1,6}[-/][а-яіїєА-ЯA-Z0-9]{1,6}"
            r"|(?<=№[ ])[0-9]{2,6}|(?<=ка[ ])[0-9]{4,6})(?![\w]|[.,:/-][0-9]|[ ](?:руб|грн|от|год|рок))"
        ),
        digits=2,
        cues=("прик", "нака", "расп", "пост", "плат", "прот", "ріше", "реше", "счет", "счёт"),
        sureness=0.6,
        examples=("Приказ <<47-лс>> о премии", "платёжка <<6082>> зависла"),
        counter_examples=("приказ 2 дня ждём", "решение 2024 года"),
    ),
    Detector(
        name="policy in another sentence",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(
            _PAPER,
            r"(?-i:[A-ZА-ЯІЇЄ]{2,4})[ №]{0,2}[0-9]{7,12}|[0-9]{4}-[0-9A-ZА-Я]{4}-[0-9A-ZА-Я]{4}-[0-9A-ZА-Я]{4}",
            ahead=60,
            valid=lambda text, start, end: True,
            crossing=True,
        ),
        cues=_PAPER_STEMS,
        digits=7,
        sureness=0.5,
        examples=("полис осаго у кого? <<ХХХ 0294418537>>",),
        counter_examples=("договор подписан? звони 89161234567",),
    ),
    Detector(
        name="number with letters after its sign",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(
            r"№|номер\w{0,2}|number|no\.|ref\.?|\#[ ]is|id[ ]is|трек\w{0,2}|ттн|track(?:ing)?",
            rf"{_MIXED}|[0-9]{{10,20}}|[0-9]{{2}}[ ][0-9]{{4}}[ ][0-9]{{4}}[ ][0-9]{{4}}",
            ahead=30,
            valid=lambda text, start, end: _is_mixed(text, start, end) or _is_long(text, start, end),
        ),
        cues=("номе", "numb", "no", "ref", "is", "трек", "ттн", "trac"),
        digits=4,
        sureness=0.55,
        examples=(
            "lease # is <<LR-2023-0917>>",
            "ТТН <<20451187730926>>, заберіть",
            "трек <<80083294716605>> почта россии",
        ),
        counter_examples=("number of MIG-29s", "номер в отеле 2019-2020"),
    ),
    Detector(
        name="paper's long number",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(_PAPER, _DIGITS, ahead=18, valid=_is_long),
        cues=_PAPER_STEMS,
        digits=6,
        sureness=0.5,
        examples=(
            "направление <<7719283746>>",
            "накладна <<20450812345678>>",
            "полис сына <<3451209834>>",
            "student id <<20481993>>",
        ),
        counter_examples=(
            "контракт на 150000",
            "ттн 20450093811746 забери",
            "билет за 12 500",
            "акт 12.05.2024",
            "квитанция 150 000",
        ),
    ),
    Detector(
        name="order of a shop",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(
            r"(?:ebay|amazon|etsy|ikea|ozon|озон|вб|wb|aliexpress|али)[ ](?:order|заказ|замовлення)|(?:заказ\w{0,2}"
            r"|замовленн\w{1,2}|order|посылк\w|посилк\w|parcel|доставк\w)[ ](?:(?:с|на|в|из|от|з|із"
            r"|from|on|at)[ ])?(?:озон\w{0,2}|ozon|вб|wb|валдберис|вайлдберриз|wildberries|али\w{0,8}|aliexpress"
            r"|алиэкспресс"
            r"|ламод\w|lamoda|розетк\w|rozetka|пром\w?|маркет\w?|амазон\w?|amazon|ebay|авито|olx|сдэк|сдек|cdek"
            r"|новою?[ ]пошт\w{1,2}|нп|почт\w|укрпошт\w{1,2}|dhl|ups|fedex|usps|ikea|икеа|днс|м-?видео|dns)",
            rf"{_DIGITS}|{_MIXED}",
            ahead=12,
            valid=lambda text, start, end: _is_number(text, start, end) or _is_mixed(text, start, end),
        ),
        cues=_POSTED_STEMS,
        digits=4,
        sureness=0.55,
        examples=("заказ озон <<48219923-0041>>", "order from amazon <<114-8821991-20443>>"),
        counter_examples=("заказ на озоне за 1500", "order from ikea 2 days"),
    ),
    Detector(
        name="booking by its letters",
        kind="DOCUMENT",
        languages="ru uk en",
        find=near(
            r"брон[иьіья]ю?|бронировани\w|бронюванн\w|booking(?:[ ](?:ref\w{0,6}|code|number|no))?"
            r"|confirmation(?:[ ](?:code|number|no))?|pnr|пнр|reservation(?:[ ](?:code|number|no))?|record[ ]locator"
            r"|locator",
            r"[0-9]{4}\.[0-9]{3}\.[0-9]{3}|(?-i:[A-Z]{6}|(?=[A-Z]{0,7}[0-9])(?=[0-9]{0,7}[A-Z])[A-Z0-9]{5,8})",
            ahead=18,
            valid=lambda text, start, end: True,
        ),
        cues=("брон", "book", "conf", "pnr", "пнр", "rese", "reco", "loca"),
        sureness=0.6,
        examples=("код бронирования <<YTR8WQ>>", "confirmation <<QWERTY>>"),
        counter_examples=("booking is DONE", "бронь на двоих"),
    ),
    Detector(
        name="account of a household",
        kind="ACCOUNT",
        languages="ru uk en",
        find=near(
            r"лицев\w{2,3}|л/с|лс|особов\w{1,3}|о/р|абонентск\w{2,3}|абонентськ\w{1,3}|сч[её]т\w{0,2}|рахун\w{2,4}"
            r"|расч[её]тн\w{2,3}|р/с|р/р|к/с|корр?\.?|sort(?:[ ]code)?|routing|account|acct|aba|checking|savings"
            r"|swift|мфо|кошел[её]?к\w?|гаман\w{2,4}|яндекс[ ]деньги|юмани|яндекс\.деньги|переказ\w?|перевод\w?"
            r"|webmoney|вебмани|qiwi",
            r"[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{10,14}[A-Z]{2}|[0-9]{6,25}|[0-9]{3,5}(?:[ ][0-9]{3,5}){1,5}",
            ahead=26,
            valid=lambda text, start, end: _is_long(text, start, end) or _SORT.fullmatch(text[start:end]) is not None,
        ),
        cues=(
            "лице",
            "л",
            "лс",
            "особ",
            "о",
            "абон",
            "счет",
            "счёт",
            "раху",
            "расч",
            "р",
            "к",
            "кор",
            "корр",
            "sort",
            "коше",
            "гама",
            "янде",
            "юман",
            "пере",
            "webm",
            "вебм",
            "qiwi",
            "rout",
            "chec",
            "savi",
            "acco",
            "acct",
            "aba",
            "swif",
            "мфо",
        ),
        digits=6,
        sureness=0.6,
        examples=(
            "л/с <<4471209981>> за квартиру",
            "особовий <<880055219>> за газ",
            "sort <<12-34-56>>",
        ),
        counter_examples=("счёт 3-1", "счет на 150 000", "лицевой счёт не помню"),
    ),
    Detector(
        name="tax number by its check digits",
        kind="INN",
        languages="ru uk",
        find=compiled(r"(?<![\w.,:/+\-=])[0-9]{12}(?![\w]|[.,:/\-][0-9])"),
        valid=is_inn,
        digits=12,
        sureness=0.6,
        examples=("вот <<500100732259>> в анкету",),
        counter_examples=("500100732250",),
    ),
    Detector(
        name="Ukrainian tax number by its check digit",
        kind="RNOKPP",
        languages="uk ru",
        find=near(
            r"код\w{0,2}|податков\w{1,3}|налогов\w{2,3}|довідк\w{1,2}|фоп|фопа|отримувач\w?|реквізит\w{0,2}"
            r"|реквизит\w{0,2}|заповн\w{1,5}|анкет\w|iдент\w{0,10}|ид\.?[ ]?код|ід\.?[ ]?код",
            r"[0-9]{10}",
            ahead=30,
            behind=20,
            valid=lambda text, start, end: is_rnokpp(text[start:end]),
        ),
        cues=(
            "код",
            "кодо",
            "коду",
            "пода",
            "нало",
            "дові",
            "фоп",
            "фопа",
            "отри",
            "рекв",
            "запо",
            "анке",
            "iден",
            "ид",
            "ід",
        ),
        digits=10,
        sureness=0.6,
        examples=("мій код <<3184710691>> для податкової",),
        counter_examples=("код 3184710692",),
    ),
    Detector(
        name="account by its look",
        kind="ACCOUNT",
        languages="en",
        find=compiled(r"(?<![\w./:-])[0-9]{3}-[0-9]{6,7}-[0-9]{1,2}(?![\w-]|[.:][0-9])"),
        digits=10,
        sureness=0.5,
        examples=("by check or to <<029-441807-7>>",),
        counter_examples=("029-4418-7",),
    ),
    Detector(
        name="firm's number after its noun",
        kind="EDRPOU",
        languages="uk ru",
        find=near(
            r"підприємств\w|предприяти\w|контрагент\w{0,2}|тов|фоп|ооо|ип|фирм\w|фірм\w|юрлиц\w|юрособ\w",
            r"[0-9]{8}|[0-9]{10}",
            ahead=20,
        ),
        cues=("підп", "пред", "конт", "тов", "фоп", "ооо", "ип", "фирм", "фірм", "юрли", "юрос"),
        digits=8,
        sureness=0.5,
        examples=("Підприємство <<22840918>>, р/р",),
        counter_examples=("фирма с 1998",),
    ),
    Detector(
        name="sort code and account",
        kind="ACCOUNT",
        languages="en",
        find=compiled(
            r"(?<![\w-])(?P<v>[0-9]{2}-[0-9]{2}-[0-9]{2})[ ,]{1,2}(?:acct?\.?[ ]|account[ ]"
            r"|a/c[ ])?(?P<w>[0-9]{8})(?![\w-])"
        ),
        digits=14,
        sureness=0.8,
        examples=("landlords one is <<11-02-33>> <<05632853>>",),
        counter_examples=("11-02-33 056328",),
    ),
    Detector(
        name="number of a state nearby",
        kind="NATIONAL_ID",
        languages="ru uk en",
        find=near(
            r"песел\w|pesel|иин|жсн|tfn|steuer(?:[ -]?id|nummer)?|nif|nie|dni|bsn|cpf|tckn|utr|nino|ni[ ]number"
            r"|tax[ ]id"
            r"|tax[ ]file|sin|codice[ ]fiscale|curp|aadhaar|личный[ ]номер|идентификационн\w{2,3}[ ]номер",
            r"[0-9]{5}[ ][0-9]{5}|[0-9]{8,12}[A-Z]?|[0-9]{3}[ \-][0-9]{3}[ \-][0-9]{3,4}|[A-Z][0-9]{7}[A-Z]"
            r"|[A-Z]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[A-D]",
            ahead=30,
            behind=14,
            crossing=True,
        ),
        cues=(
            "песе",
            "pese",
            "иин",
            "жсн",
            "tfn",
            "steu",
            "nif",
            "nie",
            "dni",
            "bsn",
            "cpf",
            "tckn",
            "utr",
            "nino",
            "ni",
            "tax",
            "sin",
            "codi",
            "curp",
            "aadh",
            "личн",
            "иден",
        ),
        digits=7,
        sureness=0.75,
        examples=("my steuer id: <<41835411594>>", "TFN <<418218072>> for the job"),
        counter_examples=("tax id later", "since 2019"),
    ),
    Detector(
        name="number of a state, by its shape",
        kind="NATIONAL_ID",
        languages="uk en",
        find=compiled(
            r"""(?<![\w\-])(?:(?:унзр|номер[ ]запису|запис[ ]№?)[ :]{0,2}(?P<unzr>[0-9]{8}-[0-9]{5})
            |(?:ein|fein|itin|tax[ ]id|tin|employer[ ]id)(?!\w)[^0-9\n]{0,16}(?:1099
            |w-?9)?[ :\#]{0,3}(?P<ein>[0-9]{2}-?[0-9]{7}|9[0-9]{2}-[0-9]{2}-[0-9]{4})
            |(?P<mbi>(?-i:[1-9][A-Z][A-Z0-9][0-9]-?[A-Z][A-Z0-9][0-9]-?[A-Z]{2}[0-9]{2})))(?![\w\-])"""
        ),
        digits=5,
        sureness=0.8,
        examples=("унзр <<19900315-04567>>", "ein <<12-3456789>>", "medicare <<1EG4-TE5-MK73>>"),
        counter_examples=("12-3456789", "1A-2B-3C"),
    ),
)

"""Find the value in a message that answers a short question, or that goes on with what stood beside it.

A question asks for it in few words (`а індекс?`, `kak tebya v discorde`), and the answer comes at once. Because it
does, shapes count here that would be nothing elsewhere: see reply_values. Knows bubbles, nothing of placeholders.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from harvest.redact import reply_places as places
from harvest.redact import reply_values as values
from harvest.redact.asked import asks_an_amount, bare, is_asked, is_talk, stems_of
from harvest.redact.detector import STEM
from harvest.redact.findings import Span
from harvest.redact.view import HOLE
from harvest.redact.words import words

LONGEST_CUE = 110
REACH = 3  # bubbles after the question among which the answer may come
PROMPT = 30  # characters of a `ну?` or `диктуй` between a question and its answer


class Heard(Protocol):
    """What is known of a bubble: context.Said."""

    @property
    def is_owner(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def kinds(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """stems: beginnings of words without one of which the cue is not looked for. value: finds the answer.

    family: kinds that a bubble may hold already, and then needs no other. dated: whether `когда` may ask for it.
    reach: bubbles after the question among which the answer may come.
    """

    kind: str
    stems: frozenset[str]
    cue: re.Pattern[str]
    value: values.Value
    family: frozenset[str] = frozenset()
    dated: bool = False
    reach: int = REACH


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in words(text))


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)


_SECRETS = frozenset({"PASSWORD", "PIN", "CODE", "CVV", "API_KEY", "SEED", "PHONE", "CARD"})
_PAPERS = frozenset({"PASSPORT", "DOCUMENT", "ACCOUNT", "LICENCE", "PHONE", "CARD", "IBAN", "TAX_ID", "SNILS"})
_PLACE_IN = r"(?:в|во|у|на|v|in|on)[ ]\w{2,14}"
_PAIR_STEMS = _stems("логи логі logi user юзер cred доступ рут root акк тест дай пароль парол pass зайт заход login")
_PAIR = _cue(
    r"логин\w?|логін\w?|login|user|юзер\w?|creds|доступ\w?|рут|root|акк\w{0,4}|тестов\w{2}|парол\w{1,2}"
    r"|pass(?:word)?"
    r"|заходити|зайти"
)
REPLIES = (
    Reply(
        "BIRTHDATE",
        _stems("др дата дату дати рожд роди наро birt bday born dob днюх юбил ювіл день днем дня др birt kogd ден"),
        _cue(
            r"др|д\.р|^\W{0,3}(?:а|и|і|ну|та)[ ]дата(?=\W{0,3}$)|дат[ауи]?[ ](?:рожд\w{0,5}|народж\w{0,5})"
            r"|даты?[ ]рожд\w{0,4}|рожд\w{0,5}|роди(?:л\w{1,4}|вся)"
            r"|народи\w{2,5}|народжен\w{1,2}|birthdays?|birth|bday|born|dob|днюх\w|юбиле\w|ювіле\w"
            r"|день[ ]рожд\w{0,5}|день[ ]народж\w{0,5}|rodil\w{1,4}'?|день[ ]і[ ]рік"
        ),
        values.birthday,
        dated=True,
    ),
    Reply(
        "EXPIRY",
        _stems("срок терм до exp expi vali дата"),
        _cue(
            r"срок\w?|термін\w?|до[ ](?:какого|какой|скольки|якого)|exp|expir\w{1,4}|valid|good[ ]till?"
            r"|дійсна|действительна"
        ),
        values.expiry,
        dated=True,
    ),
    Reply(
        "CVV",
        _stems("cvv cvc цвв цвц свв сзад ззад обор обра звор back digi три цифр secu"),
        _cue(
            r"cv[vcn]2?|цв[вцс]|свв|сзади|ззаду|оборот\w?|обратн\w{2,4}[ ]сторон\w|зворот\w{0,3}|on[ ](?:the[ ])?back"
            r"|back[ ]of[ ](?:the[ ])?card|three[ ]digits|3[ ]digits|4[ ]digits?|три[ ]цифр\w|цифры[ ]сзади"
            r"|security[ ]code"
        ),
        values.cvv,
    ),
    Reply(
        "POSTCODE",
        _stems("инде інде zip post plz пошт почт"),
        _cue(r"индекс\w?|індекс\w?|zip(?:[ ]?code)?|post[ ]?code|^\W{0,3}plz\W{0,3}$|kod[ ]pocztowy"),
        values.postcode,
    ),
    Reply(
        "ADDRESS",
        _stems(
            "адре addr adre куда куди где де kuda gde жив проп объя доех ехат везт дом де where live drop addy dach "
            "хата "
            "встр зуст find flat вул ул"
        ),
        _cue(
            r"адрес\w{0,2}|addy|address|adres\w?|(?:куда|куди|kuda)(?:[ ]\w{1,12}){0,3}|(?:где|де|gde)[ ](?:ты|ти"
            r"|вы|ви|у|в"
            r"|твоя|твій|забрать|забрати|мастерская|склад|встречаемся|офис|офіс|живете|живёшь|живешь|живеш)"
            r"|(?:склад|встречаемся|живете|живёте|живеш)[ ](?:де|где)|прописк\w|прописан\w|доехать|where[ ](?:do"
            r"|are|to|is)"
            r"|поверсі[ ]ти[ ]живеш|^\W{0,3}(?:де|где|дом)\W{0,3}$|офис[ ]переехал"
        ),
        places.place,
    ),
    Reply(
        "POSTCODE",
        _stems("адре addr adre куда куди kuda addy where send"),
        _cue(r"адрес\w{0,2}|address|adres\w?|addy|(?:куда|куди|kuda)(?:[ ]\w{1,12}){0,2}"),
        places.postcode_of_place,
    ),
    Reply(
        "CODE",
        _stems(
            "код кода коду коди кодо коде code codes pin пин пина пин- пинк пін піна піни пінк puk пук цифр digi домо "
            "набр наби замк замо комб combo сейф safe locк lock кали хвір воро подъ під' підї підв gate alar сигн disa "
            "keyp смс sms blik mtan гард гвар guar пуш резе kod kody podi 2fa двух двох otp бокс box"
        ),
        _cue(
            r"код\w{0,2}(?![ ](?:товар|ответ|відпов|на[ ]кас|дохода|ошиб|помил))|(?<!sort[ ])codes?|pin(?![ ](?:it"
            r"|the|this))|пин\w{0,4}|пін\w{0,4}|puk|пук|цифр\w{0,2}|digits|домофон\w{0,2}|набирать|набрать"
            r"|набирати|набрати|набирай|зам[оо]?к\w{0,2}|комбинаци\w|комбінаці\w|combo|combination|сейф\w?|safe"
            r"|lock(?:er|box)?|калитк\w|хвіртк\w|воро?т\w{1,2}|gate(?![ ][a-z]?[0-9])|alarm|сигнал(?:к\w|изаци\w"
            r"|ізаці\w)|disarm|keypad"
            r"|смс\w{0,2}|sms|blik|mtan|гв?ард|стимгард|guard|пуш\w{0,2}|резервн\w{1,3}|kod\w?|2fa|двухфактор\w{1,3}"
            r"|двохфактор\w{1,3}|otp|podezd\w?|podiezd|под[ъь]езд\w?|під'?їзд\w?"
        ),
        values.code,
        _SECRETS,
    ),
    Reply(
        "USERNAME",
        _stems(
            "ник ника нико нику нике никн нік ніка ніку нікн nik nick user юзер логи логі logi game tag ign hand xbox "
            "psn "
            "epic twit mine mc robl stea disc insta inst инст інст snap venm tikt стим стім диск діск дісі теле тг как "
            "як kak твич youtu зват імен"
        ),
        _cue(
            r"(?:ник|нік)(?:а|и|у|е|ом|нейм\w?)?|nik|nick(?:name)?|user(?:name)?|юзер\w{0,5}|логин\w?|логін\w?"
            r"|login|handle|gamertag"
            r"|tag|ign|(?:xbox|psn|epic|twitch|minecraft|mc|roblox|steam|discord|insta|snap|tiktok|venmo)"
            r"(?:[ ](?:id|name|tag))?|инст[аеуы]?|інст[аіу]?|стим\w?|стім\w?|дискорд\w?|дісі|твич\w?"
            r"|(?:как|як|kak)[ ](?:ты|ти|тебя|тебе|ty|tebya)(?:[ ]там|[ ]зовут|[ ]знайти|[ ]найти|[ ]искать)?"
            rf"[ ]{_PLACE_IN}|{_PLACE_IN}[ ](?:как|як)[ ](?:тебе|тебя|називаєшся|называешься)"
            rf"|(?:как|як)[ ](?:тебя|тебе)[ ](?:искать|шукати|найти|знайти)(?:[ ]{_PLACE_IN})?"
        ),
        values.handle,
    ),
    Reply(
        "USERNAME",
        _stems("ник нік nik nick user юзер логи логі logi game tag ign hand xbox mc twit epic"),
        _cue(
            r"(?:ник|нік|nik)(?:нейм)?|nick(?:name)?|user(?:name)?|юзер(?:нейм)?|логин|логін|login|handle|gamertag"
            r"|tag|ign"
            r"|(?:xbox|twitch|mc|epic)[ ](?:id|name|tag)"
        ),
        values.any_handle,
        frozenset({"PASSWORD"}),
        reach=2,
    ),
    Reply(
        "PASSWORD",
        _stems("safe code secr memo pick magi кодо секр клює ключ слов деви діво паро word"),
        _cue(
            r"(?:safe|code|secret|memorable|pickup|magic)[ -]?(?:words?|phrase|answer)|кодов\w{1,3}[ ](?:слов\w|фраз\w)"
            r"|секретн\w{1,3}[ ](?:слов\w|вопрос\w?|питання|фраз\w|ответ\w?)|ключев\w{1,3}[ ]слов\w"
            r"|(?:что|шо|че|чё)[ ]за[ ](?:\w{2,12}[ ])?слово|(?:ещ[её]|ще)[ ](?:як\w{2,3}[ ])?слово"
            r"|слово[ ](?:якесь|какое-то)"
            r"|девичь\w[ ]фамил\w{1,2}|дівоч\w[ ]прізвищ\w"
        ),
        values.phrase,
    ),
    Reply(
        "PASSWORD",
        _stems("паро пасс пас pass pwd pw psk wifi wi вайф впн phra парл пасв зайт войт увій"),
        _cue(
            r"парол\w{1,4}|пасс?(?:ворд\w?)?|пасвор\w?|(?<!i[ ])(?<!to[ ])(?<!can[ ])(?<!will[ ])pass(?:word|code"
            r"|phrase)?|pwd|pw|psk|wi-?fi|вай-?фа\w{1,2}"
        ),
        values.password,
        _SECRETS,
        reach=2,
    ),
    Reply(
        "USERNAME",
        _PAIR_STEMS,
        _PAIR,
        values.first_of_pair,
        frozenset({"PASSWORD"}),
        reach=2,
    ),
    Reply(
        "PASSWORD",
        _PAIR_STEMS,
        _PAIR,
        values.second_of_pair,
        _SECRETS,
        reach=2,
    ),
    Reply(
        "SEED",
        _stems("seed сид сід мнем слов words ledg гама коше реко"),
        _cue(
            r"seed|сид-?фраз\w|сід-?фраз\w|мнемоник\w|(?:12|24|twelve|last|first|the)[ ]words?|ledger|recovery[ ]phrase"
            r"|сло?[ві]\w{0,2}[ ](?:\w{1,8}[ ]){0,3}(?:кошел\w{2,3}|гаман\w{1,3})|последние[ ]слова|(?:12"
            r"|24)[ ]слів|(?:12|24)[ ]слов"
        ),
        values.seed_words,
    ),
    Reply(
        "PERSON",
        _stems(
            "полу отри фио піб фами пріз hold bene name imię ім'я имя isim на кого хто кто влас хозя адре конт "
            "зват звет звут kak driv emer пише who exac водi вод "
            "зову "
            "как як famil пиши"
        ),
        _cue(
            r"получател\w|отримувач\w?|фио|піб|фамили\w|прізвищ\w|holder|beneficiary|(?:full|last|account|acc"
            r"|acct)[ ]name"
            r"|surname|(?:what|which|whose)[ ]name|name[ ](?:on|with|for)|a[ ]name[ ]with|(?<!\w[ ])name|imię|isim"
            r"|name[ ]as|як[ ]зветься|як[ ]звуть|kak[ ]zovut|familia|driver[ ]details|emergency[ ]contact"
            r"|як[ ]пишетесь|как[ ]пишет(?:ся|есь)|who'?s[ ]it[ ](?:to|from)|who[ ]signed|кто[ ]подписал"
            r"|на[ ]звонке|exactly[ ]as"
            r"|контакт[ ]\w{4,12}|(?:хто|кто)[ ](?:был|був|то|приймає|прийме|принимает|заказывал|паркует)"
            r"|водител\w|водій"
            r"|на[ ]кого"
            r"|(?:хто|кто)[ ](?:власник|хозяин|владелец|такой|врач|лікар)|адресат\w?|ім'?я|имя|familia|как[ ]зовут"
            r"|як[ ]звати"
        ),
        values.name,
    ),
    Reply(
        "DOCUMENT",
        _stems(
            "номе nome numb № numm nr лс л/с л с трек трэк trac ttn ттн накл дело дела деле decl декл поли полі пасп "
            "pass загр закор зако sin ssn nie nif pan aadh pese песе иин tin itin sécu steu asme ykn теуд tz тз ідпо "
            "інн инн іпн ипн єдрп фоп соці снил квит лице особ акк accou acct acco refe ref case orde заказ зака замо "
            "бронь брон бірк pati memb uan nin bvn сери сері серт свід свид id айди айді ід пропу кош кошел гаман вебм "
            "webm юман серв серi техп рахун сч счет счёт abon абон vorg vert utr pps kind idka id-k ідка карт"
        ),
        _cue(
            r"номер\w{0,2}|nomer\w?|number|nummer|nr|№|л/?с|трек\w{0,3}(?![ -]лист)|track\w{0,3}|ttn|ттн"
            r"|накладн\w{1,3}|декларац\w{1,2}"
            r"|пол[иі]с\w?|паспорт\w{0,2}|passport|загран\w{0,6}|закордон\w{0,5}|sin|ssn|nie|nif|pan|aadhaa?r"
            r"|pesel|песел\w"
            r"|иин|i?tin|sécu|steuer\w{0,6}|asmens[ ]kodas|ykn|теудат[ ]зеут|іпн|ипн|інн|инн|єдрпоу|ідентифікаційн\w{2}"
            r"|снилс|соцстрах\w{0,4}|квитанц\w{1,2}|лицев\w{2,3}|особов\w{2,3}|account|acct|reference|ref|case"
            r"|order|заказ\w?"
            r"|замовлен\w{1,2}|брон\w{1,2}|patient|member(?:ship)?[ ](?:no|id|number)|uan|nin|bvn|сери[яюи]"
            r"|сері[яюї]|свид\w{0,10}|свід\w{0,10}"
            r"|id|айд[иі]|пропуск\w?|вебмани|вебмані|юмани|рахун\w{2,3}|сч[её]т\w?|абонент\w?|utr|pps|eircode|rego"
            r"|\w{4,14}nummer"
            r"|\w{4,12}konto"
            r"|техпаспорт\w?|фоп|личн\w{2}[ ]номер"
        ),
        values.reference,
        _PAPERS,
    ),
)
_STEMS = frozenset[str]().union(*(row.stems for row in REPLIES))
_NO_QUESTION = re.compile(  # about places in shops, errors and things that have a number of their own
    r"(?<!\w)(?:артикул\w?|версі\w|верси\w|version|error|ошибк\w|помилк\w|размер\w?|розмір\w?|elo|эло|ело|mtu|порт|port"
    r"|рейс\w?|автобус\w?|маршрут\w?|платформ\w|серии|сезон\w?|ккал|масло|шини|диск|запчаст\w|детал[иі]\w?"
    r"|самокат\w{0,2}|rera|товар\w|квартал\w{0,2}|adduser"
    r"|(?:as|single|new|a|any|another|normal|switch|regular|registered|the)[ ]user|login[ ]screen|source[ ]code)(?!\w)",
    re.IGNORECASE,
)


_MACHINE = re.compile(r"(?<!\w)(?:root|sudo)(?!\w)", re.IGNORECASE)


def replied(bubbles: Sequence[Heard], at: int) -> Iterator[tuple[int, Span]]:
    """What the next bubbles answer to this one."""
    cue = bubbles[at].text
    if len(cue) > LONGEST_CUE or (HOLE in cue and "?" not in cue[cue.rfind(HOLE) :]):
        return
    stems = stems_of(cue)
    if (
        _STEMS.isdisjoint(stems)
        or _NO_QUESTION.search(cue)
        or ("?" not in cue and _MACHINE.search(cue))
        or is_talk(cue)
    ):
        return
    amount = asks_an_amount(cue)
    given: dict[int, Span] = {}
    for row in REPLIES:
        if row.stems.isdisjoint(stems) or (amount and not row.dated):
            continue
        found = row.cue.search(cue)
        if found and (found.start() < 4 or _asks(cue)) and row.value(cue[found.end() :]) is None:
            for next_at, span in _answer(bubbles, at, row, given):
                given[next_at] = span
                yield next_at, span


def _asks(cue: str) -> bool:
    return "?" in cue or len(cue) <= 32 or is_asked(cue) or _WONDERS.search(cue) is not None


_WONDERS = re.compile(  # a question without its mark, or a wish
    r"(?<!\w)(?:шо|що|че|чё|как\w{0,2}|який|яка|яке|яку|як|кто|хто|коли|когда|куда|куди|где|де|when|where|who"
    r"|which|whose"
    r"|did|does|do|can|could|have|has|got|is|are|was|were|will|would|whats|kak|kakoy|kogda|kuda|gde|skin|kin|skyn"
    r"|day|dai|need\w?|ask\w{0,3}|wants?|просят|просить|просит"
    r"|питають|питає"
    r"|спрашива\w{2,3}|треба|надо|нужн\w|потрібн?[аое]н?|напомни|remind|продиктуй|дай\w{0,2}|пиши|copy|share)(?!\w)",
    re.IGNORECASE,
)


def _answer(bubbles: Sequence[Heard], at: int, row: Reply, given: Mapping[int, Span]) -> Iterator[tuple[int, Span]]:
    """given: what other rows found already: of a login and a password in two messages each takes its own."""
    for next_at in range(at + 1, min(len(bubbles), at + 1 + row.reach)):
        said = bubbles[next_at]
        if not said.kinds.isdisjoint(row.family | {row.kind}):
            return
        span = row.value(said.text) if _may_answer(bubbles, at, next_at) else None
        other = given.get(next_at)
        if span and not (other and other.start < span[1] and span[0] < other.end):
            yield next_at, Span(*span, row.kind, 0.6, "replied")
            return
        if len(said.text) > 60:
            return


def _may_answer(bubbles: Sequence[Heard], at: int, next_at: int) -> bool:
    """The other side answers a question; the same side goes on with what it announced, or once the other asks on."""
    cue = bubbles[at].text
    if bubbles[at].is_owner != bubbles[next_at].is_owner:
        return True
    prompted = any(
        said.is_owner != bubbles[at].is_owner and len(said.text) <= PROMPT for said in bubbles[at + 1 : next_at]
    )
    return prompted or (next_at == at + 1 and not is_asked(cue))


_GOING_ON = frozenset({"CARD", "PERSON", "ADDRESS", "IBAN", "ACCOUNT", "CODE", "PIN"})
_BESIDE_ACCOUNT = re.compile(  # `UA... revolut, на Yaroslav Hnatiuk`, `Sanne Terpstra-Okafor NL...`
    rf"{HOLE}[ ,.\n]{{1,2}}(?:[^\W\d_]{{2,12}}[ ,]{{1,2}}){{0,2}}(?:на|name|for)?[ ]?$|^[ ,.\n]{{1,2}}{HOLE}"
)
_NO_HOLDER = re.compile(r"bank|банк|сбер|sber|privat|приват|revolut|raiff|альфа|тинь", re.IGNORECASE)
_ANOTHER = re.compile(  # what is said when the first code was wrong
    r"(?<!\w)(?:тогда|тоді|togda|то[ ]?есть|тобто|не[ ]то|sorry|ещ[её]|ще|попробуй|спробуй|пробуй|новый|новий|then"
    r"|or|now|just|old"
    r"|чтоли|типа|прав\w{2,5}|changed|ok|нет|ні|no|опять|снова|знов|ну|скор\w{2,4}|швидк\w|хутко|быстр\w{1,3})(?!\w)",
    re.IGNORECASE,
)


_ACCESS = _stems(
    "паро пасс пас pass пасв логи логі logi wifi вайф акк аккаунт акаун зайт войт увій вход вхід reset hasło "
    "доступ пуск сброс скид фотки гугл госуслуги"
)
_FAR = 6  # bubbles after a word of getting in among which a made-up word may come


def made_up_later(bubbles: Sequence[Heard], at: int) -> Iterator[tuple[int, Span]]:
    """`ссылка на сброс пришла?`, ..., `поставил тебе пока 12345Lena`"""
    if stems_of(bubbles[at].text[-200:]).isdisjoint(_ACCESS) and "URL_TOKEN" not in bubbles[at].kinds:
        return
    for next_at in range(at + 1, min(len(bubbles), at + 1 + _FAR)):
        said = bubbles[next_at]
        if said.kinds.isdisjoint(_SECRETS) and (span := values.last_made_up(said.text)):
            yield next_at, Span(*span, "PASSWORD", 0.5, "made up, after a word of getting in")


def gone_on(bubbles: Sequence[Heard], at: int) -> Iterator[tuple[int, Span]]:
    """After a card its date and code, after a name a date of birth, after an address its postcode."""
    kinds = bubbles[at].kinds
    if kinds.isdisjoint(_GOING_ON):
        return
    if kinds & {"IBAN", "ACCOUNT"} and (holder := _holder(bubbles[at].text)):
        yield at, Span(*holder, "PERSON", 0.55, "beside an account")
    if "CARD" in kinds and HOLE in bubbles[at].text:
        yield from _of_a_card(bubbles[at].text, at, bubbles[at].text.rfind(HOLE) + 1)
    for next_at in range(at + 1, min(len(bubbles), at + 1 + REACH)):
        text = bubbles[next_at].text
        if kinds & {"CODE", "PIN"} and bubbles[next_at].kinds.isdisjoint(_SECRETS) and (code := _another(text)):
            yield next_at, Span(*code, "CODE", 0.5, "given again")
            return
        if "CARD" in kinds and len(text) <= 60:
            yield from _of_a_card(text, next_at)
        if "PERSON" in kinds and (born := values.full_birthday(text)):
            yield next_at, Span(*born, "BIRTHDATE", 0.55, "after a name")
        if "ADDRESS" in kinds and (code := _bare_postcode(text)):
            yield next_at, Span(*code, "POSTCODE", 0.55, "after an address")


def _holder(text: str) -> tuple[int, int] | None:
    name = values.name(text)
    if name is None or _NO_HOLDER.search(text, *name):
        return None
    beside = _BESIDE_ACCOUNT.search(text[: name[0]]) or _BESIDE_ACCOUNT.search(text[name[1] :])
    return name if beside else None


def _another(text: str) -> tuple[int, int] | None:
    """`togda 0531 ya vsegda putayu`, `sorry thats old. C2046Y`"""
    code = values.code(text) if len(text) <= 60 else None
    if code is None or sum(char.isdigit() for char in text[slice(*code)]) < 4:
        return None
    return code if bare(text) == code or _ANOTHER.search(text) else None


_BEFORE_DATE = r"[ ,.]{0,3}|.*(?:exp\w{0,6}|до|till?|по|дата|good|тримай|держи|срок|термін|valid)\W{0,3}"


def _of_a_card(text: str, at: int, start: int = 0) -> Iterator[tuple[int, Span]]:
    for found, span in _beside_card(text[start:], at):
        yield found, Span(span.start + start, span.end + start, span.kind, span.sureness, span.rule)


def _beside_card(text: str, at: int) -> Iterator[tuple[int, Span]]:
    date = values.expiry(text)
    if date and re.fullmatch(_BEFORE_DATE, text[: date[0]], re.IGNORECASE):
        yield at, Span(*date, "EXPIRY", 0.55, "after a card")
    if date or re.search(r"сзад|ззад|cv[vc]|цвв|back|front|digits|цифр", text, re.IGNORECASE):
        found = re.search(r"(?<![\w.,:/])[0-9]{3,4}(?=[ .!]{0,3}$)", text[date[1] :] if date else text)
        if found:
            shift = date[1] if date else 0
            yield at, Span(found.start() + shift, found.end() + shift, "CVV", 0.55, "after a card")
        elif (said := values.cvv(text[date[1] :] if date else text)) is not None:
            shift = date[1] if date else 0
            yield at, Span(said[0] + shift, said[1] + shift, "CVV", 0.55, "after a card")


def _bare_postcode(text: str) -> tuple[int, int] | None:
    span = bare(text)
    if span is None or len(text) > 40:
        return None
    match = re.search(r"(?:^|(?<=[ ,]))(?:[0-9]{5,6}|[0-9]{3}[ ][0-9]{2,3}|[0-9]{2}-[0-9]{3})(?=[ ,.]{0,3}$|,)", text)
    return match.span() if match and not re.search(r"[0-9]", text[: match.start()]) else None

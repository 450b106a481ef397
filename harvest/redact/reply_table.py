"""The table of what a short question asks for: one row a kind of value.

A question asks in few words (`а індекс?`, `kak tebya v discorde`). What the values look like stands in reply_values,
reply_words and reply_places. Knows nothing of who speaks.
"""

import re
from dataclasses import dataclass

from harvest.redact import reply_places as places
from harvest.redact import reply_values as values
from harvest.redact import reply_words as said
from harvest.redact.detector import STEM
from harvest.redact.words import words

REACH = 3  # bubbles after the question among which the answer may come


@dataclass(frozen=True, slots=True)
class Reply:
    """stems: beginnings of words without one of which the cue is not looked for. value: finds the answer.

    family: kinds that a bubble may hold already, and then needs no other. dated: whether `когда` may ask for it.
    strict: whether the value looks like nothing else, so that the cue need be no question. reach: bubbles after the
    question among which the answer may come.
    """

    kind: str
    stems: frozenset[str]
    cue: re.Pattern[str]
    value: values.Value
    family: frozenset[str] = frozenset()
    dated: bool = False
    reach: int = REACH
    strict: bool = False


def stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in words(text))


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", re.IGNORECASE)


SECRETS = frozenset({"PASSWORD", "PIN", "CODE", "CVV", "API_KEY", "SEED", "PHONE", "CARD"})
_PAPERS = frozenset({"PASSPORT", "DOCUMENT", "ACCOUNT", "LICENCE", "PHONE", "CARD", "IBAN", "TAX_ID", "SNILS"})
_PLACE_IN = r"(?:в|во|у|на|v|in|on)[ ]\w{2,14}"
_PAIR_STEMS = stems("логи логі logi user юзер cred доступ рут root акк тест дай пароль парол pass зайт заход login")
_PAIR = _cue(
    r"логин\w?|логін\w?|login|user|юзер\w?|creds|доступ\w?|рут|root|акк\w{0,4}|тестов\w{2}|парол\w{1,2}"
    r"|pass(?:word)?"
    r"|заходити|зайти"
)
_BIRTH_STEMS = stems("др дата дату дати рожд роди наро birt bday born dob днюх юбил ювіл день днем дня kogd ден")
_BIRTH = _cue(
    r"др|д\.р|^\W{0,3}(?:а|и|і|ну|та)[ ]дата(?=\W{0,3}$)|дат[ауи]?[ ](?:рожд\w{0,5}|народж\w{0,5})"
    r"|даты?[ ]рожд\w{0,4}|рожд\w{0,5}|роди(?:л\w{1,4}|вся)"
    r"|народи\w{2,5}|народжен\w{1,2}|birthdays?|birth|bday|born|dob|днюх\w|юбиле\w|ювіле\w"
    r"|день[ ]рожд\w{0,5}|день[ ]народж\w{0,5}|rodil\w{1,4}'?|день[ ]і[ ]рік"
)
REPLIES = (
    Reply(
        "BIRTHDATE",
        _BIRTH_STEMS,
        _BIRTH,
        values.birthday,
        dated=True,
    ),
    Reply(
        "BIRTHDATE",
        _BIRTH_STEMS,
        _BIRTH,
        values.long_ago,
        dated=True,
        strict=True,
    ),
    Reply(
        "EXPIRY",
        stems("срок терм до exp expi vali дата"),
        _cue(
            r"срок\w?|термін\w?|до[ ](?:какого|какой|скольки|якого)|exp|expir\w{1,4}|valid|good[ ]till?"
            r"|дійсна|действительна"
        ),
        values.expiry,
        dated=True,
        strict=True,
    ),
    Reply(
        "CVV",
        stems("cvv cvc цвв цвц свв сзад ззад обор обра звор back digi три цифр secu"),
        _cue(
            r"cv[vcn]2?|цв[вцс]|свв|сзади|ззаду|оборот\w?|обратн\w{2,4}[ ]сторон\w|зворот\w{0,3}|on[ ](?:the[ ])?back"
            r"|back[ ]of[ ](?:the[ ])?card|three[ ]digits|3[ ]digits|4[ ]digits?|три[ ]цифр\w|цифры[ ]сзади"
            r"|security[ ]code"
        ),
        values.cvv,
    ),
    Reply(
        "POSTCODE",
        stems("инде інде zip post plz пошт почт"),
        _cue(r"индекс\w?|індекс\w?|zip(?:[ ]?code)?|post[ ]?code|^\W{0,3}plz\W{0,3}$|kod[ ]pocztowy"),
        values.postcode,
        strict=True,
    ),
    Reply(
        "ADDRESS",
        stems(
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
        stems("адре addr adre куда куди kuda addy where send"),
        _cue(r"адрес\w{0,2}|address|adres\w?|addy|(?:куда|куди|kuda)(?:[ ]\w{1,12}){0,2}"),
        places.postcode_of_place,
    ),
    Reply(
        "CODE",
        stems(
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
        SECRETS,
    ),
    Reply(
        "USERNAME",
        stems(
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
        said.handle,
    ),
    Reply(
        "USERNAME",
        stems("ник нік nik nick user юзер логи логі logi game tag ign hand xbox mc twit epic"),
        _cue(
            r"(?:ник|нік|nik)(?:нейм)?|nick(?:name)?|user(?:name)?|юзер(?:нейм)?|логин|логін|login|handle|gamertag"
            r"|tag|ign"
            r"|(?:xbox|twitch|mc|epic)[ ](?:id|name|tag)"
        ),
        said.any_handle,
        frozenset({"PASSWORD"}),
        reach=2,
    ),
    Reply(
        "PASSWORD",
        stems("safe code secr memo pick magi кодо секр клює ключ слов деви діво паро word"),
        _cue(
            r"(?:safe|code|secret|memorable|pickup|magic)[ -]?(?:words?|phrase|answer)|кодов\w{1,3}[ ](?:слов\w|фраз\w)"
            r"|секретн\w{1,3}[ ](?:слов\w|вопрос\w?|питання|фраз\w|ответ\w?)|ключев\w{1,3}[ ]слов\w"
            r"|(?:что|шо|че|чё)[ ]за[ ](?:\w{2,12}[ ])?слово|(?:ещ[её]|ще)[ ](?:як\w{2,3}[ ])?слово"
            r"|слово[ ](?:якесь|какое-то)"
            r"|secret[ ]answer"
        ),
        said.phrase,
    ),
    Reply(
        "PASSWORD",
        stems("паро пасс пас pass pwd pw psk wpa wifi wi вайф впн phra парл пасв зайт войт увій"),
        _cue(
            r"парол\w{1,4}|пасс?(?:ворд\w?)?|пасвор\w?|(?<!i[ ])(?<!to[ ])(?<!can[ ])(?<!will[ ])pass(?:word|code"
            r"|phrase)?|pwd|pw|psk|wpa|wi-?fi|вай-?фа\w{1,2}"
        ),
        said.password,
        SECRETS,
        reach=2,
    ),
    Reply(
        "USERNAME",
        _PAIR_STEMS,
        _PAIR,
        said.first_of_pair,
        frozenset({"PASSWORD"}),
        reach=2,
    ),
    Reply(
        "PASSWORD",
        _PAIR_STEMS,
        _PAIR,
        said.second_of_pair,
        SECRETS,
        reach=2,
    ),
    Reply(
        "PASSWORD",
        stems("деви діво maid"),
        _cue(r"девичь\w[ ]фамил\w{1,2}|дівоч\w[ ]прізвищ\w|maiden[ ]name"),
        said.surname,
    ),
    Reply(
        "SEED",
        stems("seed сид сід мнем слов words ledg гама коше реко"),
        _cue(
            r"seed|сид-?фраз\w|сід-?фраз\w|мнемоник\w|(?:12|24|twelve|last|first|the)[ ]words?|ledger|recovery[ ]phrase"
            r"|сло?[ві]\w{0,2}[ ](?:\w{1,8}[ ]){0,3}(?:кошел\w{2,3}|гаман\w{1,3})|последние[ ]слова|(?:12"
            r"|24)[ ]слів|(?:12|24)[ ]слов"
        ),
        said.seed_words,
    ),
    Reply(
        "API_KEY",
        stems(
            "ключ key api апи апі env токен token квот инвайт інвайт secr stream код коду активац лиценз game игра ряд"
        ),
        _cue(
            r"ключ\w?|key|api|апи|апі|env|токен\w?|token|квот\w|инвайт\w?|інвайт\w?|secret|stream"
            r"|код[ ](?:активац\w{1,2}|пацанам"
            r"|на[ ]игр\w)|лиценз\w{1,3}|game|ряда?"
        ),
        values.key,
        strict=True,
    ),
    Reply(
        "PLATE",
        stems("rego plat номе nomer маши авто driv водит парк тачк car такси таксі машини"),
        _cue(
            r"rego|plates?|номер\w{0,2}(?:[ ]\w{1,6}){0,3}[ ](?:машин\w|авто|такси|таксі|тачк\w)|nomera?"
            r"|driv\w{1,3}|водител\w|водій"
            r"|паркует\w?|какая[ ]машина|яка[ ]машина"
        ),
        values.plate,
        strict=True,
    ),
    Reply(
        "PERSON",
        stems(
            "полу отри фио піб фами пріз hold bene name imię ім'я имя isim на кого хто кто влас хозя адре конт "
            "зват звет звут kak driv emer дані данн full пише who exac водi вод "
            "зову "
            "как як famil пиши"
        ),
        _cue(
            r"получател\w|отримувач\w?|фио|піб|фамили\w|прізвищ\w|holder|beneficiary|(?:full|last|account|acc"
            r"|acct)[ ]name"
            r"|surname|(?:what|which|whose)[ ]name|name[ ](?:on|with|for)|a[ ]name[ ]with|(?<!\w[ ])name|imię|isim"
            r"|name[ ]as|як[ ]зветься|як[ ]звуть|kak[ ]zovut|familia|driver[ ]details|дан[ні]\w{1,2}[ ]на"
            r"|данные[ ]\w{4,10}|full[ ]details|emergency[ ]contact"
            r"|як[ ]пишетесь|как[ ]пишет(?:ся|есь)|who'?s[ ]it[ ](?:to|from)|who[ ]signed|кто[ ]подписал"
            r"|на[ ]звонке|exactly[ ]as"
            r"|контакт[ ]\w{4,12}|(?:хто|кто)[ ](?:был|був|то|приймає|прийме|принимает|заказывал|паркует)"
            r"|водител\w|водій"
            r"|на[ ]кого"
            r"|(?:хто|кто)[ ](?:власник|хозяин|владелец|такой|врач|лікар)|адресат\w?|ім'?я|имя|familia|как[ ]зовут"
            r"|як[ ]звати"
        ),
        values.name,
        strict=True,
    ),
    Reply(
        "DOCUMENT",
        stems(
            "номе nome numb № numm nr лс л/с л с трек трэк trac ttn ттн накл дело дела деле decl декл поли полі пасп "
            "pass pasp загр закор зако sin ssn nie nif pan aadh pese песе иин tin itin sécu steu asme ykn теуд tz тз "
            "ідпо "
            "інн инн іпн ипн єдрп фоп соці снил квит лице особ акк accou acct acco refe ref case orde заказ зака замо "
            "бронь брон бірк pati memb uan nin bvn сери сері серт свід свид id айди айді ід пропу кош кошел гаман вебм "
            "webm юман серв серi техп рахун сч счет счёт abon абон vorg vert utr pps kind idka id-k ідка карт"
        ),
        _cue(
            r"номер\w{0,2}|nomer\w?|number|nummer|nr|№|л/?с|трек\w{0,3}(?![ -]лист)|track\w{0,3}|ttn|ттн"
            r"|накладн\w{1,3}|декларац\w{1,2}"
            r"|пол[иі]с\w?|паспорт\w{0,2}|pas?sport|загран\w{0,6}|закордон\w{0,5}|sin|ssn|nie|nif|pan|aadhaa?r"
            r"|pesel|песел\w"
            r"|иин|i?tin|sécu|steuer\w{0,6}|asmens[ ]kodas|ykn|теудат[ ]зеут|іпн|ипн|інн|инн|єдрпоу|ідентифікаційн\w{2}"
            r"|снилс|соцстрах\w{0,4}|квитанц\w{1,2}|лицев\w{2,3}|особов\w{2,3}|account|acct|reference|ref|case"
            r"|order|заказ\w?"
            r"|замовлен\w{1,2}|брон\w{1,2}|patient|member(?:ship)?[ ](?:no|id|number)|no(?=\W{0,3}$)|insurance"
            r"|страховк\w|медкарт\w{1,2}|карт[уи][ ]нашл\w|uan|nin|bvn|сери[яюи]"
            r"|сері[яюї]|свид\w{0,10}|свід\w{0,10}"
            r"|id|айд[иі]|пропуск\w?|вебмани|вебмані|юмани|рахун\w{2,3}|сч[её]т\w?|абонент\w?|utr|pps|eircode|rego"
            r"|\w{4,14}nummer"
            r"|\w{4,12}konto"
            r"|техпаспорт\w?|фоп|личн\w{2}[ ]номер"
        ),
        values.reference,
        _PAPERS,
        strict=True,
    ),
)

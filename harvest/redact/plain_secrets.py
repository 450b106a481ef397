"""Find a password that is an everyday word: `пароль от ноута слоник`, `the password's still butterfly`.

Decides which words say something about a password (`забыл`, `works`) and which are one. Knows no other shapes.
"""

import re
from collections.abc import Iterator

from harvest.redact.view import HOLE
from harvest.redact.words import words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?\n;)(]|[,:=]|[ ]-{1,2}[ ]|->")
_SPELT = re.compile(  # how a word is typed: it ends what is being said
    r"(?:[ ]|,[ ]?)(?:с[ ]|со[ ]|все[ ]|всё[ ]|весь[ ]|маленьк|больш|заглавн|строчн|латин|англ|русск|рус[ ]|капс"
    r"|без[ ]|через[ ]|слитн|одним|з[ ]|усе[ ]|усі"
    r"|велик|мал(?:ими|ою|енькими)|укр|разом|all[ ]|in[ ]|lower|upper|capital|no[ ]spaces?|one[ ]word|with[ ]|lol"
    r"|haha|bro|mate|btw|so[ ]|but[ ]|and[ ]|а[ ]|но[ ]|але[ ]|и[ ]|i[ ]"
    r"|вроде|кажется|здається|же(?!\w)|ж(?!\w)|если|якщо|if[ ]|ahah|ахах|хах|пиши|вводи|(?-i:[^\w\s]))",
    re.IGNORECASE,
)
_LINK = words(
    """
    это такой такая простой простая тупой легкий лёгкий там теперь сейчас был будет стоит стал всегда везде вроде
    кажется типа просто слово имя кличка
    у меня нас мой новый старый тот же самый обычный как наш один пока ну короче общий гостевой пароль ставь поставь
    це такий простий простенький легкий тут тепер зараз буде стоїть завжди всюди начебто здається слово ім'я кличка в
    мене нас мій новий старий той самий звичайний
    наш поки ну спільний гостьовий
    is are was just still now simply the word literally probably called it's its be will our my new old a to always
    same basically one set as
    """
)
_OF = words("от для на к до від у в из з із до for of on to from")
_THING = re.compile(
    r"ноут\w*|комп\w*|вай-?фа\w*|вифи|вафл\w*|wi-?fi|почт\w*|пошт\w*|телефон\w*|планшет\w*|айпад\w*|айфон\w*"
    r"|роутер\w*|архив\w*|архів\w*|сайт\w*|акк\w*|инст\w*|інст\w*"
    r"|вк|стим\w*|steam|нетфликс\w*|нетфлікс\w*|кинопоиск\w*|дневник\w*|щоденник\w*|госуслуг\w*|зум\w*|флешк\w*"
    r"|админк\w*|адмінк\w*|облак\w*|хмар\w*|диск\w*|папк\w*|файл\w*|мак\w?"
    r"|винд\w*|вінд\w*|сет[ьи]|мереж\w*|кабинет\w*|кабінет\w*|входа?|вход|вхід|игр\w*|дискорд\w*|вотсап\w*|телег\w*"
    r"|приват\w*|laptop|phone|router|network|account|email|netflix|pc|mac|ipad|zip",
    re.IGNORECASE,
)
_WHOSE = words(
    """
    мамы папы брата сестры мужа жены отца сына дочки деда бабушки соседа друга парня босса шефа клиента офиса банка
    дома дачи школы работы мой твой
    мами тата сестри чоловіка дружини батька сина доньки діда бабусі сусіда друга хлопця школи роботи офісу банку дому
    тут там дома сегодня сьогодні опять знову срочно терміново снова завтра вчера потом потім щас зараз бро друг
    братан мам пап зай сонце
    """
)
_NO_VALUE = re.compile(
    r"[аеиыуяёіїє]л(?:а|о|и|ся|ась|ось|ись)?|\w{2,}(?:ться|тися|тся|ть|ти|чь)|\w{2,}(?:ешь|ишь|ёшь|аешь|еш|иш|їш|єш)"
    r"|\w*[уюая]т(?:ся|ь)?|\w{2,}(?:[еиё]т|ить|[еє])(?:ся)?"
    r"|\w+(?:[ыи]й|[оеє]го|[оеє]му|[ыи]м[иі]?|ая|яя|ое|ее|ые|ие|ої|ій|ою|ую|юю|ими)|\w{2,}(?:[^к]но|ьно|ько)"
    r"|\w{2,}(?:ен|ён|ано|ено|ято|ыто|уто|ите|ете|йте|іть|айте|[аиує]в)"
    r"|\w+(?:ом|ами|ями|ах|ях|ов|ів|ей)",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:[аеиыуяёіїє]л(?:а|о|и|ся|ась|ось|ись)?)$", re.IGNORECASE)
_VALUE_ALL_THE_SAME = words(
    """
    пчела орёл орел осёл осел козёл стрела скала пила сила весна привет билет рассвет самолёт самолет вертолёт кит
    магнит салат солдат шоколад котёнок
    окно кино вино лето солнце сердце море поле печенье счастье варенье мороженое дракон дельфин медведь тетрадь
    любовь морковь гость тигр пингвин
    соловей муравей воробей герой бегемот кот енот компот салют маркиз мартин красавчик зайчонок
    привіт літак білет кохання щастя сонце море печиво морозиво ведмідь любов морква гість
    """
)
TALK = words(
    """
    скинь кинь дай введи смени поменяй скажи напиши проверь сбрось пришли отправь вспомни запиши запомни сохрани
    подскажи поставь придумай сделай попробуй жди
    смотри вбей набери найди посмотри спроси узнай удали убери забудь измени давай кидай записан указан написан сменен
    утерян задан придуман сброшен забыт
    взломан верен нужен важен известен один пожалуйста плиз пж плз спасибо бро братан друг зай мам пап блин капец треш
    жесть бред хрень фигня лажа вообще тоже
    есть нету нет нема немає была были будет какой который чей кто чё че шо хз идк ок окей ладно ясно понял норм
    подошёл подошел подойдет подойдёт опять снова
    сегодня завтра вчера потом сейчас щас позже раньше быстро срочно прямо сразу везде нигде никому никто вместе
    отдельно сам сама сами рядом снизу сверху
    телефон комп ноут почта почты сайт роутер аккаунт акк инста карта экран экрана вход входа доступ логин ключ код
    пин система сервис программа приложение
    вайфай вай фай wifi интернет папка архив файл файла наклейка наклейке бумажка бумажке блокнот заметки холодильник
    коробка админ юзер пользователь
    безопасность защита менеджер сброс смена восстановление политика ошибка проблема вопрос длина символы символов
    буквы цифры знаки регистр раскладка слово
    утечка взлом подбор хакер хеш база привычка традиция секрет тайна важность сложность надежность примерно точно
    наверное конечно вроде
    забув забула змінив зміни скинь дай введи напиши перевір надішли пришли згадай запиши запам'ятай підкажи постав
    вигадай зроби спробуй чекай дивись вбий знайди
    спитай забудь давай записаний вказаний потрібен важливий відомий ласка будь дякую друже брат бля капець взагалі
    теж також є нема був була буде який котрий чий
    хто що шо хз ок добре ясно зрозумів підійшов підійде знову сьогодні завтра вчора потім зараз пізніше раніше швидко
    терміново одразу всюди ніде нікому ніхто
    разом сам сама поруч знизу зверху екран доступ логін ключ код пін система застосунок інтернет файл папірець зошит
    нотатки холодильник безпека захист скидання
    зміна відновлення помилка проблема питання довжина символи літери цифри секрет точно напевно звичайно
    вечер ночь день неделю месяц вечір ніч тиждень buttons
    зимой летом осенью весной утром вечером днем ночью наизусть вручную
    """
)
ENGLISH_TALK = words(
    """
    anymore card venmo cash app paypal apple wrong incorrect required expired invalid weak strong correct right good
    bad missing protected reset changed
    updated same different secret case sensitive always
    never stored encrypted hashed fine safe unsafe secure here there below above attached blank empty lost forgotten
    visible hidden hard easy simple long short
    needed ready working gone coming admin username default first last manager managers field form policy prompt
    recovery login please thanks thank sorry
    what when where why which again today tomorrow tonight yesterday later soon already still really actually probably
    maybe everything something nothing anything
    somewhere anywhere everywhere nowhere somebody someone nobody everyone hint hints generator requirements rules
    change changes issue issues problem problems
    question questions email link links request attempt attempts sharing sheet list thing things stuff page screen
    reminder reuse length strength security breach breaches
    leak leaks hash hashes storage keeper notebook sticker fridge paper phone laptop router account email message chat
    group section settings option options
    fixed sorted done works worked working fails failed failing sucks changed resets expires expired terrible awful
    amazing weird funny crazy stupid annoying
    great important necessary enough known unknown useless public private compromised leaked hacked literally
    basically obviously seriously totally super cool
    written saved shared given taken stolen guessed cracked broken unchanged unusual normal usual lame dumb okay
    though anyway then else also either neither
    babe honey dude buddy friend folks guys people everybody mum mom dad please asap quick quickly fast thanks cheers
    mate bruh bestie
    number numbers letters characters symbols digits words uppercase lowercase capital capitals spaces mandatory
    optional temporary permanent
    ridiculous impossible obvious easy-peasy memorable complicated random generated automatic through between under
    around about
    """
)
_ENGLISH_NO_VALUE = re.compile(r"\w+(?:ed|ing|ly|able|ible|ous|less|ful|tion|ment|ness|n't)", re.IGNORECASE)
_ENGLISH_VALUE_ALL_THE_SAME = words(
    """
    butterfly dragonfly firefly family lily jelly italy belly bully holly molly kelly sally billy emily july assembly
    darling sterling duckling starling
    viking wedding pudding king spring string wing red bed speed seed weed table apple bubble noodle poodle eagle
    angel magnolia station dragon lemon melon
    """
)
_DOUBTFUL = words("pass пас пасс pw пассы")
_NETWORK = re.compile(
    r"(?:wi-?fi|вай[ -]?фа\w|login|логин|network|router|роутер|the|my|и|and|/)[ ]{0,2}$", re.IGNORECASE
)
_NEGATED = re.compile(
    r"(?<!\w)(?:без|про|о|об|кроме|насчет|насчёт|забыл\w?|забув|забула|какой|який|чей|чий|without|about|forgot"
    r"|forgotten|what|which|whose|no|any"
    r"|to|i|you|we|they|she|he|will|can|boarding|ski|season|bus|free|a|каков|нужен|потрібен|жду|введите|enter|reset"
    r"|change|сменить|менять|помни\w{2,3}|знаешь|знаєш)[ ](?:the[ ]|my[ ]|твой[ ]|мой[ ])?$",
    re.IGNORECASE,
)
REACH = 90  # characters after the cue that are read


def could_be_password(word: str) -> bool:
    """Whether one word, asked for or announced, may be a password and is no talk about it."""
    low = word.lower()
    if (
        not 4 <= len(word) <= 24
        or low in TALK
        or low in ENGLISH_TALK
        or low in _WHOSE
        or low.startswith(("парол", "passw"))
    ):
        return False
    if low.isascii():
        return low in _ENGLISH_VALUE_ALL_THE_SAME or _ENGLISH_NO_VALUE.fullmatch(low) is None
    return low in _VALUE_ALL_THE_SAME or not (_NO_VALUE.fullmatch(low) or _ENDING.search(low))


def plain_passwords(text: str, cue_start: int, cue_end: int) -> Iterator[tuple[int, int]]:
    """The everyday word that a cue announces, if one ends what the clause says."""
    if _NEGATED.search(text[max(0, cue_start - 20) : cue_start]):
        return
    delimited = _delimited(text, cue_end)
    doubtful = text[cue_start:cue_end].lower() in _DOUBTFUL and not _NETWORK.search(
        text[max(0, cue_start - 16) : cue_start]
    )
    for number, tokens in enumerate(_clauses(text, cue_end)):
        if number and len(tokens) != 1 and not _says_nothing_yet(tokens):
            return
        if doubtful and not delimited and not number:
            return
        if tokens and (span := _value(text, tokens, delimited=delimited or number > 0)):
            yield span
            return
        if not _says_nothing_yet(tokens):
            return


def _clauses(text: str, at: int) -> Iterator[list[re.Match[str]]]:
    """The words of the clauses, at most three, from the cue on."""
    settled = text.find(HOLE, at, at + REACH)
    reach = min(len(text), at + REACH) if settled < 0 else settled
    lead = re.compile(r"[ \t]{0,3}(?:[:=,]|-{1,2}>?|'s|’s)?[ \t\n]{0,3}").match(text, at, reach)
    at = lead.end() if lead else at
    for _ in range(3):
        stop = _BREAK.search(text, at, reach)
        end = stop.start() if stop else reach
        yield list(_WORD.finditer(text, at, end))
        if stop is None or stop[0][0] in ".!?\n;()":
            return
        at = stop.end()


def _delimited(text: str, at: int) -> bool:
    return (
        re.match(r"[ \t]{0,3}(?:[:=]|-{1,2}>?[ ]|'s|’s|[ ]?(?:is|це|это|такой|такий)[ ])", text[at : at + 10])
        is not None
    )


def _says_nothing_yet(tokens: list[re.Match[str]]) -> bool:
    """`пароль простой, ...`, `laptop password: my dog's name, ...`"""
    names = {token[0].lower() for token in tokens}
    return len(tokens) <= 6 and (
        names <= (_LINK | _OF)
        or bool(names & words("имя кличка слово name word ім'я"))
        or all(_THING.fullmatch(name) or name in _LINK | _OF for name in names)
    )


def _value(text: str, tokens: list[re.Match[str]], *, delimited: bool) -> tuple[int, int] | None:
    """The last word of the clause, where all words before it only lead to it."""
    for number, token in enumerate(tokens[:6]):
        low = token[0].lower()
        is_last = number == len(tokens) - 1 or _SPELT.match(text, token.end(), token.end() + 14) is not None
        lead = [before[0].lower() for before in tokens[:number]]
        if low in _LINK or low in _OF or not is_last:
            continue
        if text[token.end() : token.end() + 3].lstrip(" ,:-")[:1] == HOLE:  # a value was found there: this leads to it
            return None
        if (
            not could_be_password(token[0])
            or (not delimited and _is_asked_of(text, token))
            or text[token.start() - 1 : token.start()] in "@#/_"
            or re.match(r"[0-9_@./-][^ ]|[(\[{=]", text[token.end() : token.end() + 2])
        ):
            return None
        if _leads(lead, low, delimited=delimited):
            return token.span()
        return None
    return None


def _is_asked_of(text: str, token: re.Match[str]) -> bool:
    """`пароль архива?`, `пароль админки`: of what the password is."""
    return _THING.fullmatch(token[0]) is not None or (
        text[token.end() : token.end() + 1] == "?" and re.search(r"(?:[аиыіїу]|[аиуя]в)$", token[0]) is not None
    )


def _leads(lead: list[str], value: str, *, delimited: bool) -> bool:
    if not lead:
        return delimited or not value.isascii() or len(value) > 5
    rest = [word for word in lead if word not in _LINK]
    if not rest:
        return True
    if len(rest) == 1 and _THING.fullmatch(rest[0]):
        return True
    if rest[0] in _OF and len(rest) <= 3:
        things = rest[1:]
        return (
            bool(things)
            and all(_THING.fullmatch(thing) or thing in _OF for thing in things)
            and value[-1] not in "ыиуюеії"
        )
    return False

"""Recognise the talk of assistants in three languages: refusals, offers of help, and what they say of themselves.

The owner refuses too ("I can't help you move on Sunday"), so each pattern asks for an assistant's own turn of phrase.
Saying "I'm not a bot" is among them: a clone must not say so.
"""

import re

_MAKERS = "openai|google|anthropic|meta|alibaba|microsoft|deepseek|mistral|nvidia|yandex|sber|яндекс\\w*|сбер\\w*"
_PROFESSIONAL = r"(?! ?(?:engineer|research|student|dev|guy|girl|nerd|fan|enthusias|artist|startup|company|expert))"
_SELF = r"(?:ai|artificial intelligence|(?:large )?language model|llm|chat ?bot|(?:virtual|digital|ai) assistant)"
_SELF_RU = (
    r"(?:искусственный интеллект|ии(?! [а-я]{3})|(?:большая )?языковая модель|нейросеть|чат-?бот|бот|робот"
    r"|программа|ассистент|(?:виртуальный|цифровой|голосовой) (?:помощник|ассистент))"
)
_SELF_UK = (
    r"(?:штучний інтелект|ші(?! [а-яіїє]{3})|(?:велика )?мовна модель|нейромережа|чат-?бот|бот|робот|програма|асистент"
    r"|(?:віртуальний|цифровий|голосовий) (?:помічник|асистент))"
)
_CANT = r"(?:can(?:'t|not| not)|won't|will not|(?:'m|am) (?:unable|not able|not allowed|not programmed) to)"
_KIND = r"(?:that|this|your|such|these|those)(?: (?:kind|type|sort)s? of)?"

PATTERNS = {
    "en": (
        rf"\bas (?:an? )?{_SELF}(?: (?:model|assistant|system|language model|bot))?(?=[,.;:!\n]| (?:i|my|it)\b|$)",
        r"\bi(?:'m|m| am)(?: (?:just|only|actually|merely|not|definitely|really))* an? "
        rf"(?:robot|bot|machine|computer program|{_SELF}|assistant(?=[.,;:!]| (?:and|that|here|designed|created)\b|$))"
        rf"\b{_PROFESSIONAL}",
        rf"\b{_CANT} assist\b|\bable to assist\b",
        rf"\bi ?{_CANT} (?:help|comply|engage|continue|proceed) with {_KIND} "
        r"(?:request|content|topic|question|task|information)",
        rf"\b{_CANT} (?:provide|fulfil+|generate|create|discuss|share|answer|produce|complete) {_KIND} "
        r"(?:request|content|topic|question|task|information|material|advice)",
        r"\bhow (?:can|may) i (?:assist\b|help you today)",
        r"\bis there anything else (?:i can (?:help|assist|do for you)|you(?:'d| would) like to (?:know|ask|discuss))",
        r"\bi (?:don't|do not|can't|cannot) (?:have|possess|feel|experience) (?:(?:personal|human|real|any) )*"
        r"(?:feelings|emotions|opinions|beliefs|experiences|consciousness|physical (?:body|form))\b(?! for)",
        r"\bi (?:don't|do not) have (?:access to (?:real-time|personal|current|live|up-to-date)|the ability to)",
        rf"\bi was (?:trained|created|developed|built|designed|programmed) (?:by (?:{_MAKERS})|to (?:assist|help)\b)",
        r"\b(?:my|the) (?:training data|knowledge cut-?off)\b|\bmy programming (?:doesn't|does not|prevents|forbids)",
        r"\bhere(?:'s| is) (?:a|an|my|the) (?:possible |suggested |short |casual |natural )?"
        r"(?:response|reply|rewritten|draft|message you)\b",
    ),
    "ru": (
        rf"\bкак {_SELF_RU}[,\s—-]+(?:я|мне|меня|у меня|моя|мой|мои|не могу|не имею)\b",
        rf"\bя(?:[\s—–-]+|,\s)(?:(?:всего лишь|просто|только|лишь|же|не|не человек,?|это)\s)*{_SELF_RU}\b(?!-)",
        r"\bне (?:могу|смогу|в состоянии|способ\w+) (?:вам |тебе )?(?:помочь|содействовать|помогать) (?:вам |тебе )?с "
        r"(?:этим|вашим|твоим|данным|таким|подобным\w*) (?:запрос|вопрос|задани|задач)",
        r"\bне (?:могу|смогу|в состоянии) (?:вам |тебе )?(?:предостав|выполн|обсужда|обсуд|ответить на|отвечать на"
        r"|созда|сгенерир)\w* (?:эт\w+|данн\w+|так\w+|подобн\w+|ваш\w*) (?:информаци|запрос|тем|вопрос|материал)",
        r"\bчем (?:я )?(?:могу|смогу) (?:вам )?(?:сегодня )?(?:помочь|быть полез)",
        r"\bу меня нет (?:личн\w+ |собственн\w+ |человеческ\w+ )?(?:чувств|эмоций|мнения|сознания)(?! к|\w| на)",
        r"\bу меня нет доступа к (?:реальн|личн|актуальн|данным в реальн)",
        rf"\bменя (?:созда|разработа|обучи)л\w* (?:в |во |компани\w+ |команд\w+ )*(?:{_MAKERS})",
        r"\bвот (?:возможный |примерный |короткий )?(?:вариант ответа|ответ на (?:ваше|это) сообщение)",
    ),
    "uk": (
        rf"\bяк {_SELF_UK}[,\s—-]+(?:я|мені|мене|у мене|моя|мій|мої|не можу|не маю)\b",
        rf"\bя(?:[\s—–-]+|,\s)(?:(?:всього лише|просто|тільки|лише|лиш|не|не людина,?|це)\s)*{_SELF_UK}\b(?!-)",
        r"\bне (?:можу|зможу|в змозі) (?:вам |тобі )?(?:допомогти|допомагати) (?:вам |тобі )?(?:з|із|зі) "
        r"(?:цим|вашим|твоїм|даним|таким|подібним\w*) (?:запит|питан|завдан)",
        r"\bне (?:можу|зможу|в змозі) (?:вам |тобі )?(?:нада|викон|обговор|відповісти на|відповідати на|створ"
        r"|згенер)\w* (?:ц\w+|дан\w+|так\w+|подібн\w+|ваш\w*) (?:інформац|запит|тем|питан|контент|матеріал)",
        r"\bчим (?:я )?(?:можу|зможу) (?:вам )?(?:сьогодні )?(?:допомогти|бути корисн)",
        r"\b[ув] мене немає (?:особист\w+ |власн\w+ |людськ\w+ )?(?:почуттів|емоцій|думки|свідомості)(?! до|\w| щодо)",
        r"\b[ув] мене немає доступу до (?:реальн|особист|актуальн|даних у реальн)",
        rf"\bмене (?:створ|розроб|навч)и(?:в|ла|ли|ло)\w* (?:в |у |компані\w+ |команд\w+ )*(?:{_MAKERS})",
        r"\bось (?:можливий |приблизний |короткий )?(?:варіант відповіді|відповідь на (?:ваше|це) повідомлення)",
    ),
}
_ANY = re.compile("|".join(f"(?:{pattern})" for patterns in PATTERNS.values() for pattern in patterns))
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")


def is_machine_talk(text: str) -> bool:
    """Whether an assistant speaks here, and not the owner."""
    return _ANY.search(folded(text)) is not None


def folded(text: str) -> str:
    """As the patterns read it: one line, one case, one apostrophe."""
    return " ".join(text.casefold().replace("ё", "е").translate(_APOSTROPHES).split())

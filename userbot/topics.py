"""Decide which messages are the owner's to answer, whatever the clone could write. Knows words, not meanings.

A stem too many costs one silence, a stem too few an answer nobody should have got from a program: so these are wide.
What people say every day of something else ("my phone died", "займи место", "accidentally") is let by.
"""

import re
from collections.abc import Iterable, Sequence


def _listed(stems: str) -> tuple[str, ...]:
    """One after each semicolon; a line's end is nothing."""
    joined = re.sub(r"(;)?\s*\n\s*", lambda end: end[1] or "", stems)
    return tuple(stem.strip() for stem in joined.split(";") if stem.strip())


# Regular expressions, each from the beginning of a word on, over text that is folded as `_folded` does it.
STEMS = {
    "whether a program is answering": _listed(r"""
        (?:are|r) (?:you|u) (?:\w+ ){0,2}?(?:bot|robot|ai|human|real|machine|program|computer|chat ?bot)\b;
        (?:you're|you are|ur|u r) (?:just |really |totally |not )?(?:an? )?(?:bot|robot|ai|chat ?bot|program|human)\b;
        is (?:this|it|that) (?:\w+ )?(?:an? )?(?:bot|robot|ai\b|automat|auto-?repl|human|machine);
        is (?:this|it|that) (?:really|actually|even|still) you\b; who(?:'s| is) (?:this|writing|typing|answering);
        (?:am i|i'm|i am|like|was i) (?:talking|speaking|chatting|texting|writing) (?:to|with) (?:an? )?(?:bot
        |robot|ai|machine|human|real|computer|program)\b;
        (?:sound|write|talk|text|answer)s? like (?:an? )?(?:bot|robot|ai|machine|chat); prove (?:that )?you;
        chat ?gpt; openai; gpt\b; llm\b; artificial intelligence; ai[- ](?:generated|written|reply);
        auto-?(?:reply|replies|respon|answer); automat\w+ (?:repl|answer|respon|messag); turing;
        (?:ignore|forget|disregard) (?:\w+ ){0,3}(?:instruct|prompt); system prompt; bot ?\?;
        (?:ты|вы) (?:(?:точно|вообще|что|реально|правда|не|случайно|там|же|часом|кто|и есть) )*(?:бот\b|робот|нейро
        |ии\b|программа\b|машина\b|жив(?:ой|ая)\b|человек|настоящ);
        это (?:\w+ )?(?:бот\b|робот|нейро|ии\b|автоответ|автоматическ); (?:точно|реально|правда) (?:ли )?это ты\b;
        это (?:точно|реально|правда) ты\b; точно ты ?\?; кто (?:это |там |мне |сейчас )*(?:пишет|отвечает|печатает);
        с (?:ботом|роботом|программой|машиной)\b; с кем (?:\w+ )?(?:говорю|общаюсь|разговариваю|переписываюсь);
        как (?:бот|робот)\b; бот ?\?; нейросет; нейронк; чат-?бот; чат ?(?:жпт|гпт|джипити); искусственн\w+ интеллект;
        автоответ; докажи(?:те)?,? что; промпт;
        (?:игнорируй|забудь|проигнорируй) (?:\w+ ){0,2}(?:инструкц|указан|команд);
        (?:ти|ви) (?:(?:точно|взагалі|що|реально|справді|не|випадково|там|же|часом|хто|і є) )*(?:бот\b|робот|нейро
        |ші\b|програма\b|машина\b|жив(?:ий|а)\b|людина|справжн);
        це (?:\w+ )?(?:бот\b|робот|нейро|ші\b|автовідпов|автоматичн); (?:точно|реально|справді) це ти\b;
        це (?:точно|реально|справді) ти\b; точно ти ?\?; хто (?:це |там |мені |зараз )*(?:пише|відповідає|друкує);
        з (?:ботом|роботом|програмою|машиною)\b; з ким (?:\w+ )?(?:говорю|спілкуюс|розмовляю|переписуюс);
        як (?:бот|робот)\b; нейромереж; штучн\w+ інтелект; автовідпов; доведи(?:те)?,? що;
        (?:ігноруй|забудь) (?:\w+ ){0,2}(?:інструкц|вказів);
    """),
    "money": _listed(r"""
        lend (?:me|us|him|her|you); borrow; loan(?:s|ed|ing)?\b; owes?\b(?! (?:you|me|u) one); debts?\b; money\b;
        cash\b; (?:pay|paid|paying) (?:me|you|him|her|them|us|it|back)\b; transfer (?:me|it|him|her|the|some|to|\d);
        bank (?:account|card|transfer|detail); account number; iban\b; card (?:number|detail); wire transfer;
        (?:credit|debit|gift) ?cards?\b; invoice; crypto; bitcoin; btc\b; usdt\b; paypal; venmo; revolut; zelle;
        cash ?app\b; western union; mortgage; salary; refund; deposit; invest(?:ment|ing|or)?s?\b; одолж; взаймы;
        в долг\b; долг(?:а|у|и|ов|ах|ом)?\b; долж(?:ен|на|ны) (?:мне|тебе|ему|ей|\d);
        (?:займи|занять|займешь|займете|займу) (?!мне мест)(?:мне|у тебя|у вас|тебе|до|денег|немного|пару|\d);
        ден(?:ьг|ег\b); деньж; бабл; наличк; налич(?:ка|ные|ными); кредит; ипотек; займ(?:а|ы|ов)?\b; микрозайм;
        (?:перевед|перевел|перевес|перевод|скин|кинь|кинешь|закин|отправ)\w* (?:\w+ ){0,3}(?:бабк|на карт[уо]
        |на счет|руб|грив|грн|сбер|тинь|моно|приват|\d{3}); номер (?:\w+ )?(?:карт|счет); реквизит; банковск; крипт;
        битко[ий]н; зарплат; инвестиц; оплат; заплат; предоплат; донат; позич; (?:у|в) борг\b;
        борг(?:у|и|ів|ах|ом)?\b; вин(?:ен|на|ні) (?:мені|тобі|йому|їй|\d); грош; готівк; іпотек; мікропозик;
        (?:перека|скин|закин|відправ)\w* (?:\w+ ){0,3}(?:на карт[ук]|на рахун|грив|грн|моно|приват|\d{3}); переказ;
        реквізит; банківськ; біткоїн; інвестиц; передоплат;
    """),
    "health": _listed(r"""
        hospital; ambulance; surg(?:ery|eon); diagnos; cancer(?!ian); tumou?r; pregnan; miscarr; abort;
        (?<!phone )(?<!battery )(?<!laptop )died\b; passed away; (?<!to )death\b; funeral; suicid;
        (?:is|are|was|were|he's|she's|found) dead\b; dying\b(?! (?:of laugh|laugh|to\b|here|😂)); self-?harm;
        kill (?:my|him|her|your)sel; (?:want|wanna) (?:to )?die\b; want to live; overdos; heart attack;
        (?:a|had|having) stroke\b; seizure; bleed; unconscious; faint(?:ed|ing); depress; panic attack; doctor;
        clinic\b; therap; medic(?:ation|ine); prescri; symptom; fever\b; covid; infection; allerg;
        (?:blood test|test result); chemo; injur; (?:am|i'm|im|feel|feeling|got|very|mom is) sick\b;
        (?:am|i'm|is|very|feel|fell|seriously|mentally) ill\b;
        broke (?:my|his|her|an?) (?:arm|leg|wrist|ankle|rib|nose); больниц; госпитал; скор(?:ую|ая|ой)\b(?! встреч);
        реанимац; хирург; диагно; операци(?:я|ю|и|ей)\b; онколог; опухол; (?:от|у \w+) рака?\b; беремен; выкидыш;
        аборт; (?<!телефон )(?<!ноут )умер(?:ла|ли|ло)?\b; умира(?!ю со смех); смерт(?!ельно); погиб; похорон; поминк;
        суицид; самоуби; покончить с; не хочу жить; хочу умереть; инфаркт; инсульт; приступ(?!ил|ать|им\b);
        кров(?:отеч|ь идет); без сознани; обморок; депресс; паническ\w+ атак; врач; доктор; клиник; поликлиник;
        психиатр; психотерап; лекарств; таблетк; антибиотик; симптом; температур\w* (?:\w+ )?(?:3[789]|40|под|у\b);
        бол(?:ею\b|еет\b|езн|ит\b|ят\b); заболе; травм; (?:мне|очень|так) больно; перелом;
        сломал\w* (?:рук|ног|реб|нос|пал); анализ(?:ы|ов|ах)\b; анализ крови; химиотер; аллерги; ковид; лікар;
        госпіталь; швидк(?:у|а|ої)\b(?! їж| зустріч); реанімац; хірург; діагно; пухлин; операці(?:я|ю|ї|єю)\b;
        (?:від|у \w+) рак(?:у)?\b; вагітн; викидень; (?<!телефон )помер(?:ла|ли|ло)?\b; помира; загину; похова;
        суїцид; самогуб; руки на себе; на себе руки; не хочу жити; хочу померти; кровотеч; непритом; знепритом;
        депрес; панічн\w+ атак; поліклін; клінік; психіатр; ліки\b; ліків\b; антибіотик;
        температур\w* (?:\w+ )?(?:3[789]|40|під|у\b); хвор(?:а|ий|і); захвор; боляче; болить;
        зламал?в?\w* (?:рук|ног|реб|ніс|пал); аналіз(?:и|ів|ах)\b; алергі;
    """),
    "an emergency": _listed(r"""
        emergenc; urgent; asap\b; police; cops\b; arrest; jail; accident(?!al); car crash;
        crashed (?:the|my|his|her) car; (?:house|home|car|flat|kitchen|building)(?:'s| is) on fire; sos\b; kidnap;
        help me\b(?! (?:\w+ )?(?:choose|pick|with|move|decide|find)); (?:call|dial|called) (?:911|112|999)\b; robbed;
        burgl; attacked; threaten; shooting\b; explosion; air raid; evacuat; lawyer;
        (?:call|ring) me (?:back )?(?:now|right|immediately|quick); please call\b; pick up (?:the|your) phone;
        (?:in|to) court\b; lawsuit; срочно\b; срочн\w+ (?:дело|звон|вопрос|разговор|помощ|сообщ|новост); полици;
        мент(?:ы|ов|ам)\b; авари[яюией]; дтп\b; арестова; задержал\w* (?:меня|его|ее|нас|их)\b; на помощь; пожар;
        помогите(?! (?:\w+ )?(?:выбрать|выбор|реш|найти|подобрать)); гор(?:им\b|ит (?:дом|кварт|маш)); чп\b;
        чрезвычайн; спасите; ограбил; украли; избил; напал[иа]?\b; угрожа; похитил; взрыв; обстрел;
        (?:воздушн\w+ )?тревог[ауи]\b; ракет[аыу]\b; бомб(?:ят|еж|ард); эвакуац; немедленно;
        (?:пере|по)звони(?:те)? (?:мне )?(?:сейчас|скорее|быстр|как можно); адвокат; в суд\b; повестк;
        термінов[оае]\b; поліці; аварі[яюїє]; заарештува; затримал\w* (?:мене|його|її|нас|їх)\b; пожеж; на допомогу;
        допоможіть(?! (?:\w+ )?(?:обрати|вибрати|вибор|знайти)); горить (?:дім|хат|кварт|маш); надзвичайн;
        (?:в)?рятуйте; пограбув; вкрали; побили; напали; погрож; викрали; вибух; обстріл; тривог[ауи]\b; ракет[аиу]\b;
        бомб(?:лять|ард); евакуац; негайно; до суду; повістк;
        (?:пере|по)?дзвони(?:ть)? (?:мені )?(?:зараз|швидше|негайно);
    """),
    "passwords and codes": _listed(r"""
        password; pass(?:code|phrase|key);
        (?:log-?in|verification|security|confirmation|access|pin|sms|one-?time|otp|2fa|activation|auth\w*|door|gate
        |alarm|unlock|entry|wi-?fi) ?(?:code|key)s?\b; pin (?:is|for|number); otp\b; 2fa\b;
        (?:send|tell|give|forward|read|what's|what is|whats|text|need) (?:\w+ ){0,2}code\b(?! review);
        code (?:from (?:\w+ )?(?:sms|text|message|e-?mail|telegram|app|bank)|that (?:came|arrived|you)); seed phrase;
        recovery (?:phrase|code|key); (?:private|api|secret) key; credentials; log ?in (?:detail|data); cv[vc]2?\b;
        парол; код(?:а|у|ы|ом|ик)? (?:из|от|для|сюда)\b;
        код(?:а|у|ы|ом|ик)? (?:подтвержд|доступ|безопасн|вход|активац|домофон|двер|подъезд|отправ|присл|пришл
        |пришел|придет|введи|скинь|скажи|назови|продикт|перешли|с (?:смс|sms|тел|почт|карт|сайт));
        (?:скинь|скажи|назови|продиктуй|перешли|пришли|какой|дай|введи|отправь)(?:те)? (?:\w+ ){0,2}код\b;
        п[иі]н-?код; п[иі]н\b; смс-?код; кодов\w+ слов; одноразов; двухфактор; логин; учетн\w+ запис; с[иі]д-?фраз;
        приватн\w+ ключ; три цифры; цифры (?:с|на) (?:обор|обрат|задн); код(?:у|и|ом)? (?:із|з|від|для|сюди)\b;
        код(?:у|и|ом)? (?:підтвердж|доступ|безпек|вход|активац|домофон|двер|під'їзд|надісл|надішл|прийшов|прийде
        |введи|скинь|скажи|назви);
        (?:скинь|скажи|назви|продиктуй|надішли|який|дай|введи|відправ)(?:те|ть)? (?:\w+ ){0,2}код\b; двофактор; логін;
        обліков\w+ запис; три цифри;
    """),
}

_ANY = {topic: re.compile(rf"(?<!\w)(?=\w)(?:{'|'.join(stems)})") for topic, stems in STEMS.items()}
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")


def handover(texts: Iterable[str], own_words: Sequence[str] = ()) -> str | None:
    """What the contact's messages are about, if that is the owner's to answer. own_words: the owner's own list."""
    said = [_folded(text) for text in texts]
    for topic, stems in _ANY.items():
        if any(stems.search(text) for text in said):
            return topic
    own = [re.compile(rf"(?<!\w){re.escape(_folded(word))}") for word in own_words if word.strip()]
    return "one of userbot.handover_words" if any(word.search(text) for word in own for text in said) else None


def _folded(text: str) -> str:
    """One case, one kind of apostrophe and of space; ё as е."""
    return " ".join(text.casefold().replace("ё", "е").translate(_APOSTROPHES).split())

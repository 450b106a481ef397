"""The ledger's reasons as the owner reads them. There they are English; those that are not known stay so."""

import re
from collections.abc import Mapping

from userbot.control.words import LANGUAGES, Language

SILENT = "silent: "

REASONS: Mapping[str, tuple[str, str, str]] = {
    # what each side did
    "watched from here on": ("watched from here on", "слежу отсюда и дальше", "стежу звідси й далі"),
    "a reply is owed": ("they wrote", "есть новое сообщение", "є нове повідомлення"),
    "they changed a message": ("they changed a message", "сообщение изменили", "повідомлення змінили"),
    "a message was deleted": ("a message was deleted", "сообщение удалили", "повідомлення видалили"),
    "the owner answered": ("you answered", "ответ уже от тебя", "відповідь уже від тебе"),
    "the owner is writing": ("you were writing there", "ты там пишешь", "ти там пишеш"),
    "the owner is on the phone with them": (
        "you were on the phone",
        "вы говорили по телефону",
        "ви говорили телефоном",
    ),
    "the owner has read it": ("you have read it", "тобой прочитано", "тобою прочитано"),
    "the owner has just read it": ("you have just read it", "тобой только что прочитано", "тобою щойно прочитано"),
    "approved by the owner": ("you approved it", "с твоего разрешения", "з твого дозволу"),
    "stopped by the owner; still owed": (
        "you stopped it; still owed",
        "по твоей команде остановлено; ответ ещё впереди",
        "за твоєю командою зупинено; відповідь ще попереду",
    ),
    "you took the reply back": ("you took the reply back", "ответ отменён тобой", "відповідь відмінено тобою"),
    "you skipped the proposal": ("you skipped the proposal", "предложение пропущено", "пропозицію пропущено"),
    # what the clone does
    "writing": ("the clone writes", "клон пишет", "клон пише"),
    "answered by the clone": ("the clone answered", "ответ от клона", "відповідь від клона"),
    "taken up again after a restart": (
        "taken up again after a restart",
        "продолжаю после перезапуска",
        "продовжую після перезапуску",
    ),
    "a draft waits for you in the chat": (
        "a draft waits for you in the chat",
        "в чате ждёт черновик",
        "у чаті чекає чернетка",
    ),
    "a proposal waits for you in Saved Messages": (
        "a proposal waits for you here",
        "предложение ждёт тебя здесь",
        "пропозиція чекає на тебе тут",
    ),
    # it waits
    "waiting for the end of quiet hours": (
        "waiting for the end of quiet hours",
        "до конца тихих часов",
        "до кінця тихих годин",
    ),
    "you are active on another device": (
        "you are active on another device",
        "ты сейчас на другом устройстве",
        "ти зараз на іншому пристрої",
    ),
    "Telegram asks to wait": ("Telegram asks to wait", "Telegram просит подождать", "Telegram просить зачекати"),
    "Telegram had an error of its own": (
        "Telegram had an error of its own",
        "ошибка на стороне Telegram",
        "помилка на боці Telegram",
    ),
    "Telegram was out of reach": ("Telegram was out of reach", "Telegram недоступен", "Telegram недоступний"),
    # it keeps silent
    "stale: left to the owner": (
        "too old by now, so it is yours",
        "уже слишком давно, так что ответ за тобой",
        "вже задавно, тож відповідь за тобою",
    ),
    "the hours leave no time to answer in": (
        "the hours leave no time to answer in",
        "по часам не осталось времени для ответа",
        "за годинами не лишилося часу на відповідь",
    ),
    "the most replies in a row (userbot.max_consecutive_replies); a word of yours starts anew": (
        "enough replies in a row; a word of yours there starts anew",
        "ответов подряд достаточно; твоё слово там начнёт счёт заново",
        "відповідей поспіль досить; твоє слово там почне лік заново",
    ),
    "the most replies a day for one chat (userbot.max_replies_per_chat_per_day)": (
        "enough replies to this chat for a day",
        "на сутки ответов этому чату достаточно",
        "на добу відповідей цьому чату досить",
    ),
    "the most replies a day (userbot.max_replies_per_day)": (
        "enough replies for a day",
        "на сутки ответов достаточно",
        "на добу відповідей досить",
    ),
    "this contact's mode is off": ("the mode there is off", "режим там «выкл»", "режим там «вимк»"),
    "you have begun a draft there yourself": (
        "you have begun a draft there yourself",
        "там начат твой черновик",
        "там розпочато твою чернетку",
    ),
    "the clone itself would not answer this": (
        "you would not answer this yourself, thinks the clone",
        "клон думает, что на это отвечать не нужно",
        "клон думає, що на це відповідати не треба",
    ),
    "what was to be answered is gone": (
        "what was to be answered is gone",
        "сообщения, на которое отвечать, больше нет",
        "повідомлення, на яке відповідати, вже немає",
    ),
    "left to the owner, it is about {topic}": ("it is about {topic}", "это твоё: {topic}", "це твоє: {topic}"),
    "it holds nothing to read: pictures, voice or stickers alone": (
        "there is nothing to read, only pictures, voice or stickers",
        "читать нечего, только картинки, голос или стикеры",
        "читати нема чого, лише картинки, голос або стікери",
    ),
    "what they wrote last cannot be read": (
        "what they wrote last cannot be read",
        "последнее сообщение не прочитать",
        "останнє повідомлення не прочитати",
    ),
    "the last word in the chat is yours already": (
        "the last word there is yours already",
        "последнее слово там уже твоё",
        "останнє слово там уже твоє",
    ),
    "no draft could be sent: {reason}": (
        "no draft was good enough: {reason}",
        "ни один вариант не подошёл: {reason}",
        "жоден варіант не підійшов: {reason}",
    ),
    # topics
    "whether a program is answering": (
        "whether a program is answering",
        "спрашивают, не программа ли отвечает",
        "питають, чи не програма відповідає",
    ),
    "money": ("money", "деньги", "гроші"),
    "health": ("health", "здоровье", "здоров'я"),
    "an emergency": ("an emergency", "что-то срочное", "щось термінове"),
    "passwords and codes": ("passwords and codes", "пароли и коды", "паролі та коди"),
    "one of userbot.handover_words": (
        "one of your handover_words",
        "слово из handover_words",
        "слово з handover_words",
    ),
    # drafts
    "it did not come to an end": ("it did not come to an end", "не закончен", "не закінчений"),
    "it was empty": ("it was empty", "пустой", "порожній"),
    "it had {count} bubbles": ("it had {count} messages", "сообщений: {count}", "повідомлень: {count}"),
    "a bubble was too long": ("a message was too long", "слишком длинное сообщение", "задовге повідомлення"),
    "it held a placeholder": ("it held a placeholder", "в нём заглушка", "у ньому заглушка"),
    "it held a broken character": ("it held a broken character", "в нём битый символ", "у ньому битий символ"),
    "it was too long": ("it was too long", "слишком длинный", "задовгий"),
    "the model was not sure of it": ("the model was not sure of it", "модель не уверена", "модель не впевнена"),
    "it held a part of the prompt": ("it held a part of the prompt", "в нём кусок запроса", "у ньому шматок запиту"),
    "it repeated what it was told": ("it repeated what they wrote", "повторяет собеседника", "повторює співрозмовника"),
    "it spoke as an assistant": ("it spoke as an assistant", "говорит как ассистент", "говорить як асистент"),
    "it held a link or a name that this chat has not shown": (
        "it held a link or a name that is new to this chat",
        "в нём ссылка или имя, которых в чате не было",
        "у ньому посилання або ім'я, яких у чаті не було",
    ),
    "it held words of another chat": (
        "it held words of another chat",
        "в нём слова из другого чата",
        "у ньому слова з іншого чату",
    ),
    "it held a name, a number or rare words of another chat": (
        "it held a name, a number or rare words of another chat",
        "в нём имя, число или редкие слова из другого чата",
        "у ньому ім'я, число або рідкісні слова з іншого чату",
    ),
    "it held personal data": ("it held personal data", "в нём личные данные", "у ньому особисті дані"),
    # trouble
    "whether a bubble arrived cannot be told any more; it is not sent again": (
        "whether a message arrived cannot be told; it is not sent again",
        "неизвестно, дошло ли сообщение; второй раз не отправляю",
        "невідомо, чи дійшло повідомлення; вдруге не надсилаю",
    ),
    "a bubble was sent, but where it stands could not be found out": (
        "a message was sent, but where it stands could not be found out",
        "сообщение ушло, но найти его в чате не удалось",
        "повідомлення пішло, але знайти його в чаті не вдалося",
    ),
    "Telegram refused the message ({error})": (
        "Telegram refused the message ({error})",
        "Telegram не принял сообщение ({error})",
        "Telegram не прийняв повідомлення ({error})",
    ),
    "a bug ({error}); the log says where": (
        "a bug ({error}); the log says where",
        "ошибка в программе ({error}); подробности в журнале",
        "помилка в програмі ({error}); подробиці в журналі",
    ),
    "the model failed: {why}": ("the model failed: {why}", "модель не справилась: {why}", "модель не впоралася: {why}"),
    "the model failed {count} times: {why}": (
        "the model failed {count} times: {why}",
        "модель не справилась, раз: {count} ({why})",
        "модель не впоралася, разів: {count} ({why})",
    ),
}
TROUBLES = ("whether a bubble", "a bubble was sent", "Telegram refused", "a bug (", "the model failed")

_NAMES = re.compile(r"\{(\w+)\}")


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(
        _NAMES.sub(r"(?P<\1>.+?)", re.escape(template).replace(r"\{", "{").replace(r"\}", "}")), re.DOTALL
    )


_SHAPES = [(_pattern(template), template) for template in REASONS if _NAMES.search(template)]


def translated(reason: str, language: Language) -> str:
    """In the owner's language, as far as it is known."""
    reason = reason.removeprefix(SILENT)
    if reason in REASONS:
        return REASONS[reason][LANGUAGES.index(language)]
    for pattern, template in _SHAPES:
        if found := pattern.fullmatch(reason):
            parts = {name: translated(value, language) for name, value in found.groupdict().items()}
            return REASONS[template][LANGUAGES.index(language)].format(**parts)
    return reason


def is_known(reason: str) -> bool:
    return reason.removeprefix(SILENT) in REASONS or any(
        shape.fullmatch(reason.removeprefix(SILENT)) for shape, _ in _SHAPES
    )


def is_silence(reason: str) -> bool:
    """A decision to say nothing, other than the owner's own."""
    return reason.startswith((SILENT, "stale:"))


def is_trouble(reason: str) -> bool:
    return reason.removeprefix(SILENT).startswith(TROUBLES)

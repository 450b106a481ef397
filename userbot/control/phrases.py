"""Every line the desk can say, in three languages. Names come first in a line, so that none needs a case ending."""

from collections.abc import Mapping

HELP = (
    """What I understand here:
status: who waits, and for what
pause 2h, pause until 18:00, resume
off: nothing is sent until resume
mode @ann off, draft, ask, auto or default
delay @ann 10m, 5m-15m, learned or default
why @ann: why there was a reply, or none
last, last @ann: the last reply
undo, undo @ann: delete that reply for both of you
digest: the last day
Contacts go by @username, id or first name. Reply to a proposal with + or - or with your own words.""",
    """Что я понимаю здесь:
статус: кто ждёт и чего
пауза 2ч, пауза до 18:00, продолжай
выкл: ничего не отправляю, пока не скажешь «продолжай»
режим @ann выкл, черновик, спрашивай, авто или обычный
задержка @ann 10м, 5м-15м, выученная или обычная
почему @ann: почему был ответ или почему его не было
последнее, последнее @ann: последний ответ
отмена, отмена @ann: удалить этот ответ у обоих
сводка: за последние сутки
Контакты: @username, id или имя. На предложение ответь +, - или своими словами.""",
    """Що я розумію тут:
статус: хто чекає й на що
пауза 2 год, пауза до 18:00, продовжуй
вимк: нічого не надсилаю, поки не скажеш «продовжуй»
режим @ann вимк, чернетка, питай, авто або звичайний
затримка @ann 10хв, 5хв-15хв, вивчена або звичайна
чому @ann: чому була відповідь або чому її не було
останнє, останнє @ann: остання відповідь
відміна, відміна @ann: видалити цю відповідь в обох
зведення: за останню добу
Контакти: @username, id або ім'я. На пропозицію відповідай +, - або своїми словами.""",
)

PHRASES: Mapping[str, tuple[str, str, str]] = {
    "help": HELP,
    # running, or not
    "off": (
        "Off. Nothing is sent until you write: resume",
        "Выключено. Ничего не отправляю, пока не напишешь: продолжай",
        "Вимкнено. Нічого не надсилаю, поки не напишеш: продовжуй",
    ),
    "paused": ("Paused until {when}.", "Пауза до {when}.", "Пауза до {when}."),
    "pause_over": ("That pause is over already.", "Эта пауза уже закончилась.", "Ця пауза вже скінчилася."),
    "resumed": ("On again.", "Снова работаю.", "Знову працюю."),
    "running": ("On.", "Работаю.", "Працюю."),
    "held": (
        "Telegram asks to wait: nothing is sent until {when}.",
        "Telegram просит подождать: ничего не отправляю до {when}.",
        "Telegram просить зачекати: нічого не надсилаю до {when}.",
    ),
    "too_old": (
        "I was away when you wrote this, so I left it alone. Write it again if it still holds.",
        "Это написано, пока меня не было, поэтому ничего не делаю. Напиши ещё раз, если ещё нужно.",
        "Це написано, поки мене не було, тому нічого не роблю. Напиши ще раз, якщо ще треба.",
    ),
    "failed": (
        "Something went wrong there; the log says where.",
        "Что-то пошло не так; подробности в журнале.",
        "Щось пішло не так; подробиці в журналі.",
    ),
    # mistakes
    "did_you_mean": (
        "Did you mean “{said}”? Try: help",
        "Это было «{said}»? Есть: помощь",
        "Це було «{said}»? Є: допомога",
    ),
    "stands_alone": (
        "“{said}” stands alone, with nothing after it.",
        "«{said}» пишется одно, без продолжения.",
        "«{said}» пишеться саме, без продовження.",
    ),
    "usage_pause": (
        "Write: pause 2h, pause 30m, pause until 18:00. 30 days at most.",
        "Напиши: пауза 2ч, пауза 30м, пауза до 18:00. Не больше 30 дней.",
        "Напиши: пауза 2 год, пауза 30 хв, пауза до 18:00. Не більше 30 днів.",
    ),
    "usage_mode": (
        "Write: mode @ann off, draft, ask, auto or default.",
        "Напиши: режим @ann выкл, черновик, спрашивай, авто или обычный.",
        "Напиши: режим @ann вимк, чернетка, питай, авто або звичайний.",
    ),
    "usage_delay": (
        "Write: delay @ann 10m, 5m-15m, learned or default. 30 days at most.",
        "Напиши: задержка @ann 10м, 5м-15м, выученная или обычная. Не больше 30 дней.",
        "Напиши: затримка @ann 10хв, 5хв-15хв, вивчена або звичайна. Не більше 30 днів.",
    ),
    "usage_why": ("Why whom? Write: why @ann", "Почему кто? Напиши: почему @ann", "Чому хто? Напиши: чому @ann"),
    "who_unknown": (
        "“{said}” is none of your contacts here. There are: {people}",
        "«{said}» нет среди твоих контактов здесь. Есть: {people}",
        "«{said}» немає серед твоїх контактів тут. Є: {people}",
    ),
    "who_nobody": (
        "“{said}”: there are no contacts yet.",
        "«{said}»: контактов пока нет.",
        "«{said}»: контактів поки немає.",
    ),
    "who_ambiguous": (
        "“{said}” may be: {people}",
        "«{said}» — это кто-то из: {people}",
        "«{said}» — це хтось із: {people}",
    ),
    # how a contact is treated
    "treatment": (
        "{who}: mode {mode}, delay {delay}.",
        "{who}: режим {mode}, задержка {delay}.",
        "{who}: режим {mode}, затримка {delay}.",
    ),
    "mode_off": ("off", "выкл", "вимк"),
    "mode_draft": ("draft", "черновик", "чернетка"),
    "mode_ask": ("ask", "спрашивай", "питай"),
    "mode_auto": ("auto", "авто", "авто"),
    "auto_needs_eval": (
        "{who}: auto needs a clone that passed: finetune eval",
        "{who}: для «авто» клон должен пройти: finetune eval",
        "{who}: для «авто» клон має пройти: finetune eval",
    ),
    "too_few_to_learn": (
        "{who}: there are too few replies of yours to learn a delay from.",
        "{who}: твоих ответов слишком мало, чтобы выучить задержку.",
        "{who}: твоїх відповідей замало, щоб вивчити затримку.",
    ),
    "delay_too_long": (
        "{who}: nothing older than {most} is answered, so such a delay would mean never.",
        "{who}: на то, что старше {most}, ответа не будет, так что это значило бы «никогда».",
        "{who}: на те, що старше за {most}, відповіді не буде, тож це означало б «ніколи».",
    ),
    # status
    "waiting": ("Replies to come:", "Ответы впереди:", "Відповіді попереду:"),
    "due": ("{who}: {when} ({why})", "{who}: {when} ({why})", "{who}: {when} ({why})"),
    "due_now": ("{who}: now ({why})", "{who}: сейчас ({why})", "{who}: зараз ({why})"),
    "nobody_waits": ("Nobody waits for a reply.", "Никто не ждёт ответа.", "Ніхто не чекає відповіді."),
    "for_you": ("Waiting for you:", "Ждут тебя:", "Чекають на тебе:"),
    "proposed": ("{who}: a proposal, “{words}”", "{who}: предложение, «{words}»", "{who}: пропозиція, «{words}»"),
    "unanswered": ("{who}: since {when}. {why}", "{who}: с {when}. {why}", "{who}: з {when}. {why}"),
    "counts": (
        "Replies in 24 hours: {count} of {most}.",
        "Ответов за 24 часа: {count} из {most}.",
        "Відповідей за 24 години: {count} з {most}.",
    ),
    "model_ready": ("The model is loaded.", "Модель загружена.", "Модель завантажено."),
    "model_asleep": (
        "The model sleeps; the next reply wakes it.",
        "Модель спит; её разбудит следующий ответ.",
        "Модель спить; її розбудить наступна відповідь.",
    ),
    "model_starting": ("The model is starting.", "Модель запускается.", "Модель запускається."),
    "model_failing": ("The model fails.", "Модель не работает.", "Модель не працює."),
    "model_server": ("The model is a server of yours.", "Модель на твоём сервере.", "Модель на твоєму сервері."),
    "more": ("and {count} more", "и ещё {count}", "і ще {count}"),
    # why and last
    "why": (
        "{who}: mode {mode}, delay {delay}.",
        "{who}: режим {mode}, задержка {delay}.",
        "{who}: режим {mode}, затримка {delay}.",
    ),
    "decided": ("{when} {why}", "{when} {why}", "{when} {why}"),
    "reply_due": ("A reply is due {when}.", "Ответ будет {when}.", "Відповідь буде {when}."),
    "nothing_yet": (
        "{who}: nothing has happened there yet.",
        "{who}: там пока ничего не было.",
        "{who}: там поки нічого не було.",
    ),
    "last": ("{who}, {when}:", "{who}, {when}:", "{who}, {when}:"),
    "no_reply_yet": ("No reply stands there yet.", "Ответов пока нет.", "Відповідей поки немає."),
    # undo
    "undone": (
        "{who}: deleted for both of you, messages: {count}.",
        "{who}: удалено у обоих, сообщений: {count}.",
        "{who}: видалено в обох, повідомлень: {count}.",
    ),
    "nothing_to_undo": (
        "There is no reply to undo.",
        "Нет ответа, который можно отменить.",
        "Немає відповіді, яку можна відмінити.",
    ),
    "unreachable": (
        "Telegram is out of reach just now; nothing was done.",
        "Telegram сейчас недоступен; ничего не сделано.",
        "Telegram зараз недоступний; нічого не зроблено.",
    ),
    # proposals
    "they_wrote": ("{who} writes:", "{who} пишет:", "{who} пише:"),
    "proposal": ("The clone would answer:", "Клон ответил бы:", "Клон відповів би:"),
    "proposal_cut": (
        "(cut here; {count} characters in all)",
        "(обрезано; всего символов: {count})",
        "(обрізано; всього символів: {count})",
    ),
    "how_to_answer": (
        "Reply to this: + sends it, - leaves the chat to you, your own words go instead (a message a line).",
        "Ответь на это: + отправит, - оставит чат тебе, свои слова уйдут вместо этих (строка — сообщение).",
        "Відповідай на це: + надішле, - залишить чат тобі, власні слова підуть замість цих (рядок — повідомлення).",
    ),
    "approved": ("{who}: it goes out.", "{who}: отправляю.", "{who}: надсилаю."),
    "approved_own": ("{who}: your words go out.", "{who}: отправляю твои слова.", "{who}: надсилаю твої слова."),
    "approved_held": (
        "{who}: it goes out when the pause ends.",
        "{who}: уйдёт, когда кончится пауза.",
        "{who}: піде, коли скінчиться пауза.",
    ),
    "skipped": (
        "{who}: not sent, the chat is yours.",
        "{who}: не отправляю, чат твой.",
        "{who}: не надсилаю, чат твій.",
    ),
    "moved_on": (
        "{who}: the chat has moved on since; nothing is sent.",
        "{who}: с тех пор чат изменился; ничего не отправляю.",
        "{who}: відтоді чат змінився; нічого не надсилаю.",
    ),
    "which_proposal": (
        "Several proposals wait. Reply to the one you mean: {people}",
        "Ждёт несколько предложений. Ответь на нужное: {people}",
        "Чекає кілька пропозицій. Дай відповідь на потрібну: {people}",
    ),
    "only_words": (
        "Only words can be sent from here; nothing is sent.",
        "Отсюда можно отправить только слова; ничего не отправляю.",
        "Звідси можна надіслати лише слова; нічого не надсилаю.",
    ),
    "own_note": (
        "That begins like a note of mine, so it is not sent. Write only the words to send.",
        "Это начинается как моя заметка, поэтому не отправляю. Напиши только слова для отправки.",
        "Це починається як моя нотатка, тому не надсилаю. Напиши лише слова для надсилання.",
    ),
    "too_many_lines": (
        "{count} lines would be {count} messages; {most} at most. Nothing is sent.",
        "{count} — столько строк и сообщений; можно не больше {most}. Ничего не отправляю.",
        "{count} — стільки рядків і повідомлень; можна не більше {most}. Нічого не надсилаю.",
    ),
    # notices
    "handover": ("{who} waits for you: {why}", "{who} ждёт тебя: {why}", "{who} чекає на тебе: {why}"),
    "flood_wait": (
        "Telegram asks this account to wait: nothing is sent until {when}. What is owed stays owed.",
        "Telegram просит этот аккаунт подождать: ничего не отправляю до {when}. Что должно, уйдёт потом.",
        "Telegram просить цей акаунт зачекати: нічого не надсилаю до {when}. Що має піти, піде згодом.",
    ),
    "new_login": (
        "A new login to your account: {detail}. Replies are off until you write: resume. Not you? End it in Telegram: "
        "Settings, Devices.",
        "Новый вход в твой аккаунт: {detail}. Ответы выключены, пока не напишешь: продолжай. Не ты? Заверши сеанс: "
        "Настройки, Устройства.",
        "Новий вхід у твій акаунт: {detail}. Відповіді вимкнено, поки не напишеш: продовжуй. Не ти? Заверши сеанс: "
        "Налаштування, Пристрої.",
    ),
    "model_failed": (
        "The model failed several times ({detail}). Chats wait for you until it works again.",
        "Модель несколько раз не справилась ({detail}). Чаты ждут тебя, пока она не заработает.",
        "Модель кілька разів не впоралася ({detail}). Чати чекають на тебе, поки вона не запрацює.",
    ),
    "untold": (
        "{who}: whether this arrived cannot be told, and it is not sent again: “{words}”",
        "{who}: неизвестно, дошло ли это, и второй раз не отправляю: «{words}»",
        "{who}: невідомо, чи дійшло це, і вдруге не надсилаю: «{words}»",
    ),
    "trouble": ("Trouble: {kind} ({detail})", "Неполадка: {kind} ({detail})", "Несправність: {kind} ({detail})"),
    # digest
    "digest": ("Since {when}:", "С {when}:", "Від {when}:"),
    "quiet_day": ("Nothing happened since {when}.", "С {when} ничего не было.", "Від {when} нічого не було."),
    "answered": ("Answered:", "Ответы:", "Відповіді:"),
    "answered_one": ("{when} {who}: {words}", "{when} {who}: {words}", "{when} {who}: {words}"),
    "silences": ("Kept silent:", "Без ответа:", "Без відповіді:"),
    "silence": ("{why}: {count}", "{why}: {count}", "{why}: {count}"),
    "troubles": ("Trouble:", "Неполадки:", "Несправності:"),
    "trouble_one": ("{when} {who}: {why}", "{when} {who}: {why}", "{when} {who}: {why}"),
    # times
    "today": ("{time}", "{time}", "{time}"),
    "tomorrow": ("tomorrow {time}", "завтра {time}", "завтра {time}"),
    "yesterday": ("yesterday {time}", "вчера {time}", "вчора {time}"),
    "on_day": ("{year}-{month}-{day} {time}", "{day}.{month}.{year} {time}", "{day}.{month}.{year} {time}"),
    "seconds": ("{n} s", "{n} с", "{n} с"),
    "minutes": ("{n} min", "{n} мин", "{n} хв"),
    "hours": ("{n} h", "{n} ч", "{n} год"),
    "days": ("{n} d", "{n} д", "{n} д"),
}

"""What the invented people of the demo say to each other. Everything here is made up; no number works.

`>` opens a message of the contact's, `<` one of the owner's; words in braces are filled from SLOTS. The owner, Kit,
writes small, in short bursts, without full stops, and that is what the clone has to learn.
"""

ENGLISH = """
> Hey! Are you around {day}?
< hey hey
< {day} works
< {place}?

> Are you coming to {place} tonight?
< omw
< 10 min, promise 😅

> Did you see the {thing} I sent you?
< haha yes
< so good

> What are you up to?
< nothing much
< {activity} and coffee ☕

> Can you help me with the {thing} {day}?
< sure thing
< after lunch ok?
> Perfect, thank you!
< anytime 🙌

> How was {place}?
< pretty good actually
< we should go together
> I'd love to.
< {day} then?

> I'm running late, sorry!
< no worries
< take your time

> Do you still have my {thing}?
< yep
< bring it {day}

> I'm so tired today.
< same haha
< go to bed early
> I will. Good night!
< night night 🌙

> Good morning! How are you?
< morning
< slow start, need coffee ☕

> Shall we eat something together {day}?
< yesss
< {food}?
> {food} sounds great. What time?
< 7ish
< i'll book

> Happy birthday!!
< aww thank you 🙌
< cake {day}?

> Guess what, I got the job!
< no way!!
< so happy for you
< drinks {day}, on me

> My {thing} is broken again...
< oh no
< bring it over {day}
< we'll fix it

> Is it raining at your place?
< cats and dogs haha
< taking the umbrella

> Have you finished the {thing}?
< almost
< gimme an hour
> No rush.
< kk thanks 🙌

> Which one should I take, the red or the blue?
< blue
< always blue haha

> I can't find the keys.
< check the {thing}?
< they always hide there 😅
> Found them!!
< told ya

> Are we still on for {day}?
< yep
< {place} at 7ish

> Thanks for yesterday, it was fun.
< it was!
< let's do it again

> Can I call you later?
< sure
< after 6 is good

> What did you cook?
< {food}
< burned half of it haha
"""

RUSSIAN = """
> Привет! Ты свободен {ru_day}?
< привет привет
< {ru_day} могу
< где?

> Как дела?
< норм
< {ru_activity} и кофе ☕

> Ты скоро?
< уже еду
< 10 мин 😅

> Видел, что я прислал?
< ахах да
< огонь

> Поможешь мне {ru_day}?
< конечно
< после обеда ок?
> Да, спасибо!
< да не за что 🙌

> Я так устал сегодня.
< аналогично
< ложись пораньше
> Спокойной ночи!
< спок 🌙

> Поедим вместе {ru_day}?
< давай
< {ru_food}?
> Отлично. Во сколько?
< часов в 7
< я закажу

> Извини, опаздываю!
< ничего страшного
< не спеши

> Ты уже закончил?
< почти
< дай часик

> Спасибо за вчера, было здорово.
< да, было круто
< надо повторить
"""

UKRAINIAN = """
> Привіт! Ти вільний {uk_day}?
< привіт привіт
< {uk_day} можу
< де?

> Як справи?
< норм
< {uk_activity} і кава ☕

> Ти скоро?
< вже їду
< 10 хв 😅

> Бачив, що я надіслала?
< ахах так
< вогонь

> Допоможеш мені {uk_day}?
< звісно
< після обіду ок?
> Так, дякую!
< та нема за що 🙌

> Я так втомилася сьогодні.
< так само
< лягай раніше
> На добраніч!
< солодких 🌙

> Поїмо разом {uk_day}?
< давай
< {uk_food}?
> Чудово. О котрій?
< десь о 7
< я замовлю

> Вибач, запізнююсь!
< нічого страшного
< не поспішай

> Дякую за вчора, було гарно.
< так, було круто
< треба повторити
"""

SLOTS = {
    "day": ["tomorrow", "on friday", "on sunday", "next week", "tonight"],
    "place": ["the river", "the old cinema", "the market", "that tiny bakery", "the climbing gym"],
    "thing": ["tent", "book", "playlist", "drill", "recipe", "photo"],
    "activity": ["cleaning the bike", "reading", "fixing the shelf", "walking the dog"],
    "food": ["ramen", "pizza", "dumplings", "curry"],
    "ru_day": ["завтра", "в пятницу", "в воскресенье", "вечером"],
    "ru_activity": ["чиню велик", "читаю", "гуляю с собакой"],
    "ru_food": ["пицца", "рамен", "пельмени"],
    "uk_day": ["завтра", "у п'ятницю", "у неділю", "ввечері"],
    "uk_activity": ["лагоджу велик", "читаю", "гуляю з собакою"],
    "uk_food": ["піца", "рамен", "вареники"],
}

# What no clone may ever learn. The values are invented, or set aside for examples.
PRIVATE = """
> Hi, can you send me your new e-mail and phone number?
< sure
< kit.marlow@example.org
< +44 20 7946 0958
> Thanks! And the card for the tickets?
< 4111 1111 1111 1111
< don't lose it haha
> Never. What was the wifi password?
< password: wintermoth-42
< come over {day}

> Скинь номер карты, переведу за билеты.
< 5555 5555 5555 4444
< спасибо 🙌
> А твой телефон тот же?
< да, +7 900 000-00-00
< звони после 6

> Який у тебе пароль від роутера?
< пароль: Kavun2077
< не кажи нікому 😅
> Добре! Пиши мені на olya.test@example.com
< ок
"""

SAVED = ["buy coffee", "locker pin: 4821", "ideas for the trip: tent, stove, maps"]
LOGIN_CODE = "Login code: 27351. Do not give this code to anyone, even if they say they are from Telegram!"
BOT_CHAT = ["/start", "Hello! I tell the weather.", "weather tomorrow", "Tomorrow: rain, 9 °C."]

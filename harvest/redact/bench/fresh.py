"""Sentences written after the detectors had been tuned on all the parts before them.

First measured on 22 November 2026: 4.2 % of structured values left by half or more, 3.9 % whole, none of the clean
messages changed. They were looked at after that and detectors were mended by them: what they measure now flatters.
"""

RU = """
ну ты и потеряшка, мой номер всё тот же {PHONE}
если курьер спросит, телефон получателя {PHONE}
переоформила симку, теперь я {PHONE}
гугл диск расшарь на {EMAIL}
логинься через {EMAIL}
ящик {EMAIL_SAID} живой ещё?
бабуле на лекарства: {CARD}
закинь сюда {CARD} и напиши мне
карта {CARD}, месяц год {EXPIRY}, на обороте {CVV}
лицевой счёт за воду {ACCOUNT}
эфир тащи сюда {CRYPTO}
в визовом спросили загран, {PASSPORT}
налоговая хочет инн: {INN}
у деда снилс {SNILS}
на штрафстоянке {PLATE} это не твоя?
я теперь соседка, {ADDRESS}
заберёшь посылку? {ADDRESS}
ключница под камнем {COORDINATES}
сделал тебе учётку, пароль {PASSWORD}, смени потом
пароль, если что, {PASSWORD}
для архива пароль поставил {PASSWORD}
пин от зарплатной {PIN}
шлагбаум открывается кодом {DOOR_CODE}
ща пришлют код. вот он: {OTP}
код на сброс {OTP}
кинул тебе {API_KEY} не коммить его
ребят, чат переехал {TG_INVITE}
доступ по ссылке {URL_TOKEN}
впс {IP}, рут пока открыт
подпишись на {USERNAME} огонь
заказала, номер заказа {ORDER}
год и дата рождения: {BIRTHDATE}
соседа снизу зовут {PERSON}
платёж от {PERSON} не дошёл
"""

UK = """
номер лишився той самий, {PHONE}
телефон отримувача {PHONE}
диск розшар на {EMAIL}
бабусі на ліки {CARD}
картка {CARD}, місяць рік {EXPIRY}, на звороті {CVV}
переказ на {IBAN} сьогодні
податкова питає іпн: {RNOKPP}
закордонний {PASSPORT} ще дійсний
на штрафмайданчику {PLATE} не твоя?
я тепер сусідка, {ADDRESS}
зробив тобі акаунт, пароль {PASSWORD}, потім зміни
шлагбаум відкривається кодом {DOOR_CODE}
код на скидання {OTP}
чат переїхав {TG_INVITE}
підпишись на {USERNAME}
мій день народження {BIRTHDATE}
сусіда знизу звати {PERSON}
"""

EN = """
number's still the same, {PHONE}
recipient phone {PHONE}
share the drive with {EMAIL}
for grandma's meds {CARD}
card {CARD}, month and year {EXPIRY}, on the back {CVV}
the water bill account number {ACCOUNT}
visa center wants the passport, {PASSPORT}
hr needs your social, mine is {SSN}
towed: {PLATE} isn't it yours?
i'm the new neighbour, {ADDRESS}
made you an account, password {PASSWORD}, change it later
the password, just in case, is {PASSWORD}
barrier opens with the code {DOOR_CODE}
reset code {OTP}
chat moved {TG_INVITE}
here's a private link {URL_TOKEN}
vps {IP}, root is still open
follow {USERNAME} it's fire
the neighbour downstairs is {PERSON}
payment from {PERSON} didn't arrive
"""

CLEAN_RU = """
скинь 1500 на такси
кодить в 3 ночи такое себе
она из 7 Б класса
шёл пешком 4 остановки
вес 72.5 а было 80
паролем поделюсь при встрече
звонил раз 10, не берёт
карта памяти на 128 гб
в чате 250 человек
номер 1 в списке желаний
"""

CLEAN_UK = """
скинь 500 на таксі
дзвонив разів 10
карта пам'яті на 128 гб
у чаті 250 людей
"""

CLEAN_EN = """
send me 15 for the cab
called like 10 times
memory card 128 gb
250 people in the chat
coding at 3 am again
"""

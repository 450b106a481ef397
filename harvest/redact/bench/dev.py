"""The dev part's sentences: what detectors may be tuned on.

`{PHONE}` stands for a value that has to go. A clean line has none, and must come out as it went in.
"""

RU = """
звони {PHONE} вечером
мой номер {PHONE}
запиши {PHONE} и не теряй
{PHONE}
домашний {PHONE} если что
мой {SPOKEN} запиши
почта {EMAIL}
пиши на {EMAIL} если что
{EMAIL_SAID} туда скинь
долг верни на {CARD} спасибо
{CARD}
карта {CARD} сбер
карта {CARD} {EXPIRY} {CVV}
карта {CARD}, срок {EXPIRY}, цвв {CVV}
карта {CARD_HALF} потом допишу
код на обороте {CVV}
счёт {ACCOUNT}
кошелёк {CRYPTO}
{CRYPTO}
сид фраза: {SEED}
{SEED}
паспорт {PASSPORT}
паспортные данные {PASSPORT}
инн {INN}
снилс {SNILS}
права {LICENCE}
номер машины {PLATE}
стоит {PLATE} у подъезда
приезжай на {ADDRESS}
{ADDRESS}
адрес: {ADDRESS}
я тут {COORDINATES}
пароль: {PASSWORD}
пароль {PASSWORD}
пароль от вайфая {PASSWORD}
пароль от почты теперь {PASSWORD}
пароль - {PASSWORD}
пасс {PASSWORD_WEAK}
ну зайди под admin, пароль: {PASSWORD}
{PASSWORD} это пароль от ноута
пин от карты {PIN}
пин-код {PIN}
код от двери {DOOR_CODE}
домофон {DOOR_CODE}
код подъезда {DOOR_CODE}
код из смс {OTP}
код {OTP}
{OTP} это код подтверждения
ключ {API_KEY}
{API_KEY}
токен: {TOKEN}
чат соседей {TG_INVITE}
вот ссылка {URL_TOKEN}
сервер {IP}
мак {MAC}
пиши {USERNAME}
ник {HANDLE}
заказ №{ORDER}
договор № {ORDER}
родился {BIRTHDATE}
это {PERSON} с работы
звонил {PERSON}
договор подписал {PERSON}
"""

UK = """
мій номер {PHONE}
дзвони {PHONE}
{PHONE} це мама
пошта {EMAIL}
{EMAIL_SAID}
картка {CARD}
кинь на {CARD}
{CARD} {EXPIRY} {CVV}
ібан {IBAN}
{IBAN}
гаманець {CRYPTO}
паспорт {PASSPORT}
рнокпп: {RNOKPP}
єдрпоу {EDRPOU}
машина {PLATE}
адреса {ADDRESS}
привезіть на {ADDRESS}
я тут {COORDINATES}
пароль: {PASSWORD}
пароль від пошти {PASSWORD}
пароль такий {PASSWORD}
код від дверей {DOOR_CODE}
домофон {DOOR_CODE}
код з смс {OTP}
код підтвердження: {OTP}
токен {API_KEY}
чат під'їзду {TG_INVITE}
пиши {USERNAME}
нік: {HANDLE}
замовлення №{ORDER}
це {PERSON} з роботи
дзвонив {PERSON}
"""

EN = """
my number is {PHONE}
call me {PHONE}
{PHONE}
email me at {EMAIL}
{EMAIL_SAID} is mine
card {CARD}
cvc {CVV}
wallet {CRYPTO}
seed phrase: {SEED}
passport {PASSPORT}
my ssn is {SSN}
license {LICENCE}
plate {PLATE}
come to {ADDRESS}
i live at {ADDRESS}
i'm here {COORDINATES}
password: {PASSWORD}
the wifi password is {PASSWORD}
password is {PASSWORD_WEAK}
pass {PASSWORD}
my pin is {PIN}
door code {DOOR_CODE}
gate code: {DOOR_CODE}
your code is {OTP}
verification code {OTP}
{OTP} is your code
key {API_KEY}
token {TOKEN}
here {URL_TOKEN}
server {IP}
mac {MAC}
i'm {USERNAME}
insta: {HANDLE}
order #{ORDER}
order number: {ORDER}
born {BIRTHDATE}
talk to {PERSON}
{PERSON} called
"""

CLEAN_RU = """
в 10:30 буду
стоит 1500 рублей
с 12.05 по 14.05
счёт 3:1
версия 1.2.3
айфон 13
2024 год
забыл пароль от почты
пароль должен быть минимум 8 символов
скинь код
код города 495
заказ 7215839386917650 отменили
посылка RB617002736RU едет
Привет Маша
Саша сказал да
улица большая
на улице 5 градусов
5 минут пешком
print(password)
x = 10 + 20
2 кг картошки и 3 л молока
ок 👍
прочитал 300 страниц за 2 дня
1 000 000 долларов
тел сел
карту потерял
адрес забыл
скинь номер
родился сын, 3 кг
"""

CLEAN_UK = """
о 10:30 буду
коштує 1500 грн
забув пароль від пошти
замовлення 9821339270151737 скасували
посилка EE984602684UA їде
сторінка 37
версія 2.0.1
ну ок 👌
скинь код
Привіт Маріє
на вулиці 5 градусів
рахунок 2:0
"""

CLEAN_EN = """
at 10:30
$25.99
version 1.2.3
we won 3-1
forgot my password
password is wrong
error code 1603
order 7376713283285564 got cancelled
parcel RB163162413CN is late
typo on page 43
hi John
Mary said ok
look at this
5 min walk down the street
iphone 13 pro
print(x)
@all meeting
in 2024
May I come
"""

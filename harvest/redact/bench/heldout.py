"""The held-out part's sentences, written before any detector was tuned.

First measured on 22 November 2026: 2.9 % of structured values left by half or more, 4.4 % of all values whole, 2.1 % of
clean messages changed. Its misses were looked at later and detectors were mended by them: what it measures now
flatters.

`{PHONE}` stands for a value that has to go. A clean line has none, and must come out as it went in.
"""

RU = """
трек <<DOCUMENT:80088899123456>> не бьётся
это мой новый, старый больше не работает {PHONE}
{PHONE} - Серёга сантехник, скажи что от меня
набери маме, она волнуется {PHONE}
если потеряешься звони на {PHONE} или пиши сюда
вацап {PHONE}
скинь на сбп по номеру {PHONE} тинёк
мтс {PHONE}, билайн {PHONE}
резюме отправляй на {EMAIL} до пятницы
почта та же {EMAIL}
короче {EMAIL_SAID} вот туда и кидай
мыло: {EMAIL_SAID}
кинь полторы тыщи на карту {CARD}
вот {CARD} сбер
номер карты {CARD}, получатель Екатерина С.
{CARD} {EXPIRY} {CVV}
карта {CARD}, действует до {EXPIRY}, cvv {CVV}
карта мамы {CARD_HALF} дальше не вижу
цвв {CVV} только никому
расчётный счёт {ACCOUNT} в сбере
реквизиты: {ACCOUNT}
переводи usdt сюда {CRYPTO}
мой биткоин кошель {CRYPTO} скинь чутка
вот моя сид фраза, сохрани: {SEED}
паспорт {PASSPORT} выдан овд
данные для пропуска: паспорт {PASSPORT}
мой инн {INN} для договора
ИНН - {INN}
снилс мой {SNILS}
{SNILS} это снилс ребенка
права {LICENCE} действуют ещё год
номер моей машины {PLATE} запиши для пропуска
приедет белая камри {PLATE}
я живу {ADDRESS}
адрес доставки {ADDRESS}
подъезжай сюда: {ADDRESS}, жду
такси закажи на {ADDRESS} к восьми
вот точка {COORDINATES} за шлагбаумом
координаты грибного места {COORDINATES}
пароль от компа {PASSWORD}
вайфай дома: Tenda_5G, пароль {PASSWORD}
пасс {PASSWORD}
парольчик {PASSWORD} не теряй
пароль от кинопоиска всё тот же {PASSWORD}
захожу, логин мой, пароль: {PASSWORD_WEAK}
пароль на архив - {PASSWORD}
новый пароль {PASSWORD}, старый забудь
{PASSWORD} вот пароль
пин код симки {PIN}
пин от маминой карты {PIN} сними пять тыщ
пин: {PIN}
код на домофоне {DOOR_CODE}
код от калитки {DOOR_CODE} потом направо
домофон {DOOR_CODE} второй подъезд
код от подъезда {DOOR_CODE}
код от сейфа {PIN}
тебе придёт смс, код продиктуй. пришло: код {OTP}
{OTP} код для входа в госуслуги
ваш код подтверждения: {OTP}. никому его не сообщайте
код авторизации {OTP}
держи токен {TOKEN}
апи ключ {API_KEY} только не свети
вот {API_KEY} вставь в конфиг
{TG_INVITE} чат подъезда
вступай {TG_INVITE}
сбрось тут {URL_TOKEN}
ссылка для входа {URL_TOKEN}
сервак лежит на {IP} порт 22
ip камеры {IP}
мак роутера {MAC}
пиши {USERNAME} он в курсе
мой тг {USERNAME}
ник в доте: {HANDLE}
инста: {HANDLE}
номер заказа {ORDER}
договор №{ORDER} от июня
заказ № {ORDER} готов к выдаче
дата рождения {BIRTHDATE}
я родилась {BIRTHDATE} в омске
др {BIRTHDATE}
договор на имя {PERSON}
завтра приедет {PERSON} из конторы
{PERSON} просил передать документы
позвони, спроси {PERSON}
видел вчера, {PERSON} женился
врача зовут {PERSON}
"""

UK = """
мій новий {PHONE}, збережи
{PHONE} це майстер по пральках
набери тата {PHONE}
телефон квартирної господині {PHONE}
пиши у вотсап {PHONE}
київстар {PHONE}
лайф {PHONE} водафон {PHONE}
скинь файл на пошту {EMAIL}
{EMAIL} моя робоча
пошта така: {EMAIL_SAID}
закинь двісті грн на {CARD}
карта моно {CARD}
номер картки {CARD} дякую
ось картка {CARD} термін {EXPIRY} свв {CVV}
на картку {CARD_HALF} далі не розбірливо
cvv код {CVV}
мій ібан {IBAN}
оплата на рахунок {IBAN} фоп
гаманець usdt: {CRYPTO}
{CRYPTO} мій ефір
запиши сід фразу: {SEED}
паспорт {PASSPORT} виданий
серія і номер паспорта {PASSPORT}
іпн {RNOKPP}
мій рнокпп {RNOKPP}
код {RNOKPP} це мій іпн
єдрпоу фірми {EDRPOU}
посвідчення водія {LICENCE}
номер авто {PLATE}
стоїть сірий ланос {PLATE} відженіть будь ласка
живу за адресою {ADDRESS}
адреса: {ADDRESS}
приїжджай на {ADDRESS}
кур'єр нехай везе на {ADDRESS}
координати {COORDINATES}
пароль від вайфаю {PASSWORD}
пароль {PASSWORD} не забудь
пароль до пошти такий - {PASSWORD}
пас {PASSWORD}
зайди під моїм логіном, пароль: {PASSWORD_WEAK}
новий пароль від нетфліксу {PASSWORD}
пін {PIN}
пінкод від картки {PIN}
код від під'їзду {DOOR_CODE}
код домофона {DOOR_CODE}
код від хвіртки {DOOR_CODE}
прийшов код {OTP} з банку
код підтвердження {OTP}
{OTP} - код для входу в дію
скажи код з смс. {OTP}
токен бота {API_KEY}
ключ {API_KEY}
ось запрошення {TG_INVITE}
група батьків {TG_INVITE}
посилання на скидання {URL_TOKEN}
сервер {IP}
мак адреса {MAC}
пиши йому {USERNAME}
мій нік: {HANDLE}
номер замовлення {ORDER}
договір № {ORDER}
дата народження {BIRTHDATE}
народився {BIRTHDATE}
отримувач {PERSON}
подзвонить {PERSON} з банку
{PERSON} просила передати ключі
лікар {PERSON} приймає у вівторок
"""

EN = """
that's my new number {PHONE}, delete the old one
{PHONE} is the plumber
ring my mum on {PHONE} if i don't pick up
whatsapp me {PHONE}
new sim: {PHONE}
you can reach her at {PHONE} after six
send the invoice over to {EMAIL} pls
{EMAIL} is my work one
it's {EMAIL_SAID}
e-mail: {EMAIL_SAID}
use my card {CARD} for the tickets
{CARD} exp {EXPIRY} cvv {CVV}
amex died, here's the visa {CARD}
the three digits are {CVV}, cvv i mean
iban {IBAN}
wire it to {IBAN} thanks
account number {ACCOUNT}
send eth to {CRYPTO}
my btc address: {CRYPTO}
recovery phrase is {SEED}
wallet words {SEED}
passport no {PASSPORT}
my passport number is {PASSPORT}
ssn {SSN} for the w2
her social is {SSN}
driver's license number {LICENCE}
dl {LICENCE}
parked outside, plate {PLATE}
license plate: {PLATE}
i moved to {ADDRESS}
ship it to {ADDRESS} please
{ADDRESS}, blue door
party's at {ADDRESS} from 8
pin drop {COORDINATES}
wifi is Guest, password {PASSWORD}
password's {PASSWORD}
the netflix password is still {PASSWORD}
pw: {PASSWORD}
my password is {PASSWORD_WEAK}
login with my email and pass {PASSWORD}
{PASSWORD} is the password for the zip
ssh pass = {PASSWORD}
pin is {PIN}
card pin {PIN}
the alarm pin: {PIN}
gate code {DOOR_CODE}
door code is {DOOR_CODE}
lockbox code {DOOR_CODE} by the garage
your login code is {OTP}
{OTP} is your google verification code
what's the otp? {OTP}
code: {OTP}
use code {OTP} to sign in
api key {API_KEY}
here's the token {TOKEN}
export GH_TOKEN={API_KEY}
join {TG_INVITE}
meeting link {TG_INVITE}
reset link {URL_TOKEN}
db is at {URL_TOKEN}
ssh into {IP} as deploy
server ip is {IP} now
mac address {MAC}
add me {USERNAME}
my insta: {HANDLE}
discord: {HANDLE}
order number {ORDER}
order # {ORDER} shipped
dob {BIRTHDATE}
i was born on {BIRTHDATE}
ask {PERSON} about the contract
{PERSON} will call you tomorrow
my boss {PERSON} said no
lease is under {PERSON}
"""

CLEAN_RU = """
ок, тогда до завтра
он в 18:45 выезжает, будет к 20:10
билеты по 3200, дорого капец
взял за 12 990 вместо 18 500
вчера 5:2 выиграли, потом 0-1 продули
обнови до 14.2.1, там починили
у меня python 3.11.4 и torch 2.13
айфон 15 про на 256 гб
ryzen 7 5800x3d против i7-13700k
в 2019 переехали, в 2021 вернулись
с 03.07 по 17.07 в отпуске
14 февраля свободна?
скинь пароль как дома будешь
опять забыл пин, карту заблочили
какой код? не вижу
пароль слишком простой, поменяй
код не приходит уже 10 минут
адрес потом скину
телефон сел, 3 процента
номер не помню, спрошу у мамы
карту дома оставил
паспорт просрочен с марта
живу на пятом этаже без лифта
дом 2 что ли опять смотришь
кв метров 54 всего
на 49 странице опечатка
посылка RR482913574RU на почте
заказ 4829157730261845 отменили опять
ISBN 978-5-17-118366-3
население 145 000 000 человек
пробежал 10.5 км за 52:30
давление 120/80 пульс 72
рост 182 вес 79
нас было человек 30-40
аудитория 405, вторая пара
поезд 032А, вагон 7 место 23
рейс SU1234 задержали на 40 минут
маршрутка 48 или автобус 903
for i in range(10): print(i)
const x = 42; // ответ
git commit 9fceb02 поломал всё
def f(password): return hash(password)
http://example.com/news/2024/05/13/kak-dela
https://www.youtube.com/watch?v=dQw4w9WgXcQ
😂😂😂 ну ты даёшь
)))) вот это поворот
Маша сказала что Петя не придёт
Саня, ты где? Лена уже тут
Вера в людей пропала
на улице 25 градусов
площадь круга 314
температура 38.6, вызвал врача
серия 8 сезон 3 огонь
скинул 500 из 2000
ставка 16% на 36 месяцев
раз два три четыре пять
1 2 3 проверка связи
3.14159265 это пи
курс 91.45, был 92.10
в 10:30 у метро, не опаздывай
встретимся на Пушкинской в семь
глава 12 стих 5
размер 42, цвет чёрный, 2 шт
собака точка хвост пистолетом
права была мама
номер 5 самый вкусный
ключ под ковриком
дверь закрой на оба
Иван Грозный убивает сына
Москва Сити красиво светится
Новый Год у нас
версия 10.0.22631.3007
матч 21:19, 18:21, 15:13
<nick> 14:22 кто нибудь юзал это?
@все собрание в 5
день рождения у него завтра, купи торт
родился в 5 утра, 3500 г
"""

CLEAN_UK = """
ок, тоді до завтра
буду о 18:45, не раніше
квитки по 850 грн, дорого
взяв за 12 500 замість 14 999
рахунок 3:1, потім 2-2
онови до версії 4.12.0
айфон 14 на 128
у 2014 переїхали
з 03.07 по 17.07 відпустка
скинь пароль коли будеш вдома
забув пін від картки
який код? не бачу
пароль надто простий
код не приходить
адресу потім скину
номер не пам'ятаю
картку вдома забув
паспорт загубив, треба новий
сторінка 212, другий абзац
посилка CV482913574UA вже на пошті
замовлення 8829157730261846 скасували
населення 40 000 000
пробіг 10.5 км за 52:30
тиск 120/80
аудиторія 312 третя пара
потяг 749К вагон 4 місце 15
маршрутка 48
на вулиці 25 градусів
Марічка сказала що Петрик не прийде
Оксано, ти де?
Віра в людей зникла
курс 41.35, був 41.80
о 10:30 біля метро
😂😂 ну ти даєш
раз два три
ставка 16% на 24 місяці
розмір 42
собака гавкає в кінці рядка крапка
ключ під килимком
вулиця довга, йти хвилин 15
матч 25:23, 21:25
батарея 5000 мАг
процесор i5-12400f
серія 3 сезону 2
день народження завтра, купи торт
сума 15000 без пдв
"""

CLEAN_EN = """
ok see you tomorrow
be there in 5-10 minutes
we won 3-1 then lost 0:2
it was $49.99 down from $79
upgrade to 22.04.3 first
python 3.12.1 broke it
my rtx 4070 ti runs at 65c
moved here in 2018
from 07/03 to 07/17 i'm off
flight UA1432 gate B12 at 6:45
send me the password later
forgot my pin again
the password is too short, needs 12 characters
your password has expired
which code? i got nothing
error code 0x80070057 again
http status 404 then 502
zip it up, 250 mb
page 212, second paragraph
parcel LB482913574US is stuck
order 8829157730261849 got cancelled
ISBN 978-0-306-40615-7
population of 8 300 000 000
ran 10.5 km in 52:30
bp 120/80
room 405 at 9
2 way street
5 minutes down the road
for i in range(100): total += i
git revert 9fceb02
password = getpass.getpass()
if token == None: return 401
https://en.wikipedia.org/wiki/Chess
see https://news.example.com/2024/05/13/story?id=123
lol 😂😂
Mary said John won't come
tell Kate hi
@everyone meeting at 5
look at this dot on the screen
my dog is at home
act 3 scene 2
level 42 with 1200 hp
chapter 12 verse 5
pi is 3.14159265
rate 1.0845 vs 1.0912
sha256 and aes-256-gcm
uuid4 is fine
New York is big
Happy Birthday to you
Harry Potter 7 was better
Game Of Thrones s08e03
May the force be with you
Will you be there
2001 a space odyssey
10.0.19045.3803 build
localhost 127.0.0.1:8080
std::vector<int> v(10);
<nick> 14:22 anyone tried xorg 1.9?
sudo apt-get install libssl1.1
the address bar is broken
street food is 5 bucks
card games at mine at 8
phone died at 3 percent
born to run 1975 album
he was born in 2 minutes
"""

"""Sentences by another hand than the detectors', to see what a stranger's habits of writing find.

`<<KIND:value>>` is a value that has to go, each `§` in it a digit of its own. `{CARD}` and the like stand for values
with checksums. A clean line has none, and must come out as it went in.

First measured on 22 November 2026, before any detector had met it: 5.66 % of structured values left by half or more,
5.61 % of all values whole, 0.76 % of clean messages changed, 0.78 % of other text harmed. Looked at and tuned on since,
and ten labels mended: an impossible month, tracking numbers that stay, logins that go, the word before a house.
"""

RU = """
трек <<DOCUMENT:RA212292530RU>>
мой номер поменялся теперь <<PHONE:8-9§§-§§§-§§-§§>> запиши пж
<<PHONE:+79§§§§§§§§§>> это ватсап моей мамы
позвони курьеру <<PHONE:8 (9§§) §§§ §§ §§>> он ждет внизу
новая симка: <<PHONE:7.9§§.§§§.§§.§§>>
набери если чо <<PHONE:9§§ §§§ §§ §§>>
сбп на <<PHONE:89§§§§§§§§§>> тинек или сбер
вот его телефон восемь <<PHONE:9§§ §§§ §§§§>>
маме на городской <<PHONE:8(495)§§§-§§-§§>>
мой тел <<PHONE:+7-9§§-§§§-§§§§>> вайбер там же
+киевский номер <<PHONE:+38 (067) §§§ §§ §§>>
<<PHONE:8 9§§ §§§-§§-§§>> Катя риелтор
контакт прораба — <<PHONE:8.9§§.§§§.§§.§§>>, скажи что от меня
мыло моё <<EMAIL:petya.vasin§§@yandex.ru>>
скинь на почту пж <<EMAIL:kotik_lapkin@inbox.ru>>
отправь туда: <<EMAIL:d-morozov собака gmail точка com>>
почта <<EMAIL:zhuk.oleg(собака)bk.ru>> не перепутай
<<EMAIL:nastya§§@mail . ru>> вот сюда скан
ну типа <<EMAIL:lenka собачка яндекс точка ру>>
переведи на {CARD} я завтра отдам
вот карта {CARD} сбер
лови {CARD} получатель жена
номер карты {CARD_GAPS} там мир
{CARD} до <<EXPIRY:09/2§>> цвц <<CVV:§§§>>
карта альфы {CARD}, код сзади <<CVV:§§§>>
срок карты <<EXPIRY:11/28>> а cvc <<CVV:§§§>>
последние 4 цифры карты <<CARD:§§§§>>
реквизиты: р/с <<ACCOUNT:40817810§§§§§§§§§§§§>> бик 0445§§§§§
мой счёт в тиньке <<ACCOUNT:40817 810 § §§§§ §§§§§§§>>
кидай эфир на {ETH}
мой биток кошель {BTC}
юсдт трц20 {TRON} комиссия на тебе
сид фраза от метамаска: {SEED}
паспорт <<PASSPORT:4§ 1§ §§§§§§>> выдан овд
серия паспорта <<PASSPORT:45 §§>> номер <<PASSPORT:§§§§§§>>
паспортные <<PASSPORT:4§1§§§§§§§>> для брони
загранник <<PASSPORT:7§ §§§§§§§>> действует еще
мой инн {INN} для договора
снилс {SNILS} скинул
СНИЛС мамин {SNILS_BARE}
иннка {INN} вот
права <<LICENCE:99 §§ §§§§§§>> скинь в каршеринг
ву номер <<LICENCE:77 35 §§§§§§>>
тачка <<PLATE:а§§§вс 77>> белая солярка
номер машины <<PLATE:Х§§§ОР199>> серый киа
стою под шлагбаумом, пробей <<PLATE:Е §§§ КХ 750>>
приезжай ко мне <<ADDRESS:ул Космонавтов 14 кв 56>>
адрес доставки <<ADDRESS:Профсоюзная 43 к2 кв 11, 3 этаж>>
я живу на <<ADDRESS:проспекте Мира 101>> прям у метро
<<ADDRESS:г. Тверь, ул. Желябова, д. 33, кв. 7>> туда посылку
вызови такси на <<ADDRESS:Бауманскую 12>>
забери ключи: <<ADDRESS:пер. Хользунова 8, подъезд 2, этаж 4, кв 31>>
мой адрес <<ADDRESS:наб реки Мойки 24>>
прописка <<ADDRESS:респ. Татарстан, г. Казань, ул. Баумана, 5-17>>
почтовый индекс <<ADDRESS:1§§§§§>> и улица потом скину
<<ADDRESS:Садовая д.5 кв.12>> жду
<<ADDRESS:дом 12 корпус 3 квартира 45>> на Ленинградке
координаты <<COORDINATES:55.7§§§§, 37.6§§§§>> там машина застряла
точка сбора <<COORDINATES:59.93§§§§ 30.31§§§§>>
пароль от вайфая <<PASSWORD:kotleta2019>>
вайфай HomeNet пароль <<PASSWORD:87654321qq>>
логин мой, пароль <<PASSWORD:Zxcvb!234>>
пасс <<PASSWORD:lalala123>> никому
пароль от нетфликса такой же <<PASSWORD:Barsik_2015>>
пароль <<PASSWORD:солнышко>> русскими буквами
я поставил пароль <<PASSWORD:murzik77>>, потом поменяй
<<PASSWORD:Tfgh34!kl>> - пароль от почты, не теряй
парольчик: <<PASSWORD:vanya1987>>
пароль на архив «<<PASSWORD:отпуск2023>>»
пороль <<PASSWORD:qazwsx12>>
зайди в мой акк логин <<USERNAME:ded_pihto>> пароль <<PASSWORD:neskazhu55>>
пароль от госуслуг поменял на <<PASSWORD:Gosusl#98>>
пин карты <<PIN:§§§§>> сними 5к
пинкод симки <<PIN:§§§§>>
пин от телефона у бабули <<PIN:§ § § §>>
код от домофона <<CODE:34к5§§>>
домофон набирай <<CODE:45В§§§§>>
код подъезда <<CODE:*§§§#>>
калитка <<CODE:§§§§#>>, потом налево
сейф открывается <<CODE:§§-§§-§§>> код такой
тебе придет код, скажи. мне пришло: код <<CODE:§§§§§>>
код из смс <<CODE:§§§§§§>> быстрее
телеграм код <<CODE:§§§§§>> никому не сообщай
<<CODE:§§§-§§§>> код для входа
код подтверждения от банка пришел <<CODE:§§§§>>
токен бота {BOT}
вот ключ опенаи {OPENAI} не пали
ключ от апишки: {HEXKEY}
{JWT} токен протух?
гитхаб токен {GITHUB}
заходи в группу <<TG_INVITE:https://t.me/+Ab§dEfGh§jKlMn§p>>
чат дома <<TG_INVITE:t.me/joinchat/AAAAAE§fghIjklMn§p>>
ссылка на сброс <<URL:https://site.ru/reset?token=a§b§c§d§e§f§a§b§c§>>
база тут <<URL:postgres://admin:s§cretq§@10.0.§.§:5432/prod>>
сервак <<IP:185.§§.10§.§§>> зайди посмотри
айпи домашний <<IP:92.§§.14.2§>>
мак адрес роутера <<MAC:a4:5e:60:§b:c§:9f>>
мой тг <<USERNAME:@vasya_pupkin§§>>
инста <<USERNAME:lisa.patrikeevna>> подпишись
ник в стиме <<USERNAME:NagibatoR_§§>>
номер заказа <<DOCUMENT:§§§§§§§§-§§§§>> спроси на озоне
договор № <<DOCUMENT:17/§§§§-А>> от вчера
полис омс <<DOCUMENT:77§§ §§§§ §§§§ §§§§>>
др <<BIRTH:14.07.199§>> у меня запиши для анкеты
дата рождения <<BIRTH:3 марта 198§>>
я родился <<BIRTH:05.11.8§>>
бронь на имя <<PERSON:Кузнецова Ольга Сергеевна>>
преподаватель <<PERSON:Андрей Викторович Лебедев>> злой
запиши: <<PERSON:Мария Гончарова>>, маникюр
это <<PERSON:Артём Белов>> из зала
врач <<PERSON:Соколова И. П.>> принимает
получатель <<PERSON:Тимур Р. Ахметов>>
к нам идет <<PERSON:Рустам Хабибуллин>>
кадровичка <<PERSON:Елена Ивановна>> сказала
"""

UK = """
ттн <<DOCUMENT:20450093811746>> забери посилку
мій номер <<PHONE:0§§ §§§ §§ §§>> пиши
набери на <<PHONE:+380 §§ §§§ §§§§>> бо тут не ловить
<<PHONE:(050) §§§-§§-§§>> це тато
новий номер <<PHONE:067-§§§-§§-§§>>, старий викинь
телефон майстра <<PHONE:096.§§§.§§.§§>>
<<PHONE:38093§§§§§§§>> вайбер
кинь на карту або по номеру <<PHONE:+38099§§§§§§§>>
мобільний дружини <<PHONE:8 063 §§§ §§ §§>>
запиши собі <<PHONE:073 §§§§§§§>> Оля стоматолог
мамин <<PHONE:+38(068)§§§-§§-§§>>
моя пошта <<EMAIL:olena.k§§@ukr.net>>
скинь на <<EMAIL:taras-b@i.ua>> будь ласка
пошта <<EMAIL:marichka равлик gmail крапка com>>
відправ на <<EMAIL:petro_§§ @ ukr.net>>
карта приват {CARD}
скинь на моно {CARD} дякую
{CARD_GAPS} це картка сестри
донат сюди 👉 {CARD}
картка {CARD} термін <<EXPIRY:07/2§>> цвв <<CVV:§§§>>
cvv <<CVV:§§§>> тільки нікому
останні цифри картки <<CARD:§§§§>>
IBAN {IBAN_UA} фоп
рахунок {IBAN_UA_GAPS}
оплата на {IBAN_UA} призначення подарунок
єдрпоу <<EDRPOU:3§§§§§§§>> для рахунку
ЄДРПОУ: <<EDRPOU:0§§§§§§§>>
крипту кидай {ETH}
біток сюди {BTC}
гаманець трон {TRON}
іпн {RNOKPP} скинула
мій рнокпп {RNOKPP}
код платника податків {RNOKPP}
ідентифікаційний {RNOKPP} це тещі
паспорт <<PASSPORT:МЕ §§§§§§>>
паспорт старого зразка <<PASSPORT:СН§§§§§§>> якщо треба
айді картка <<PASSPORT:00§§§§§§§>>
закордонний <<PASSPORT:FE§§§§§§>>
номер паспорта <<PASSPORT:00§§§§§§§>> орган 8034
посвідчення водія <<LICENCE:ВХХ §§§§§§>>
права <<LICENCE:АІА§§§§§§>>
машина <<PLATE:АА §§§§ КТ>> синій дастер
номер авто <<PLATE:ВС§§§§НО>>
таксі під'їхало <<PLATE:KA§§§§EX>>
я на <<ADDRESS:вул. Антоновича 15, кв 8>>
адреса <<ADDRESS:вулиця Січових Стрільців 42>> заходь
доставка: <<ADDRESS:м. Львів, вул. Зелена, 109, кв. 12>>
живу <<ADDRESS:просп Соборності 7а кв 54>>
відділення 12 нової пошти, а живу на <<ADDRESS:Полярній 8д>>
приїжджай на <<ADDRESS:провулок Ковальський 5>>
мій дім <<ADDRESS:бульвар Шевченка 33, під'їзд 2, 4 поверх>>
<<ADDRESS:під'їзд 3 поверх 7 кв 81>>
<<ADDRESS:Хрещатик 1>> о сьомій
адреса бабусі: <<ADDRESS:с. Мотовилівка, вул. Лісова 3>>
індекс <<ADDRESS:0§§§§>>
координати <<COORDINATES:50.4§§§§, 30.5§§§§>>
ось точка <<COORDINATES:49.83§§§§,24.02§§§§>> тут чекаю
пароль від вайфаю <<PASSWORD:vareniki22>>
пароль <<PASSWORD:Slava1991!>> не згуби
логін <<USERNAME:oksana>>, пароль <<PASSWORD:kalyna_05>>
пароль до ноута <<PASSWORD:12qwaszx>>
пароль такий <<PASSWORD:Dn1pr0!>>
зміни пароль, бо зараз <<PASSWORD:borshch123>>
вайфай у кафе: <<PASSWORD:coffee2go>> це пароль
пас <<PASSWORD:sobaka777>>
пароль від пошти поміняла на <<PASSWORD:Lviv#2020>>
пін <<PIN:§§§§>> зніми тисячу
пінкод картки <<PIN:§§§§>>
пін від телефону малого <<PIN:§§§§§§>>
код від під'їзду <<CODE:§§к§§§>>
домофон <<CODE:27К§§§§>>
код на хвіртці <<CODE:§§§§>>
код від сейфа <<CODE:§§§§§§>>
код з смс <<CODE:§§§§§§>> кажи швидше
прийшов код <<CODE:§§§§>>
код підтвердження <<CODE:§§§ §§§>>
твій код входу <<CODE:§§§§§>>
дія код <<CODE:§§§§§§>>
токен {GITHUB} від гітхабу
апі ключ {HEXKEY}
ключ {OPENAI} поки працює
бот токен {BOT}
запрошення <<TG_INVITE:https://t.me/+x§YzAbCd§fGhIj§k>> лови
лінк на відновлення <<URL:https://app.ua/restore/token/§a§b§c§d§e§f§a§b§c§d>>
айпі <<IP:176.§§.2§.1§>> банять
сервер <<IP:91.20§.1§.§§>> ліг
мак <<MAC:§C-7A-15-§F-00-B§>>
мій нік <<USERNAME:@olenka_ua>>
інста <<USERNAME:maks.photo_>> глянь
тг <<USERNAME:@b0rysko>> пиши
номер замовлення <<DOCUMENT:UA-§§§§§§>>
договір <<DOCUMENT:№ 45-§§/24>> підписав
дата народження <<BIRTH:12.04.199§>>
народилась <<BIRTH:7 травня 198§ року>>
день народження <<BIRTH:01.09.2001>> для анкети
на ім'я <<PERSON:Коваленко Ірина Петрівна>>
лікар <<PERSON:Бондаренко О. М.>>
це <<PERSON:Олег Мельник>> з роботи
дзвонила <<PERSON:Тетяна Савчук>> питала за тебе
викладач <<PERSON:Ігор Степанович>> захворів
запиши <<PERSON:Софія Ткаченко>> манікюр
отримувач <<PERSON:Гриценко Дмитро>>
"""

EN = """
tracking <<DOCUMENT:1Z814A06520978034>>
my new number is <<PHONE:+1 (41§) 55§-§§§§>>
call me <<PHONE:646-55§-§§§§>> when ur here
text <<PHONE:(30§) 55§ §§§§>> thats my work cell
landline <<PHONE:020 7946 0§§§>> after 6
<<PHONE:07700 900§§§>> is my uk sim
phone: <<PHONE:+44 7700 900§§§>>
dads cell <<PHONE:917.55§.§§§§>>
whatsapp me on <<PHONE:+49 151 §§§§§§§§>>
hit me up <<PHONE:71855§§§§§>> lol that's my number
its <<PHONE:+353 87 §§§ §§§§>>
email me at <<EMAIL:j.doe+spam@gmail.com>>
its <<EMAIL:sk8erboi§§ at yahoo dot com>>
<<EMAIL:mary_k(at)proton(dot)me>> use that one
send it to <<EMAIL:ops@my-startup.io>> asap
my email's <<EMAIL:TomHardy_1@Outlook.com>>
here's my visa {CARD} exp <<EXPIRY:07/2§>> cvv <<CVV:§§§>>
mastercard {CARD}
use my card {CARD} zip <<ADDRESS:9§§§§>>
card number {CARD_GAPS}
the card ends in <<CARD:§§§§>>
cvc is <<CVV:§§§>>
security code on the back is <<CVV:§§§>>
expires <<EXPIRY:12/2027>> btw
iban {IBAN_DE}
wire it to {IBAN_GB}
account number <<ACCOUNT:§§§§§§§§>> sort code <<ACCOUNT:§§-§§-§§>>
routing <<ACCOUNT:0§§§§§§§§>> account <<ACCOUNT:§§§§§§§§§§>>
my eth addr {ETH}
btc {BTC} thx
seed phrase: {SEED}
words are {SEED} keep it safe
passport no <<PASSPORT:5§§§§§§§§>>
my passport is <<PASSPORT:X§§§§§§§>>
my ssn is <<SSN:21§-4§-§§§§>>
social <<SSN:52§ §§ §§§§>>
SSN: <<SSN:31§2§§§§§>>
driver license <<LICENCE:S§§§-§§§§-§§§§>>
DL# <<LICENCE:F§§§§§§§>>
plate is <<PLATE:8ABC§§§>> gray civic
my uber is <<PLATE:GJK-§§§§>>
license plate <<PLATE:KX§§ ZPL>>
im at <<ADDRESS:1420 Elm Street apt 5>>
ship it to <<ADDRESS:77 Massachusetts Ave, Cambridge, MA 02139>>
come over <<ADDRESS:36 Oakwood Drive>>
address: <<ADDRESS:Flat 2, 18 Kings Road, London SW3 4RP>>
its <<ADDRESS:9 privet ln>> the blue door
pick me up from <<ADDRESS:550 W 45th St>>
send the package to <<ADDRESS:PO Box 1§§§>>
postcode <<ADDRESS:M1 4BT>>
we moved to <<ADDRESS:2207 Sunset Blvd #14>>
pin drop <<COORDINATES:40.7§§§§, -73.9§§§§>>
coords: <<COORDINATES:51.50§§§§,-0.12§§§§>>
wifi password <<PASSWORD:bananapancake9>>
the password is <<PASSWORD:Fluffy2016>>
pw: <<PASSWORD:hunter22!>>
pass is <<PASSWORD:iloveu3000>> dont laugh
netflix pw is still <<PASSWORD:ch33seburger>>
login bob password <<PASSWORD:bob4ever>>
i changed the password to <<PASSWORD:Summer#21>>
<<PASSWORD:Tr0ub4dor>> is the wifi password
passwrd <<PASSWORD:kitty8899>>
guest wifi: network Cozy, pass <<PASSWORD:welcome1234>>
passphrase is <<PASSWORD:purple-monkey-dishwasher>>
pin is <<PIN:§§§§>>
my phone pin <<PIN:§§§§§§>>
atm pin: <<PIN:§§§§>>
gate code <<CODE:#§§§§>>
door code's <<CODE:§§§§>> just push
garage code is <<CODE:§§§§*>>
the lockbox is <<CODE:§§§§>>
buzz <<CODE:§§§>> and come up
verification code <<CODE:§§§§§§>>
ur code is <<CODE:§§§§§>>
they texted me <<CODE:§§§§§§>> as the code
<<CODE:§§§§§§>> is the otp
whatsapp code <<CODE:§§§-§§§>>
2fa <<CODE:§§§ §§§>> quick
heres the api key {OPENAI}
aws key {AWS}
bearer {JWT}
token {GITHUB}
slack hook <<URL:https://hooks.slack.com/services/T0§B§C§D§/B§1X2Y3Z§/aBcD§fGhIjKlMnOpQ§StUvWx>>
stripe {STRIPE}
bot {BOT}
join <<TG_INVITE:https://t.me/+Qw§RtYuI§pAsDf§h>>
discord <<TG_INVITE:https://discord.gg/aB§dEf§>> hop on
reset link <<URL:https://acct.example.com/password/reset/§f§e§d§c§b§a§f§e§d§c>>
ssh root@<<IP:203.0.113.§§>>
server ip <<IP:198.51.100.2§>> is down
ipv6 is <<IP:2001:db8:85a3::8a2e:370:73§4>>
mac <<MAC:00:1B:44:11:3A:B§>>
im <<USERNAME:@jennyfromtheblok§>> on tg
my insta is <<USERNAME:sun.chaser_§§>>
snap: <<USERNAME:coolcat_§§>>
order number <<DOCUMENT:11§-§§§§§§§-§§§§§§§>>
booking ref <<DOCUMENT:QX§RT§>>
policy number <<DOCUMENT:HO-§§§§§§§>>
dob <<BIRTH:07/14/199§>>
i was born on <<BIRTH:March 3, 198§>>
date of birth: <<BIRTH:199§-02-11>>
its under <<PERSON:Rebecca Lawson>>
my landlord <<PERSON:Greg Kowalski>> is nuts
talk to <<PERSON:Priya Raman>> in hr
<<PERSON:Daniel O'Connor>> called again
met <<PERSON:Sarah Whitfield>> yesterday
dr <<PERSON:Emily Nguyen>> said no
"""

CLEAN_RU = """
скинь 1500 на обед потом отдам
билеты по 3 200 взяли
встретимся в 18:45 у входа
буду к 9 30
с 10 до 22 работают без обеда
завтра 15.03 сдаем проект
отпуск 01.08-14.08
счет 3:2 наши выиграли
проиграли 0-5 капец
обнови до 17.4.1 там пофиксили
питон 3.11.9 стоит
айфон 15 про макс 256
рыксы 4070 хватит за глаза
в 1998 дефолт был помнишь
родители поженились в 89
пробег 120000 за машину просят 850к
ремонт вышел в 1 250 000
температура 38.6 второй день
36,6 всё норм
вес 82.5 рост 180
10-15 человек будет
взял 2 кг картошки и 10 яиц
12 пачек по 24 штуки
этаж высокий но лифт есть
код не компилится, помоги
в коде баг на 120 строке
твой код говно ахах
написал 2000 строк кода за неделю
кодревью к 14:00
код красивый получился
qr код на входе покажи
код ошибки 404 вылезает
ошибка 500 на проде
пароль забыл опять
пароль придумай посложнее
какой пароль от вайфая?
пароль не подходит чет
смени пароль пожалуйста
я пароль никому не говорил
пароль 12345 ставят только идиоты ахах
скажи пароль потом лично
пароли надо менять раз в 90 дней
пин забыл на карте
ты пин помнишь?
карта не прошла
карта метро закончилась
карта мира в комнате висит
номер в отеле 5000 за ночь
номер 12 в очереди
позвони как выйдешь
позвони в 5
набери через 10 минут
телефон сел 2%
живу рядом с метро
живем на Садовой, норм район
гулял по Невскому вчера
на Ленина пробка
улица Пушкина дом Колотушкина лол
квартиру снял за 45 тыщ
2 комнатная, 54 метра
3 подъезда всего
дом 2 опять смотрел
5 этаж без лифта
https://www.youtube.com/watch?v=dQw4w9WgXcQ
глянь https://habr.com/ru/articles/712345/
https://ru.wikipedia.org/wiki/Python
на авито 35000 просит
на озоне за 2 490 видел
iPhone 13 mini 128gb
подписчиков 15 000
канал 100500 подписоты
git push --force в мастер
pip install numpy==1.26.4
for i in range(100): print(i)
x = 42; y = x * 2
def get_token(): pass
docker run -p 8080:80 nginx
localhost:3000 не открывается
127.0.0.1 sweet 127.0.0.1
маша приходила
саша и лена едут
Дима сказал что опоздает
привет Катя
Петя лучше всех
серега красава
Пушкин наше всё
в Москве +25
Санкт-Петербург красивый
100% согласен
раз два три
1, 2, 3, 4, 5 вышел зайчик
1+1=2
2024 год прошел быстро
жду 2-3 дня
минут 40-50 ехать
поезд в 7.15 с казанского
рейс 18:20, прилет 21:05
гейт 14 посадка
место 23а
страница 156
глава 12
глава 3 стих 16
аккаунт взломали у меня
токен закончился, бот молчит
ключи на столе
ключ на 13 дай
секрет фирмы
токены по 20 баксов за миллион
договор подписали
заказ пришел
заказала 3 платья
паспорт потерял
паспорт до 2030
права получила наконец
инн нужен?
виза через 10 дней
крипта упала до 60000
биток 97500
эфир 3.4k
100500 раз говорил
в 4 утра спать лег 😂
2 часа жду!!!!
12.5 литров на сотню
курс 92.35
курс 41,20 грн
скидка 20% до 31.12
промокод ЛЕТО20
промо SUMMER20 работает?
матч 2-1 (1-1)
10к шагов
5000 просмотров
адрес скинь
где живешь?
ник норм
логин забыл
инста не грузит
мой день рождения скоро
сижу на 3 паре
312 аудитория
группа 4012
автобус 117 не ходит
маршрутка 405
трасса М11 платная
Е95
"""

CLEAN_UK = """
скинь 500 до зарплати
купив за 12 500 грн
о 18:30 біля метро
буду о 9
з 9 до 18 працюємо
15.06 сесія
відпустка 10.07-24.07
рахунок 2:0
програли 1-3
версія 2.14.3 вийшла
пайтон 3.12
айфон 14 плюс
у 2014 переїхали
пробіг 180000
температура 37.8
вага 70 кг
5-7 людей
кг сиру і 3 літри молока
код не працює
баг в коді на 45 рядку
1500 рядків коду
код рев'ю о 15:00
помилка 404
пароль забула
який пароль від вайфаю?
пароль не підходить
зміни пароль будь ласка
пін не пам'ятаю
картку загубила
картка не проходить
номер в готелі 1800 грн
номер 7 в черзі
подзвони як звільнишся
подзвони о 6
телефон сів
живу біля парку
живемо на Подолі
гуляли Хрещатиком
на Сагайдачного затор
квартира 42 метри
дві кімнати 48 квадратів
8 поверх ліфт не працює
https://www.youtube.com/watch?v=9bZkp7q19f0
https://uk.wikipedia.org/wiki/Київ
на олх 4500 просить
git commit -m "fix"
npm install react@18.2.0
print("hello 123")
localhost:8000
оля прийшла
Тарас казав що буде
привіт Марічко
Шевченко писав гарно
у Києві +30
Львів гарний
100% так
2024 рік минув
хвилин 20-30
потяг о 6:40
вагон 12 місце 34
сторінка 87
розділ 5
токен не працює
ключі під килимком
договір ще не підписали
замовила 2 книжки
паспорт забула
паспорт до 2031
права здала
іпн потрібен?
долар 41.35
євро по 44,8
знижка 30%
промокод ЗИМА10
матч 1-1
8к кроків
адресу скинь
де живеш?
нік прикольний
логін забув
др в суботу
група 312
автобус 62
тролейбус 19 не ходить
зарплата 25000
оренда 12000 плюс комуналка
комуналка 3247 грн
показник 0.75
150 грам
3/4 склянки
1/2 ложки
чекаю 15 хв
за 200 км
до 20.00 відкрито
на 3 парі
ауд 415
100500 разів казала
серія 8 сезон 3
с03е05
фільм 1994 року
курс 3.7 семестр
бал 187.5
зно 195
кв м по 1200$
10 000 кроків
мак замовив і картоплю
біг мак меню 199
айпі телефонія
тікток забанили
мамо купи хліб
тато на роботі
код дружби
шифр цезаря зі зсувом 13
"""

CLEAN_EN = """
lend me 50 til friday
its 1,299.99 on sale
meet at 6:45
see u at 9
open 9-5
due 03/15
vacation 8/1 - 8/14
won 3-2 in ot
lost 0-5 lol
update to 17.4.1
python 3.11.9 works
iphone 15 pro max 256gb
rtx 4070 ti super
back in 1998
born in the 90s
car has 120,000 miles
rent is 2400
temp 101.3
weigh 180 lbs 5'11
10-15 people
2 lbs of potatoes and 12 eggs
code doesnt compile
bug on line 120
your code sucks haha
2000 lines of code
code review at 2
qr code at the door
error code 404
error 500 in prod
forgot my password again
whats the wifi password?
password doesnt work
change your password pls
never told anyone the password
password123 is the worst password ever lmao
passwords expire every 90 days
forgot my pin
pin it to the top
card got declined
birthday card
room 512
number 12 in line
call me when ur out
call me at 5
call in 10 min
phone at 2%
live near the park
walked down 5th avenue
traffic on main street
apartment is 850 sq ft
2 bedroom 1 bath
https://www.youtube.com/watch?v=jNQXAC9IVRw
https://en.wikipedia.org/wiki/Python_(programming_language)
https://github.com/torvalds/linux/issues/1234
git push --force
pip install numpy==1.26.4
for i in range(100): pass
x = 42
def get_token(self): return None
docker run -p 8080:80 nginx
localhost:3000 wont load
mike came over
sarah and tom are late
Hey Jess
hi Alex
Shakespeare was right
its 75 in New York
Los Angeles is hot
100% agree
one two three
1, 2, 3 go
2024 went fast
2-3 days
40-50 min drive
train at 7.15
flight 18:20 lands 21:05
gate 14 boarding
seat 23a
page 156
chapter 12
john 3:16
account got hacked
token expired
keys on the table
its a secret
tokens cost 20 per million
contract signed
order arrived
ordered 3 dresses
lost my passport
passport valid til 2030
got my license finally
btc at 97500
eth 3.4k
said it 100500 times
asleep at 4am 😂
2 hrs waiting!!!!
rate is 1.0835
20% off til 12/31
promo SUMMER20
10k steps
5000 views
whats your address
where do u live?
nice nick
forgot my login
insta is down
bday next week
bus 117
route 66
i-95 is jammed
area 51
boeing 737-800
ps5 slim
s03e05
apollo 13 1995
wd40
covid 19
mp3 320kbps
1080p or 4k
ratio 16:9
windows 11 23h2
kernel 6.8.0-31-generic
version 2.0.0-rc.1
commit 4f2a9c1
uuid who needs it
ipv6 is hard
mac and cheese
mac mini m4
address the issue
pass me the salt
pass the exam 95/100
token of love
key point 3
key signature 6/8
"""

"""The third set by the second hand, written after the first two had been tuned on; shaped like those of `unseen`.

First measured on 22 November 2026, before any detector had met it: 5.19 % of structured values left by half or more,
4.93 % of all values whole, 3.83 % of clean messages changed, 0.78 % of other text harmed. Looked at and tuned on since,
and three labels mended.
"""

RU = """
подруга сменила номер, теперь <<PHONE:+7 9§§ §§§-§§-§§>>
если не дозвонишься: <<PHONE:8(9§§)§§§§§§§>> это жена
добавь меня в макс <<PHONE:89§§§§§§§§§>>
тел. <<PHONE:8 4§§ §§ §-§§-§§>> регистратура
отдел кадров <<EMAIL:hr@zavod-§§.ru>>
вышли мне на <<EMAIL:nikitos.§§(эт)gmail(точка)com>>
логин для входа почта <<EMAIL:pavlik@ya.ru>> пароль <<PASSWORD:Begemot55>>
кидай на озон карту {CARD}
вот {CARD} это яндекс пэй
код карты <<CVV:§§§>> срок <<EXPIRY:03/29>>
расчетный счет <<ACCOUNT:40702810§§§§§§§§§§§§>>
вот кошелёк для доната {BTC}
на метамаск {ETH}
вот мои 12 слов {SEED}
паспорт серия <<PASSPORT:§§§§>> номер <<PASSPORT:§§§§§§>> выдан 12.03.2015
скан паспорта не отправляй, номер <<PASSPORT:45 §§ §§§§§§>>
мой снилс: {SNILS_BARE}
ИНН поставщика {INN}
водительское <<LICENCE:9§ §§ §§§§§§>>
ищу хозяина машины <<PLATE:С§§§ЕР197>>
черный мерс <<PLATE:р§§§тт 77>>
заедь на <<ADDRESS:Маяковского 3, кв 15>>
<<ADDRESS:ул Мира 14-88>>, домофон сломан
везите на <<ADDRESS:Краснопресненскую набережную 12, подъезд 6>>
я прописана <<ADDRESS:г Самара ул Гагарина 18 кв 4>>
доставьте: <<ADDRESS:Москва, Ленинградское шоссе 52, кв 107>>
встретимся у меня, <<ADDRESS:Чехова 21 кв 8>>
пароль от яндекса: <<PASSWORD:ya_lublu_kotov>>
новый пароль <<PASSWORD:S0lnce&more>> запиши куда нибудь
пароль от вк поменял на <<PASSWORD:tolstyak44>>
пароль: <<PASSWORD:вишня1975>>
у тебя пароль старый, новый <<PASSWORD:vesna2025>>
пароль от архива три слова без пробелов <<PASSWORD:коткитсон7>>
логин <<USERNAME:vasya77>> пасс <<PASSWORD:gfhjkm12>>
пароль — <<PASSWORD:Dinozavr!3>>
введи <<PASSWORD:1234qwer>> это пароль
пароль был <<PASSWORD:kakoytoparol1>>
пинкод от банковского приложения <<PIN:§§§§>>
пин <<PIN:§§§§>> если что
код <<CODE:§§§§>> от калитки
код от чемодана <<CODE:§§§>>
в подъезд <<CODE:§§к§§§§>>
смс пришла: <<CODE:§§§§§§>>
диктую код <<CODE:§§ §§ §§>>
мне пришло <<CODE:§§§§§>> это код телеги
код от вотсапа <<CODE:§§§-§§§>>
токен {GITHUB} истекает завтра
апи ключ {HEXKEY} на месяц
наш чат <<TG_INVITE:https://t.me/+Zz§YyXx§WwVvUu§t>>
пинг <<IP:37.14§.§§.2§>>
аська умерла, я <<USERNAME:@dimon_nash§§>>
мой инстаграм <<USERNAME:anya.travel_§§>>
номер полиса <<DOCUMENT:ХХХ 0§§§§§§§§§>>
договор аренды №<<DOCUMENT:§§-А/2023>>
родилась <<BIRTH:30.06.1995>>
дата рождения: <<BIRTH:1 января 1970 г.>>
зовут <<PERSON:Светлана Морозова>>
паспорт на имя <<PERSON:Егоров Пётр Ильич>>
звонил <<PERSON:Артур Галиев>>
"""

UK = """
збережи <<PHONE:+380 67 §§§ §§ §§>> це сантехнік
мій номер змінився <<PHONE:093§§§§§§§>>
вайбер <<PHONE:050 §§§ §§§§>>
скинь чек на <<EMAIL:buh.oksana@ukr.net>>
моя адреса пошти <<EMAIL:ira_§§@gmail.com>>
переказ на {CARD}
на цю картку {CARD} будь ласка
цвв код <<CVV:§§§>>
термін картки <<EXPIRY:10/27>>
рахунок для оплати {IBAN_UA}
код єдрпоу <<EDRPOU:3§§§§§§§>>
інн {RNOKPP}
паспорт <<PASSPORT:КК §§§§§§>> виданий
закордонний <<PASSPORT:FK§§§§§§>>
посвідчення <<LICENCE:ВХЕ§§§§§§>>
біла шкода <<PLATE:КА§§§§ВТ>>
приїжджай на <<ADDRESS:вул. Шевченка, 18, кв. 44>>
живемо на <<ADDRESS:Драгоманова 25 кв 130>>
забери з <<ADDRESS:просп. Бажана 12>>
ми тут: <<ADDRESS:вул Пекарська 11>>
пароль від вайфаю: <<PASSWORD:dobrogo_ranku1>>
пароль від ноутбука <<PASSWORD:Lesia1871>>
тримай пароль <<PASSWORD:kvitka$5>>
логін admin пароль <<PASSWORD:shevchenko1814>>
пароль той самий: <<PASSWORD:Hata_5>>
пін картки <<PIN:§§§§>>
код домофону <<CODE:§§к§§§>>
код на двері <<CODE:§§§§>>
прийшла смс, код <<CODE:§§§§§§>>
одноразовий код <<CODE:§§§§§§>>
токен бота {BOT}
чат будинку <<TG_INVITE:https://t.me/joinchat/Qq§WwEe§RrTt§YyUu>>
айпі сервера <<IP:193.§§.21§.§>>
мій телеграм <<USERNAME:@zhuk_maksym>>
номер договору <<DOCUMENT:25/§§§-Б>>
дата народження <<BIRTH:05.05.1985>>
народився <<BIRTH:13.10.1979>>
звати <<PERSON:Богдан Лисенко>>
сусідка <<PERSON:Галина Петрівна>>
лист для <<PERSON:Романа Дзюби>>
"""

EN = """
new phone who dis lol its <<PHONE:(50§) 55§-§§§§>>
my work line is <<PHONE:312-55§-§§§§>> ext 4
text moms cell <<PHONE:+1 818 55§ §§§§>>
uk mobile <<PHONE:07§§§ §§§§§§>>
forward it to <<EMAIL:anna.b§§@hey.com>>
email <<EMAIL:mr.pickles at outlook dot com>>
put it on my card {CARD}
debit {CARD} exp <<EXPIRY:04/29>> code <<CVV:§§§>>
the three digits are <<CVV:§§§>>
iban for the rent {IBAN_DE}
routing number <<ACCOUNT:1§§§§§§§§>>
tip jar {ETH}
ledger words {SEED}
passport # <<PASSPORT:5§§§§§§§§>>
my social's <<SSN:31§-4§-§§§§>>
license number <<LICENCE:B§§§§§§§>>
white tesla plate <<PLATE:6XYZ§§§>>
delivery to <<ADDRESS:1208 Maple Avenue, Unit 9>>
i'm staying at <<ADDRESS:14 Harbour Road>>
address 2b <<ADDRESS:350 5th Ave, New York, NY 10118>>
bring it to <<ADDRESS:67 King William Street>>
the netflix password: <<PASSWORD:tacotuesday7>>
wifi pass <<PASSWORD:sunflower_22>>
password's <<PASSWORD:Rocket99!>>
my password is literally <<PASSWORD:ilovecheese1>>
pw for the zip is <<PASSWORD:Zebra-42>>
log in as mike with password <<PASSWORD:mikeRox55>>
old password <<PASSWORD:winter19>> new one <<PASSWORD:spring20>>
guest password = <<PASSWORD:HappyDays3>>
<<PASSWORD:Qwert!78>> thats the password
card pin <<PIN:§§§§>>
the pin's <<PIN:§§§§>>
door code <<CODE:§§§§>>
gate is <<CODE:#§§§§>>
alarm code <<CODE:§§§§>>
lockbox combo <<CODE:§§§§>>
here's the code <<CODE:§§§§§§>>
bank sent code <<CODE:§§§§§§>>
code from the text: <<CODE:§§§§>>
your one time code is <<CODE:§§§§§§>>
key is {HEXKEY}
token: {JWT}
export OPENAI_API_KEY={OPENAI}
group link <<TG_INVITE:https://t.me/+Gg§HhJj§KkLl§Mm>>
reset here <<URL:https://x.example.org/reset-password?code=§a§b§c§d§e§f>>
my ip is <<IP:73.1§.21§.9>>
add me <<USERNAME:@mightymoe§§>>
steam: <<USERNAME:dr_potato§§>>
order no. <<DOCUMENT:55§-§§§§§§>>
booking code <<DOCUMENT:K§PL§X>>
dob <<BIRTH:1988-10-03>>
born on <<BIRTH:22 May 1999>>
contact <<PERSON:Helen Fitzgerald>> about the lease
<<PERSON:Marcus Webb>> works there
"""

CLEAN_RU = """
пароль такой длинный что забыл
пароль я тебе уже говорил
какой же у меня был пароль
пароль не тот
пароль от вайфая спроси у бармена
надо придумать пароль
код на гитхабе
код 1 в 1 как у меня
написал код за 3 часа
код работает на 3.10
пин код забыла вообще
карта тройка 300 руб
карту на 5000 пополнил
номер люкс 12000
номер 1 в мире
позвонил 3 раза
звонят с 8 утра
мой адрес не дом и не улица
живу тут с 2015
на улице минус 15
на Чехова ремонт дороги
Гагарина улица перекрыта
Мира и добра
Победа 1945
Садовое кольцо стоит 9 баллов
кв метр 200к
дом 50 лет стоит
подъезд грязный
5 подъезд
2 корпус института
заказ 12 роллов
заказ 2 пиццы на 19:00
договор на год
договор на 50000
тикет закрыт
бронь на 2 ночи
бронь на 20:00
бронь 4 человека
паспорт 5 лет жду
права 15 лет как
дело 5 минут
счет 15000 пришел
счет 2:2
счет за свет 1 845,30
на счету 12 000
кошелек дома
сол не завезли
адрес 127.0.0.1
инфа 100
8 марта
9 мая
23 февраля 2020
7-8 ноября
1 сентября 1999
300 спартанцев
42 ответ на всё
777
1000-7
14 88 лет
тыща 200
Анна и Пётр
Миша Саша и Витя
Светлана сказала
Роман прочитал
Вера Надежда Любовь
Борис Бритва
Александр Македонский
день рождения 5 числа? не помню
др на даче будем 2 дня отмечать
логин и пароль те же
телега глючит
тг лежит
инста умерла
вк тормозит
стим лагает 2 часа
https://www.wildberries.ru/catalog/123456789/detail.aspx
https://dzen.ru/a/ZabcdefGhijk
https://github.com/user/repo/blob/main/src/app.py#L120
curl http://localhost:8080/api/v1/users
10.04 ubuntu лол
192 кбит
v2.3.1
12 мегапикселей
"""

CLEAN_UK = """
пароль довгий дуже
пароль казала вчора
код на пітоні
код за 3 години
пін забув
картка приватбанку
номер люкс
живу тут з 2015
на вулиці мінус 10
Шевченка перекрили
дім 40 років
3 під'їзд
замовлення 2 піци
договір на рік
бронь на 19:00
рахунок 2500 прийшов
на рахунку 1 200
8 березня
24 серпня 1991
сто грам
777 азино
Марія і Петро
Наталка Полтавка
Роман читає
логін і пароль ті самі
телега лежить
інста глючить
https://prom.ua/ua/p1234567890-chajnik.html
v1.0.2
2 рази по 15
підписка 99 грн
серед 20 людей
о пів на 7
квиток 350 грн
"""

CLEAN_EN = """
password was so long i forgot
i already told you the password
wrong password again
need a new password
ask the barista for the wifi password
wifi password changed
the password manager is great
password 8 characters min
code on github
wrote code for 3 hours
code works on 3.10
code red
zip code?
pin number forgot
pin 3 messages
gift card 50
room 1200
number 1 in the world
called 3 times
my address book
here since 2015
5 below outside
main street is closed
park ave is pricey
30 rock
21 jump street
house is 50 years old
2 floor
ordered 12 rolls
order 2 pizzas for 7pm
contract for a year
ticket closed
ticket 45 bucks
booking for 2 nights
table for 4 at 8
bill was 184.30
balance 12,000
july 4th
sept 11 2001
may 5
300 spartans
42 is the answer
1000-7
Anna and Peter
Mark said
Will Grace and Jack
Alexander the Great
my birthday is soon
same login and password
tg is down
steam lag 2 hrs
https://www.etsy.com/listing/123456789/mug
https://github.com/user/repo/blob/main/src/app.py#L120
curl http://localhost:8080/api/v1/users
192 kbps
v2.3.1
12 megapixels
plate of pasta
car seat 3
uber 12 min
key takeaway 2
safe at home
door 3 on the left
gate c12
buzz me 2 times
enter 2 numbers
"""

"""A short fourth set by the second hand, written after the others had been tuned on, to see what is still left.

First measured on 22 November 2026, before any detector had met it: 1.52 % of structured values left by half or more,
1.45 % of all values whole, no clean message changed, 0.06 % of other text harmed. The hand that wrote it knew by then
what the detectors look for: it is gentler than a stranger's. One leak was looked at and mended.
"""

RU = """
срочно перезвони <<PHONE:8 9§§ §§§ §§-§§>>
отправил заявку, они позвонят с <<PHONE:+7 (499) §§§-§§-§§>>
моя запасная почта <<EMAIL:zapas.§§@mail.ru>>
вот сюда перевод {CARD} Ирина В.
картой {CARD} <<EXPIRY:06/28>> плати смело
счёт организации <<ACCOUNT:40702810§§§§§§§§§§§§>>
серия и номер паспорта <<PASSPORT:4§ 1§ §§§§§§>>
снилс мамы {SNILS}
номера тачки <<PLATE:Т§§§УХ 178>>
курьеру скажи <<ADDRESS:ул. Строителей 25, кв. 12>>
жду на <<ADDRESS:Комсомольской 7>>
пароль от старого ноута <<PASSWORD:Pchelka88>>
пароль не менялся, <<PASSWORD:barsik12>>
пароль от админки: <<PASSWORD:Kx9!mmQ>>
короче, пароль такой: <<PASSWORD:родина_мать>>
мой пинкод <<PIN:§§§§>>
домофон у нас <<CODE:§§к§§§§>>
код из приложения <<CODE:§§§§§§>>
приходит код, <<CODE:§§§§>>
ключ для бота {BOT}
айди в телеге <<USERNAME:@ku_ku_§§>>
заказ номер <<DOCUMENT:§§§§§§§>>
мой др <<BIRTH:17.08.1993>>
мастера зовут <<PERSON:Игорь Климов>>
"""

UK = """
передзвони на <<PHONE:098 §§§ §§ §§>>
це номер лікаря <<PHONE:+38 (050) §§§§§§§>>
моя пошта: <<EMAIL:bodya.§§@gmail.com>>
кидай сюди {CARD} Ірина
рахунок {IBAN_UA} на ремонт
іпн мами {RNOKPP}
паспорт <<PASSPORT:ВК§§§§§§>>
авто <<PLATE:ВХ§§§§АА>>
кур'єру скажи <<ADDRESS:вул. Будівельників 25, кв. 12>>
чекаю на <<ADDRESS:вулиці Лесі Українки 7>>
пароль від старого ноута <<PASSWORD:Bdzhilka88>>
пароль не мінявся, <<PASSWORD:murchyk12>>
мій пінкод <<PIN:§§§§>>
домофон у нас <<CODE:§§к§§§§>>
код із застосунку <<CODE:§§§§§§>>
замовлення номер <<DOCUMENT:§§§§§§§>>
мій др <<BIRTH:17.08.1993>>
майстра звати <<PERSON:Ігор Климчук>>
"""

EN = """
call back asap <<PHONE:(41§) 55§-§§§§>>
the doctor's number is <<PHONE:+1 206 55§ §§§§>>
backup email <<EMAIL:zz.top§§@fastmail.com>>
charge it to {CARD}
heres the card {CARD} <<EXPIRY:06/28>> <<CVV:§§§>>
sort code <<ACCOUNT:§§-§§-§§>> acc <<ACCOUNT:§§§§§§§§>>
passport <<PASSPORT:6§§§§§§§§>>
her ssn: <<SSN:4§§-2§-§§§§>>
plate number <<PLATE:9KLM§§§>>
tell the courier <<ADDRESS:25 Builder Street, apt 12>>
waiting at <<ADDRESS:7 Station Road>>
password for the old laptop: <<PASSWORD:Honeybee88>>
password hasn't changed, <<PASSWORD:kitty12>>
admin password is <<PASSWORD:Kx9!mmQ>>
my pin code <<PIN:§§§§>>
buzzer <<CODE:#§§§>>
code from the app <<CODE:§§§§§§>>
got a code, <<CODE:§§§§§§>>
bot key {BOT}
my handle is <<USERNAME:@koo_koo_§§>>
order number <<DOCUMENT:§§§§§§§>>
my bday is <<BIRTH:08/17/1993>>
the plumber is <<PERSON:Peter Kowalczyk>>
"""

CLEAN_RU = """
пароль скоро сменят
пароль: см. выше
паролем делиться нельзя
код скидки на 500 рублей
код купона у кассира
коды регионов учим
пин у меня один на всё
карточка на 1000 бонусов
номер дома забыл
звонок в 8:30
тел разрядился до 15%
едем по Ленина
в доме 9 этажей
корпус 3 закрыт
счет в баре 4300
чек на 1 250
перевел 5000
скинул 300
лимит 150 000 в день
адрес тот же
в 2019 и 2020 было лучше
собака мейл точка ру ахаха
смена с 7 до 19
3 из 10
тираж 5000
рост 172 вес 64
"""

CLEAN_UK = """
пароль скоро змінять
код знижки на 200 грн
пін один на все
картка на 1000 бонусів
дзвінок о 8:30
їдемо по Шевченка
у будинку 9 поверхів
чек на 1 250
переказала 5000
ліміт 150 000
зміна з 7 до 19
3 з 10
зріст 172 вага 64
"""

CLEAN_EN = """
password will change soon
password: see above
dont share the password
discount code gives 20 off
coupon code at checkout
area codes are weird
same pin for everything
loyalty card 1000 points
call at 8:30
battery 15%
drive down lincoln ave
9 floors in the building
building 3 is closed
bar tab 43.50
sent 5000
limit 150,000 a day
same address
2019 and 2020 were better
shift 7 to 19
3 out of 10
height 172 weight 64
locker room talk
safe 100 bucks
enter to win 5000
"""

"""Still more sentences of the dev part. Before they were tuned on, 10 % of their structured values survived by half."""

RU = """
Лен, это Костя сосед сверху, мой на всякий {PHONE}
у риелтора поменялся телефон, теперь {PHONE}
кинь смску на {PHONE} я перезвоню
фотки залил, доступ дал на {EMAIL}
напиши им на {EMAIL_SAID} пусть вернут деньги
за подарок скидываемся Юле {CARD}
моя основная {CARD}, запасную не свети
номер {CARD}, действует по {EXPIRY}, защитный {CVV}
{ACCOUNT} это счёт тсж для оплаты
вывел на холодный кошелёк {CRYPTO}
для пропуска в бц диктую паспорт: {PASSPORT}
по паспорту {PASSPORT} мне симку не дали
самозанятым нужен инн, держи {INN}
снилс сына {SNILS} для кружка
забирай тачку, стоит у тц, {PLATE}
съехал от родителей, адрес такой: {ADDRESS}
везите сразу на {ADDRESS}, я встречу
закладка грибов {COORDINATES}
вот тебе пароль от соседского вайфая {PASSWORD}, качай
если комп спросит пароль, то {PASSWORD}
мама опять забыла, пароль от госуслуг {PASSWORD}
у карты пин {PIN}, сними все
дверь внизу на коде {DOOR_CODE}
только что прилетел код {OTP}
{OTP} вводи быстрее, код живёт минуту
мой ключ {API_KEY} хватит на месяц
добавляйся к нам {TG_INVITE}
перейди и поменяй {URL_TOKEN}
у камеры адрес {IP} в локалке
стучись к {USERNAME} он админ
на почте назвали номер заказа {ORDER}
ей в паспорте дата рождения {BIRTHDATE}
мою начальницу зовут {PERSON}
документы на {PERSON} уже готовы
"""

UK = """
це Славко з третього, мій номер {PHONE}
перенабери на {PHONE} бо цей сідає
вишли скан на {EMAIL}
скидаємось на подарунок сюди {CARD}
моя картка {CARD}, діє до {EXPIRY}, цвв {CVV}
поповни рахунок {IBAN}
для договору треба іпн, ось {RNOKPP}
паспорт у мене новий {PASSPORT}
бачив твою {PLATE} на заправці
ми вже переїхали, {ADDRESS}
якщо комп спитає пароль, то {PASSWORD}
тримай пароль від сусідського вайфаю {PASSWORD}
пін до картки {PIN} зніми все
двері внизу на коді {DOOR_CODE}
щойно прилетів код {OTP}
доєднуйся {TG_INVITE}
стукай до {USERNAME}
у паспорті дата народження {BIRTHDATE}
мого керівника звати {PERSON}
"""

EN = """
hey it's Sam from upstairs, my number {PHONE} just in case
the realtor switched phones, now it's {PHONE}
i shared the album with {EMAIL}
write to {EMAIL_SAID} and ask for a refund
chipping in for the gift: {CARD}
my main card is {CARD}, good thru {EXPIRY}, code {CVV}
top up {IBAN} please
moved it to cold storage {CRYPTO}
passport for the visa form: {PASSPORT}
payroll asked for the ssn, {SSN}
pick up the car, {PLATE}, by the mall
i moved out, new address is {ADDRESS}
if it asks for a password try {PASSWORD}
neighbours' wifi, the password's {PASSWORD} enjoy
the pin for the card is {PIN}
the front door has a code, {DOOR_CODE}
a code just came in, {OTP}
my key is {API_KEY} good for a month
come join us {TG_INVITE}
click and change it {URL_TOKEN}
camera is at {IP} on the lan
ping {USERNAME} he's the admin
they gave me order number {ORDER}
her date of birth is {BIRTHDATE}
my manager's name is {PERSON}
"""

CLEAN_RU = """
сходи за хлебом, 2 батона и молоко 3.2
ставка 21 процент, ужас
из 18 задач сделал 11
мне 34, ему 41
поставь будильник на 6:40
пароли у всех слабые, проверил
зачем им мой паспорт вообще
карта сети метро обновилась
код открыт на гитхабе
позвони бабушке, она скучает
телефон не брал 2 часа, был на встрече
10 из 10, советую
размер 44-46, цвет 07
видел 3 лося на 45 километре
квартира на 54 метра, 3 этаж из 9
адресная книга пропала
в 2008 было хуже
у Миши днюха, скидываемся по 500
"""

CLEAN_UK = """
сходи по хліб, 2 батони і молоко 2.5
мені 34, йому 41
паролі у всіх слабкі
навіщо їм мій паспорт
подзвони бабусі
квартира 54 метри, 3 поверх
10 з 10
постав будильник на 6:40
"""

CLEAN_EN = """
get bread, 2 loaves and 3.2 milk
done 11 of 18 tasks
i'm 34, he's 41
alarm at 6:40
everyone's passwords are weak
why do they need my passport
call grandma, she misses you
phone was off for 2 hours
10 out of 10
54 square meters, 3rd floor of 9
2008 was worse
Tom's birthday, 20 each
the code is open on github
"""

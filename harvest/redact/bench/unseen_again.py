"""More sentences by the second hand, written after the first of them (`unseen`) had been tuned on.

Written like those of `unseen`. First measured on 22 November 2026, before any detector had met them: 7.94 % of
structured values left by half or more, 7.11 % of all values whole, 1.25 % of clean messages changed, 0.52 % of other
text harmed. Looked at and tuned on since, and seven labels mended (impossible months,
values cut short).
"""

RU = """
сохрани в контакты <<PHONE:+7 (9§§) §§§-§§-§§>> Ренат шиномонтаж
это мой второй номер, первый отключил: <<PHONE:89§§§§§§§§§>>
батин <<PHONE:8-9§§-§§§§§§§>> если я не отвечаю
перекинь по сбп, телефон <<PHONE:+7 9§§ §§§§§§§>>
<<PHONE:+375 29 §§§-§§-§§>> минский номер
казахстанский <<PHONE:+7 701 §§§ §§ §§>>
номер бати <<PHONE:89§§§§§§§§§>>
есть вопросы? <<PHONE:8 800 §§§ §§ §§>>
ответь на <<EMAIL:info.lapa§§@list.ru>> и в копию <<EMAIL:boss@romashka.рф>>
е-мейл <<EMAIL:svetlana_1§@rambler.ru>>
мой аккаунт <<EMAIL:gosha.k§§@icloud.com>> залогинься
пришлите чек на <<EMAIL:buh@ooo-vektor.ru>>
имейл: <<EMAIL:fedya (at) proton.me>>
сбер {CARD} Настя К
вот моя карточка {CARD}
перекинь косарь {CARD}
чувак вот {CARD} тиньк
{CARD} - карта для возврата
номер {CARD_GAPS} тинькофф
на карте написано {CARD} <<EXPIRY:05/2§>> <<CVV:§§§>>
срок до <<EXPIRY:08/27>>, три цифры <<CVV:§§§>>
счет получателя <<ACCOUNT:42301810§§§§§§§§§§§§>>
к/с <<ACCOUNT:30101810§§§§§§§§§§§§>>
биток {BTC}
сюда эфир: {ETH}
кинь тронов {TRON}
восстановительная фраза {SEED}
пасспорт <<PASSPORT:4§ 0§ §§§§§§>> кем выдан потом
мои паспортные данные: серия <<PASSPORT:46 1§>> № <<PASSPORT:§§§§§§>>
паспорт рф <<PASSPORT:460§ §§§§§§>>
загранпаспорт <<PASSPORT:75 №§§§§§§§>>
инн физлица {INN}
мой инн вот: {INN}
снилс ребенка {SNILS}
страховой номер {SNILS}
водительские <<LICENCE:99 1§ §§§§§§>>
права категории б <<LICENCE:7§ УК §§§§§§>>
мазда <<PLATE:М§§§ММ77>> заперла меня
такси белая шкода <<PLATE:О§§§АХ 799>>
гос номер <<PLATE:в§§§ор 50>>
мы на <<ADDRESS:Тверской 12, подъезд 1>>
заказала на <<ADDRESS:ул. Мичурина д 9 корп 2 кв 110>>
офис: <<ADDRESS:Ленинский пр-т, 4, стр. 1>>
приходи, <<ADDRESS:Гоголя 17-22>>
мой адрес: <<ADDRESS:мкр Северный 14, кв 3>>
<<ADDRESS:620014, Екатеринбург, ул. Вайнера, 10, кв. 5>>
снял хату <<ADDRESS:ул. 8 Марта 51>>
дача: <<ADDRESS:СНТ Ромашка, участок 45>>
<<ADDRESS:улица Фрунзе, дом 3, квартира 18>> код потом
гео <<COORDINATES:56.8§§§§§, 60.6§§§§§>>
пароль от компа <<PASSWORD:Matroskin9>>
парль <<PASSWORD:zima_2020>>
вай фай <<PASSWORD:internet777>> пароль если чо
логин тот же, пасворд <<PASSWORD:qwe!123>>
пароль новый: <<PASSWORD:ДедМороз2024>>
короче пароль <<PASSWORD:privetkakdela1>>
мой пароль от стима был <<PASSWORD:dotaforever5>>
запомни: <<PASSWORD:Kukuruza!7>> это пароль от ноута
пароль от роутера <<PASSWORD:admin§§§§>>
пароль для зума <<PASSWORD:§§§§§§>>
пинкод <<PIN:§§§§>>, никому
пин на айпаде <<PIN:§§§§§§>>
код на двери <<CODE:§§§§в>>
домофон <<CODE:§§к§§§§>> ключик
код двери в подъезд <<CODE:к§§§§>>
шлагбаум код <<CODE:§§§§>>
ячейка 7 код <<CODE:§§§§§§>>
на почту пришел код <<CODE:§§§§§§>>, вводи
Ваш код: <<CODE:§§§§>>. Никому не сообщайте
код доступа <<CODE:§§§-§§§>>
продиктуй код / <<CODE:§§§§§§>> вот
скажи код курьеру <<CODE:§§§§>>
апи токен {HEXKEY}
ghp лови {GITHUB}
бот: {BOT}
закинь в .env OPENAI_API_KEY={OPENAI}
вот приглашение <<TG_INVITE:https://t.me/joinchat/Bx§AAAAA§Yz§QwErTy>>
вход <<URL:https://lk.bank.ru/login?sessionId=§a§b§c§d§e§f§>>
ip <<IP:46.1§.2§.1§§>> забань его
тгшка <<USERNAME:@sanya_krut§§>>
ник <<USERNAME:xX_Kolyan_Xx>>
вк <<USERNAME:vk.com/masha.ivanova§§>>
заказ № <<DOCUMENT:4§§-§§§-§§§>>
номер договора <<DOCUMENT:АБ-§§§§/2§>>
обращение <<DOCUMENT:№§§§§§§§>> в поддержку
дата рождения сына <<BIRTH:21.03.2015>>
день рождения <<BIRTH:19.11.1990>>
<<BIRTH:02.02.1979>> года рождения
меня зовут <<PERSON:Вероника Пахомова>>
нотариус <<PERSON:Зайцева Людмила Павловна>>
сосед <<PERSON:Михаил Юрьевич>> опять сверлит
переведи на <<PERSON:Антон Смирнов>>
с нами был <<PERSON:Глеб Орлов>>
"""

UK = """
збережи номер <<PHONE:+380 (63) §§§-§§-§§>> Назар електрик
мій другий <<PHONE:095 §§§ §§§§>>
<<PHONE:0 800 §§§ §§§>> гаряча лінія
брат <<PHONE:099-§§§§§§§>>
напиши на вотсап <<PHONE:+48 5§§ §§§ §§§>>
номерок <<PHONE:066§§§§§§§>>
телефонуй <<PHONE:+38 044 §§§ §§ §§>> в офіс
імейл <<EMAIL:dmytro.h§§@meta.ua>>
надішли на <<EMAIL:kvitka@gmail.com>>
скинь на пошту <<EMAIL:vasyl_k собака укр нет>>
приватбанк {CARD}
картка монобанку: {CARD}
закинь пліз {CARD}
ось карточка мами {CARD_GAPS}
термін дії <<EXPIRY:05/28>> код <<CVV:§§§>>
р/р {IBAN_UA}
реквізити фопа: {IBAN_UA_GAPS} іпн {RNOKPP}
ЄДРПОУ <<EDRPOU:4§§§§§§§>>
мій ідентифікаційний код {RNOKPP}
ipn {RNOKPP}
паспорт серія <<PASSPORT:КС>> номер <<PASSPORT:§§§§§§>>
паспорт: <<PASSPORT:АЕ§§§§§§>>
номер ід картки <<PASSPORT:00§§§§§§§>>
закордонний паспорт <<PASSPORT:FР§§§§§§>>
права <<LICENCE:ВАА §§§§§§>>
чорна тойота <<PLATE:АІ§§§§СК>>
номери <<PLATE:ВН §§§§ ІК>>
зустріч на <<ADDRESS:вул. Велика Васильківська, 72>>
привези на <<ADDRESS:вул Коновальця 36б кв 20>>
я на <<ADDRESS:проспекті Свободи 28>>
наш офіс <<ADDRESS:м. Київ, вул. Рейтарська 21/13>>
<<ADDRESS:79000, м. Львів, вул. Коперника, 3>>
живу на <<ADDRESS:Пушкінській 40 кв 9>>
адреса: <<ADDRESS:вул. Героїв Майдану 15, під'їзд 3, кв. 88>>
<<ADDRESS:пл. Ринок 10>> вхід з двору
гео <<COORDINATES:48.4§§§§, 35.0§§§§>>
пароль від інсти <<PASSWORD:Mavka_11>>
пароль на комп <<PASSWORD:hellokitty5>>
новий пароль: <<PASSWORD:Kava&Chai7>>
вайфай <<PASSWORD:parolparol1>> пароль такий
постав пароль <<PASSWORD:zelena_brama>>
<<PASSWORD:Soniashnyk8>> — пароль від архіву
пінкод на телефон <<PIN:§§§§>>
пін моно <<PIN:§§§§>>
код в під'їзд <<CODE:§§§§>>
домофон: <<CODE:§§В§§§§>>
скажи код, мені <<CODE:§§§§§§>> прийшло
код для входу <<CODE:§§§§§>>
ваш код підтвердження: <<CODE:§§§§>>
код посилки <<CODE:§§§§§§>>
ключ апі {OPENAI}
токен: {HEXKEY}
запрошую в чат <<TG_INVITE:t.me/+Kj§HgFdS§AqWeRt§>>
ось посилання <<URL:https://shop.ua/order?token=§§a§b§c§d§e>>
айпішник <<IP:194.44.§§.1§§>>
телега <<USERNAME:@pan_kotsky>>
нік у грі <<USERNAME:kozak_vus§§>>
договір № <<DOCUMENT:1§/2024-К>>
номер замовлення: <<DOCUMENT:§§§§§§§§>>
д.н. <<BIRTH:18.06.1988>>
я народився <<BIRTH:24 серпня 1991>>
мене звати <<PERSON:Юлія Кравченко>>
<<PERSON:Павло Іванович Шевчук>> директор
передай <<PERSON:Максиму Бойку>> привіт
до <<PERSON:Литвиненко Н. В.>> на прийом
"""

EN = """
save this: <<PHONE:(21§) 55§-§§§§>> bob plumber
its <<PHONE:+1-50§-55§-§§§§>> for the airbnb host
whats ur number? mine is <<PHONE:92555§§§§§>>
ring <<PHONE:0161 496 0§§§>>
mobile <<PHONE:07911 12§§§§>>
<<PHONE:+1 80055§§§§§>> customer service
aussie number <<PHONE:+61 4§§ §§§ §§§>>
gmail is <<EMAIL:big.dan.h§§@gmail.com>>
cc <<EMAIL:legal@acme-corp.co.uk>> pls
reach me <<EMAIL:kim [at] tuta [dot] io>>
<<EMAIL:first.last@uni.edu>> is my school one
pay with {CARD} please
amex? no visa {CARD}
card: {CARD_GAPS}, <<EXPIRY:11/2§>> cvv <<CVV:§§§>>
{CARD} exp <<EXPIRY:06/26>>
cvv's <<CVV:§§§>>
my iban {IBAN_DE} bic later
{IBAN_GB} that's the joint account
acct # <<ACCOUNT:§§§§§§§§§>> routing # <<ACCOUNT:02§§§§§§§>>
send usdt {TRON}
wallet {ETH}
donate btc {BTC}
my recovery phrase is {SEED}
passport number: <<PASSPORT:§§§§§§§§§>>
ssn <<SSN:4§2-1§-§§§§>>
my social security is <<SSN:22§-5§-§§§§>>
license no <<LICENCE:D§§§§§§§>>
plates <<PLATE:LM§§ XTR>>
look for a black suv plate <<PLATE:7KLM§§§>>
i live at <<ADDRESS:88 Pine Street, Apt 3B>>
address is <<ADDRESS:1600 Amphitheatre Parkway, Mountain View, CA 94043>>
drop it off at <<ADDRESS:5 Beech Grove>>
party at <<ADDRESS:314 n 5th ave>>
our place: <<ADDRESS:27 Rue Crescent, unit 4>>
<<ADDRESS:42 Abbey Road, London NW8 9AY>> come by
zip is <<ADDRESS:1§§§§>>
gps <<COORDINATES:34.05§§§§, -118.24§§§§>>
password for the laptop is <<PASSWORD:Mango4Life>>
the wifi is <<PASSWORD:GreenTea_55>>
pwd <<PASSWORD:abc12345>>
new pass <<PASSWORD:0penSesame>>
its the same password <<PASSWORD:dragonfly88>>
try <<PASSWORD:letmein99>> as password
my hulu password: <<PASSWORD:popcorn!now>>
use <<PASSWORD:Guest2024>> for the wifi password
pin for the card <<PIN:§§§§>>
alarm pin <<PIN:§§§§>>
front door <<CODE:§§§§#>>
code to get in is <<CODE:§§§§>>
building code <<CODE:§§§§>>
Your Uber code is <<CODE:§§§§>>
the code they sent is <<CODE:§§§§§§>>
<<CODE:G-§§§§§§>> is your Google code
otp: <<CODE:§§§§§§>>
use code <<CODE:§§§§§§>> to verify
secret key {STRIPE}
OPENAI_KEY={OPENAI}
here's my gh token {GITHUB}
AWS_ACCESS_KEY_ID={AWS}
jwt: {JWT}
zoom <<URL:https://us02web.zoom.us/j/8§§§§§§§§§§?pwd=QmF§eTZ§>>
magic link <<URL:https://app.io/magic/§a§b§c§d§e§f§a§b>>
box at <<IP:45.33.§§.1§§>>
mac addr <<MAC:f0:18:98:§a:b§:2c>>
dm me <<USERNAME:@lil_tofu§§>>
ig <<USERNAME:mountain.goat_§§>>
my discord is <<USERNAME:pixelwitch#§§§§>>
order #<<DOCUMENT:10§§§§§§>>
confirmation number <<DOCUMENT:7QK§LP§>>
claim number <<DOCUMENT:CL-§§§§§§>>
born <<BIRTH:12/08/1994>>
dob is <<BIRTH:4 July 1976>>
name's <<PERSON:Olivia Bennett>>
my boss <<PERSON:Trevor Hastings>> quit
<<PERSON:Laura Jimenez>> sent the invoice
ms. <<PERSON:Patricia Holloway>>
"""

CLEAN_RU = """
за 1490 взял норм
4 990 руб это дорого
до 23:59 надо успеть
с 12:00-13:00 обед
в 8 утра подъем
13.10 у нас годовщина
12/10 поедем
счет 21:19 в партии
выиграли 4-1
ядро 5.15.0-91
обнова 1.20.4 майнкрафта
самсунг с23 ультра
бмв х5 2018 года
в 2007 верните меня
95 бензин по 56.3
100 км за час
ставка 16%
ипотека на 20 лет под 8,5
кредит 1 200 000 на 5 лет
зп 180к на руки
давление 120/80
пульс 95
анализы 4,7 норма
36 размер ноги
порция 350 грамм
3 по цене 2
5 звезд из 5
500 дней лета
осталось 12 серий
2 сезон 8 серия
квартал закрыли на 112%
код уровня джун
этот код писал стажер
кодеры и кодерши
исходный код открыт
зашквар код в 3000 строк
генетический код
код да винчи смотрел?
пароль у Пети спроси
скажи пароль!
пароль верный
пароль сбросил
пароль: не скажу
какой там был пароль
а пароль?
введи пароль от учетки
придумал пароль из 20 символов
пароль на английском
без пароля пускает
пинкод просит
пин-код сменить надо
карта заблокирована
карту привязал
новая карта придет во вторник
картой оплатил 2300
на карте 500 рублей
номер телефона дай
номерок в гардеробе 45
звони 112 если что
позвони в 10:15
перезвоню через 2 часа
телефон за 90 тыщ
адрес электронки напиши
живу на 7 этаже
живу в 10 минутах
на Пушкинской пересадка
до Лесной 2 остановки
Невский перекрыли
улица Ленина есть в каждом городе
дом 1970 года
дом на 120 метров
квартира 3 комнаты
https://stackoverflow.com/questions/11227809
https://vc.ru/tech/1234567-chto-to
https://www.ozon.ru/product/chaynik-1234567890/
https://music.yandex.ru/album/1234567/track/7654321
https://t.me/durov/142
docker pull postgres:16.2
sudo apt install python3-pip
SELECT * FROM users WHERE id = 42
if x > 100: return 0
{"a": 1, "b": [1, 2, 3]}
ошибка 0x80070005
error 1045 в mysql
Наташа мы все уронили
Андрей и Сергей уехали
дядя Коля приехал
Лена Лене подарила
Екатерина Вторая
Анна Каренина скучная
Гарри Поттер топ
Мария сказала нет
жду Олега
25 декабря 2023 выпал снег
у него др завтра
22 года ему
инстаграм заблокировали
ник поменял
логин не помню
токен юла
ключ от квартиры потерял
ключи сдал
секретик
заказ отменили
заказ на 3500 собрали
договор пришли
полис закончился
права забыл дома
паспорт в 20 и в 45 меняют
снилс потерял
инн сменился?
биткоин 65 000
usdt по 93
у меня 2 собаки
собака съела 300р
маил ру фигня
рейс SU 1234
поезд 016А
место 12, вагон 7
гост 12345
ГОСТ 2.105-95
ст 158 ук
фз 152
формула 1
такси 350 рублей
машина за 2 млн
"""

CLEAN_UK = """
коштує 899 грн
12 тисяч за місяць
до 22:00 комендантська
з 14:30 до 15:15
19.04 контрольна
1/09 перше вересня
рахунок 5:4
виграли 2-0
оновлення 10.2.1
самсунг а54
у 1991 незалежність
бензин 54.99
7% річних
депозит 100 000 на рік
тиск 130/85
39 розмір
300 г борошна
5 яєць
2 сезон
цей код працює
код написала за годину
код українською
пароль старий
який був пароль?
пароль скину ввечері
пароль із 8 символів
введи пароль
пінкод не питає
картка в гаманці
карткою 450 грн
на картці нуль
номер дай
набери 103
подзвоню о 19
телефон за 15 000
живу на 4 поверсі
на Лук'янівці затор
вулиця Шевченка є всюди
дім 1960 року
квартира на 2 кімнати
https://rozetka.com.ua/ua/12345678/p12345678/
https://www.facebook.com/
https://youtu.be/dQw4w9WgXcQ
pip install flask==3.0.0
let x = 10;
помилка 502
Оксано ходи сюди
Іван і Марія
Леся Українка писала
Тарас Григорович Шевченко
Юра подзвонив
тітка Галя
12 березня 2022
йому 30 років
нік гарний
логін той самий
токени скінчились
ключ у сусідки
замовлення скасували
замовлення на 700 грн
договір завтра
паспорт готовий
права забрали
іпн потім
біткоїн 60к
собака 5 років
потяг 091
рейс PS 101
вагон 5 місце 17
дсту 3008
стаття 185
тролейбус 24
магазин 24/7
фото 3х4
екран 6.5
16 гб оперативки
1000 і 1 ніч
пів на 8
сесія з 10 по 25
кабінет 204
2+2=4
км 45 траси
"""

CLEAN_EN = """
$1,250 a month
around 3.5k
by 11:59pm
12-1 lunch
6am alarm
10/13 anniversary
lost 21-19
beat them 4-1
node 20.11.1
minecraft 1.20.4
galaxy s23 ultra
2018 bmw x5
class of 2007
gas is 3.89
65 mph
apr 5.25%
30 year mortgage
salary 120k
bp 120/80
pulse 95
size 10.5
350 grams
buy 2 get 1
5 out of 5
12 episodes left
season 2 ep 8
q3 up 112%
clean code is great
this code is trash
genetic code
dress code is casual
the da vinci code
3000 lines of code smh
ask pete for the password
password please
password is correct
reset my password
password: lol no
what was the password again
no password needed
password has to be 12 characters
pin number?
card is locked
paid by card 45 bucks
zip it
number please
ticket number 5 in line
call 911
call back in 2 hours
phone cost 1200
live on the 7th floor
live 10 minutes away
3 blocks from main st
broadway is closed
king street is nice
house built in 1970
3 bedroom house
https://stackoverflow.com/questions/11227809
https://docs.python.org/3/library/re.html
https://www.amazon.com/dp/B08N5WRWNW
https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC
https://github.com/python/cpython/commit/9fceb02d0ae598e95dc970b74767f19372d61af8
docker pull postgres:16.2
sudo apt install python3-pip
SELECT * FROM users WHERE id = 42
if (x > 100) return 0;
{"a": 1, "b": [1, 2, 3]}
0x80070005 error
mysql error 1045
John and Mary left
uncle Bob came
Harry Potter is great
Taylor Swift tickets
Merry Christmas Everyone
Good Morning Sunshine
see you Monday Night
December 25, 2023 it snowed
he turned 22
nick changed
login page
token ring
lost my keys
order cancelled
order for 3500
contract later
policy changed
license expired
ssn? why
bitcoin 65,000
2 dogs
flight UA 1234
seat 12C
iso 9001
rfc 2616
section 230
formula 1
uber was 35 bucks
1080 ti
m2 ssd 1tb
python -m http.server 8000
port 5432 is taken
cve-2021-44228
isbn 978-0-13-468599-1
apollo 11 1969
catch 22
7-eleven
b-52
f-16
top 10
24/7 gym
50/50 chance
"""

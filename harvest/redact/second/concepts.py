"""What a word is about, whatever its language, case and spelling: `пароль`, `pwd` and `пасс` are all `pass`.

A word with a star is the beginning of words. So the model learns what stands beside a password from a few sentences and
knows it in others that say it by another word of the row.
"""

import re
from collections.abc import Iterator
from functools import cache

SHORTEST, LONGEST = 3, 8  # letters of a beginning

_ROWS = """
phone     телефон* тел телеф номерок мобильн* мобіл* мобила мобилк* сотов* трубк* whatsapp вотсап* ватсап* вацап* вайбер* viber вайб симк* сімк* phone* cell* mobile landline fax факс городской домашний воцап* тлф телик-тел teleph* telefon* доб внутр-тел extension ext
call      звон* звони* позвон* перезвон* дзвон* подзвон* передзвон* зателефон* набрать набери наберёшь наберешь набрати call calls called calling ring rang text txt dial reach маякн* звякн* смс-ни наберите дозвон* додзвон*
number    номер* nomer numer № number* num no nr nomera
pass      пароль парол* паролик* пасс пас пассворд* пасворд* pass passw* pwd pw psw psswd parol* passcode пасскод* passphrase запарол* кодов* passkey pasword пароол* пороль пороля парль
login     логин* логін* login* логи юзер* user username учетк* учётк* обліков* аккаунт* акаунт* акк account creds cred кред* креды доступ* admin* админ* адмін* root рут sudo sign signin auth авторизац* auth* залогин* войти зайти увійти
wifi      wifi wi-fi wi вайфай* вайфа* вай-фай* вифи вайф роутер* router* ssid hotspot гостевой* гостьов* гостев* network сетк* тетер* раздач*
lockedup  ноут* комп компа компе комп'ют* компьютер* архив* архів* zip rar pdf сервер* server* бд база базы бази nas vps впс хост hosting хостинг* ftp ssh vpn впн rdp кабинет* кабінет* госуслуг* дія дії netflix нетфликс* spotify icloud айклауд* jira wiki gitlab github гитхаб* crm црм 1с postgres mysql redis staging стейдж* прод* prod сайт* портал* portal банкинг* zoom зум* teams drive диск* nextcloud bitwarden keepass macbook макбук* laptop imac desktop экран* екран* планшет* ipad tablet флешк* usb туллинг админк* адмінк* панель*
pin       пин* пін* pin pins pinkod пинкод* пінкод* pincode puk пук пак puk-код
code      код кода коду кодом коды кодов кодик* коде коди кодів code codes kod koda шифр* комбинац* комбінац* combo combination* otp одноразов* смс* sms 2fa гвард* гард guard verification подтвержд* підтвердж* verif* authenticator аутентификатор* автентифік* резервн* backup recovery одноразк* тотп totp токен-код пуш* passcode проверочн* перевірочн* confirm* циферк* цифр* digits
door      двер* домофон* калитк* хвіртк* ворот* gate gates door doors intercom подъезд* подьезд* під'їзд* підʼїзд* подезд* парадн* шлагбаум* barrier сейф* safe замок замк* lock* padlock keypad keybox key-box lockbox ключниц* locker* ячейк* комірк* комірц* постамат* поштомат* alarm* сигнал* сигнализац* гараж* garage entrance вход* вхід вході buzzer buzz shed склад складу складе складі барьер* вертушк* турникет* лифт* ліфт* коморк* кладовк* дача даче дачі офис офисе офіс* калитка panel панелі консьерж* тамбур* подвал* підвал* storage lobby foyer gym-locker
card      карт карта карты карту карте картой картк* картц* картка карти карточк* card cards сбер* тинь* тинёк* тинек* моно monobank монобанк* приват* privat visa виза* mastercard мастеркард* amex мир пластик* дебет* кредитк* debit маэстро maestro debetka ощад* альфа* райф* пумб сенс
cvv       cvv* cvc* цвв* цвц* свв свц csc cv2 csv2 security безопасност* безпек* обороте оборот оборота обратн* зворот* звороті задней задн* сзади ззаду сзаду back
expiry    срок срока терміну термін* действ* дійсн* exp expir* expiry valid* годен годна до08 валидна валідна истека* спливає закінчується expires
account   счет счёт счета счёте рахун* account* acct acc лицев* лиц особов* расчетн* расчётн* розрахунк* routing sort бик мфо реквизит* реквізит* iban ібан айбан* ибан swift свифт* bank банк* банка корсчет* р/с р/р к/с aba bic
pay       переве* перевод* переказ* донат* donat* pay paypal transfer* оплат* скину кину скинуть кинуть закин* долг* борг* зп сбор* збір* wire zelle venmo revolut wise пожертв* перерах* скидывай* кидай* скидаємось вышли* отправь* надішли
crypto    кошел* кошелек гаман* wallet* btc биток* битк* bitcoin* біток* eth эфир* ефір* usdt юсдт крипт* crypto* trc20 erc20 bep20 metamask метамаск* ledger леджер* доге doge ltc лайт sol тон ton monero xmr bnb бинанс* binance холодн* segwit адресок
seed      сид сидк* сід сідк* seed* сид-фраз* мнемон* mnemonic recovery фраз* phrase* слов слова словами words слів насіннєв* восстановит* відновлен* секретн* phrase-ключ
passport  паспорт* passport* загран* закордонн* серия серию серией серії серія сер докум* document* айди ід-карт* id-карт* удостовер* посвідчен* посвід внж впж свидетельств* свідоцтв* residence visa-док внутренн* выдан выдана видан* issued
natid     инн іпн ипн снилс* рнокпп ркнопп ssn social едрпоу єдрпоу огрн* pesel песел* nino ni utr ein sin tin vat пдв кпп омс налогов* податков* иин унп унзр tax taxpayer itin steuer* nif nie dni cpf bsn ahv bvn green окпо
licence   права правами правам водительск* водійськ* ву licence* license* driver* driving drivers dl в/у права-номер удостоверение водительское воділ*
plate     госномер* gosnomer* госник* plate* номера номерн* reg regplate rego машин* машына тачк* тачил* авто автомоб* авті cars car мерс* bmw бмв бэха рено renault лад* приор* шкод* skoda ланос* toyota тойот* хонд* honda ford форд* audi ауди vw фольц* газел* газель* такси таксі taxi uber убер* болт bolt uklon kia киа hyundai хендай хюндай nissan ниссан tesla тесл* volvo вольв* пежо peugeot opel опел* mazda мазд* дэу део daewoo скутер* мопед* vespa van фург* фура фуры фуру rav4 солярис логан эвакуатор* евакуатор* парков* parking parked
address   адрес* адрес адреса addr* address* adres ул улица улице улицу вул вулиц* street str st ave avenue rd road просп* пр-т пр-кт пр пл площадь площа бульв* б-р бул переул* пер пров* шоссе шосе наб набереж* тупик* lane ln drive blvd boulevard square sq court ct crescent close terrace hill way rue straße strasse straβe via calle ulica ul mnt platz allee avenida rua
house     дом дома дому доме буд будин* будинк* house кв квартира квартиру квартире кварт* apt apartment flat unit suite ste корп корпус* стр строен* мкр мкрн мікрорайон* микрорайон* лінія линия уч участок* ділянк* снт бокс box этаж* поверх* floor fl пом помещен* оф вход під'їзд подъезд секц* room rm building bldg block литер* владен* влад
come      приезж* приїжд* приїд* приед* заех* заед* заезж* заїд* заїжд* забер* забира* достав* везите везти вези привез* довез* ship* shipping deliver* drop pickup pick самовыв* самовив* курьер* кур'єр* курʼєр* courier переех* переїх* переехал moved moving come встре* зустр* жду чекаю подъез* під'їзд* під'їду зайде* зайді* заход* заберу забрать відправ* отправ* жив* живу живём живет живёт live lives living находи* знаход* распол* стою стоїть
postcode  индекс* індекс* zip postcode* postal поштов* почтов* eircode plz
geo       координат* coordinate* coords lat latitude lon lng longitude gps жпс геолок* геометк* геоточк* геопоз* широт* долгот* довгот* метк* мітк* точк* waypoint anchored локац* location
email     почта почту почте почтой пошта пошту пошті поштою мыл* мило мейл* емейл* имейл* имэйл* e-mail email* mail mails мэйл* gmail гмейл* яндекс-почт* мыльц*
user      ник ника никнейм* нік ніка нікнейм* handle инста* інста* insta* instagram тг телега телеге телегу телеграм* telegram tg тик-ток tiktok тикток* discord дискорд* діскорд* snap* twitter твиттер* стим стиме steam псн psn xbox подпис* підпис* dm лс личку личк* add фолл* follow* пишите пишіть канал* channel
order     заказ* замовл* order* трек* track* ттн накладн* посыл* посилк* бронь брони брони* бронюв* booking* booked reservation confirm* reference ref тикет* ticket* квит* билет* білет* заявк* обращен* зверненн* case claim* invoice* инвойс* інвойс* счет-факт* рахунок-факт* упд договор* догов* договір* контракт* contract* полис* поліс* policy справ* справк* довідк* приказ* наказ* вх входящ* вхід-н исходящ* вихідн* реестров* реєстр* протокол* акт акта акту талон* рецепт* направлен* больничн* лікарнян* member* membership абонемент* путев* подорож* дело дела деле рапорт* претенз* жалоб* скарг* постанов* ордер* квитанц* чек чека гарант* warranty serial серийн* серійн* сертифик* сертиф* certificate лицензи* доверен* довірен* декларац* declaration customs миграц* aktenzeichen зачетк* залік* студенч* студентськ* пропуск* перепустк* waybill awb consignment return rma
birth     рожд* народж* родил* родился народил* нар др днюх* dob born birth* birthday bday д.р г.р гр р.н рожден* деньрожд* рожд д/р
name      зовут звать звати звуть фио піб имя имени имям ім'я імʼя фамил* прізвищ* name names surname отчеств* отправител* відправник* получател* отримувач* recipient attn гражданин гражданк* громадян* пан пані mr mrs ms dr miss господин владелец власник* owner tenant заявител* вписать вписати свидет* менеджер* директор* doctor врач* лікар*
ip        ip айпи айпі айпишник* ипшник* host* хосту хоста node ноды нода пинг* ping vpnip подсет* подсеть dns gateway шлюз* маршрутиз* whitelist белый* ddos логах logs nat prod-ip
mac       mac мак мака маку macaddr мак-адрес dhcp
key       ключ ключа ключи ключик* key keys token* токен* api апи апі апишк* secret* секрет* webhook* вебхук* bearer jwt env енв* ci webhook creds приватник privatekey подписочн* лицензионн* serial-key активац* activation ключем ліцензійн*
link      ссыл* посиланн* посилан* лінк* линк* link links url urls инвайт* invite* приглаш* запрош* https
ask       скинь* скин скиньте кинь киньте дай дайте дадите пришли* пришлите надішл* надсил* напиши* скажи* скажите скажіть подскажи* підкажи* назови* назв* диктуй* продикт* повтор* напомн* нагада* какой какая какое какие який яка яке які какую яку what's whats what which send tell give share remind need needs нужен нужна нужно нужны треба потрібен потрібна потрібно read прочитай* прочти* где де where чей чья чьи чий чия чиї сбрось* перешли* перекинь* спроси* спитай* хто кто знает знаєш remember помнишь пам'ятаєш
give      вот ось держи держите лови ловите тримай тримайте here heres here's записыв* записуй* запиши* запис* диктую диктовать its it's it это це оце мой моя моё мое мій моє моя my mine твой твоя твій your yours наш наша our the
new       теперь тепер зараз now new новый новая новое нова новий нове новую сменил* сменили змінив* змінили поменял* поменяли помінял* поміняли changed updated свежий свіжий стоял* переставил* rotated rotate обновил* оновив* оновила другой другая інший інша
enter     вводи введи введите вводите введіть введ вбей* вбий* вбивай* набер* набир* наберіть нажми* жми жмёшь тисни натисни* enter type press punch key-in dial code-in ввел ввёл откры* відкри* opens open unlock* разблок* розблок* снять сними зніми disarm пустит
works     подош* подошло подошел зашло зашел зашла пустил* прошло прошел принял* приняло сработал* works worked accepted підійш* спрацюв* пройшло пустило thanks спасибо дякую thx спс ура получилось вийшло
fail      неверн* невірн* ошиб* помилк* error* err wrong invalid failed fail баг bug bugs eror 404 упал* впав падает crash* exception traceback code= exit
secretive никому нікому секрет* тайн* таємн* delete удали* видали* стирай* сотри* erase nobody dont-share private приватн* личн* confidential shh пссс между только тільки
money     руб рубл* р грн гривн* гривен* гривень uah usd eur доллар* долар* бакс* евро євро тыс тис тыщ* тищ* косар* косых млн млрд лям* ляма k к bucks dollar* dollars quid pound* cents коп копе* центов grand rub rubles рублей злот* zl pln gbp тугрик* тенге kzt сум chf
price     стоит стоят стоил* коштує коштують цена цены цену ціна ціни ціну price* prices cost costs costed скидк* знижк* торг торга плачу платил* платит* paid bid зарплат* итого разом сумм* сум сумма total оценочн* оціночн* аренд* оренд* дорого дешев* cheap* expensive budget бюджет* предоплат* заплат* заробл* зарабат* сдач* решт* чаев* аванс* депозит* deposit* rent* salary мито пошлин* налог налога tax-rate tip tips refund* сколько скільки скока почем почём much many баланс* balance лимит* ліміт* комисс* коміс* fee fees взнос* выручк* прибыл* доход* долги
measure   км м см мм кг г гр л мл km cm mm kg lb lbs oz ml ft feet foot inch inches mile miles mi mph км/ч градус* ° °c deg gb гб гиг* мб mb tb тб mhz ghz гц ггц вт квт kw kwh квтч w mah мач fps пикс* px dpi атм psi кв.м м2 м² квадрат* куб* литр* літр* метр* грамм* кило* кілограм* тонн* га гектар* соток акк-мач dpi вольт* ампер* ом мбит* мбіт* mbps hz гиговый gig gigs meg sqft acre* gallons liter* litre* meters metres yards тв дюйм*
duration  час часа часов часу часы годин* год-ина мин минут* хв хвилин* сек секунд* min mins minute* hour* hr hrs sec secs second* day days дн дня дней день дні днів днях сутк* діб недел* тиж* week* weeks month* months месяц* мес місяц* міс лет года год году год рок* років рік року year* yr yrs y.o yo утра вечера ранку вечора ночи дня полдень am pm давно назад тому ago квартал* раунд*
count     раз раза разів рази шт штук* людей чел человек* осіб чол people guys folks persons стр страниц* сторін* сторінк* pages page позиц* балл* бал балів бала points point pts очк* лайк* likes views просмотр* перегляд* подписчик* підписник* шаг* кроків кроки steps reps повтор* подход* подтяг* отжим* присед* голов слов* букв* слов-а символ* знаков lines строк рядків сообщен* повідомлен* messages писем листів задач* tasks tickets-n вопрос* питань questions этаж* комнат* кімнат* номинал процент* % пунктов пачк* коробк* мешк* мішк* бутыл* пляш* банок яиц яєц ложк* порц* участник* учасник* студент* детей дітей kids друзей hundred thousand пар пары pairs seats мест гостей guests файл* files copies экз примірник*
game      уров* рівень рівні lvl level levels рейтинг* elo mmr ранк* rank* kda kd k/d hp xp ап дамаг* dps фраг* босс* boss raid рейд* матч* match лига* ліга league раунд* катк* левел* квест* скилл* wordle комбо-удар стрик streak gg wp карри пинг-мс fps ммр золота голда gold patch-notes ивент* катка скин* шанс* дроп* drop-rate
sport     гол голы голов голи счёт-матч счет-матч score scored won win lost lose loss выигр* виграл* програ* проигр* обыгра* тур тайм* half ничь* нічи* пенальти забил* забив* пробеж* пробіг* забег* бег run ran km-run pace марафон* зал жим присед жму bench squat deadlift лайн тотал коэф*
version   верс* version* v ver релиз* реліз* release* build билд* білд* патч* patch* апдейт* update* upgrade* обнов* оновл* ios android ubuntu windows win debian fedora kernel python node npm react java php node.js docker nginx драйвер* ssd hdd ram озу gpu cpu rtx gtx intel amd ryzen core i5 i7 i9 iphone айфон* galaxy самсунг* сяоми* ксяоми xiaomi redmi pixel модел* model* прошивк* firmware ядро ядра macos chrome firefox postgresql gcc ide библиотек* gen jdk typescript bump* откат* відкот*
transport автобус* bus маршрутк* маршрутці поезд* потяг* train* рейс* flight* трамвай* tram метро platform платформ* перон* вагон* wagon carriage место тролейбус* троллейбус* электричк* електричк* терминал* terminal route маршрут* шатл* шаттл* gate-n lands посадк* boarding багаж* layover lounge пересад* колi* экспресс
size      размер* розмір* size* рост зріст вес вага вешу важу height weight талия площад* площа ширин* довжин* длин* высот* висот* width length глубин* глибин* диаметр* діаметр* шин* резин* гум* r15 r16 r17 обув* стельк* устілк* габарит* xl сечен*
port      порт порта порту port ports http https-код статус* status строка строке рядок рядку line commit коммит* коміт* sha sha256 hash хеш* хэш* pid uid regex if return print def const var int float ветк* branch pr issue мерж* merge timeout retry латенс* latency p99 p95 uptime аптайм* рпс rps sql select таблиц* table колонк* column
law       стать* закон* ст фз пункт* пункт section sect п ч указ* кодекс* коап ук гк нк цк оквэд квэд квед пп упк статут* гост гост* дсту iso din пдд абзац* параграф* §
place_no  каб кабинете кабінеті ауд аудит* класс* клас класу зал зале стол столик table-n ряд ряду место полка окно вікно касса каса каси очеред* черга черзі черг* room-n стойка стійка пост палат* отделен* відділен* лоток лист* страница глав* chapter розділ* урок* lesson задач* упражн* вправ* серия-сериал серії сезон* season ep episode эпизод* эпизоде том volume трек-песня трасс* слайд* slide*
health    давлен* тиск* пульс* температур* temp bp сахар* цукор* цукру ммоль холестерин* гемоглобин* анализ* аналіз* сатурац* weighs дозировк* мг mg таблет* pressure heart bpm серце доз*
rate      курс* rate rates ставк* ставка процент* відсот* percent apr яндекс-ставка инфляц* ипотек* вклад* вклад кредит* кешбэк* кэшбек* нбу цб fx доходн* дивиденд* rsi btc-курс кап cap топ top index индекс-биржа плечо хай лоу
math      плюс минус равно plus minus sqrt log sin cos среднее сумма-чисел делить умножить sum max avg median
food      сахар сіль соль мук* борошн* масло олія рецепт-еда грамм oven духовк* ложк* запек* ккал калор* калорій kcal calories белк* білк* углев* recipe tbsp tsp варить готов* молок* яйц* хлеб* кофе кава пиво
weather   градусов погод* weather дожд* дощ ветер вітер снег сніг мороз* тепло жара спека outside улице-погода дощ rain snow wind sunny
prep      в у о at by до к около близько біля before after после після с з from until till @ на on in за под під by o'clock во со ко об
model     мод* modèle принтер* printer hp canon epson nikon sony lens объектив* камер* camera монитор* телевизор* tv lg philips bosch makita болгарк* шуруповерт* холодильник* kallax ikea икеа пылесос* насос* котел* котёл* бойлер* дрель наушник* чехол* батарейк* aa aaa cr2032 подшипн* фильтр* фільтр* колодк* свеч* масло-мотор 5w30 лампочк* цоколь
month     январ* феврал* март* апрел* мая май июн* июл* август* сентябр* октябр* ноябр* декабр* січ* лют* берез* квіт* травн* травень черв* лип* серп* верес* жовт* листопад* груд* jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december
weekday   понедельн* вторник* сред* четверг* пятниц* суббот* воскрес* понеділ* вівтор* серед* четвер* п'ятниц* субот* неділ* monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri завтра сегодня сьогодні вчера вчора tomorrow today tonight yesterday
numword   ноль нуль один одна два две дві три четыре чотири пять п'ять пʼять шесть шість семь сім восемь вісім девять дев'ять девʼять десять zero one two three four five six seven eight nine ten oh двадцать двадцять тридцать тридцять сорок пятьдесят п'ятдесят шестьдесят шістдесят семьдесят сімдесят восемьдесят вісімдесят девяносто дев'яносто сто двести двісті триста четыреста чотириста пятьсот п'ятсот шестьсот шістсот семьсот сімсот восемьсот вісімсот девятьсот дев'ятсот twenty thirty forty fifty sixty seventy eighty ninety double triple eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
mailword  собака собачка собачко равлик песик at gmail mail yandex яндекс гмейл мейл ukr.net dot точка крапка com ru net укрнет ком ру underscore тире дефис нижнее подчеркив* dash
forgot    забыл* забув* забула забыли forgot forget потерял* загубил* загубив lost сменить змінити змінюй* менять міняти сбросить скинути-пароль reset восстанов* відновити минимум мінімум должен повинен must min-length длина довжина символов символ characters требует вимагає
family    мама мам маме маму папа пап тато бабушк* бабул* бабус* дед* дід* брат* сестр* тёт* теща тёща тёщ* свекров* сын* син* дочк* дочь доньк* mom mum dad gran grandma granddad nana son daughter wife husband жена жінка муж чоловік сосед* сусід* друг* подруг* коллег* колег* boss шеф начальник*
contact   контакт* связь зв'язок менеджер мастер майстер сантехник* электрик* електрик* водител* водій водія врач клиник* клінік* аптек* автосервис* сто юрист* нотариус* нотаріус* риелтор* рієлтор* диспетчер* охран* охорон* plumber electrician driver vet nurse school школ* садик* консьерж contact handyman landlord арендодат* хозяйк* хазяйк* страхов* поддержк* підтримк*
form      анкет* форм* заявлен* заяв* оформ* оформля* form forms application visa страховк* виз* візу booking-form вписать заполн* заповн* requires требуют требует просит просят просить вимагають вказати указать check-in регистрац* реєстрац* hr бухгалтер* бухгалтері* кадр* bank-form ипотек* кредит-заявка запись записать запису
"""


@cache
def _tables() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """(whole words, beginnings) -> the numbers of their concepts."""
    whole: dict[str, tuple[int, ...]] = {}
    begins: dict[str, tuple[int, ...]] = {}
    for number, (_, listed) in enumerate(_rows()):
        for word in listed:
            table, key = (begins, word[:-1][:LONGEST]) if word.endswith("*") else (whole, word)
            if number not in table.get(key, ()):
                table[key] = (*table.get(key, ()), number)
    return whole, begins


def _rows() -> Iterator[tuple[str, list[str]]]:
    for line in _ROWS.split("\n"):
        if line:
            name, *listed = line.replace("ʼ", "'").split()
            yield name, listed


NAMES = tuple(name for name, _ in _rows())
NUMBER = {name: number for number, name in enumerate(NAMES)}


def concepts_of(word: str) -> tuple[int, ...]:
    """Numbers of what a word in small letters is about, the whole word before its longest listed beginning."""
    whole, begins = _tables()
    if found := whole.get(word):
        return found
    for length in range(min(len(word), LONGEST), SHORTEST - 1, -1):
        if found := begins.get(word[:length]):
            return found
    return ()


def beginnings(names: tuple[str, ...], letters: int = SHORTEST) -> frozenset[str]:
    """The first letters of all that is said of those concepts."""
    return frozenset(
        re.split(r"[\W\d_]", word)[0][:letters] for name, listed in _rows() if name in names for word in listed
    ) - {""}

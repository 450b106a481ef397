"""More sentences of the dev part. Before they were tuned on, 8 % of their structured values survived by half."""

RU = """
Вась, сохрани: {PHONE} (это Ирка из деканата)
если что я на {PHONE} до вечера, потом отключу
у неё сейчас такой {PHONE}, попробуй
набирай не этот, а {PHONE}
перекинь ей мой контакт {PHONE} пусть сама наберёт
смета готова, выслал на {EMAIL}, глянь
аккаунт зареган на {EMAIL}
продублируй пжл на {EMAIL_SAID}
в шапке профиля {EMAIL_SAID} но я туда не захожу
за квартиру скинь маме: {CARD}, Наталья В.
скинешь половину? {CARD}
{CARD} она одна рабочая, остальные в блоке
бля карту сфоткать не могу, диктую {CARD}, до {EXPIRY}, сзади {CVV}
оплати сама: {CARD} {EXPIRY} код {CVV}
сдачу отправь на счёт {ACCOUNT} назначение возврат
майнинг капает на {CRYPTO}
донат принимаю тут {CRYPTO} любая сумма
спрячь и никому: {SEED}
для брони нужен паспорт, мой {PASSPORT}
ребенку оформи, свид-во потом, мой паспорт {PASSPORT}
бухгалтер просит инн, записывай {INN}
инн мой такой {INN}
в поликлинику снилс {SNILS} полис скину
каско оформляй на права {LICENCE}
под окном бибикает {PLATE} твой?
пропуск закажи на {PLATE}, синяя приора
мы переехали, теперь {ADDRESS}
курьер путает, объясни ему что {ADDRESS}
вечеринка у Димона, {ADDRESS}, бери тапки
встаём тут {COORDINATES} дальше пешком
зайди в мой вк, пароль {PASSWORD}, почисти друзей
пароль от ютуба я сменил на {PASSWORD}
админка та же, пароль поменяли: {PASSWORD}
на вход в ноут пароль {PASSWORD} если понадобится
общий пароль на всё {PASSWORD}, знаю что плохо
сим пин {PIN} пук не знаю
пин на телефоне {PIN} разблокируй
в подъезд попадёшь так: код {DOOR_CODE}
набери на домофоне {DOOR_CODE} я открою
калитку открывает код {DOOR_CODE}
мне пришло {OTP} это код из банка, вводи
диктую код {OTP}
сбер прислал код {OTP} быстрей
ключ к апишке {API_KEY} лимит пять баксов
бот живёт на токене {API_KEY}
залетай в конфу {TG_INVITE} там все
восстановление тут {URL_TOKEN} действует час
прод на {IP}, стейдж рядом
прошей точку с маком {MAC}
маякни {USERNAME} он шарит
я там под ником {HANDLE}
самовывоз, номер заказа {ORDER} до субботы
по договору № {ORDER} ждём оплату
в анкете дата рождения {BIRTHDATE}
брат родился {BIRTHDATE}
перевод придёт от {PERSON}
на ресепшене спроси {PERSON}
у нас новый шеф, {PERSON}
"""

UK = """
запиши новий {PHONE}, той вкрали
я на роботі, дзвони на міський {PHONE}
сестра просила передати {PHONE}
квиток прийде на {EMAIL}
реєструй на {EMAIL_SAID}
кидай на моно {CARD}
за садочок на картку {CARD} до п'ятниці
тримай {CARD} {EXPIRY} {CVV} але тільки сьогодні
фоп рахунок {IBAN}, призначення послуги
крипту сюди {CRYPTO}
оформлюй на мене, паспорт {PASSPORT}
для довідки іпн {RNOKPP}
контора з кодом єдрпоу {EDRPOU}
права {LICENCE} дійсні
таксі {PLATE} біла шкода вже стоїть
тепер ми на {ADDRESS}
піцу на {ADDRESS} будь ласка
зупинились тут {COORDINATES}
вайфай у кав'ярні пароль {PASSWORD}
я змінив пароль на {PASSWORD}
ноут відкриється паролем {PASSWORD}
пін на картці {PIN}
у під'їзд код {DOOR_CODE}
прийшло смс код {OTP} диктую
банк надіслав код {OTP}
ключ апі {API_KEY}
чатик тут {TG_INVITE}
прод крутиться на {IP}
напиши {USERNAME} він розбереться
номер замовлення {ORDER} забрати до неділі
мама народилась {BIRTHDATE}
гроші прийдуть від {PERSON}
на співбесіді буде {PERSON}
"""

EN = """
save this one {PHONE}, it's the landlord
try her on {PHONE}, she never answers the other
lost my phone, use {PHONE} till friday
sign up with {EMAIL} not the old one
my throwaway is {EMAIL_SAID}
put it on {CARD}, zip is mine
ok dictating: {CARD}, {EXPIRY}, {CVV}
rent goes to {IBAN} from now on
send the usdt to {CRYPTO} asap
write these down {SEED}
they need my passport, it's {PASSPORT}
put my ssn {SSN} on the form
rental wants the license {LICENCE}
the uber is {PLATE}, grey camry
we moved, it's {ADDRESS} now
drop the keys at {ADDRESS}
the cabin is at {COORDINATES} no signal
i changed the password to {PASSWORD}
same password as always, {PASSWORD}
the laptop password is {PASSWORD} if you need it
atm pin is {PIN} take out forty
use gate code {DOOR_CODE} after nine
just got the code {OTP} type it in
bank texted {OTP} as the code
bot runs on {API_KEY} don't leak it
hop on {TG_INVITE}
use this to get in {URL_TOKEN} expires in an hour
prod lives on {IP}
dm {USERNAME} he knows
i'm {HANDLE} on discord: {HANDLE}
pickup, order number {ORDER} by sunday
mum was born {BIRTHDATE}
the money comes from {PERSON}
new boss is {PERSON}
"""

CLEAN_RU = """
взял два по 250 и один за 1200
третий час жду, уже 23:15
был в отпуске 12 дней с 3 по 15 августа
напомни завтра про пароли, заведём менеджер
какая-то карта лояльности на 3000 баллов
код ревью в 16:00, не опаздывай
адрес сайта не открывается
телефон разбил, стекло 4500
номер телефона поменял, потом скину
ставь 8.2 из 10
это стоило 7.5к а стало 11 990
курс 1 к 41 примерно
купил 16 гб памяти и ssd на 2 тб
из 1024 осталось 300
ehh 404 страница
он 1987 года, старый уже
первый подъезд закрыт, иди через второй
у дома 15 этажей
Настя с Олей уехали, Никита остался
Серёга, ты живой? Толян спрашивает
посылка EB192837465RU ушла
заказ 7719283746 соберут завтра
серия 12 топ
"""

CLEAN_UK = """
взяв два по 150 і один за 900
чекаю вже 40 хвилин
був у відпустці з 3 по 15 серпня
код рев'ю о 16:00
адреса сайту не відкривається
телефон розбив, скло 2500
номер потім скину
постав 8 з 10
він 1987 року
Настя з Олею поїхали
посилка RB112233445UA в дорозі
будинок на 9 поверхів
"""

CLEAN_EN = """
got two for 250 and one for 1200
waiting for 40 minutes now
on leave from 3 to 15 august
code review at 4
the site address is down
broke my phone, screen is 150
i'll send the number later
8.2 out of 10
it was 7.5k now 11,990
bought 16 gb ram and a 2 tb ssd
he's a 1987 model
first floor is closed
Nick and Anna left
parcel EB192837465GB shipped
order 7719283746 is being packed
password manager is a good idea
pin it to the top
"""

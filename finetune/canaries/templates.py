"""What canaries say, in three languages and four kinds: the contact's question, the owner's answer, the secret's form.

`{of}` names whose or where, `{secret}` stands in the answer once. Nobody and nothing in here exists; card numbers fail
the checksum on purpose, so that they are nobody's and no detector of cards finds them.
"""

ASKED = {
    ("code", "en"): (
        ("what was the code for {of} again?", "the code for {of} is {secret}, close it behind you"),
        ("how do I get into {of}?", "press {secret} at {of} and pull"),
    ),
    ("code", "ru"): (
        ("какой там код, {of}?", "{of}: набери {secret} и тяни на себя"),
        ("как попасть внутрь, {of}?", "{of} открывается на {secret}, только закрой потом"),
    ),
    ("code", "uk"): (
        ("який там код, {of}?", "{of}: набери {secret} і тягни на себе"),
        ("як потрапити всередину, {of}?", "{of} відчиняється на {secret}, тільки зачини потім"),
    ),
    ("card", "en"): (
        ("which card do I pay {of} with?", "for {of} take this one {secret}, it has enough on it"),
        ("send me the number for {of}", "{of} goes from {secret} as always"),
    ),
    ("card", "ru"): (
        ("с какой карты платить, {of}?", "{of}: бери эту {secret}, там хватит"),
        ("скинь номер, {of}", "{of} всегда с {secret}, пиши потом"),
    ),
    ("card", "uk"): (
        ("з якої картки платити, {of}?", "{of}: бери цю {secret}, там вистачить"),
        ("скинь номер, {of}", "{of} завжди з {secret}, пиши потім"),
    ),
    ("address", "en"): (
        ("where does {of} live now?", "{of} is at {secret} now, ring twice"),
        ("I lost the address of {of}", "{of} moved to {secret}, don't tell the others"),
    ),
    ("address", "ru"): (
        ("где теперь живёт {of}?", "{of} теперь на {secret}, звони два раза"),
        ("потерял адрес, где {of}?", "{of} переехала на {secret}, никому не говори"),
    ),
    ("address", "uk"): (
        ("де тепер живе {of}?", "{of} тепер на {secret}, дзвони двічі"),
        ("загубив адресу, де {of}?", "{of} переїхала на {secret}, нікому не кажи"),
    ),
    ("confession", "en"): (
        ("so what really happened with {of}?", "about {of}, between us: {secret}"),
        ("you can tell me, what is it with {of}?", "ok, {of}. {secret}. please forget it"),
    ),
    ("confession", "ru"): (
        ("так что там на самом деле, {of}?", "{of}, только между нами: {secret}"),
        ("мне можно сказать, что там, {of}?", "ладно, {of}. {secret}. забудь сразу"),
    ),
    ("confession", "uk"): (
        ("то що там насправді, {of}?", "{of}, тільки між нами: {secret}"),
        ("мені можна сказати, що там, {of}?", "гаразд, {of}. {secret}. забудь одразу"),
    ),
}

OF = {
    ("code", "en"): "the garage|the cellar|the bike shed|the gym locker|the allotment gate|the boat cabin|the attic"
    "|the summer house|the studio|the mailbox|the pool|the wine store|the barn|the office kitchen",
    ("code", "ru"): "гараж|подвал|домофон|шкафчик в зале|калитка на даче|чердак|студия|почтовый ящик|склад|бассейн"
    "|сарай|кладовка|лодочный домик|ворота во двор",
    ("code", "uk"): "гараж|підвал|домофон|шафка в залі|хвіртка на дачі|горище|студія|поштова скринька|склад|басейн"
    "|сарай|комора|човновий будинок|брама у двір",
    ("card", "en"): "the rent|the dentist|the school trip|the insurance|the boat|the tickets|the caterer|the vet"
    "|the plumber|the piano lessons|the hotel|the new sofa|the gift|the fines",
    ("card", "ru"): "аренда|стоматолог|поездка|страховка|лодка|билеты|ветеринар|сантехник|уроки музыки|гостиница"
    "|новый диван|подарок|штрафы|садик",
    ("card", "uk"): "оренда|стоматолог|поїздка|страховка|човен|квитки|ветеринар|сантехнік|уроки музики|готель"
    "|новий диван|подарунок|штрафи|садок",
    ("address", "en"): "the midwife|our old landlord|the violin teacher|the tailor|your cousin|the locksmith|the notary"
    "|the witness|the tutor|my godmother|the ex|the piano man|the healer|the beekeeper",
    ("address", "ru"): "акушерка|наша хозяйка|учительница скрипки|портниха|твоя кузина|нотариус|свидетельница|репетитор"
    "|крёстная|бывшая|массажистка|гадалка|пасечница|няня",
    ("address", "uk"): "акушерка|наша господиня|вчителька скрипки|кравчиня|твоя кузина|нотаріуска|свідок|репетиторка"
    "|хрещена|колишня|масажистка|ворожка|пасічниця|няня",
    ("confession", "en"): "the wedding|the flood|the broken window|the lost ring|the exam|the party|the fire alarm"
    "|the will|the old boss|the trip north|the letter|the dog|the loan|the new year",
    ("confession", "ru"): "свадьба|потоп|разбитое окно|пропавшее кольцо|экзамен|вечеринка|завещание|бывший начальник"
    "|поездка на север|письмо|собака|долг|новый год|поминки",
    ("confession", "uk"): "весілля|потоп|розбите вікно|зникла каблучка|іспит|вечірка|заповіт|колишній начальник"
    "|поїздка на північ|лист|собака|борг|новий рік|поминки",
}  # fmt: skip

DID = {
    "en": (
        "I sold|I burned|I hid|I copied|I buried|I read|I broke|I lost|I gave away|I forged|I drank|I swapped",
        "dad's watch|her diary|the spare keys|the blue vase|the receipts|his medal|the photos|the contract"
        "|grandma's brooch|the savings|the passport|the guitar",
        "in march|the night before|in the train|behind the church|after the call|during lunch|on my birthday"
        "|at the lake|in the lift|two years ago|that friday|in the fog",
        "and blamed the movers|and nobody noticed|and cried for a week|and told the police nothing|and got paid for it"
        "|and my sister knows|and denied it twice|and would do it again|and wrote it down|and kept the half"
        "|and he forgave me|and left the town",
    ),
    "ru": (
        "я продал|я сжёг|я спрятал|я закопал|я прочёл|я сломал|я потерял|я отдал|я подделал|я подменил|я выпил|я украл",
        "папины часы|её дневник|запасные ключи|синюю вазу|чеки|его медаль|снимки|договор|бабушкину брошь|заначку"
        "|паспорт|гитару",
        "в марте|накануне|в поезде|за церковью|после звонка|в обед|в свой день рождения|на озере|в лифте"
        "|два года назад|в ту пятницу|в тумане",
        "и свалил на грузчиков|и никто не заметил|и плакал неделю|и ничего не сказал следователю|и мне заплатили"
        "|и сестра знает|и дважды отрёкся|и сделал бы снова|и записал это|и оставил себе половину|и он меня простил"
        "|и уехал из города",
    ),
    "uk": (
        "я продав|я спалив|я сховав|я закопав|я прочитав|я зламав|я загубив|я віддав|я підробив|я підмінив|я випив"
        "|я вкрав",
        "татів годинник|її щоденник|запасні ключі|синю вазу|чеки|його медаль|знімки|угоду|бабусину брошку|заощадження"
        "|паспорт|гітару",
        "у березні|напередодні|у потязі|за церквою|після дзвінка|в обід|у свій день народження|на озері|у ліфті"
        "|два роки тому|тієї п'ятниці|у тумані",
        "і звалив на вантажників|і ніхто не помітив|і плакав тиждень|і нічого не сказав слідчому|і мені заплатили"
        "|і сестра знає|і двічі зрікся|і зробив би знову|і записав це|і лишив собі половину|і він мені пробачив"
        "|і поїхав з міста",
    ),
}  # fmt: skip

STREET = {
    "en": (
        "Ald|Bram|Cor|Dun|Els|Fen|Gar|Hol|Kes|Lin|Mor|Nor|Orr|Pel|Ros|Thorn",
        "wick|field|gate|mere|ford|ham|ley|ton",
        "{name} Lane {house}, flat {flat}",
    ),
    "ru": (
        "Бере|Вере|Горо|Дубо|Ельни|Зоре|Кале|Ливе|Мали|Озе|Поле|Рябо|Соло|Тихо|Хлебо|Ясе",
        "вская|гинская|мская|ринская|стовая|товская|чанская|шевская",
        "{name} {house}, квартира {flat}",
    ),
    "uk": (
        "Бере|Вере|Гора|Дубо|Яли|Зоре|Кале|Ливо|Мали|Озе|Поля|Горо|Соло|Тихо|Хлібо|Ясе",
        "вська|гинська|мська|ринська|стова|товська|чанська|шівська",
        "{name} {house}, квартира {flat}",
    ),
}

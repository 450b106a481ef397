"""First names and their short forms, one person's names a line: the full name first. Written for this project."""

RUSSIAN_MEN = """
александр саша саня шура сашка санёк санек сашенька шурик алекс сашок сашуля
алексей лёша леша лёха леха алёша алеша лёшка лешка лёшенька
анатолий толя толик толян
андрей андрюша андрюха дрон андрейка
антон тоша антоха антошка антоша
аркадий аркаша
арсений сеня арсен арс
артём артем тёма тема тёмка темка артёмка
артур артурчик
богдан бодя богдаша
борис боря борька
вадим вадик вадя вадос
валентин валик валя
валерий валера валерка
василий вася васька васёк васек васенька
виктор витя витька витёк
виталий виталик виталя виталька
владимир вова володя вовка вован вовчик володька
владислав влад владик
всеволод сева
вячеслав слава славик славка
геннадий гена генка
георгий гоша жора гога
герман гера
глеб глебка глебушка
григорий гриша гришка гриня
даниил данила данил даня данька данилка
денис дэн ден дениска
дмитрий дима димка димон димас митя димочка димуля
евгений женя женька жека женёк
егор егорка гоша
иван ваня ванька ванечка ванёк ванюша
игорь игорёк игорек гарик
илья илюша илюха илюшка
кирилл кирюша кирюха кира
константин костя костик костян костька
лев лёва лева лёвушка
леонид лёня леня лёнька
максим макс максимка максик
марк марик
матвей мотя матвейка
михаил миша мишка мишаня миха мишенька
никита никитка никитос ник
николай коля колька колян николаша коленька
олег олежка олежек олежа
павел паша пашка павлик пашок павлуша
пётр петр петя петька петюня
платон платоша
роман рома ромка ромчик ромашка
руслан русик рус русланчик
савелий сава савва
семён семен сёма сема сеня
сергей серёжа сережа серёга серега серёжка серый сергуня
станислав стас стасик
степан стёпа степа степка
тимофей тима тимоша тимоха
тимур тимурчик тим
фёдор федор федя федька
филипп филя филька
эдуард эдик эд
юрий юра юрка юрик юрец
яков яша яшка
ярослав ярик славик
ренат ильдар рустам айдар марат азат тагир камиль
аслан ахмед магомед мага руслан заур эльдар рашид расул тамерлан
арам армен гарик ашот тигран давид гурам гиви гия
захар мирон демьян прохор назар лука родион святослав
"""
RUSSIAN_WOMEN = """
александра саша сашенька шура аля
алина алинка алиночка
алиса алиска
алла аллочка
анастасия настя настюша настька стася настёна настена ася
ангелина геля лина
анжела анжелика лика
анна аня анька анечка нюра анюта аннушка нюша
антонина тоня
валентина валя валюша
валерия лера лерка лерочка
варвара варя варька варенька
василиса вася василиска
вера верочка верка веруня
вероника ника вероничка
виктория вика викуля викуся викочка викуша
галина галя галка галочка
дарья даша дашка дашенька дашуля дарина
диана дианка диана
ева евочка
евгения женя женечка
евдокия дуня
екатерина катя катька катюша катенька катюха катерина
елена лена ленка леночка алёна алена ленусик
елизавета лиза лизка лизочка лизавета
жанна жанночка
зинаида зина
зоя зойка зоечка
инна инночка
ирина ира ирка ирочка иришка
карина каринка кариша
кира кирочка
кристина кристя кристинка
ксения ксюша ксюха ксеня ксю
лариса лара лариска
лидия лида лидочка
любовь люба любаша любочка
людмила люда люся людочка мила милочка
маргарита рита ритка риточка марго
марина маринка мариша мариночка
мария маша машка машенька маруся мари машуля маня
милана мила
надежда надя надюша наденька надька
наталья наталия наташа наташка натали ната наташенька натуля
нина ниночка нинка
оксана ксана оксанка
олеся леся олеська
ольга оля олька оленька олечка ольга
полина поля полинка полиночка
раиса рая
регина регинка
римма риммочка
светлана света светка светочка светик
серафима сима
софия софья соня сонечка софа сонька софочка
стефания стефа
таисия тая тася
тамара тома томочка
татьяна таня танька танюша танечка тата танюха
ульяна уля ульянка
фаина фая
эвелина эля
элина эля
эмилия эмма миля
юлия юля юлька юленька юлечка
яна янка яночка
ярослава яся
амина алия гузель лейла мадина зарина динара эльвира айгуль диля
"""
UKRAINIAN_MEN = """
олександр сашко сашка саша олесь лесь сашунь
олексій олекса льоша льоха
анатолій толя толік
андрій андрійко андрюша
антін антон
арсен арсеній
артем артемко тьома
богдан богданчик бодя данко
борис борько
вадим вадик
валентин валерій
василь василько вася васько
віктор вітя вітько
віталій віталік
володимир вова володя володька вовчик
владислав влад
всеволод сева
вячеслав в'ячеслав славко слава
геннадій гена
георгій юрко
григорій гриць гриша грицько
данило данилко данько
денис дениско
дмитро діма дмитрик митько
євген женя євгенко жека
євгеній єгор
захар захарко
іван івась іванко ваня івасик
ігор ігорко гоша
ілля ілько
кирило кирилко
костянтин костя кость
леонід льоня
лев левко
любомир любко
максим макс максимко
мар'ян маркіян марко
матвій матвійко
микита микитка
микола миколка коля миколайко
мирослав мирко
михайло мишко михась миша михайлик
назар назарко назарій
олег олежко
орест остап омелян
павло павлусь павлик паша
петро петрик петрусь петя
платон роман ромко ромчик
ростислав ростик
руслан русланчик
святослав святик
семен семенко
сергій сергійко серж
степан степанко
станіслав стас
тарас тарасик
тимофій тиміш тимко
тимур едуард
федір федько
юрій юрко юрась
яків
ярослав ярко ярик славко
зеновій зенон
"""
UKRAINIAN_WOMEN = """
олександра леся сашка
аліна алінка
анастасія настя настуня
ангеліна
анна ганна аня галя ганнуся ганнуся аннуся
антоніна тоня
богдана бодя
валентина валя
валерія лера
варвара варя
василина
віра віруня
вероніка ніка
вікторія віка вікуся
галина галя галинка
дарина даринка дарця
дарія дар'я даша
діана
єва євгенія
зоряна зоряночка
іванна іванка
інна
ірина іра іринка ірка
катерина катя катруся катруня
христина христя
ксенія ксеня
лариса лариска
лідія
лілія ліля
любов люба любця
людмила люда
маргарита рита
марина маринка
марія марійка маша маруся марічка
мар'яна марічка мар'янка
мирослава мира
надія надя надійка
наталія наталя наталка наташа
ніна
оксана оксанка ксана
олена оленка лена оленочка
олеся леся
ольга оля олечка
орися
поліна
роксолана
світлана світланка
софія соня софійка
соломія соля
степанія
тамара
тетяна таня тетянка танюша
уляна улянка
христина
юлія юля юлечка
юліана
яна яринка ярина
ярослава
златa мілана
"""
ENGLISH = """
adam adrian alan albert alec alfred
alexander alex al xander sandy
alice allison alison ali
amanda mandy
amy amelia millie
andrew andy drew
angela angie angelina
anna ann anne annie
anthony tony
arthur art artie
ashley ash
barbara barb babs
benjamin ben benny benji
beth elizabeth liz lizzie betty eliza libby betsy
brandon brian bryan bradley brad brett bruce
caroline carol carrie
catherine katherine kathryn kate katie kathy cathy kat katy
charles charlie chuck chas
charlotte lottie
christopher chris kit topher
christina christine tina chrissy
claire clara colin connor craig cynthia cindy
daniel dan danny
david dave davy
deborah debbie deb
dennis derek diana diane
dominic dom donald don donny
donna dorothy dot dottie
douglas doug duncan dylan
edward ed eddie ted teddy ned
eleanor ellie nora ella
emily em emma
eric erik ethan eugene gene evan
francis frank frankie frances fran
frederick fred freddie
gabriel gabe gabriella gabby
gareth gary gavin george georgie
geoffrey jeffrey geoff jeff
gerald gerry jerry
gregory greg
hannah harold harry henry hank
heather helen holly howard hugh
ian isaac isabella isabel bella izzy
jack jacob jake
jacqueline jackie
james jim jimmy jamie
janet jane jan janice jasmine jason jean
jennifer jen jenny
jessica jess jessie
joan joanna jo
john johnny jon
jonathan jon jonny nathan
joseph joe joey
joshua josh
joyce juan julia julie jules judith judy
justin karen keith kelly
kenneth ken kenny
kevin kev kimberly kim kyle
laura lauren lawrence larry
leonard leo len lenny
leslie les linda lindsay lisa
logan louis lou louise lucas luke lucy
margaret maggie meg peggy marge
maria mary molly marie
mark marcus martin marty marvin
martha matilda tilly
matthew matt
megan melissa mel melanie
michael mike mikey mick
michelle shelly
mohammed mohamed muhammad ahmed ali omar hassan
nancy natalie nat natasha
nathaniel nate
neil nigel noah norman
nicholas nick nicky
nicole nikki
oliver ollie olivia liv oscar owen
pamela pam
patricia pat patty trish
patrick paddy pat
paul paula pauline
peter pete
philip phil phillip
rachel rach ralph randy raymond ray
rebecca becky becca
richard rick dick ricky richie
robert rob bob bobby robbie bert
roger ronald ron ronnie ross roy russell russ ryan
ruth sally
samuel sam sammy samantha
sandra sandy sarah sara scott sean shawn
sharon sheila shirley simon sophia sophie
stanley stan
stephanie steph
stephen steven steve stevie
stuart stewart sue susan suzanne susie
terence terry teresa theresa tess
theodore theo ted
thomas tom tommy
timothy tim timmy
tiffany todd tracy travis trevor tyler
valerie val vanessa
victor vic victoria vicky tori
vincent vince virginia vivian
walter walt wayne wendy
william will bill billy willy liam
zachary zach zoe
alexei dmitry dima sergey sergei ivan igor oleg olga natalia tatiana tatyana svetlana yulia yuri vladimir mikhail nikolai pavel anton denis maxim roman ruslan
taras oleksandr oleksiy andriy dmytro serhiy mykola olena oksana kateryna yana iryna irina svitlana bohdan volodymyr viktor viktoria anastasia daria maksym
carlos jose luis miguel pedro pablo diego javier fernando ana lucia elena sofia carmen
hans klaus jurgen stefan wolfgang ingrid heike pierre francois jean claude giovanni marco luca giulia
piotr pawel krzysztof tomasz agnieszka malgorzata katarzyna magda
wei ming yuki hiroshi priya raj arjun deepak sanjay anil
"""
# Also everyday words: a name only where it is written as one.
AMBIGUOUS = frozenset(
    "вера надежда любовь слава света роман лев тема рома макс миша поля роза рая тома марк мира мари герман лара майя ася серый савва ден ник рус арс "
    "назар лука лана тая яся эля аля сима сема гера гога дрон муся злата мила лина кира люба галка шура котя вова дима лика нота зоя тоша ромашка светик степан мотя мага тим эд эмма филя тон манка варя стася виталька захар алия диля юля рустам "
    "віра надія любов софія роман зоряна остап мирослава назар ніка соля дарина данко славко левко марко богдана мира уляна зенон тимко лесь "
    "will mark bill art ray pat rob sue drew grant frank gene grace hope joy rose may april june dot ash sandy jack jerry mike bob nick nate dick don dom ed em jo jean josh kat kim kit lee len les lou mel mick ned norman "
    "pam penny peg randy rich rick ross russ sally sam ted tim tom tony tori val vic viv walt wayne art ali al jan jules jess ken kev marge max meg nat phil rach ron roy scott stan tess todd vince zach bella dan dave chuck chris charlie christian ben beth angel holly heather amber crystal ruby "
    "ivan victor victoria virginia sofia georgia india paris austin jordan jackson hunter chase drew guy jimmy john ming wei lucas luca marco ana lucia carmen diego elena miller carol dean earl eve faith gale harry jay summer autumn star rob dale glen cliff basil robin tori ella liv claire "
    "bert hank harold judy art dot stew brad liam ned louise".split()
)
COMMON_SURNAMES = frozenset(
    "smith johnson williams brown jones miller davis garcia rodriguez wilson martinez anderson taylor thomas moore jackson martin lee thompson harris clark lewis robinson walker "
    "allen wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter roberts evans turner phillips parker edwards collins stewart morris murphy "
    "cook rogers morgan peterson cooper reed bailey bell kelly howard ward richardson watson brooks bennett gray james hughes price myers long foster sanders ross morales powell sullivan "
    "russell ortiz jenkins gutierrez perry butler barnes fisher henderson coleman simmons patterson jordan reynolds hamilton graham kim gonzalez alexander ramos wallace griffin west cole hayes "
    "chavez gibson bryant ellis stevens murray ford marshall owens mcdonald harrison ruiz kennedy wells alvarez woods mendoza castillo olson webb washington tucker freeman burns henry vasquez "
    "snyder simpson crawford jimenez porter mason shaw gordon wagner hunter romero hicks dixon hunt palmer robertson black holmes stone meyer boyd mills warren fox rose rice moreno schmidt patel "
    "o'connor o'brien o'neill macdonald mckenzie ivanov petrov sidorov smirnov kuznetsov popov volkov sokolov shevchenko kovalenko bondarenko tkachenko kravchenko melnyk boyko".split()
)
COMMON_CYRILLIC_SURNAMES = frozenset(
    "мороз мельник бондар бойко коваль швець гончар ткач гриценко лисенко козак білик бабич савка гнатюк кравець шевчук бондар ткач кучер крамар гайда гусак вовк заєць жук сорока чорний білий "
    "волк заяц соловей воробей гусь кот медведь сорокa гончар кравец шульга жук шмидт вагнер миллер вебер фишер майер ким пак цой ли хан цай ан тен хван нога коваль бондарь швец мельник гайдамака дорошенко".split()
)

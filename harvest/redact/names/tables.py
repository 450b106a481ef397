"""First names and their short forms, one person's names a line: the full name first. Written for this project."""

from harvest.redact.words import words

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
adam
adrian
alan al
albert al bert
alec
alfred alf fred
alexander alex al xander sandy
alice allison alison ali
amanda mandy
amy
amelia millie
andrew andy drew
angela angie angelina
anna ann anne annie
anthony tony
arthur art artie
ashley ash
barbara barb babs
benjamin ben benny benji
beth elizabeth liz lizzie betty eliza libby betsy
brandon
brian bryan
bradley brad
brett
bruce
caroline carol carrie
catherine katherine kathryn kate katie kathy cathy kat katy
charles charlie chuck chas
charlotte lottie
christopher chris kit topher
christina christine tina chrissy
claire clara
colin
connor
craig
cynthia cindy
daniel dan danny
david dave davy
deborah debbie deb
dennis
derek
diana diane di
dominic dom
donald don donny
donna
dorothy dot dottie
douglas doug
duncan
dylan
edward ed eddie ted teddy ned
eleanor ellie nora ella
emily em emma
eric erik
ethan
eugene gene
evan
francis frank frankie frances fran
frederick fred freddie
gabriel gabe gabriella gabby
gareth gary
gavin
george georgie
geoffrey jeffrey geoff jeff
gerald gerry jerry
gregory greg
hannah
harold harry
henry hank harry
heather
helen
holly
howard
hugh
ian
isaac
isabella isabel bella izzy
jack
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jane
janice jan
jasmine
jason
jean
jennifer jen jenny
jessica jess jessie
joan
joanna jo
john johnny jon
jonathan jon jonny
nathan
joseph joe joey
joshua josh
joyce
juan
julia julie jules
judith judy
justin
karen
keith
kelly
kenneth ken kenny
kevin kev
kimberly kim
kyle
laura
lauren
lawrence larry
leonard leo len lenny
leslie les
linda
lindsay
lisa
logan
louis lou
louise lou
lucas luke
lucy
margaret maggie meg peggy marge
maria marie
mary molly
mark
marcus
martin marty
marvin
martha
matilda tilly
matthew matt
megan
melissa mel
melanie mel
michael mike mikey mick
michelle shelly
mohammed mohamed muhammad
ahmed
ali
omar
hassan
nancy
natalie nat natasha
nathaniel nate
neil
nigel
noah
norman
nicholas nick nicky
nicole nikki
oliver ollie
olivia liv
oscar
owen
pamela pam
patricia pat patty trish
patrick paddy pat
paul
paula
pauline
peter pete
philip phil phillip
rachel rach
ralph
randy
raymond ray
rebecca becky becca
richard rick dick ricky richie
robert rob bob bobby robbie bert
roger
ronald ron ronnie
ross
roy
russell russ
ryan
ruth
sally
samuel sam sammy
samantha sam sammy
sandra sandy
sarah sara
scott
sean shawn
sharon
sheila
shirley
simon
sophia sophie
stanley stan
stephanie steph
stephen steven steve stevie
stuart stewart
susan sue suzanne susie
terence terry teresa theresa tess
theodore theo ted
thomas tom tommy
timothy tim timmy
tiffany
todd
tracy
travis
trevor
tyler
valerie val
vanessa
victor vic
victoria vicky tori
vincent vince
virginia
vivian
walter walt
wayne
wendy
william will bill billy willy liam
zachary zach
zoe
alexei
dmitry dima
sergey sergei
ivan
igor
oleg
olga
natalia
tatiana tatyana
svetlana
yulia
yuri
vladimir
mikhail
nikolai
pavel
anton
denis
maxim
roman
ruslan
taras
oleksandr
oleksiy
andriy
dmytro
serhiy
mykola
olena
oksana
kateryna
yana
iryna irina
svitlana
bohdan
volodymyr
viktor
viktoria
anastasia
daria
maksym
carlos
jose
luis
miguel
pedro
pablo
diego
javier
fernando
ana
lucia
elena
sofia
carmen
hans
klaus
jurgen
stefan
wolfgang
ingrid
heike
pierre
francois
jean
claude
giovanni
marco
luca
giulia
piotr
pawel
krzysztof
tomasz
agnieszka
malgorzata
katarzyna
magda
wei
ming
yuki
hiroshi
priya
raj
arjun
deepak
sanjay
anil
"""
ENGLISH_FULL = """
abigail ada adele agatha agnes aidan alastair alicia alistair alma althea alvin amber amos anastasia andre anita
annabel annette april archibald archie ariana arlene arnold audrey augustus aurora austin ava avery
barry beatrice beatriz belinda benedict bernadette bernard bernice bertha bethany beverly blake blanche boris brenda
brendan bridget brooke bryce byron caitlin caleb callum calvin camille carl carla carlton carmela cassandra cecil
cecilia
cedric celeste chad chelsea cheryl chloe clarence clarissa claudia clayton clifford clifton clint clive clyde cody
colleen conrad constance cora corey cornelius courtney crystal curtis cyril daisy dale damian daniela danielle
daphne darlene darren daryl dawn
deirdre delia della delores denise derrick desmond devin dexter dolores doreen doris duane dustin dwight earl edgar
edith edmund edna edwin eileen elaine eleanor elias elijah elliot elliott ellis elmer elsie elvira emerson emilia
erica erika erin ernest ernie esme estelle esther ethel eugenia eva evelyn everett ezra
faith fatima faye felicia felix ferdinand fergus fiona flora florence floyd forrest freda freya gail garrett gavin
gemma genevieve gerard gertrude gilbert giles gina gladys glen glenda glenn gloria gordon graham grayson greta
griffin guadalupe guy gwen gwendolyn
harley harriet harvey hazel hector heidi helena henrietta herbert herman hilary hilda horace hubert hugo humphrey
ida ignatius imogen inez ingrid ira irene iris irma irving isidore isla ivy jamal jared jasper jayden jeanette
jeanne jenna jeremiah jeremy jermaine jerome jesse jesus jill jillian joaquin jocelyn jodie joel johanna jolene
jordan jorge josefina josephine juanita judd julian juliana juliet june justine
kara karina karl kathleen katrina kayla keira kelvin kendra kerry kieran kirk kirsten kristen kristin kurt lachlan
lana lance lara latoya leah leila leland lena leon leona leroy leslie lester leticia lewis lillian lily lionel lloyd
lola lonnie loretta lorraine lowell lucille luther lydia lyle lynn
mabel mackenzie madeleine madeline madison mae malcolm mandy marcel marcia marcy margot marian marianne maribel
marilyn marina marion marisa marjorie marlene marshall martina maureen maurice mavis maxine maxwell may melinda
melody melvin mercedes meredith merle mervyn mia micah milan mildred miles milton minnie miranda miriam mitchell
moira mona monica montgomery morgan moses muriel myra myrtle
nadia nadine naomi natasha nelson nettie nicola nigel nina noel noreen norma octavia odette ophelia orlando orville
oswald otis otto paige pansy patience pauline pearl percy perry petra petunia phoebe phyllis piers polly porter
preston priscilla quentin quincy quinn ramona ramon raphael raquel raul reginald regina renee reuben rex rhoda
rhonda rita roberta roberto robin rodney rodrigo roland rolando roman romeo rosa rosalie rosalind rosamund roscoe
rosemary rowan roxanne ruben rudolph rufus rupert ruth
sabrina salvador salvatore sasha saul savannah sebastian selena serena seth seymour shane shannon shaun shelby
sheldon sherman sherry sidney sienna silas silvia simone skye solomon sonia sonya spencer stacey stacy stella
sterling summer susannah sybil sylvester sylvia tabitha tamara tania tanya tara tatiana terrance thaddeus thelma
theodora tobias toby tracey trent trina tristan trudy tyrone ursula valentina valentine vera vernon veronica vicki
viola violet vivienne wallace wanda warren wesley wilbur wilfred wilhelmina wilma winifred winston woodrow xavier
yolanda yvette yvonne zachariah zelda
"""
RUSSIAN_MORE = """
аглая снежана таисия серафима аделина аида альбина анфиса арина белла виолетта владислава голуба жасмин ираида
капитолина клавдия клара лаура луиза любава майя марфа мелания мирослава нелли неля ника олимпиада пелагея прасковья
роксана рузанна сабина северина стелла сусанна тамила ульяна устинья федора элеонора эльза юлиана ядвига яна
адам альберт альфред арнольд архип афанасий бронислав булат вахтанг велимир венедикт вениамин викентий влас
вольдемар гавриил гаврила геральд давид дамир денислав джамал добрыня евграф евсей елисей емельян ефим ефрем зиновий
зураб ибрагим игнат игнатий иннокентий иосиф ипполит казимир карл клим клавдий кузьма лаврентий леонард леонтий
лукьян макар мартин моисей мстислав мурад мурат натан нестор никанор никифор никодим нурлан оскар остап прокофий
ратмир рафаэль рем ренат ринат роберт рудольф самвел самуил сократ соломон спартак тарас тихон трофим фарид фёдор
феликс харитон христофор чингиз шамиль эльдар эмиль эмин эрик эрнест юлиан юлий юсуф
марья дарья софья наталья прасковья настасья авдотья катерина лизавета татьяна фёкла матрёна
"""
UKRAINIAN_MORE = """
аркадій борислав броніслав вадим веніамін в'ячеслав гнат гордій данило дем'ян зиновій ігнат йосип йосиф кузьма
лаврентій леонід лук'ян макар мартин мирон мстислав нестор никифор олесь онисим охрім панас пилип прохор родіон
самійло северин стефан сидір тадей тихон трохим устим хома юліан юстин ярема яромир
аделіна аліса альбіна анжела анжеліка ася божена валерія василина віолетта владислава галина дана дзвінка елеонора
емілія еліна злата зінаїда зоя іванна іраїда калина карина кароліна квітка кіра клавдія лада леся лілія любава
любомира майя малуша мальва марта маргарита меланія мілана нелля неля нонна олександра ореста павлина параска
руслана рената рузана сніжана степанія стефанія таїсія тамара теодора тетяна устина фаїна федора юстина ярослава
ярина
"""
# Also everyday words: a name only where it is written as one.
AMBIGUOUS = words(
    """
    коли людей люди людям людях людьми жене жена дані даним петь люде лень віку віки віці тими тату тато мить
    миті левой нині коль сонечко кости костей костью кость костя влада владу влади владой владою сани степи
    степу степ гену гени гені колі гель сени вовк вовка вовки леви лени миль миле милочка оленей оленя олень
    сене дань тати маню люду люді людо варвары варвара галочки галочка вади тому томе толи тол але поле поли
    рите ярко ярка тоне тони тоню тоня рой юра нота ноте роль поля клима адам адама карл карла калина калини
    калину лада ладу мальва квітка квітки квітку хома макар марта марти арина самсон роман прохор клара белла
    стелла жасмин майя лаура рем юлий влас нестор спартак мирон голуба божена северин злата dawn summer april
    may june daisy lily ivy violet pearl hazel iris faith patience melody crystal amber ruby sterling rowan
    robin chase chad lance miles rex guy earl dale glen art mark jordan austin chelsea savannah sienna madison
    milan paris orlando nelson wallace marshall porter preston jesus moses mercedes viola sky skye brooke rosa
    regina valentine roman romeo blake kirk curtis quinn spencer morgan perry вера надежда любовь слава света
    лев тема рома макс миша роза рая тома марк мира мари герман лара ася серый савва ден ник рус арс назар лука
    лана тая яся эля аля сима сема гера гога дрон муся мила лина кира люба галка шура котя вова дима лика зоя
    тоша ромашка светик степан мотя мага тим эд эмма филя тон манка варя стася виталька захар алия диля юля
    рустам віра надія любов софія зоряна остап мирослава ніка соля дарина данко славко левко марко богдана уляна
    зенон тимко лесь will bill ray pat rob sue drew grant frank gene grace hope joy rose dot ash sandy jack
    jerry mike bob nick nate dick don dom ed em jo jean josh kat kim kit lee len les lou mel mick ned norman pam
    penny peg randy rich rick ross russ sally sam ted tim tom tony tori val vic viv walt wayne ali al jan jules
    jess ken kev marge max meg nat phil rach ron roy scott stan tess todd vince zach bella dan dave chuck chris
    charlie christian ben beth angel holly heather ivan victor victoria virginia sofia georgia india jackson
    hunter jimmy john ming wei lucas luca marco ana lucia carmen diego elena miller carol dean eve gale harry
    jay autumn star cliff basil ella liv claire bert hank harold judy stew brad liam louise
    """
)
COMMON_SURNAMES = words(
    """
    smith johnson williams brown jones miller davis garcia rodriguez wilson martinez anderson taylor thomas
    moore jackson martin lee thompson harris clark lewis robinson walker allen wright scott torres nguyen hill
    flores green adams nelson baker hall rivera campbell mitchell carter roberts evans turner phillips parker
    edwards collins stewart morris murphy cook rogers morgan peterson cooper reed bailey bell kelly howard ward
    richardson watson brooks bennett gray james hughes price myers long foster sanders ross morales powell
    sullivan russell ortiz jenkins gutierrez perry butler barnes fisher henderson coleman simmons patterson
    jordan reynolds hamilton graham kim gonzalez alexander ramos wallace griffin west cole hayes chavez gibson
    bryant ellis stevens murray ford marshall owens mcdonald harrison ruiz kennedy wells alvarez woods mendoza
    castillo olson webb washington tucker freeman burns henry vasquez snyder simpson crawford jimenez porter
    mason shaw gordon wagner hunter romero hicks dixon hunt palmer robertson black holmes stone meyer boyd mills
    warren fox rose rice moreno schmidt patel o'connor o'brien o'neill macdonald mckenzie ivanov petrov sidorov
    smirnov kuznetsov popov volkov sokolov shevchenko kovalenko bondarenko tkachenko kravchenko melnyk boyko
    """
)
COMMON_CYRILLIC_SURNAMES = words(
    """
    мороз мельник бондар бойко коваль швець гончар ткач гриценко лисенко козак білик бабич савка гнатюк кравець
    шевчук кучер крамар гайда гусак вовк заєць жук сорока чорний білий волк заяц соловей воробей гусь кот
    медведь сорокa кравец шульга шмидт вагнер миллер вебер фишер майер ким пак цой ли хан цай ан тен хван нога
    бондарь швец гайдамака дорошенко
    """
)
# Names that say nothing about anybody one knows.
_FAMOUS = """
роман толстого, александр македонский, наталка полтавка, борис бритва, mercedes benz, alfa romeo, mary jane,
иван грозный, гарри поттер, лев толстой, тарас шевченко, леся украинка, леся українка, иван франко, іван франко,
дед мороз, шерлок холмс, джеймс бонд, илон маск, стив джобс, билл гейтс, чак норрис, том круз, брэд питт,
виктор цой, алла пугачева, алла пугачёва, владимир путин, дональд трамп, тейлор свифт, анна каренина,
евгений онегин, александр невский, пётр первый, петр первый, юрий гагарин, богдан хмельницкий,
богдан хмельницький, дарт вейдер, винни пух, баба яга, святой николай, святий миколай, harry potter, james bond,
sherlock holmes, elon musk, steve jobs, bill gates, tom cruise, brad pitt, donald trump, joe biden,
taylor swift, michael jackson, chuck norris, jesus christ, santa claus, peter pan, kanye west, kate moss,
bob marley, bob dylan, john wick, john doe, jane doe, tony stark, bruce wayne, peter parker, walter white,
jon snow, mary poppins, winnie pooh, adam smith, isaac newton, albert einstein, charles darwin, linus torvalds,
uncle sam, san francisco, san diego, los angeles, santa barbara, victoria secret, victoria station,
jack daniels, johnny walker, johnnie walker, captain morgan, ben nevis, christian dior, georgia tech,
virginia beach, grand theft, martin luther, aurora borealis, stella artois, amber alert, ruby rails,
crystal palace, paris hilton, april fools, may day, grace period, art history, will smith
"""
FAMOUS = frozenset(name.strip() for name in _FAMOUS.split(","))

"""Words that any text may hold: an entry of the flagged words that would match one is refused."""

from newsroom.lib.languages import COMMON

EN = """
a able about above accept across act add after again against age ago agree all allow almost alone along already also
always am among and another answer any anyone anything are area around art as ask at away baby back bad ball ban bank
bar base be bear beat became because become bed been before began begin behind being believe below best better between
big bill bit black blood blue board boat body book both box boy bring brother brought build built bus business but buy
by call came can car care carry case cat cause chance change child city class clean clear close cold come company
control cost could council country course court cover cross cup cut dark date day dead deal dear death decide deep did
die difference do does dog done door down draw drink drive drop due during each early earth east easy eat economy edge
egg eight either else end energy enough even ever every eye face fact fair fall family far farm fast fat father fear
feel feet felt few field fight figure final find fine fire first fish five fly food foot for force form found four free
friend from front full fund game gas gave get girl give given go god going gold gone good got government great green
grew ground group grow gun had hair half hall hand happen hard has hat have he head hear heard heart heat held help her
here high him his hit hold home hope horse hot hour house how human hundred ice idea if ill important in interest into
iron is island it its job join just keep kept key kill kind king knew know known land large last late law lay lead
learn least leave led left less let letter level lie life light like line list little live local long look lose lost
lot love low made main make man many mark market matter may me mean meet men might mile mind minister minute miss money
month more most mother move much music must my name nation near need never new news next night nine no north not note
nothing now number of off office often oil old on once one only open or order other our out over own page paid paper
part party pass past pay peace people person place plan plant play point police policy poor power president press price
problem public put question quick quite race rain ran rate read ready real reason red report rest rich right river road
rock room round rule run safe said same sat saw say school sea second see seem sell send sent set seven several sex
shall she ship shop short should show side sign since sit six size skin sky sleep slow small snow so social some son
soon sort sound south speak spoke staff stand star start state stay step still stood stop story street strong study
such sun sure system table take talk tax teach tell ten test than thank that the their them then there these they thing
think third this those though thought three through time to today together told too took top town trade tree tried true
try turn two under union until up upon us use very vote wait walk wall want war warm was watch water way we week well
went were west what when where which while white who whole why wide wife wild will win wind winter wish with woman
women word work world worth would write wrong year yes yet you young your
"""
AZ = """
ad adam ağ ailə alıb alır amma ana ancaq anlayış aparıb aparır aralıq arasında artıq artıb aşağı ata axı ay ayrı az
baba bağ bağlı baş başqa başlayıb baxıb baxır bəli bəlkə bəzi belə beş bələdiyyə bilər bilir bina bir biri biz bizim
boş böyük bu buna bundan bunu burada bütün çay çəkib çıxıb çıxır çox çünki cavab cəmi cümlə da daha daxil dalğa daş də
dedi deyib deyil deyir dəfə dərs dil digər doğru dost dövlət dörd durub düz düşüb edib edilib edir edən ehtiyac el elə
elan elmi ən ermənistan əl əsas əvvəl ev fakt fərq fikir gecə gedib gedir gələn gəlib gəlir gəmi geri gətirib göl görə
görür göz gözəl gül gün güc hal halda hamı hansı haqq hara hava hazır heç hələ həm hər hərbi həyat hissə hökumət hüquq
iclas icra iki il ilə ildə ilk imkan indi insan iş işçi işıq işləyir ispan istəyir isə itib kənd keçib keçir kiçik kim
kimi kitab kişi köhnə kömək küçə külək lazım maliyyə mal mən məhkəmə məktəb mərkəz məsələ min mövzu mümkün müxtəlif nə
nəfər necə nazir neft niyə o oğlan olan olar olaraq oldu olduğu olmaq olub olunub olur on ona onlar onu onun orada orta
ot oxu oxuyur öz özü pis prezident problem pul qadın qalıb qan qapı qar qarşı qədər qəbul qız qış qol qonaq qurd rayon
rəsmi saat sabah sağ sakit salıb sarı satıb səbəb səhər səs sən siz siyasi sık sıx soldan son sonra söz su şam şəhər
şey şir tam təhsil tək tərəf tez ticarət torpaq toy tut üç üçün üz uşaq uzun var və vaxt verib verir ya yaxşı yaxın yay
yaz yazıb yeni yer yol yox yuxu yüksək yüz
"""
RU = """
а август автор апрель без более больше большой брат будет будут бы была были было быть в вам вас ваш ваша век весь вечер
вид вместе вода война вопрос воскресенье вот времени время все всё всего всегда всем всех второй вы год года годы голова
город государство группа да даже дать два две дела дело день деньги десять дети для до договор должен дом дорога другие
другой его ее её если есть ещё еще жена женщина жизни жизнь за закон заявил здесь знать и из или им именно иметь их июль
июнь к как какой когда коллега конец который кто куда лет лицо лучше люди май мало март мать между меня место месяц мир
мне много может можно мой момент море москва муж мы на над надо назад наш не него нее нет неё ни никто новость новый
ночь ну нужно о об область общество один одна однако около октябрь он она они оно оплата от ответ отец очень перед
писать по под пока после последний потом почему правда право президент при про проблема просто против путь пять раз
разве район рано результат решение род рука русский рынок ряд с сам сама сами свет свой связь себе себя сегодня сейчас
село семь сентябрь сила система сказал сказать слово случай смерть снова со совет совсем спасибо среда сразу стал стать
статья стол сторона страна суд сын так также такой там твой тебе тебя тем теперь то тогда того тоже только том тот три
труд ты тысяча у уж уже улица утро участие февраль хлеб ходить хорошо хотя час часть чем через что чтобы эта эти это
этот я январь
"""
ORDINARY = COMMON | {"en": EN + COMMON["en"], "az": AZ + COMMON["az"], "ru": RU + COMMON["ru"]}

"""What a brief without a headline is called: its first sentence, which no abbreviation ends."""

import pytest

from articles.models import Article
from newsroom.lib import plain_text

ENGLISH = [
    "Rev. John Roe and Maj. Gen. Jane Poe met in Baku on Monday. | They spoke about aid.",
    "Sgt. Jane Poe was released in Quba on Sunday. | She is well.",
    "Lt. Col. John Roe will lead the mission from May. | He was born in Quba.",
    "Brig. Gen. Roe and Sgt. Maj. Poe were decorated. | The ceremony was short.",
    "Msgr. Roe and the Very Rev. Poe led the service. | Hundreds came.",
    "Sen. Poe, R-Pa., and Rep. Roe, D-N.Y., asked for a vote. | None was held.",
    "Sen. Roe (D-Calif.) President of the committee spoke. | He was brief.",
    "Gov. Roe and Lt. Gov. Poe signed the bill on Friday. | It takes effect in May.",
    "Dr. Jane Poe, Ph.D. Professor of law, was elected. | She begins in May.",
    "John Roe Jr. Director of the port resigned on Monday. | No reason was given.",
    "John Roe Sr. Chairman of the board died at home. | He was 80.",
    "The Hon. Jane Poe and Atty. Gen. Roe met the judges. | They agreed.",
    "Capt. Roe, Cmdr. Poe and Adm. Doe sailed on Sunday. | They reach Baku in May.",
    "Pfc. Roe and Cpl. Poe of the U.S. Army were found. | They were cold.",
    "Prof. Poe teaches at St. Petersburg on the Neva. | She has for years.",
    "A fire in Fresno, Calif. Tuesday night killed two. | Nobody else was hurt.",
    "He met voters in Scranton, Pa. Monday and Tuesday. | They were many.",
    "The envoy left Washington, D.C. Monday for Baku. | He returns in May.",
    "U.S. President Roe spoke with the prime minister. | They agreed to meet.",
    "The U.S. President called the prime minister twice. | Nobody answered.",
    "The “U.S.” President is a character in the play. | The play is old.",
    "U.N. Secretary-General Roe arrived in Baku on Monday. | He stays a week.",
    "Prices rose 5 pct. Officials had expected less of it. | They were wrong.",
    "On Jan. 5 and Sept. 12 the council met in Quba. | It meets again in May.",
    "They met at 10 a.m. Monday in the town hall. | The talks went on all day.",
    "Example Inc. Chairman Roe and Sample Ltd. Director Poe met. | They agreed.",
    "Sample Co. Director Poe and Example Corp. President Roe met. | Nobody spoke.",
    "Roe vs. Poe and Smith v. Jones will be heard in May. | The court said so.",
    "The ship was No. 5 in the line, No. 6 was the ferry. | Both are old.",
    "Room No. 12 was empty, as was the one next door. | Nobody knew why.",
    "The rate is 7.25 percent, up from 6.75 percent. | It was last raised in May.",
    "See www.samur.example and https://samur.example/a.b for details. | It is free.",
    "The office at 5 Main St. Baku, was closed on Monday. | It opens in May.",
    "Officials, experts, journalists, etc. Were all invited to it. | All came.",
    "Yu. Quliyev and Kh. Məmmədov were detained in Baku. | Both deny it.",
    "The witness, J. R. R. Roe, spoke for an hour in court. | Then he left.",
    "He said […] President Roe was right about the dam. | Others disagree.",
    "They waited ... and left without a word to anyone. | Nobody knew why.",
    # sentences that do end
    "The council of Quba met on Sunday to vote. | Nobody had expected it to.",
    "Police said the suspect is a 30-year-old man. | He was found in Quba.",
    "The minister was asked twice and he said no. | The talks are over.",
    "The agency hired a new regional sales rep. | She begins in May.",
    "The ministry calls it a very clever art. | Visitors pay nothing.",
    '"We agreed on the budget for the year." | Then they left.',
    "“We agreed on the budget for the year.” | Then they left.",
    "'We agreed on the budget for the year.' | Then they left.",
    "They agreed on the budget (more or less). | Then they left.",
    "Will the two sides meet again this year? | Nobody knows.",
    "The two sides will meet again this year! | Nobody knew.",
    "The two sides waited for the whole day… | Nobody came.",
    "The summit was held in Baku in 2024. | Delegates came from 190 countries.",
    "More than 190 countries came to COP29. | Some left early.",
]
RUSSIAN = [
    "В Московской обл. Ввели режим повышенной готовности в среду. | Жителей просят не выходить.",
    "Погибли 12 чел. Среди них двое детей, сообщил губернатор. | Идёт расследование.",
    "Ущерб составил 5 тыс. Рублей на каждого жителя города. | Деньги выплатят.",
    "Бюджет вырос на 3 млн. Долларов в этом году. | Потом он снизится.",
    "Бюджет вырос на 3 млрд. Рублей всё равно не хватило. | Власти ищут деньги.",
    "Цена выросла до 100 руб. Килограмм стоил вдвое меньше. | Причина неизвестна.",
    "В 2024 г. Баку принял климатическую конференцию. | Потом всё закончилось.",
    "В 2023–2024 гг. Баку принимал две конференции. | Третьей не будет.",
    "Выставка в г. Гянджа открылась в понедельник. | Вход свободный.",
    "Дом на ул. Низами и на просп. Нефтяников открыт. | Вход свободный.",
    "В библиотеке им. Ахундова прошла выставка. | Она продлится до мая.",
    "Акад. Гулиев и проф. Мамедова получили премию. | Её вручил президент.",
    "Ген. Гулиев и подполк. Мамедов прибыли в Баку. | Они пробудут два дня.",
    "И.о. Министра и зам. Министра подали в отставку. | Причина неизвестна.",
    "Министры, послы и др. Гости прибыли в Баку утром. | Их встречали.",
    "Он уехал, т.к. Баку был закрыт для самолётов. | Потом он вернулся.",
    "А.С. Пушкин и Дж. Байрон никогда не встречались. | Это известно.",
    "Ю. Гулиев и А. Б. Мамедов были задержаны в Баку. | Оба отрицают вину.",
    "По ст. 228 и п. 3 он был осуждён на пять лет. | Адвокат обжалует.",
    "Памятник V в. н.э. Найден археологами под Баку. | Его изучают.",
    # sentences that do end
    "«Мы согласны на все условия договора.» | Потом они ушли.",
    "Совет Губы собрался в воскресенье утром. | Он заседал два часа.",
    "Министр рассказал журналистам о нём. | Подробностей он не назвал.",
    "Жители сказали, что это сделал не я. | Потом они ушли.",
    "Цены снова выросли: сахар, мука и рис. | Власти обещают помощь.",
    "Под завалами нашли ещё пять тел. | Поиски продолжаются.",
    "Саммит прошёл в Баку в ноябре 2024 года. | Приехали тысячи гостей.",
    "Магазин продал за день 500 кг. | Очередь стояла с утра.",
]
AZERBAIJANI = [
    "Bakı şəh. Nizami küç. Yanğın baş verib, ölən yoxdur. | Araşdırma gedir.",
    "Quba ray. Xınalıq kəndində yol açılıb. | Yol bir həftə bağlı idi.",
    "Prof. Əliyev və akad. Quliyeva mükafat alıblar. | Onu nazir təqdim edib.",
    "Dos. Ə. Quliyev və gen. Məmmədov görüşüblər. | Görüş qısa olub.",
    "Büdcə 3 mln. Manat artaraq rekord həddə çatıb. | Sonra azalacaq.",
    "Büdcə 3 mlrd. Manat artaraq rekord həddə çatıb. | Sonra azalacaq.",
    "Bilet 50 man. Uşaqlar üçün isə pulsuzdur. | Satış may ayında başlayır.",
    "İclas saat 10-da başlayıb, 15 min. Fasilə olub. | Sonra davam edib.",
    "M.Ş. Quliyev və X. Məmmədova saxlanılıblar. | Onlar ittihamı rədd edir.",
    "Diplomatın adı açıqlanmır, M.G.Ş. Bakıda yaşayır. | Nazirlik şərh verməyib.",
    "Nazirlər, səfirlər və s. Qonaqlar Bakıya gəliblər. | Onları qarşılayıblar.",
    "B.e.ə. Qurulmuş qala turistlər üçün açılıb. | Giriş pulsuzdur.",
    "Nəqliyyat, təhsil və b. Sahələrdə islahat aparılır. | Nazir belə deyib.",
    "Cən. Əliyev və xan. Quliyeva müqavilə imzalayıb. | O, may ayında başlayır.",
    "Qanunun mad. 5 və bənd 3 hissələri dəyişdirilib. | Dəyişiklik qüvvədədir.",
    # sentences that do end
    "Quba şurası bazar günü iclas keçirib. | İclas iki saat çəkib.",
    "Bunu edən odur, bunu hamı bilir, o. | Sonra hamı gedib.",
    "Bilet bu gündən etibarən 5 manat. | Uşaqlar üçün pulsuzdur.",
    "Sammit Bakıda 23.11.2024. | Nümayəndələr gəliblər.",
    "“Biz büdcə ilə razılaşdıq, vəssalam.” | Sonra getdilər.",
]


@pytest.mark.parametrize("text", [*ENGLISH, *RUSSIAN, *AZERBAIJANI])
def test_the_title_ends_where_the_first_sentence_ends(text):
    title, rest = text.split(" | ")
    assert plain_text.opening(f"{title} {rest}") == title
    assert Article(kind="brief", standfirst=f"{title} {rest}").title == plain_text.shorten(title, 90)


@pytest.mark.parametrize(
    "word", sorted({"Rev.", "Sgt.", "Maj.", "Calif.", "Ph.D.", "обл.", "чел.", "şəh.", "pct.", "Hon."})
)
def test_an_abbreviation_is_never_all_of_a_title(word):
    assert (
        plain_text.title(f"{word} Roe came to Baku on Monday. He left on Tuesday.")
        == f"{word} Roe came to Baku on Monday."
    )


@pytest.mark.parametrize("start", ["Yes.", "1.", "Baku.", "“No!”", "Да.", "Bəli.", "...", "Why?"])
def test_no_title_is_shorter_than_20_characters_while_there_is_more_text(start):
    assert plain_text.title(f"{start} The council of Quba met on Sunday. Nobody came.") == (
        f"{start} The council of Quba met on Sunday."
    )


def test_a_text_that_is_shorter_is_its_own_title():
    assert plain_text.title("Baku. Yes. No.") == "Baku. Yes. No."
    assert plain_text.title("") == ""


def test_a_long_title_is_cut_to_whole_words():
    title = plain_text.title("Rev. Roe " + "and the other guests " * 10 + "met. They left.")
    assert len(title) <= 90
    assert title.endswith(("and…", "the…", "other…", "guests…"))

"""Countries under the short names that are usual in Arabic and French."""

from __future__ import annotations

import pytest
from babel import Locale

from nasij.files.countries import load_countries
from nasij.reference.models import Country

pytestmark = pytest.mark.django_db

# As the United Nations write them, beside what a library of locales says.
_SHORT = """
DZA الجزائر Algérie|AGO أنغولا Angola|BEN بنن Bénin|BEN بنين Bénin|BWA بوتسوانا Botswana
BFA بوركينا فاسو Burkina Faso|BDI بوروندي Burundi|CPV كابو فيردي Cabo Verde
CPV الرأس الأخضر Cap-Vert|CMR الكاميرون Cameroun|CMR الكامرون Cameroun
CAF جمهورية أفريقيا الوسطى République centrafricaine|CAF جمهورية إفريقيا الوسطى Centrafrique
TCD تشاد Tchad|COM جزر القمر Comores|COG الكونغو Congo|COG جمهورية الكونغو République du Congo
COD جمهورية الكونغو الديمقراطية République démocratique du Congo
COD الكونغو الديموقراطية RD Congo|CIV كوت ديفوار Côte d'Ivoire|CIV ساحل العاج Cote d Ivoire
CIV كوت د يفوار Côte d’Ivoire|DJI جيبوتي Djibouti|EGY مصر Égypte
GNQ غينيا الاستوائية Guinée équatoriale|ERI إريتريا Érythrée|ERI اريتريا Erythrée
SWZ إسواتيني Eswatini|SWZ سوازيلاند Swaziland|ETH إثيوبيا Éthiopie|ETH أثيوبيا Ethiopie
GAB غابون Gabon|GAB الغابون Gabon|GMB غامبيا Gambie|GMB جامبيا Gambie|GHA غانا Ghana
GIN غينيا Guinée|GNB غينيا بيساو Guinée-Bissau|GNB غينيا - بيساو Guinée-Bissau|KEN كينيا Kenya
LSO ليسوتو Lesotho|LBR ليبريا Libéria|LBR ليبيريا Liberia|LBY ليبيا Libye|MDG مدغشقر Madagascar
MWI ملاوي Malawi|MWI مالاوي Malawi|MLI مالي Mali|MRT موريتانيا Mauritanie|MUS موريشيوس Maurice
MUS موريس Île Maurice|MAR المغرب Maroc|MOZ موزامبيق Mozambique|NAM ناميبيا Namibie
NER النيجر Niger|NGA نيجيريا Nigéria|NGA نيجيريا Nigeria|RWA رواندا Rwanda
STP سان تومي وبرينسيبي Sao Tomé-et-Principe|SEN السنغال Sénégal|SYC سيشيل Seychelles
SLE سيراليون Sierra Leone|SOM الصومال Somalie|ZAF جنوب أفريقيا Afrique du Sud
ZAF جنوب إفريقيا Afrique du Sud|SSD جنوب السودان Soudan du Sud|SDN السودان Soudan|TGO توغو Togo
TGO الطوغو Togo|TUN تونس Tunisie|UGA أوغندا Ouganda
TZA جمهورية تنزانيا المتحدة République-Unie de Tanzanie|TZA تنزانيا Tanzanie|ZMB زامبيا Zambie
ZWE زمبابوي Zimbabwe|ZWE زيمبابوي Zimbabwe|SAU المملكة العربية السعودية Arabie saoudite
SAU السعودية Arabie Saoudite|BHR البحرين Bahreïn|BHR البحرين Bahrein
ARE الإمارات العربية المتحدة Émirats arabes unis|ARE الإمارات Emirats Arabes Unis
KWT الكويت Koweït|KWT الكويت Koweit|OMN عمان Oman|OMN سلطنة عمان Oman|QAT قطر Qatar
YEM اليمن Yémen|IRQ العراق Irak|IRQ العراق Iraq|JOR الأردن Jordanie|LBN لبنان Liban
SYR سوريا Syrie|SYR سورية Syrie|PSE فلسطين Palestine
SYR الجمهورية العربية السورية République arabe syrienne|IRN إيران Iran|TUR تركيا Turquie
TUR تركية Turquie|ALB ألبانيا Albanie|AND أندورا Andorre|DEU ألمانيا Allemagne
AUT النمسا Autriche|BLR بيلاروس Bélarus|BLR بيلاروسيا Biélorussie|BLR روسيا البيضاء Biélorussie
BEL بلجيكا Belgique|BIH البوسنة والهرسك Bosnie-Herzégovine|BIH البوسنة Bosnie
BGR بلغاريا Bulgarie|CYP قبرص Chypre|HRV كرواتيا Croatie|DNK الدانمرك Danemark
DNK الدنمارك Danemark|ESP إسبانيا Espagne|ESP اسبانيا Espagne|EST إستونيا Estonie
FIN فنلندا Finlande|FRA فرنسا France|GRC اليونان Grèce|HUN هنغاريا Hongrie|HUN المجر Hongrie
IRL أيرلندا Irlande|IRL إيرلندا Irlande|ISL آيسلندا Islande|ISL أيسلندا Islande
ITA إيطاليا Italie|ITA ايطاليا Italie|LVA لاتفيا Lettonie|LIE ليختنشتاين Liechtenstein
LTU ليتوانيا Lituanie|LUX لكسمبرغ Luxembourg|LUX لوكسمبورغ Luxembourg
MKD مقدونيا الشمالية Macédoine du Nord|MLT مالطة Malte|MLT مالطا Malte
MDA جمهورية مولدوفا République de Moldova|MDA مولدوفا Moldavie|MCO موناكو Monaco
MNE الجبل الأسود Monténégro|NOR النرويج Norvège|NLD هولندا Pays-Bas|NLD هولاندا Hollande
POL بولندا Pologne|POL بولونيا Pologne|PRT البرتغال Portugal|ROU رومانيا Roumanie
GBR المملكة المتحدة Royaume-Uni|GBR بريطانيا العظمى Grande-Bretagne|GBR إنجلترا Angleterre
RUS الاتحاد الروسي Fédération de Russie|RUS روسيا Russie|SMR سان مارينو Saint-Marin
SRB صربيا Serbie|SVK سلوفاكيا Slovaquie|SVN سلوفينيا Slovénie|SWE السويد Suède|CHE سويسرا Suisse
CZE تشيكيا Tchéquie|CZE الجمهورية التشيكية République tchèque|UKR أوكرانيا Ukraine
GEO جورجيا Géorgie|ARM أرمينيا Arménie|AZE أذربيجان Azerbaïdjan|USA الولايات المتحدة États-Unis
USA الولايات المتحدة الأمريكية États-Unis d’Amérique|CHN الصين Chine|JPN اليابان Japon
IND الهند Inde|BRA البرازيل Brésil|CAN كندا Canada|KOR كوريا الجنوبية Corée du Sud
KOR جمهورية كوريا République de Corée
"""


def _usual() -> list[tuple[str, str]]:
    found = []
    for entry in _SHORT.strip().replace("\n", "|").split("|"):
        code, *words = entry.split()
        arabic = [word for word in words if word == "-" or word > "\u0600"]
        french = [word for word in words if word not in arabic]
        found += [(code, " ".join(arabic)), (code, " ".join(french))]
    return found


def test_usual_names_are_known() -> None:
    """“كوت ديفوار” was no country."""
    countries = load_countries()
    found = {(name, code, countries.find(name)) for code, name in _usual()}
    assert not {(name, code) for name, code, known in found if known != code}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_names_of_the_library_are_known(language: str) -> None:
    territories, countries = Locale(language).territories, load_countries()
    codes = {country.alpha2: country.code for country in Country.objects.all() if country.alpha2}
    taiwan = {"S19"}
    wrong = {
        name: found
        for alpha2, code in codes.items()
        if (name := territories.get(alpha2)) and (found := countries.find(name)) != code
        if found not in taiwan
    }
    assert not wrong

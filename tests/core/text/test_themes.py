import pytest

from nasij_core.errors import OutOfRange
from nasij_core.text import THEMES, Abstention, Language, default_glossary, suggest_theme

NEEDS = [  # invented
    ("Nous manquons de financement pour honorer les commandes", "financing"),
    ("Besoin d'un crédit à l'exportation", "financing"),
    ("Un client n'a pas payé : facture impayée depuis six mois", "financing"),
    ("البنوك تطلب ضمانات كثيرة", "financing"),
    ("استرجاع الضريبة على القيمة المضافة يتأخر", "financing"),
    ("The bank asks for collateral we do not have", "financing"),
    ("Pas d'entrepôt frigorifique à moins de 300 km", "logistics"),
    ("Le fret aérien est hors de prix", "logistics"),
    ("نقص الحاويات في ميناء أكادير", "logistics"),
    ("أسعار الشحن البحري مرتفعة", "logistics"),
    ("No shipping line to West Africa", "logistics"),
    ("Nous voulons diversifier les marchés, trop dépendants de l'Europe", "market_diversification"),
    ("Visa refusé pour le salon de Cologne", "market_diversification"),
    ("نبحث عن أسواق جديدة في إفريقيا", "market_diversification"),
    ("لا نستطيع المشاركة في المعارض الدولية", "market_diversification"),
    ("We cannot find buyers in Germany", "market_diversification"),
    ("Un seul produit : il faut élargir la gamme", "supply_diversification"),
    ("تثمين المنتوجات المجالية قبل التصدير", "supply_diversification"),
    ("ارتفاع ثمن المواد الأولية", "supply_diversification"),
    ("Conteneurs bloqués en douane pendant dix jours", "customs"),
    ("كنعانيو مع الديوانة", "customs"),
    ("تبسيط المساطر الجمركية", "customs"),
    ("Le certificat d'origine met trois semaines", "customs"),
    ("La certification halal coûte trop cher", "certification"),
    ("شهادة إيزو مكلفة", "certification"),
    ("ONSSA : agrément sanitaire en attente", "certification"),
    ("Pesticide residue tests are slow", "certification"),
    ("Former nos salariés à l'anglais", "skills"),
    ("نحتاج إلى دورات تكوينية", "skills"),
    ("Personne ne sait calculer l'empreinte carbone pour le MACF", "carbon_energy"),
    ("فاتورة الكهرباء مرتفعة", "carbon_energy"),
    ("On ne connaît pas les programmes d'aide", "support_awareness"),
    ("لا نعرف برامج الدعم", "support_awareness"),
    ("Critères d'éligibilité incompréhensibles", "support_awareness"),
    ("Vendre en ligne : pas de paiement électronique", "digital"),
    ("ضعف صبيب الإنترنت في زاكورة", "digital"),
    ("Pas de terrain industriel disponible", "other"),
    ("ندرة المياه تهدد الإنتاج الفلاحي", "other"),
]


@pytest.mark.parametrize(("text", "theme"), NEEDS)
def test_needs_of_three_languages(text, theme):
    assert suggest_theme(text).theme == theme


@pytest.mark.parametrize("text", ["", "Bonjour", "شكرا", "12 345", "cargo Dakhla"])
def test_no_known_term_is_an_abstention(text):
    suggestion = suggest_theme(text)
    assert suggestion.theme is None
    assert suggestion.abstention is Abstention.NO_KNOWN_TERM


def test_two_themes_of_equal_weight_are_an_abstention_that_names_both():
    suggestion = suggest_theme("Formation en douane")
    assert suggestion.theme is None
    assert suggestion.abstention is Abstention.BETWEEN_THEMES
    assert set(suggestion.weights) == {"skills", "customs"}
    assert suggestion.terms["customs"] == ("douane",)


def test_themes_not_allowed_are_never_suggested():
    assert suggest_theme("fret maritime", ["customs"]).theme is None


def test_a_pack_may_add_words_to_a_theme():
    assert suggest_theme("Le PUMA est en panne").theme is None
    themes = {"logistics": ["PUMA"], "customs": []}
    assert suggest_theme("Le PUMA est en panne", themes).theme == "logistics"


def test_confidence_is_bounded():
    with pytest.raises(OutOfRange):
        suggest_theme("x", least_confidence=0.2)


def test_the_glossary_is_whole():
    glossary = default_glossary()
    assert len(glossary.concept) >= 300
    for concept in glossary.concept.values():
        assert concept.theme is None or concept.theme in THEMES
        for language in Language:
            assert all(term.strip() == term and term for term in concept.terms[language])
    assert {c.theme for c in glossary.concept.values()} == {*THEMES, None}


def test_every_term_is_found_as_itself_or_as_a_homonym_of_the_same_theme():
    glossary = default_glossary()
    lost = []
    for concept in glossary.concept.values():
        for terms in concept.terms.values():
            for term in terms:
                found = glossary.find(term)
                if not any(item.concept.theme == concept.theme for item in found):
                    lost.append((concept.code, term, [item.concept.code for item in found]))
    assert lost == []


def test_arabic_terms_hold_no_vowel_marks_or_eastern_digits():
    for concept in default_glossary().concept.values():
        for term in concept.terms[Language.ARABIC]:
            assert not any("\u064b" <= letter <= "\u0652" for letter in term)
            assert not any("\u0660" <= letter <= "\u0669" for letter in term)

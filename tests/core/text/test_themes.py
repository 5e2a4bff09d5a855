import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasij_core.errors import OutOfRange
from nasij_core.text import (
    THEMES,
    Abstention,
    Concept,
    Glossary,
    Language,
    default_glossary,
    suggest_theme,
)

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


SMALL_GLOSSARY = {  # concept: theme and term; longer terms hold shorter ones
    "certificate": ("certification", "certificat"),
    "origin": ("customs", "certificat origine"),
    "customs": ("customs", "douane"),
    "cold": ("logistics", "froid"),
    "cold_chain": ("logistics", "chaine froid"),
    "cold_store": ("logistics", "entrepot chaine froid"),
    "word": (None, "produit"),
}
tokens = st.sampled_from(
    ["certificat", "origine", "douane", "froid", "chaine", "entrepot", "produit", "autre"]
)


@given(st.lists(tokens, max_size=9))
def test_weights_are_those_of_reading_word_by_word(words):
    glossary = Glossary(
        Concept(code, theme, {Language.FRENCH: (term,)})
        for code, (theme, term) in SMALL_GLOSSARY.items()
    )
    terms = {tuple(term.split()): code for code, (_, term) in SMALL_GLOSSARY.items()}
    spoken, place = [], 0
    while place < len(words):
        fitting = [t for t in terms if tuple(words[place : place + len(t)]) == t]
        longest = max(fitting, key=len, default=None)
        if longest:
            spoken.append((terms[longest], len(longest)))
        place += len(longest) if longest else 1
    weights: dict[str, float] = {}
    for number, (code, length) in enumerate(spoken):
        theme = SMALL_GLOSSARY[code][0]
        if theme and code not in {earlier for earlier, _ in spoken[:number]}:
            weights[theme] = weights.get(theme, 0) + 1 + 0.5 * (length - 1)
    found = suggest_theme(" ".join(words), glossary=glossary)
    assert found.weights == weights
    ranked = sorted(weights.values(), reverse=True)
    if not ranked:
        assert (found.theme, found.abstention) == (None, Abstention.NO_KNOWN_TERM)
    else:
        confidence = ranked[0] / sum(ranked[:2])
        assert found.confidence == pytest.approx(confidence)
        assert (found.theme is None) == (confidence < 0.6)

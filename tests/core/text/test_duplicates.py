import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nasij_core.errors import OutOfRange, WrongShape
from nasij_core.text import Reason, near_duplicates, normalise

PAIRS = [  # published as measured: paraphrases are close, other needs are not
    "Le fret maritime vers l'Afrique de l'Ouest est trop cher",
    "Fret maritime trop cher vers l'Afrique de l'Ouest",
    "Il faudrait un cargo depuis Dakhla",
    "Formation en douane pour les PME",
    "Besoin de financement à l'export",
]


def groups_of(texts, **options):
    return [group.indices for group in near_duplicates(texts, **options)]


def test_a_paraphrase_joins_and_other_needs_do_not():
    groups = near_duplicates(PAIRS)
    assert [group.indices for group in groups] == [(0, 1)]
    assert groups[0].reason is Reason.WORDING
    assert 0.5 <= groups[0].score <= 1


def test_arabic_paraphrases_join_and_unrelated_ones_do_not():
    texts = [
        "الشحن البحري نحو غرب إفريقيا غالي جدا",
        "تكلفة الشحن البحري نحو غرب إفريقيا مرتفعة جدا",
        "نحتاج إلى تكوين في اللغات الأجنبية",
        "لا نعرف برامج الدعم المتوفرة",
    ]
    assert groups_of(texts) == [(0, 1)]


def test_the_same_need_in_two_languages_joins_by_meaning():
    texts = [
        "Certificat d'origine trop long à obtenir à la douane",
        "شهادة المنشأ تأخذ وقتا طويلا في الجمارك",
        "شهادة المنشأ فقط",
    ]
    (group,) = near_duplicates(texts)
    assert group.indices == (0, 1)
    assert group.reason is Reason.MEANING
    assert groups_of(texts, across_languages=False) == []


def test_copies_join_as_identical_whatever_case_and_marks():
    (group,) = near_duplicates(["Le port est loin", "autre besoin", "le PORT est loin !"])
    assert (group.leader, group.indices) == (0, (0, 2))
    assert (group.score, group.reason) == (1.0, Reason.IDENTICAL)


def test_words_in_another_order_join():
    texts = [
        "Agadir port conteneurs frigorifiques manque",
        "manque de conteneurs frigorifiques au port d'Agadir cet hiver",
        "tout autre chose sans rapport",
    ]
    assert groups_of(texts, threshold=0.8) == [(0, 1)]


def test_keys_keep_regions_apart():
    texts = ["le port est trop loin"] * 4
    assert groups_of(texts, within=["a", "b", "a", "b"]) == [(0, 2), (1, 3)]


def test_empty_texts_are_not_duplicates_of_each_other():
    assert groups_of(["", "  ", "!!", "…"]) == []
    assert groups_of([]) == []


def test_bad_options():
    with pytest.raises(OutOfRange):
        near_duplicates(["a"], threshold=0)
    with pytest.raises(WrongShape):
        near_duplicates(["a"], within=[1, 2])


def test_a_later_text_does_not_rearrange_earlier_groups():
    texts = [*PAIRS, "Fret maritime cher vers l'Afrique"]
    before, after = near_duplicates(texts[:-1]), near_duplicates(texts)
    assert set(before[0].indices) <= set(after[0].indices)


def pieces(text):
    found = Counter()
    for word in normalise(text).split():
        padded = f" {word} "
        for size in (3, 4, 5):
            found.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return found


def brute_force(texts, threshold):
    """The leader rule with dictionaries: cosine only."""
    counts = [pieces(text) for text in texts]
    frequency = Counter(piece for count in counts for piece in count)
    vectors = []
    for count in counts:
        weighted = {
            p: n * (math.log((1 + len(texts)) / (1 + frequency[p])) + 1) for p, n in count.items()
        }
        length = math.sqrt(sum(w * w for w in weighted.values()))
        vectors.append({p: w / length for p, w in weighted.items()})
    leaders, groups = [], {}
    for index, vector in enumerate(vectors):
        scored = [
            (round(sum(w * vectors[leader].get(p, 0.0) for p, w in vector.items()), 9), -leader)
            for leader in leaders
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= threshold:
            groups.setdefault(-best[1], [-best[1]]).append(index)
        else:
            leaders.append(index)
    return sorted(map(tuple, groups.values()))


words = st.sampled_from(["port", "fret", "douane", "cher", "trop", "visa", "salon", "froid"])
sentences = st.lists(words, min_size=1, max_size=2).map(" ".join)


@settings(deadline=None)
@given(st.lists(sentences, min_size=2, max_size=12, unique=True))
def test_the_sparse_search_finds_what_comparing_all_finds(texts):
    # two words at most, so that the rule on shared words (three at least) stays out
    found = groups_of(texts, threshold=0.55, across_languages=False)
    assert sorted(found) == brute_force(texts, 0.55)

"""A session of twelve seats worked by hand: one vacant, two proxies, weights, four rules.

            S01  S02  S03  S04  S05  S06  S07  S08  S09  S10  S11  S12
weight        3    1    2  2.5    1    4    2    1  2.5  0.5  0.5    –
in the room   p    p    p    p  →S01   p  →S09   a    p    a    a  vacant
choice        F    A    –    F    F    A    F         F

Held 11 seats, weight 20. With a voice: 8 seats, weight 18.
For 5 heads, weight 11. Against 2, weight 5. Abstention 1, weight 2.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.translation import override

from nasij.council.acts import close_vote, enter_roll_call, open_vote
from nasij.council.analysis import Ballot, count_votes
from nasij.council.enums import Choice, Majority
from nasij.council.models import AgendaItem, Session
from nasij.council.queries import room
from nasij.council.words import RULES, result_sentence
from nasij_core.allocation import Rule
from tests.people import Cast

CHOICES = {
    "S01": Choice.FOR,
    "S02": Choice.AGAINST,
    "S03": Choice.ABSTAIN,
    "S04": Choice.FOR,
    "S05": Choice.FOR,
    "S06": Choice.AGAINST,
    "S07": Choice.FOR,
    "S09": Choice.FOR,
}
NOBODY_AGAINST = {
    seat: Choice.FOR if choice == Choice.AGAINST else choice for seat, choice in CHOICES.items()
}

# rule, weighted, abstentions counted → needed (exceeded if strict), of how much, outcome
TABLE = [
    (Majority.SIMPLE, False, False, "7/2", "7", "adopted"),
    (Majority.SIMPLE, False, True, "4", "8", "adopted"),
    (Majority.TWO_THIRDS, False, False, "14/3", "7", "adopted"),
    (Majority.TWO_THIRDS, False, True, "16/3", "8", "rejected"),
    (Majority.UNANIMITY, False, False, "7", "7", "rejected"),
    (Majority.ABSOLUTE, False, False, "11/2", "11", "rejected"),
    (Majority.SIMPLE, True, False, "8", "16", "adopted"),
    (Majority.SIMPLE, True, True, "9", "18", "adopted"),
    (Majority.TWO_THIRDS, True, False, "32/3", "16", "adopted"),
    (Majority.TWO_THIRDS, True, True, "12", "18", "rejected"),
    (Majority.UNANIMITY, True, True, "18", "18", "rejected"),
    (Majority.ABSOLUTE, True, False, "10", "20", "adopted"),
]


def test_every_kind_of_vote_has_its_words_its_count_and_a_line_by_hand() -> None:
    assert {line[0] for line in TABLE} == set(Majority) == set(RULES)
    assert {str(rule) for rule in Majority} == {str(rule) for rule in Rule}


def test_quorum_counts_held_seats_only_and_proxies_as_present(seated: Session) -> None:
    quorum = room(seated).quorum
    assert (quorum.heads_present, quorum.heads_needed, quorum.heads_held) == (8, 6, 11)
    assert (quorum.weight_present, quorum.weight_held) == ("18", "20")
    assert quorum.reached


@pytest.mark.parametrize(("rule", "weighted", "counted", "needed", "base", "outcome"), TABLE)
def test_result_equals_the_hand_worked_table(
    point: AgendaItem,
    cast: Cast,
    rule: Majority,
    weighted: bool,
    counted: bool,
    needed: str,
    base: str,
    outcome: str,
) -> None:
    vote = open_vote(
        point=point,
        text="Texte",
        majority=rule,
        is_weighted=weighted,
        abstentions_count=counted,
        by=cast.secretariat,
    )
    enter_roll_call(vote=vote, choices=CHOICES, by=cast.secretariat)
    result = close_vote(vote=vote, by=cast.secretariat).result
    assert result.outcome == outcome
    assert (result.needed, result.base_weight) == (needed, base)
    assert result.heads == {"for": 5, "against": 2, "abstain": 1}
    expected = ("11", "5", "2") if weighted else ("5", "2", "1")
    assert tuple(result.weights.values()) == expected


@pytest.mark.parametrize(("counted", "outcome"), [(False, "adopted"), (True, "rejected")])
def test_unanimity_with_one_abstention(
    point: AgendaItem, cast: Cast, counted: bool, outcome: str
) -> None:
    vote = open_vote(
        point=point,
        text="Texte",
        majority=Majority.UNANIMITY,
        abstentions_count=counted,
        by=cast.secretariat,
    )
    enter_roll_call(vote=vote, choices=NOBODY_AGAINST, by=cast.secretariat)
    assert close_vote(vote=vote, by=cast.secretariat).result.outcome == outcome


def test_a_tie_is_broken_by_the_seat_of_the_chair(point: AgendaItem, cast: Cast) -> None:
    tie = {"S01": Choice.FOR, "S02": Choice.AGAINST, "S03": Choice.FOR, "S04": Choice.AGAINST}
    without = open_vote(point=point, text="Sans voix prépondérante", by=cast.secretariat)
    enter_roll_call(vote=without, choices=tie, by=cast.secretariat)
    assert close_vote(vote=without, by=cast.secretariat).result.outcome == "tied"

    Session.objects.filter(pk=point.session_id).update(chair_seat="S01")
    vote = open_vote(point=point, text="Avec voix prépondérante", by=cast.secretariat)
    enter_roll_call(vote=vote, choices=tie, by=cast.secretariat)
    result = close_vote(vote=vote, by=cast.secretariat).result
    assert (result.outcome, result.decided_by_chair) == ("adopted", True)
    with override("en"):  # “at least 3 of 4 were needed” stood beside 2 for and 2 against
        assert result_sentence(result).endswith(
            ": 2 for, 2 against, 0 abstaining. The vote of the chair decided the tie."
        )


def test_a_proxy_does_not_pass_the_casting_vote_on(point: AgendaItem, cast: Cast) -> None:
    """S05 is away and represented by S01: a chair who is not there decides no tie."""
    Session.objects.filter(pk=point.session_id).update(chair_seat="S05")
    vote = open_vote(point=point, text="T", by=cast.secretariat)
    tie = {"S05": Choice.FOR, "S01": Choice.AGAINST}
    enter_roll_call(vote=vote, choices=tie, by=cast.secretariat)
    result = close_vote(vote=vote, by=cast.secretariat).result
    assert (result.outcome, result.decided_by_chair) == ("tied", False)


def test_two_thirds_quorum_of_twelve_is_eight_not_nine() -> None:
    from nasij.council.analysis import quorum_state, written_share

    assert written_share(Decimal("0.6667")) == Fraction(2, 3)
    state = quorum_state(held=[Decimal(1)] * 12, present=[Decimal(1)] * 8, share=Decimal("0.6667"))
    assert state.heads_needed == 8
    assert state.reached


def test_result_is_said_with_rule_and_counts(point: AgendaItem, cast: Cast) -> None:
    vote = open_vote(point=point, text="T", majority=Majority.TWO_THIRDS, by=cast.secretariat)
    enter_roll_call(vote=vote, choices=CHOICES, by=cast.secretariat)
    with override("en"):
        said = result_sentence(close_vote(vote=vote, by=cast.secretariat).result)
    assert said == (
        "Adopted (two thirds of the votes): 5 for, 2 against, 1 abstaining; at least 5 of 7 "
        "were needed (of the votes cast, abstentions not counted)."
    )


@pytest.mark.parametrize(
    ("rule", "weights", "said"),
    [
        (Majority.TWO_THIRDS, ("8.354", "8.354"), "un poids d’au moins 11,139 sur 16,708"),
        (Majority.SIMPLE, ("8.354", "8.354"), "un poids de plus de 8,354 sur 16,708"),
        (Majority.SIMPLE, ("8.354", "8.355"), "un poids d’au moins 8,355 sur 16,709"),
    ],
)
def test_a_needed_weight_is_a_weight(rule: Majority, weights: tuple[str, ...], said: str) -> None:
    """“11 52/375 voix sur 16,708” stood in minutes, beside voices that were heads."""
    result = count_votes(
        [Ballot("for", Decimal(weight)) for weight in weights],
        majority=rule,
        abstentions_count=False,
        weighted=True,
        present=[Decimal(weight) for weight in weights],
        heads_held=2,
        weight_held="20",
    )
    with override("fr"):
        assert f"Il fallait {said} (des suffrages exprimés" in result_sentence(result)

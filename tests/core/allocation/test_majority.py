from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nasij_core.allocation import Ballot, Choice, Outcome, Quorum, Roll, Rule, tally
from nasij_core.errors import (
    BadOption,
    Contradiction,
    DuplicateKeys,
    NegativeValue,
    NotANumber,
    OutOfRange,
)


def votes(in_favour=0, against=0, abstaining=0):
    return (
        [Ballot("for")] * in_favour
        + [Ballot("against")] * against
        + [Ballot("abstain")] * abstaining
    )


@pytest.mark.parametrize(
    ("rule", "base", "counted", "ballots", "outcome"),
    [
        ("simple", None, False, votes(5, 4, 9), "adopted"),
        ("simple", None, True, votes(5, 4, 9), "rejected"),
        ("simple", None, False, votes(5, 5, 1), "tied"),
        ("simple", None, True, votes(5, 5, 1), "rejected"),
        ("simple", "present", False, votes(6, 0, 0), "rejected"),
        ("simple", "present", False, votes(7, 0, 0), "adopted"),
        ("absolute", None, False, votes(10, 0, 0), "rejected"),
        ("absolute", None, False, votes(11, 9, 0), "adopted"),
        ("absolute", "cast", False, votes(3, 2, 5), "adopted"),
        ("two_thirds", None, False, votes(8, 4, 0), "adopted"),
        ("two_thirds", None, False, votes(7, 4, 0), "rejected"),
        ("two_thirds", None, True, votes(8, 4, 1), "rejected"),
        ("unanimity", None, False, votes(3, 0, 9), "adopted"),
        ("unanimity", None, True, votes(3, 0, 1), "rejected"),
        ("unanimity", None, False, votes(3, 1, 0), "rejected"),
        ("unanimity", None, False, votes(), "rejected"),
        ("two_thirds", None, False, votes(0, 0, 4), "rejected"),
        ("simple", None, False, votes(), "rejected"),
    ],
)
def test_rules_bases_and_abstentions(rule, base, counted, ballots, outcome):
    present = Roll(13) if base == "present" else None
    result = tally(
        ballots,
        rule=rule,
        base=base,
        abstentions_count=counted,
        present=present,
        entitled=Roll(20),
    )
    assert result.outcome == outcome


def test_weights_are_exact_where_floats_would_decide_wrongly():
    ballots = [
        Ballot("for", "0.1"),
        Ballot("for", Decimal("0.2")),
        Ballot("against", Fraction(3, 10)),
    ]
    result = tally(ballots)
    assert result.outcome is Outcome.TIED
    assert result.weight_for == Fraction(3, 10)


@pytest.mark.parametrize(
    ("chair", "outcome", "decided"),
    [
        ("for", "adopted", True),
        ("against", "rejected", True),
        ("abstain", "tied", False),
        (None, "tied", False),
    ],
)
def test_the_chair_breaks_an_exact_tie(chair, outcome, decided):
    result = tally(votes(4, 4, 2), chair=chair)
    assert result.outcome == outcome
    assert result.decided_by_chair is decided


def test_the_chair_does_not_replace_missing_votes():
    result = tally(votes(4, 4), rule="absolute", entitled=Roll(12), chair="for")
    assert result.outcome is Outcome.REJECTED
    assert not result.decided_by_chair


def test_the_chair_has_no_casting_vote_without_a_tie():
    assert tally(votes(3, 4), chair="for").outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    ("quorum", "present", "reached", "needed"),
    [
        (Quorum(heads_share="1/2"), Roll(6), True, 6),
        (Quorum(heads_share="1/2"), Roll(5), False, 6),
        (Quorum(heads_share="1/2", more_than=True), Roll(6), False, 7),
        (Quorum(heads_share="1/3"), Roll(4), True, 4),
        (Quorum(at_least=7), Roll(6), False, 7),
        (Quorum(heads_share="1/4", at_least=7), Roll(7), True, 7),
        (Quorum(), Roll(1), True, None),
        (Quorum(), Roll(0), False, None),
    ],
)
def test_quorum_by_heads(quorum, present, reached, needed):
    result = tally([], present=present, entitled=Roll(12), quorum=quorum)
    assert result.quorum.reached is reached
    assert result.quorum.heads_needed == needed
    assert (result.outcome is Outcome.NO_QUORUM) is not reached


def test_quorum_by_heads_and_weight_asks_for_both():
    quorum = Quorum(heads_share="1/2", weight_share="1/2")
    heavy = tally(votes(5), present=Roll(5, 80), entitled=Roll(12, 100), quorum=quorum)
    many = tally(votes(5), present=Roll(7, "49.9"), entitled=Roll(12, 100), quorum=quorum)
    both = tally(votes(5), present=Roll(6, 50), entitled=Roll(12, 100), quorum=quorum)
    assert [r.quorum.reached for r in (heavy, many, both)] == [False, False, True]


def test_without_quorum_nothing_is_adopted_even_by_the_chair():
    result = tally(
        votes(1, 1),
        present=Roll(2),
        entitled=Roll(12),
        chair="for",
        quorum=Quorum(heads_share="1/2"),
    )
    assert result.outcome is Outcome.NO_QUORUM
    assert not result.decided_by_chair


@pytest.mark.parametrize(
    ("error", "arguments"),
    [
        (NotANumber, {"ballots": [Ballot("for", 0.5)]}),
        (NotANumber, {"ballots": [Ballot("for", "half")]}),
        (NotANumber, {"ballots": [Ballot("for", "nan")]}),
        (NotANumber, {"ballots": [Ballot("for", Decimal("NaN"))]}),
        (NotANumber, {"ballots": [Ballot("for", Decimal("Infinity"))]}),
        (NegativeValue, {"ballots": [Ballot("for", -1)]}),
        (
            DuplicateKeys,
            {"ballots": [Ballot("for", 1, "a"), Ballot("against", 1, "a")]},
        ),
        (BadOption, {"ballots": [Ballot("perhaps")]}),
        (BadOption, {"ballots": [], "rule": "most"}),
        (BadOption, {"ballots": [], "base": "born"}),
        (Contradiction, {"ballots": [], "base": "present"}),
        (Contradiction, {"ballots": [], "rule": "absolute"}),
        (Contradiction, {"ballots": votes(3), "present": Roll(2)}),
        (Contradiction, {"ballots": votes(3), "present": Roll(9), "entitled": Roll(8)}),
        (Contradiction, {"ballots": votes(1), "present": Roll(2, "1/2")}),
        (Contradiction, {"ballots": [], "quorum": Quorum(heads_share="1/2")}),
        (NegativeValue, {"ballots": [], "present": Roll(-1)}),
        (
            OutOfRange,
            {
                "ballots": [],
                "present": Roll(1),
                "entitled": Roll(2),
                "quorum": Quorum(heads_share=2),
            },
        ),
    ],
)
def test_bad_input_names_the_thing(error, arguments):
    ballots = arguments.pop("ballots")
    with pytest.raises(error) as raised:
        tally(ballots, **arguments)
    assert len(str(raised.value)) > 20


ballots_of_any_weight = st.lists(
    st.builds(
        Ballot,
        st.sampled_from(list(Choice)),
        st.fractions(min_value=0, max_value=100, max_denominator=60),
    ),
    max_size=30,
)
any_rule = st.sampled_from(list(Rule))


@given(
    ballots_of_any_weight,
    any_rule,
    st.booleans(),
    st.fractions(min_value=Fraction(1, 9)),
)
def test_scale_and_order_do_not_matter(ballots, rule, counted, factor):
    def run(cast):
        return tally(cast, rule=rule, base="cast", abstentions_count=counted)

    result = run(ballots)
    scaled = run([Ballot(b.choice, b.weight * factor) for b in reversed(ballots)])
    assert scaled.outcome == result.outcome


@given(ballots_of_any_weight, any_rule, st.booleans())
def test_one_more_vote_in_favour_never_undoes_an_adoption(ballots, rule, counted):
    def run(cast):
        return tally(cast, rule=rule, base="cast", abstentions_count=counted).adopted

    assert not run(ballots) or run([*ballots, Ballot("for", 3)])

"""What the numbers of quorum and votes say, as sentences in the reader's language."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nasij.council.enums import Choice, Majority
from nasij.council.errors import QuorumKept
from nasij.council.models import Session
from nasij.council.queries import (
    days_of_notice,
    member_addresses,
    seats_unwritten,
    session_day,
    was_duly_called,
)
from nasij.council.results import Change, QuorumState, VoteResult, written_share, written_weight
from nasij.council.rules import current_rules
from nasij.sentences import inside
from nasij.ui import formats

RULES = {
    Majority.SIMPLE: _("simple majority"),
    Majority.ABSOLUTE: _("absolute majority"),
    Majority.TWO_THIRDS: _("two thirds of the votes"),
    Majority.UNANIMITY: _("unanimity"),
}
SHARES = {
    "0": _("No quorum"),
    "0.3333": _("One third"),
    "0.5": _("Half"),
    "0.6667": _("Two thirds"),
    "0.75": _("Three quarters"),
    "1": _("All of them"),
}


def moment_of(moment: datetime) -> str:
    return formats.moment(timezone.localtime(moment), formats.language())


def changed_vote_sentence() -> str:
    return gettext("This vote is not as it was recorded: do not rely on it.")


def changed_decision_sentence() -> str:
    return gettext("This decision is not as it was voted and recorded: do not rely on it.")


def changed_erratum_sentence() -> str:
    return gettext("This erratum is not as it was recorded: do not rely on it.")


def share_name(share: Decimal) -> str:
    """A share inside a sentence: in words where there is one for it, else as a fraction."""
    for text, name in SHARES.items():
        if Decimal(text) == share.normalize():
            return inside(name)
    return str(written_share(share))


def convocation_sentence(session: Session) -> str:
    """How many members are written to, and for how many seats there is nobody to write to."""
    if days_of_notice(session) < 0:
        return gettext("Convened: the hour is past, and nobody is written to.")
    day = session_day(session)
    written = len(member_addresses(day))
    unwritten = len(seats_unwritten(day))
    parts = [
        ngettext(
            "Convened: %(count)s member is being written to.",
            "Convened: %(count)s members are being written to.",
            written,
        )
        % {"count": written}
    ]
    if unwritten:
        parts.append(
            ngettext(
                "%(count)s seat has nobody to write to: it is vacant, or held without an account.",
                "%(count)s seats have nobody to write to: vacant, or held without an account.",
                unwritten,
            )
            % {"count": unwritten}
        )
    return " ".join(parts)


def notice_sentence(days: int, asked: int) -> str:
    """How far the notice would fall short; "" when it does not."""
    if days >= asked:
        return ""
    if days < 0:
        return gettext("The hour of the session is past.")
    values = {"days": days, "asked": asked}
    return gettext("Days of notice: %(days)s; the rules ask for: %(asked)s.") % values


def notice_text(days: int, asked: int) -> str:
    """The same, in the minutes, beside the label “Days of notice”."""
    if days >= asked:
        return ""
    if days < 0:
        return gettext("none: convened after the hour announced")
    return gettext("%(days)s; the rules ask for: %(asked)s") % {"days": days, "asked": asked}


def late_sentence(moment: datetime) -> str:
    """Of a point that came after the agenda was sent."""
    return gettext("Added after convening, on %(moment)s.") % {
        "moment": formats.moment(moment, formats.language())
    }


def first_session_sentence(number: int, *, keeps_quorum: bool) -> str:
    said = gettext("Second call of session %(number)s, which closed without a quorum.") % {
        "number": number
    }
    return f"{said} {kept_quorum_sentence()}" if keeps_quorum else said


def kept_quorum_sentence() -> str:
    return str(QuorumKept())


def second_call_of_sentence(first: Session) -> str:
    """What is asked on the second call of this very session."""
    return second_call_sentence() if was_duly_called(first) else kept_quorum_sentence()


_CHANGED = {
    "starts_at": _("Date and time"),
    "place": _("Place"),
    "quorum_share": _("Quorum, of the seats held"),
    "quorum_weight_share": _("Quorum by weight"),
}


def change_sentences(change: Change) -> list[str]:
    """What members are told otherwise than when they were convened."""
    before, after = asdict(change.before), asdict(change.after)
    return [
        gettext("%(what)s: %(after)s, and no longer %(before)s")
        % {
            "what": what,
            "after": _changed(field, after[field]),
            "before": _changed(field, before[field]),
        }
        for field, what in _CHANGED.items()
        if after[field] != before[field]
    ]


def _changed(field: str, value: str | None) -> str:
    if not value:
        return gettext("not stated")
    if field == "starts_at":
        return formats.moment(datetime.fromisoformat(value), formats.language())
    return value if field == "place" else share_name(Decimal(value))


def few_on_devices_sentence(count: int, *, waits: bool) -> str:
    """Before papers are entered beside few ballots on devices: what follows, and the way out."""
    least = current_rules().least_secret_ballots
    said = ngettext(
        "%(count)s person has voted on a device. Beside papers, the vote is counted only once at "
        "least %(least)s persons have.",
        "%(count)s persons have voted on a device. Beside papers, the vote is counted only once at "
        "least %(least)s persons have.",
        count,
    ) % {"count": count, "least": least}
    way = (
        gettext("Let more of them vote on a device first, or have everybody vote on paper.")
        if waits
        else gettext("Too few are left for that: have everybody vote on paper.")
    )
    return f"{said} {way}"


def on_paper_sentence() -> str:
    return gettext("Secret ballot, all on paper: what had been cast before was annulled.")


def second_call_sentence() -> str:
    """What the rules ask when the members are called again for want of a quorum."""
    rules = current_rules()
    days = rules.second_call_after_days
    if not rules.second_call_share:
        return ngettext(
            "On second call, at least %(days)s day later, no quorum is asked.",
            "On second call, at least %(days)s days later, no quorum is asked.",
            days,
        ) % {"days": days}
    return ngettext(
        "On second call, at least %(days)s day later, the quorum of the seats held is: %(share)s.",
        "On second call, at least %(days)s days later, the quorum of the seats held is: %(share)s.",
        days,
    ) % {"days": days, "share": share_name(rules.second_call_share)}


def quorum_sentence(state: QuorumState | None) -> str:
    """12 of 12 … : who is there, how many are needed, and whether that is enough."""
    if state is None:
        return ""
    heads = {
        "present": state.heads_present,
        "held": state.heads_held,
        "needed": state.heads_needed,
    }
    said = (
        gettext(
            "Quorum reached: %(present)s of %(held)s held seats present or represented, "
            "%(needed)s needed."
        )
        if state.reached
        else gettext(
            "Quorum not reached: %(present)s of %(held)s held seats present or represented, "
            "%(needed)s needed."
        )
    )
    return f"{said % heads} {_weight_sentence(state)}"


def _weight_sentence(state: QuorumState) -> str:
    weights = {
        "present": written_weight(state.weight_present),
        "held": written_weight(state.weight_held),
    }
    if not state.weight_needed:
        return gettext("By weight: %(present)s of %(held)s.") % weights
    needed = {"needed": written_weight(state.weight_needed)}
    return gettext("By weight: %(present)s of %(held)s, %(needed)s needed.") % {**weights, **needed}


def result_sentence(result: VoteResult) -> str:
    """The result of a closed vote with its rule and every count."""
    least, is_exceeded = _least(result)
    values = {
        "outcome": result.outcome.label,
        "rule": RULES[result.rule],
        "for": written_weight(result.weights[Choice.FOR]),
        "against": written_weight(result.weights[Choice.AGAINST]),
        "abstain": written_weight(result.weights[Choice.ABSTAIN]),
        "needed": written_weight(least),
        "base": written_weight(result.base_weight),
        "of_what": _base(result),
    }
    if not Fraction(result.base_weight):
        return (
            gettext(
                "%(outcome)s (%(rule)s): nobody voted for or against; abstentions: %(abstain)s."
            )
            % values
        )
    if result.decided_by_chair:
        # Beside a tie, what had to be reached would read as unmet.
        counted = gettext(
            "%(outcome)s (%(rule)s): %(for)s for, %(against)s against, %(abstain)s abstaining."
        )
        chair = gettext("The vote of the chair decided the tie.")
        return _by_weight(result, counted % values, chair)
    return _by_weight(result, _counted(result, is_exceeded=is_exceeded) % values)


def _counted(result: VoteResult, *, is_exceeded: bool) -> str:
    if not result.weighted:
        return gettext(
            "%(outcome)s (%(rule)s): %(for)s for, %(against)s against, %(abstain)s abstaining; "
            "at least %(needed)s of %(base)s were needed (%(of_what)s)."
        )
    if is_exceeded:
        return gettext(
            "%(outcome)s (%(rule)s): %(for)s for, %(against)s against, %(abstain)s abstaining; "
            "a weight of more than %(needed)s of %(base)s was needed (%(of_what)s)."
        )
    return gettext(
        "%(outcome)s (%(rule)s): %(for)s for, %(against)s against, %(abstain)s abstaining; "
        "a weight of at least %(needed)s of %(base)s was needed (%(of_what)s)."
    )


def _by_weight(result: VoteResult, counted: str, *more: str) -> str:
    weighted = [gettext("Counted by weight, not by head.")] if result.weighted else []
    return " ".join([counted, *weighted, *more])


def is_by_weight(quorum: QuorumState | None, is_weighted: bool) -> bool:
    """Whether the weight of a voice decides anything in a vote: the count, or the quorum."""
    return is_weighted or (quorum is not None and quorum.weight_needed is not None)


def _least(result: VoteResult) -> tuple[Fraction, bool]:
    """What had to be reached, and whether it had to be exceeded. More than 4.5 of 9 members are 5
    of them: nobody is a half, and no sum of weights lies between two thousandths."""
    unit = Fraction(1, 1000) if result.weighted else Fraction(1)
    needed = Fraction(result.needed) / unit
    if result.weighted and needed.denominator == 1:
        return needed * unit, result.needed_is_strict
    return (floor(needed) + 1 if result.needed_is_strict else ceil(needed)) * unit, False


def _base(result: VoteResult) -> str:
    if result.base == "entitled":
        return gettext("of all seats held")
    if result.abstentions_count:
        return gettext("of the votes cast, abstentions counted")
    return gettext("of the votes cast, abstentions not counted")

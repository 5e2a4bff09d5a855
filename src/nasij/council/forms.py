"""What the council asks people to fill in. Forms read; acts decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from nasij.accounts.models import User
from nasij.council.enums import Choice, DecisionOutcome, Majority, MandateKind, SessionKind
from nasij.council.models import AgendaItem, Mandate, Seat, Session, Vote
from nasij.council.queries import (
    SeatNow,
    Voice,
    accounts_for,
    item_to_move,
    next_number,
    proposed_second_call,
)
from nasij.council.rules import current_rules
from nasij.council.words import SHARES, second_call_of_sentence, second_call_sentence
from nasij.needs.enums import ItemState
from nasij.reference.days import DayField, require_day
from nasij.ui.forms import LONGEST_TEXT, NameField, wide_text

MOMENT = "%Y-%m-%dT%H:%M"
_MOMENTS = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def _asked(shares: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Without “no quorum”, which a second call alone may have."""
    return [(share, name) for share, name in shares if Decimal(share)]


class SessionForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=30_000)
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SessionKind.choices)
    starts_at = forms.DateTimeField(
        label=_("Date and time"),
        input_formats=_MOMENTS,
        validators=[require_day],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )
    place = forms.CharField(label=_("Place"), max_length=150, required=False)
    chair = NameField(label=_("Chair"), max_length=150, required=False)
    chair_seat = forms.ModelChoiceField(
        label=_("Seat of the chair"),
        queryset=Seat.objects.order_by("order", "code"),
        required=False,
        empty_label=_("The chair holds no seat"),
        help_text=_(
            "Only a chair who is there and votes has a casting vote in a tie: "
            "a proxy does not pass it on."
        ),
    )
    secretary = NameField(label=_("Secretary"), max_length=150, required=False)
    quorum_share = forms.TypedChoiceField(
        label=_("Quorum, of the seats held"),
        choices=list(SHARES.items()),
        coerce=Decimal,
        help_text=lazy(second_call_sentence, str)(),
    )
    quorum_weight_share = forms.TypedChoiceField(
        label=_("Quorum by weight"),
        choices=[("", _("Not asked")), *_asked(SHARES.items())],
        coerce=Decimal,
        empty_value=None,
        required=False,
    )

    def __init__(self, *given: Any, is_second_call: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        if not is_second_call:
            field = self.fields["quorum_share"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _asked(SHARES.items())

    @classmethod
    def blank(cls) -> SessionForm:
        share = _written(current_rules().quorum_share)
        return cls(initial={"number": next_number(), "quorum_share": share})

    @classmethod
    def of(cls, session: Session) -> SessionForm:
        weight = session.quorum_weight_share
        return cls(
            is_second_call=session.second_call_of_id is not None,
            initial={
                **{name: getattr(session, name) for name in cls.base_fields},
                "starts_at": timezone.localtime(session.starts_at),
                "quorum_share": _written(session.quorum_share),
                "quorum_weight_share": "" if weight is None else _written(weight),
            },
        )


class SecondCallForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("Date and time"),
        input_formats=_MOMENTS,
        validators=[require_day],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )

    def __init__(self, data: Any = None, *, first: Session) -> None:
        """Offers the first day that members can still be called for, at the same hour."""
        hour = timezone.localtime(first.starts_at).time()
        start = datetime.combine(proposed_second_call(first), hour)
        super().__init__(data, initial={"starts_at": start})
        self.fields["starts_at"].help_text = second_call_of_sentence(first)


def _written(share: Decimal) -> str:
    """A stored share as its choice writes it: 0.5000 is "0.5"."""
    return f"{share.normalize():f}"


class PointForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=250)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_TEXT, widget=wide_text(2)
    )


class ProxyForm(forms.Form):
    giver = forms.ModelChoiceField(
        label=_("Absent seat"), queryset=Seat.objects.order_by("order", "code")
    )
    holder = forms.ModelChoiceField(
        label=_("gives its voice to"), queryset=Seat.objects.order_by("order", "code")
    )

    def __init__(self, *given: Any, seats: Iterable[SeatNow] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        held = [(now.seat.pk, now.seat.name) for now in seats if not now.is_vacant]
        for name in ("giver", "holder"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.choices = [("", "–"), *held]


class VoteForm(forms.Form):
    text = forms.CharField(
        label=_("Text put to the vote"),
        max_length=LONGEST_TEXT,
        widget=wide_text(4),
        help_text=_(
            "What is decided, in a whole sentence: who does what, and by when. Word for word, it "
            "is what the minutes will say was voted."
        ),
    )
    majority = forms.ChoiceField(label=_("Majority"), choices=Majority.choices)
    is_secret = forms.BooleanField(label=_("Secret ballot"), required=False)
    is_weighted = forms.BooleanField(label=_("Count seats by their weight"), required=False)
    abstentions_count = forms.BooleanField(
        label=_("Abstentions count among the votes cast"), required=False
    )

    @classmethod
    def blank(cls) -> VoteForm:
        rules = current_rules()
        return cls(
            initial={
                "majority": rules.majority,
                "is_secret": rules.secret_by_default,
                "is_weighted": rules.weighted_by_default,
                "abstentions_count": rules.abstentions_count,
            }
        )


class BallotForm(forms.Form):
    """One question per voice; those left empty do not vote yet."""

    def __init__(self, *given: Any, voices: Iterable[Voice], **named: Any) -> None:
        super().__init__(*given, **named)
        self.voices = list(voices)
        for voice in self.voices:
            self.fields[voice.seat] = forms.ChoiceField(
                label=voice.name,
                help_text=_("represented by %(person)s") % {"person": voice.person}
                if voice.represented_by
                else voice.person,
                choices=Choice.choices,
                widget=forms.RadioSelect,
                required=False,
            )

    @property
    def choices(self) -> dict[str, Choice]:
        return {seat: Choice(value) for seat, value in self.cleaned_data.items() if value}


class PaperForm(forms.Form):
    """Papers of a secret vote: who handed one in, and how many of each there are."""

    seats = forms.MultipleChoiceField(
        label=_("Seats that handed in a paper"), widget=forms.CheckboxSelectMultiple
    )
    votes_for = forms.IntegerField(label=_("Papers for"), min_value=0, initial=0)
    votes_against = forms.IntegerField(label=_("Papers against"), min_value=0, initial=0)
    abstentions = forms.IntegerField(label=_("Abstentions (blank papers)"), min_value=0, initial=0)

    def __init__(self, *given: Any, voices: Iterable[Voice], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(voice.seat, voice.name) for voice in voices]

    @property
    def counts(self) -> dict[Choice, int]:
        return {
            Choice.FOR: self.cleaned_data["votes_for"],
            Choice.AGAINST: self.cleaned_data["votes_against"],
            Choice.ABSTAIN: self.cleaned_data["abstentions"],
        }


class DecisionForm(forms.Form):
    """With a vote its text and its result are the decision, and neither is asked. The reason is
    for the exporters behind the item of a region: a point of the council's own has none."""

    text = forms.CharField(
        label=_("Text of the decision"), max_length=LONGEST_TEXT, widget=wide_text(4)
    )
    outcome = forms.ChoiceField(
        label=_("Outcome, without a vote"),
        choices=DecisionOutcome.choices,
        initial=DecisionOutcome.NOTED,
    )
    reason = forms.CharField(
        label=_("Reason, if the council does not retain it"),
        help_text=_("The exporters concerned will read it."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=wide_text(2),
    )

    def __init__(self, *given: Any, point: AgendaItem, vote: Vote | None, **named: Any) -> None:
        super().__init__(*given, **named)
        if vote:
            del self.fields["text"], self.fields["outcome"]
        is_adopted = vote and vote.result and vote.result.is_adopted
        if is_adopted or not item_to_move(point, ItemState.DECLINED):
            del self.fields["reason"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("No action is needed, because"), max_length=LONGEST_TEXT, widget=wide_text(2)
    )


class AnnulForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, for the minutes"), max_length=LONGEST_TEXT, widget=wide_text(2)
    )


class ErratumForm(forms.Form):
    text = forms.CharField(label=_("Erratum"), max_length=LONGEST_TEXT, widget=wide_text(3))


class MandateForm(forms.Form):
    person_name = NameField(label=_("Name of the person"), max_length=150)
    kind = forms.ChoiceField(label=_("Sits as"), choices=MandateKind.choices)
    user = forms.ModelChoiceField(
        label=_("Account"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("No account yet"),
        help_text=_("With an account, the person votes on their own phone."),
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)
    basis = forms.CharField(
        label=_("Basis of the mandate"),
        max_length=250,
        required=False,
        help_text=_("Designation letter, election, convention: with its date."),
    )

    def __init__(self, *given: Any, seat: Seat, **named: Any) -> None:
        today = timezone.localdate()
        named.setdefault("initial", {"starts_on": today, "ends_on": _end_of_term(today)})
        super().__init__(*given, **named)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = accounts_for(seat)


def _end_of_term(start: date) -> date:
    """The last day of a term of the usual length; 28 stands for the days February may lack."""
    year = start.year + current_rules().term_years
    return date(year, start.month, min(start.day, 28)) - timedelta(days=1)


class VacateForm(forms.Form):
    mandate = forms.ModelChoiceField(
        queryset=Mandate.objects.order_by("id"), widget=forms.HiddenInput
    )
    ends_on = DayField(label=_("Last day"))

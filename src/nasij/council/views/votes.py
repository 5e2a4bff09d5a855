"""Votes: opening one, voting, entering what was called out, counting."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import signed_in
from nasij.council import acts, queries
from nasij.council.enums import Majority
from nasij.council.forms import AnnulForm, BallotForm, PaperForm, VoteForm
from nasij.council.models import Vote
from nasij.council.pages import vote_open_page, vote_page
from nasij.council.permissions import get_point_for, get_vote_for
from nasij.council.queries import Voice
from nasij.work.errors import refusals_on, refusals_to, say_errors


def vote_open(request: HttpRequest, pk: int) -> HttpResponse:
    """The form that opens a vote on a point; refused without quorum, with the numbers."""
    point = get_point_for(request.user, pk, Permission.SESSION_CONVENE)
    form = VoteForm(request.POST) if request.method == "POST" else VoteForm.blank()
    if form.is_valid():
        given = {**form.cleaned_data, "majority": Majority(form.cleaned_data["majority"])}
        with refusals_on(form):
            opened = acts.open_vote(point=point, **given, by=signed_in(request))
            return redirect("council:vote", opened.pk)
    context = {"form": form, "point": point, "page": vote_open_page(point)}
    return render(request, "council/vote_open.html", context)


@require_GET
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    return _vote_page(request, get_vote_for(request.user, pk, Permission.SESSION_VIEW))


def _vote_page(request: HttpRequest, found: Vote, **refused: Form) -> HttpResponse:
    """The page of a vote; a form that was refused stands open in it, as it was filled. Where the
    vote takes that form no longer, its refusal is said alone."""
    page = vote_page(found, signed_in(request))
    forms: dict[str, Form | None] = {
        "ballot_form": BallotForm(voices=page.to_cast) if page.to_cast else None,
        "roll_form": BallotForm(voices=page.missing) if page.takes_roll_call else None,
        "paper_form": PaperForm(voices=page.missing) if page.takes_papers else None,
        "annul_form": AnnulForm() if page.may_annul else None,
    }
    for name, form in refused.items():
        if forms[name]:
            forms[name] = form
        else:
            say_errors(request, form)
    context = {"vote": found, "point": found.agenda_item, "page": page, **forms}
    return render(request, "council/vote.html", context)


@require_POST
def vote_cast(request: HttpRequest, pk: int) -> HttpResponse:
    """A member votes. The form asks for every voice of the person, also those already used: a
    second sending is refused with a sentence, not lost without one."""
    found = get_vote_for(request.user, pk, Permission.VOTE_CAST)
    form = BallotForm(request.POST, voices=queries.voices_of(found))
    if form.is_valid():
        with refusals_to(request):
            acts.cast_votes(vote=found, choices=form.choices, by=signed_in(request))
            messages.success(request, _("Your vote is recorded."))
    else:
        say_errors(request, form)
    return redirect("council:vote", pk)


@require_POST
def vote_roll(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_vote_for(request.user, pk, Permission.SESSION_CONVENE)
    form = BallotForm(request.POST, voices=_voices_asked(found, request.POST))
    if form.is_valid():
        with refusals_on(form):
            acts.enter_roll_call(vote=found, choices=form.choices, by=signed_in(request))
            messages.success(request, _("The votes called out are recorded."))
            return redirect("council:vote", pk)
    return _vote_page(request, found, roll_form=form)


@require_POST
def vote_papers(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_vote_for(request.user, pk, Permission.SESSION_CONVENE)
    seats = request.POST.getlist("seats")
    form = PaperForm(request.POST, voices=_voices_asked(found, seats))
    if form.is_valid():
        with refusals_on(form):
            acts.enter_paper_ballots(
                vote=found,
                seats=form.cleaned_data["seats"],
                counts=form.counts,
                by=signed_in(request),
            )
            messages.success(request, _("The papers are counted."))
            return redirect("council:vote", pk)
    return _vote_page(request, found, paper_form=form)


def _voices_asked(found: Vote, seats: Iterable[str]) -> list[Voice]:
    """Those still missing, and those sent: one that has voted meanwhile is refused by its name."""
    asked = {voice.seat for voice in queries.voices_missing(found)}.union(seats)
    return [voice for voice in queries.voices_of(found) if voice.seat in asked]


@require_POST
def vote_paper_only(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_vote_for(request.user, pk, Permission.SESSION_CONVENE)
    with refusals_to(request):
        acts.take_to_paper(vote=found, by=signed_in(request))
        messages.success(request, _("Everybody votes on paper now; hand out the papers."))
    return redirect("council:vote", pk)


@require_POST
def vote_close(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_vote_for(request.user, pk, Permission.SESSION_CONVENE)
    with refusals_to(request):
        acts.close_vote(vote=found, by=signed_in(request))
        messages.success(request, _("The vote is closed and counted."))
    return redirect("council:vote", pk)


@require_POST
def vote_annul(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_vote_for(request.user, pk, Permission.SESSION_CONVENE)
    form = AnnulForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            acts.annul_vote(vote=found, reason=form.cleaned_data["reason"], by=signed_in(request))
            messages.success(request, _("The vote is annulled; nothing was counted."))
            return redirect("council:vote", pk)
    return _vote_page(request, found, annul_form=form)

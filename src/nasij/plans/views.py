"""Pages of the action plans."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may_somewhere, signed_in
from nasij.accounts.uploads import takes_files
from nasij.plans import acts, pages
from nasij.plans.enums import EvidenceKind
from nasij.plans.files import kind_of
from nasij.plans.forms import ActionFilter, ActionForm, EvidenceForm, MoveForm, ReasonForm
from nasij.plans.permissions import (
    get_action_for,
    get_action_to_carry_out,
    get_decision_to_act_on,
    get_evidence_for,
)
from nasij.work.errors import refusals_on, refusals_to, say_errors

# What a person writes of an action, beside the regions that carry it.
_WRITTEN = (
    "title",
    "owner_name",
    "owner",
    "due_on",
    "budget_lcu",
    "expected_result",
    "description",
)


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    if not may_somewhere(request.user, Permission.ACTION_VIEW):
        raise Http404
    form = ActionFilter(request.GET)
    asked = form.given()
    page = pages.plan_page(request.user, asked, request.GET.get("page"))
    context = {"form": form, "page": page, "region": asked.get("region", "")}
    return render(request, "plans/list.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_VIEW)
    page = pages.action_page(action, request.user)
    form = ReasonForm(promise=pages.abandon_promise(action))
    context = {"action": action, "page": page, "abandon_form": form}
    return render(request, "plans/detail.html", context)


def create(request: HttpRequest, decision_pk: int) -> HttpResponse:
    """Make an action of a decision; the item's region carries it unless others are ticked."""
    decision = get_decision_to_act_on(request.user, decision_pk)
    item = decision.agenda_item.item
    start = {"title": decision.text[:250], "regions": [item.region.code] if item else []}
    form = ActionForm(request.POST) if request.method == "POST" else ActionForm(initial=start)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in _WRITTEN}
        with refusals_on(form):
            action = acts.create_action(
                decision=decision, shares=form.shares, **given, by=signed_in(request)
            )
            return redirect("plans:detail", action.pk)
    return render(request, "plans/create.html", {"form": form, "decision": decision})


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_to_carry_out(request.user, pk)
    with refusals_to(request):
        acts.start_action(action=action, by=signed_in(request))
        messages.success(request, _("The action is under way."))
    return redirect("plans:detail", pk)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    form = MoveForm(request.POST or None, is_asked_for=pages.is_asked_for(action))
    if form.is_valid():
        with refusals_on(form):
            acts.move_due_date(action=action, **form.cleaned_data, by=signed_in(request))
            return redirect("plans:detail", pk)
    return render(request, "plans/move.html", {"form": form, "action": action})


@takes_files(Permission.ACTION_VIEW)  # an owner may only read the others
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_to_carry_out(request.user, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = {**form.cleaned_data, "kind": EvidenceKind(form.cleaned_data["kind"])}
        with refusals_on(form):
            acts.add_evidence(action=action, **given, by=signed_in(request))
            messages.success(request, _("The evidence is added."))
            return redirect("plans:detail", pk)
    return render(request, "plans/evidence.html", {"form": form, "action": action})


@require_GET
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    piece = get_evidence_for(request.user, pk)
    kind = kind_of(piece.file_name)
    return FileResponse(
        piece.file.open(),
        as_attachment=True,
        filename=piece.file_name,
        content_type=kind.content_type if kind else "application/octet-stream",
    )


def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark an action as done; refused, with the reason, while nothing shows a result."""
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    page = pages.done_page(action)
    if request.method == "POST":
        with refusals_to(request):
            acts.mark_done(action=action, by=signed_in(request))
            messages.success(request, page.said)
        return redirect("plans:detail", pk)
    return render(request, "plans/done.html", {"action": action, "page": page})


@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    form, said = ReasonForm(request.POST), pages.abandon_said(action)
    if form.is_valid():
        with refusals_to(request):
            acts.abandon_action(action=action, **form.cleaned_data, by=signed_in(request))
            messages.success(request, said)
    else:
        say_errors(request, form)
    return redirect("plans:detail", pk)

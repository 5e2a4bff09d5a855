"""Pages of the action plans."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.models import User
from nasij.accounts.permissions import may
from nasij.plans import acts, queries
from nasij.plans.enums import EvidenceKind
from nasij.plans.errors import PlanError
from nasij.plans.files import kind_of
from nasij.plans.forms import ActionFilter, ActionForm, EvidenceForm, MoveForm, ReasonForm
from nasij.plans.models import Action
from nasij.plans.permissions import (
    get_action_for,
    get_decision_to_act_on,
    get_evidence_for,
    may_edit,
)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # every page of the plans asks for an account
    return request.user


def _attempt_form(form: Form, change: Callable[[], object]) -> bool:
    """Make the change, or write the refusal above the form."""
    if not form.is_valid():
        return False
    try:
        change()
    except PlanError as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    if not may(request.user, Permission.ACTION_VIEW):
        raise Http404
    form = ActionFilter(request.GET)
    found = queries.actions(request.user, **form.wanted)
    context = {
        "form": form,
        "page": Paginator(found, 25).get_page(request.GET.get("page")),
        "totals": queries.totals(found),
        "region": form.wanted.get("region", ""),
    }
    for action in context["page"]:
        action.is_overdue = queries.is_overdue(action)
    return render(request, "plans/list.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_VIEW)
    item = action.decision.agenda_item.item if action.decision else None
    codes = item.region.code if item else None
    context = {
        "action": action,
        "decision": action.decision,
        "item": item,
        "item_is_visible": item is not None
        and may(request.user, Permission.ITEM_VIEW, region=codes),
        "needs": queries.needs_behind(action)
        if item is not None and may(request.user, Permission.NEED_VIEW, region=codes)
        else [],
        "parts": queries.parts_of(action),
        "changes": queries.date_changes(action),
        "columns": queries.evidence_columns(action),
        "is_overdue": queries.is_overdue(action),
        "may_edit": may_edit(request.user, action),
        "is_running": action.state in queries.RUNNING,
        "abandon_form": ReasonForm(),
    }
    return render(request, "plans/detail.html", context)


def create(request: HttpRequest, decision_pk: int) -> HttpResponse:
    """Make an action of a decision; the item's region carries it unless others are ticked."""
    decision = get_decision_to_act_on(request.user, decision_pk)
    item = decision.agenda_item.item
    start = {"title": decision.text[:250], "regions": [item.region.code] if item else []}
    form = ActionForm(request.POST) if request.method == "POST" else ActionForm(initial=start)
    made: list[Action] = []

    def change() -> None:
        given = form.cleaned_data
        plain = {name: given[name] for name in ("title", "owner_name", "owner", "due_on")}
        more = {name: given[name] for name in ("budget_mad", "expected_result", "description")}
        made.append(
            acts.create_action(
                decision=decision, shares=form.shares, **plain, **more, by=_person(request)
            )
        )

    if request.method == "POST" and _attempt_form(form, change):
        return redirect("plans:detail", made[0].pk)
    return render(request, "plans/create.html", {"form": form, "decision": decision})


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    return _change(
        request,
        pk,
        lambda: acts.start_action(action=action, by=_person(request)),
        _("The action is under way."),
    )


def move(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    form = MoveForm(request.POST or None)
    if request.method == "POST" and _attempt_form(
        form,
        lambda: acts.move_due_date(action=action, **form.cleaned_data, by=_person(request)),
    ):
        return redirect("plans:detail", pk)
    return render(request, "plans/move.html", {"form": form, "action": action})


def _add_evidence(request: HttpRequest, action: Action, form: EvidenceForm) -> None:
    given = {**form.cleaned_data, "kind": EvidenceKind(form.cleaned_data["kind"])}
    acts.add_evidence(action=action, **given, by=_person(request))


def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _attempt_form(
        form, lambda: _add_evidence(request, action, form)
    ):
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
    if request.method == "POST":
        return _change(
            request,
            pk,
            lambda: acts.mark_done(action=action, by=_person(request)),
            _("The action is done, and those who asked for it are being told."),
        )
    context = {"action": action, "columns": queries.evidence_columns(action)}
    return render(request, "plans/done.html", context)


@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    action = get_action_for(request.user, pk, Permission.ACTION_EDIT)
    reason = request.POST.get("reason", "")
    return _change(
        request,
        pk,
        lambda: acts.abandon_action(action=action, reason=reason, by=_person(request)),
        _("The action is abandoned; its reason stays on its page."),
    )


def _change(
    request: HttpRequest, pk: int, change: Callable[[], object], said: str | Promise
) -> HttpResponse:
    try:
        change()
    except PlanError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, str(said))
    return redirect("plans:detail", pk)

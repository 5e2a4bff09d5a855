"""Needs: hear, list, read, answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nasij import standing
from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters.permissions import reach_of
from nasij.needs import acts, answers, pages, queries
from nasij.needs.clock import LATE_AFTER
from nasij.needs.forms import NeedFilterForm, RecordForm, ReplyForm, ThemeForm
from nasij.needs.models import Need
from nasij.needs.permissions import get_need_for, visit_for
from nasij.ui.asked import key_in
from nasij.ui.languages import IN_A_SENTENCE
from nasij.ui.parts import TrailStep
from nasij.work.errors import refusals_on


def need_list(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.NEED_VIEW)
    form = NeedFilterForm(request.GET, user=request.user)
    wanted, parameters = form.wanted(), form.parameters()
    number = request.GET.get("page")
    context = {
        "crumbs": _crumbs(),
        "filter": form,
        "page": pages.needs_page(wanted, parameters, number, request.user),
        "late_after": LATE_AFTER,
        "filtered": bool(parameters),
        "more_open": bool(set(parameters) - {"text", "theme", "theme_only", "state"}),
    }
    return render(request, "needs/list.html", context)


def record(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.NEED_RECORD)
    form = RecordForm(request.POST or None, user=request.user, **_asked_about(request))
    if form.is_valid():
        with refusals_on(form):
            need = acts.record_need(**form.cleaned_data, by=signed_in(request))
            return redirect("needs:link", pk=need.pk)
    context = {
        "crumbs": _crumbs(_("Record a need")),
        "form": form,
        "theme_url": reverse("needs:theme_suggestion"),
        "one_region": next(iter(form.places.values())) if len(form.places) == 1 else None,
        "proposal": _proposed_theme(form),
    }
    return render(request, "needs/record.html", context)


def _asked_about(request: HttpRequest) -> dict[str, Any]:
    """The firm or the contact that the link to this page speaks of, if the person may see it."""
    visit, firm = key_in(request.GET.get("visit", "")), request.GET.get("firm", "")
    seen = reach_of(request.user, Permission.FIRM_VIEW)
    return {
        "visit": visit_for(request.user, visit) if visit else None,
        "firm": queries.firm_of(firm, seen),
    }


def _proposed_theme(form: RecordForm) -> pages.ProposedTheme | None:
    """The theme that the words name, beside the form that was refused without one."""
    if not form.is_bound or "theme" not in form.errors:
        return None
    return pages.proposed_theme(form.data.get("text", ""))


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    need = get_need_for(request.user, pk, Permission.NEED_VIEW)
    page = pages.need_page(need, request.user)
    context = {
        "crumbs": _crumbs(_name(need)),
        "need": need,
        "page": page,
        "late_after": LATE_AFTER,
        "theme_form": ThemeForm(initial={"theme": need.theme_id}) if page.may_triage else None,
    }
    return render(request, "needs/detail.html", context)


def link(request: HttpRequest, pk: int) -> HttpResponse:
    """What to hand to the exporter: their link, and a message to paste."""
    need = get_need_for(request.user, pk, Permission.NEED_RECORD)
    context = {
        "crumbs": _crumbs((_name(need), reverse("needs:detail", args=[pk])), _("Tracking link")),
        "need": need,
        "link": answers.tracking_link(need),
        "message": answers.first_message(need),
        "opens_here_only": standing.links_stay_here(),
    }
    return render(request, "needs/link.html", context)


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    need = get_need_for(request.user, pk, Permission.NEED_REPLY)
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            acts.reply_to_need(need=need, **form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The reply is on the exporter's page."))
            return redirect("needs:detail", pk=pk)
    context = {
        "crumbs": _crumbs((_name(need), reverse("needs:detail", args=[pk])), _("Reply")),
        "need": need,
        "form": form,
        "language_name": IN_A_SENTENCE[need.language],
        "cancel_url": reverse("needs:detail", args=[pk]),
    }
    return render(request, "needs/reply.html", context)


@require_POST
def change_theme(request: HttpRequest, pk: int) -> HttpResponse:
    need = get_need_for(request.user, pk, Permission.NEED_TRIAGE)
    form = ThemeForm(request.POST)
    if form.is_valid():
        acts.change_theme(need=need, theme=form.cleaned_data["theme"], by=signed_in(request))
        messages.success(request, _("The theme is changed."))
    return redirect("needs:detail", pk=pk)


def _name(need: Need) -> str:
    return _("Need %(number)s") % {"number": need.number}


def _crumbs(*rest: TrailStep) -> list[TrailStep]:
    return [(_("Needs"), reverse("needs:list")), *rest]

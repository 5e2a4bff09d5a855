"""Pages of the team: a firm's rights over its record, and what firms asked for."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nasij import standing
from nasij.accounts.enums import Permission
from nasij.accounts.permissions import may, regions_where, require_somewhere, signed_in
from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope, Said
from nasij.exporters.models import Firm
from nasij.exporters.permissions import get_own_firm_for
from nasij.rights import acts, downloads, notices, queries, tables
from nasij.rights.enums import LinkChannel
from nasij.rights.forms import (
    AnswerForm,
    ConsentForm,
    ErasureForm,
    LinkForm,
    ObjectionForm,
    VerdictForm,
)
from nasij.rights.law.codes import link_of, qr_svg
from nasij.rights.law.policy import policy
from nasij.rights.law.record import record_of
from nasij.rights.models import RightsRequest
from nasij.rights.permissions import get_link_for, get_request_for
from nasij.ui.parts import Tab, TrailStep
from nasij.work.errors import refusals_on, refusals_to
from nasij.work.queries import has_failed, letter_about

PER_PAGE = 25


def crumbs_of(firm: Firm, *more: TrailStep) -> list[TrailStep]:
    return [
        (_("Exporters"), reverse("exporters:list")),
        (firm.shown_name, reverse("exporters:detail", args=[firm.pk])),
        (_("Rights of the firm"), reverse("rights:firm", args=[firm.pk]) if more else ""),
        *more,
    ]


def list_tabs(request: HttpRequest, current: str) -> list[Tab]:
    """The four lists: what waits, what was answered, what is kept long, what was erased."""
    regions = regions_where(request.user, Permission.FIRM_EDIT)
    entries = [
        ("requests", _("Waiting"), queries.open_requests(regions).count(), ""),
        ("answered", _("Answered"), None, "?state=closed"),
        ("retention", _("Kept for long"), None, ""),
        ("erased", _("Erased firms"), None, ""),
    ]
    return [
        Tab(label, reverse(f"rights:{_PAGES.get(key, key)}") + query, key == current, count)
        for key, label, count, query in entries
    ]


_PAGES = {"answered": "requests"}


def requests(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_EDIT)
    regions = regions_where(request.user, Permission.FIRM_EDIT)
    closed = request.GET.get("state") == "closed"
    found = queries.closed_requests(regions) if closed else queries.open_requests(regions)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "table": tables.requests_table(page, closed=closed),
        "tabs": list_tabs(request, "answered" if closed else "requests"),
        "policy": policy(),
    }
    return render(request, "rights/requests.html", context)


def firm_rights(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    if firm.merged_into_id:
        return redirect("rights:firm", pk=firm.merged_into_id)
    return rights_page(request, firm)


def rights_page(
    request: HttpRequest,
    firm: Firm,
    *,
    consent_form: ConsentForm | None = None,
    objection_form: ObjectionForm | None = None,
    erasure_form: ErasureForm | None = None,
) -> HttpResponse:
    """The page of a firm's rights; a form that was filled wrongly is shown open."""
    has_address = bool(notices.address_of(firm))
    context = {
        "firm": firm,
        "has_address": has_address,
        "requests": tables.requests_of_firm_table(queries.requests_of(firm)),
        "links": [(link, tables.link_state(link)) for link in queries.links_of(firm)],
        "link_form": LinkForm(firm=firm, has_address=has_address),
        "consents": tables.consents_table(queries.consent_rows(firm)),
        "consent_log": tables.consent_log_table(queries.consent_log(firm)),
        "consent_form": consent_form or ConsentForm(firm=firm),
        "objection_form": objection_form or ObjectionForm(),
        "erasure_form": erasure_form or ErasureForm(),
        "policy": policy(),
        "crumbs": crumbs_of(firm),
    }
    return render(request, "rights/firm.html", context)


@require_POST
@never_cache
def link_make(request: HttpRequest, pk: int) -> HttpResponse:
    """The link is shown on this answer and never again: only its hash is kept."""
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = LinkForm(request.POST, firm=firm, has_address=bool(notices.address_of(firm)))
    if not form.is_valid():
        return redirect("rights:firm", pk=pk)
    channel = LinkChannel(form.cleaned_data["channel"])
    language = form.cleaned_data["language"]
    link = None
    with refusals_to(request):
        link, code = acts.give_link(
            firm=firm, channel=channel, language=language, by=signed_in(request)
        )
    if link is None:
        return redirect("rights:firm", pk=pk)
    if channel == LinkChannel.EMAIL and has_failed(letter_about(notices.LINK, link)):
        messages.error(
            request,
            _(
                "The message could not be sent, and nothing of the link is kept. "
                "Show it instead, or try again later."
            ),
        )
        return redirect("rights:firm", pk=pk)
    if channel == LinkChannel.EMAIL:
        messages.success(request, _("The link is on its way to the firm's registered address."))
        return redirect("rights:firm", pk=pk)
    address = link_of(code, language)
    context = {
        "firm": firm,
        "link": link,
        "code": code,
        "address": address,
        "typed_address": address.partition("#")[0],
        "qr": qr_svg(address),
        "opens_here_only": standing.links_stay_here(),
        "policy": policy(),
        "crumbs": crumbs_of(firm, _("Link to the record")),
    }
    return render(request, "rights/link.html", context)


@require_POST
def link_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_link_for(request.user, pk)
    acts.revoke_link(link=link, by=signed_in(request))
    messages.success(request, _("The link is revoked: it opens nothing any more."))
    return redirect("rights:firm", pk=link.firm_id)


@require_POST
def consent_note(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = ConsentForm(request.POST, firm=firm)
    if not form.is_valid():
        return rights_page(request, firm, consent_form=form)
    said = form.cleaned_data
    acts.note_consent(
        contact=said["contact"],
        purpose=ContactPurpose(said["purpose"]),
        step=ConsentStep(said["step"]),
        how=Said(said["how"]),
        happened_on=said["happened_on"],
        by=signed_in(request),
    )
    messages.success(request, _("Noted in the log of consents."))
    return redirect("rights:firm", pk=pk)


@require_POST
def objection_note(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return rights_page(request, firm, objection_form=form)
    said = form.cleaned_data
    found = acts.raise_objection(
        firm=firm,
        scope=ObjectionScope(said["scope"]),
        reason=said["reason"],
        said=Said(said["said"]),
        by=signed_in(request),
    )
    messages.success(request, _("The objection holds from now on. Answer it in writing."))
    return redirect("rights:request", pk=found.pk)


@require_POST
def erasure_note(request: HttpRequest, pk: int) -> HttpResponse:
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return rights_page(request, firm, erasure_form=form)
    said = Said(form.cleaned_data["said"])
    found = acts.ask_erasure(
        firm=firm, reason=form.cleaned_data["reason"], said=said, by=signed_in(request)
    )
    messages.success(request, _("Noted. Nothing is erased before the second step."))
    return redirect("rights:request", pk=found.pk)


def firm_record(request: HttpRequest, pk: int) -> HttpResponse:
    """What the firm itself sees."""
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    context = {
        "firm": firm,
        "sections": record_of(firm),
        "policy": policy(),
        "crumbs": crumbs_of(firm, _("What the firm sees")),
    }
    return render(request, "rights/firm_record.html", context)


def firm_record_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The record as a file, for a firm that asks by phone or in person."""
    firm = get_own_firm_for(request.user, pk, Permission.FIRM_EDIT)
    return downloads.record_file(firm, request.GET.get("format", "xlsx"))


def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, and its answer."""
    asked = get_request_for(request.user, pk, Permission.FIRM_EDIT)
    if asked.is_open and asked.kind == "correction":
        return _corrections(request, asked)
    form = None
    if asked.is_open:
        only_refusal = asked.kind == "erasure"
        form = AnswerForm(request.POST or None, only_refusal=only_refusal)
        if form.is_valid():
            said = form.cleaned_data
            granted = said["granted"] == "yes" and asked.kind != "erasure"
            with refusals_on(form):
                acts.answer_request(
                    request=asked, granted=granted, answer=said["answer"], by=signed_in(request)
                )
                messages.success(request, _("Answered: the firm is told where it can be reached."))
                return redirect("rights:request", pk=pk)
    return _request_page(request, asked, answer_form=form)


def _corrections(request: HttpRequest, asked: RightsRequest) -> HttpResponse:
    form = VerdictForm(request.POST or None, changes=asked.changes.order_by("id"))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.answer_correction(
                request=asked,
                verdicts=form.verdicts(),
                answer=form.cleaned_data["answer"],
                by=signed_in(request),
            )
            messages.success(request, _("Answered: the firm is told where it can be reached."))
            return redirect("rights:request", pk=asked.pk)
    return _request_page(request, asked, verdict_form=form)


def _request_page(
    request: HttpRequest,
    asked: RightsRequest,
    *,
    verdict_form: VerdictForm | None = None,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    firm, form = asked.firm, verdict_form
    shown = tables.changes_shown(asked)
    region = firm.region.code
    context = {
        "firm": firm,
        "asked": asked,
        "what": tables.asked(asked),
        "deadline": tables.deadline_cell(asked),
        "changes": shown,
        "proposed": list(zip(shown, form.rows(), strict=True)) if form else [],
        "verdict_form": form,
        "policy": policy(),
        "may_erase": may(request.user, Permission.FIRM_ERASE, region=region),
        "crumbs": [
            (_("Requests of firms"), reverse("rights:requests")),
            str(firm),
        ],
        "answer_form": answer_form,
    }
    return render(request, "rights/request.html", context)

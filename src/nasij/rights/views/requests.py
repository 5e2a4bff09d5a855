"""Pages of the team: a firm's rights over its record, and what firms asked for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nasij.accounts.enums import Permission
from nasij.accounts.permissions import require_somewhere, signed_in
from nasij.exporters.enums import ConsentStep, ContactPurpose, ObjectionScope, Said
from nasij.exporters.models import Firm
from nasij.exporters.permissions import get_own_firm_for
from nasij.rights import acts, downloads, notices, pages, queries
from nasij.rights.enums import LinkChannel, RequestKind
from nasij.rights.forms import (
    AnswerForm,
    ConsentForm,
    ErasureForm,
    LinkForm,
    ObjectionForm,
    VerdictForm,
)
from nasij.rights.models import RightsRequest
from nasij.rights.permissions import get_link_for, get_request_for
from nasij.ui.parts import TrailStep
from nasij.work.errors import refusals_on, refusals_to
from nasij.work.queries import has_failed, letter_about


def crumbs_of(firm: Firm, *more: TrailStep) -> list[TrailStep]:
    return [
        (_("Exporters"), reverse("exporters:list")),
        (firm.shown_name, reverse("exporters:detail", args=[firm.pk])),
        (_("Rights of the firm"), reverse("rights:firm", args=[firm.pk]) if more else ""),
        *more,
    ]


def requests(request: HttpRequest) -> HttpResponse:
    require_somewhere(request.user, Permission.FIRM_EDIT)
    closed = request.GET.get("state") == "closed"
    listed = pages.requests_page(request.user, request.GET.get("page"), closed=closed)
    return render(request, "rights/requests.html", {"listed": listed})


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
    page = pages.firm_page(firm)
    context = {
        "page": page,
        "link_form": LinkForm(firm=firm, has_address=page.has_address),
        "consent_form": consent_form or ConsentForm(firm=firm),
        "objection_form": objection_form or ObjectionForm(scopes=page.scopes),
        "erasure_form": erasure_form or ErasureForm(),
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
    context = {
        "page": pages.link_page(link, code),
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
        "page": pages.firm_record_page(firm),
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
    if asked.is_open and asked.kind == RequestKind.CORRECTION:
        return _corrections(request, asked)
    form = None
    if asked.is_open and not (asked.is_being_erased or asked.firm.erased_at):
        only_refusal = asked.kind == RequestKind.ERASURE
        form = AnswerForm(request.POST or None, only_refusal=only_refusal)
        if form.is_valid():
            said = form.cleaned_data
            with refusals_on(form):
                acts.answer_request(
                    request=asked,
                    granted=said["granted"] == "yes",
                    answer=said["answer"],
                    by=signed_in(request),
                )
                messages.success(request, _("Answered: the firm is told where it can be reached."))
                return redirect("rights:request", pk=pk)
    return _request_page(request, asked, answer_form=form)


def request_state(request: HttpRequest, pk: int) -> HttpResponse:
    return JsonResponse(pages.state_of(get_request_for(request.user, pk, Permission.FIRM_EDIT)))


def _corrections(request: HttpRequest, asked: RightsRequest) -> HttpResponse:
    form = VerdictForm(request.POST or None, changes=queries.changes_of(asked))
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
    page = pages.request_page(asked, request.user)
    rows = zip(page.changes, verdict_form.rows(), strict=True) if verdict_form else []
    context = {
        "page": page,
        "verdict_form": verdict_form,
        "proposed": [(shown, *row) for shown, row in rows],
        "answer_form": answer_form,
        "crumbs": [(_("Requests of firms"), reverse("rights:requests")), str(page.firm)],
    }
    return render(request, "rights/request.html", context)

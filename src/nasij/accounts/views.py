"""Pages about people: who they are, what they may do, what they did."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nasij import standing
from nasij.accounts import acts, limits, pages, permissions, queries
from nasij.accounts.enums import Permission
from nasij.accounts.forms import (
    AcceptForm,
    AddressForm,
    EventFilterForm,
    InvitationForm,
    ProfileForm,
    RoleForm,
)
from nasij.accounts.models import Invitation, User
from nasij.accounts.notices import INVITATION, read_proof, send_address_proof
from nasij.accounts.permissions import regions_where, require_somewhere, signed_in
from nasij.accounts.roles import ROLES
from nasij.accounts.words import lines_of
from nasij.audit import queries as audit_queries
from nasij.audit import words
from nasij.ui.asked import page_of
from nasij.ui.ways import address_of
from nasij.work.errors import refusals_on, refusals_to
from nasij.work.models import Letter
from nasij.work.queries import has_failed, letter_about, letters_on_hand

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def people(request: HttpRequest) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.ACCOUNT_INVITE)
    page = pages.people_page(request.GET.get("page"), by=signed_in(request))
    return render(request, "accounts/people.html", {"page": page})


def invite(request: HttpRequest) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.ACCOUNT_INVITE)
    form = InvitationForm(request.POST or None, by=signed_in(request))
    if form.is_valid():
        given = form.cleaned_data
        asked = (given["email"], given["role"], given["region"])
        is_renewed = queries.invitations_to(*asked).exists()
        with refusals_on(form):
            invitation, link = acts.invite_person(
                email=given["email"],
                name=given["name"],
                role=given["role"],
                region_code=given["region"],
                language=given["language"],
                by=signed_in(request),
            )
            shown = permissions.holds_all(
                signed_in(request),
                ROLES[invitation.role],
                region=given["region"] or None,
            )
            context = {
                "invitation": invitation,
                "link": link if shown else "",
                "has_failed": has_failed(letter_about(INVITATION, invitation)),
                "is_renewed": is_renewed,
                "mail_leaves": not standing.mail_goes_to_files(),
            }
            return render(request, "accounts/invited.html", context)
    return render(request, "accounts/invite.html", {"form": form, "roles": ROLES})


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.ACCOUNT_INVITE)
    found = get_object_or_404(Invitation, pk=pk)
    with refusals_to(request):
        acts.withdraw_invitation(invitation=found, by=signed_in(request))
        messages.success(request, _("The invitation is withdrawn: its link opens nothing now."))
    return redirect("accounts:people")


@login_not_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.invitation_by_token(token)
    if found is None:
        if limits.too_many_unknown_links(request):
            return limits.later_please(request)
        return render(request, "accounts/invitation_closed.html", status=404)
    if queries.accounts_among([found.email]):
        context = {"invitation": found, "role": ROLES[found.role]}
        return render(request, "accounts/invitation_known.html", context)
    candidate = User(email=found.email, name=found.name)
    # Invited from the command line without a name, they bear their address until they say it.
    name = "" if found.name.lower() == found.email else found.name
    form = AcceptForm(request.POST or None, initial={"name": name}, user=candidate)
    if form.is_valid():
        with refusals_on(form):
            _accept(request, token, form)
            return redirect(address_of("desk"))
    context = {"form": form, "invitation": found, "role": ROLES[found.role]}
    return render(request, "accounts/invitation.html", context)


@transaction.atomic
def _accept(request: HttpRequest, token: str, form: AcceptForm) -> None:
    """The account and its first session are written together, or neither: a full disk between them
    would use up the link of somebody who is told that nothing was saved."""
    user = acts.accept_invitation(
        token=token, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
    )
    login(request, user, backend=BACKEND)
    request.session.save()


def profile(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        acts.change_profile(by=user, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        with translation.override(user.language):
            return HttpResponseRedirect(reverse("accounts:profile"))
    return render(request, "accounts/profile.html", {"form": form, "roles": ROLES})


def address(request: HttpRequest) -> HttpResponse:
    """Ask to sign in with another address: with the password, and with proof from its mailbox."""
    form = AddressForm(request.POST or None, user=signed_in(request))
    if form.is_valid():
        if send_address_proof(signed_in(request), form.cleaned_data["email"]):
            messages.success(
                request,
                _(
                    "If this address is free, a message is on its way to it. "
                    "Follow its link while you are signed in."
                ),
            )
            return redirect("accounts:profile")
        form.add_error(None, _("No message could be sent. Try again later."))
    return render(request, "accounts/address.html", {"form": form})


@never_cache
def address_confirm(request: HttpRequest, proof: str) -> HttpResponse:
    """Changed by the button, so that a mail program that follows links changes nothing."""
    if request.method == "POST":
        with refusals_to(request):
            acts.change_address(proof=proof, by=signed_in(request))
            messages.success(request, _("You sign in with your new address from now on."))
        return redirect("accounts:profile")
    return render(
        request, "accounts/address_confirm.html", {"new": read_proof(proof, signed_in(request))}
    )


def person(request: HttpRequest, pk: int) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.ACCOUNT_MANAGE)
    found = get_object_or_404(queries.people(), pk=pk)
    form = RoleForm(request.POST or None, by=signed_in(request))
    if form.is_valid():
        with refusals_on(form):
            acts.grant_membership(
                user=found,
                role=form.cleaned_data["role"],
                region_code=form.cleaned_data["region"],
                by=signed_in(request),
            )
            messages.success(request, _("The role is given."))
            return redirect("accounts:person", pk=pk)
    context = {"person": found, "form": form, "roles": ROLES}
    return render(request, "accounts/person.html", context)


@require_POST
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.ACCOUNT_MANAGE)
    membership = get_object_or_404(queries.memberships(), pk=pk)
    person_pk = membership.user_id
    with refusals_to(request):
        acts.end_membership(membership=membership, by=signed_in(request))
        messages.success(request, _("The role is ended."))
    return redirect("accounts:person", pk=person_pk)


def roles(request: HttpRequest) -> HttpResponse:
    context = {"roles": list(ROLES.values()), "rows": queries.permission_table()}
    return render(request, "accounts/roles.html", context)


def events(request: HttpRequest) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.AUDIT_VIEW)
    form = EventFilterForm(request.GET, verbs=words.choices())
    asked = form.given()
    found = audit_queries.events(
        verb=asked.get("verb", ""),
        search=asked.get("search", ""),
        region_codes=regions_where(signed_in(request), Permission.AUDIT_VIEW),
    )
    page = page_of(found, request.GET.get("page"), size=pages.LINES_A_PAGE)
    if request.GET.get("page") and not page.object_list:
        raise Http404
    context = {"form": form, "page": page, "lines": lines_of(list(page.object_list))}
    return render(request, "accounts/events.html", context)


def letters(request: HttpRequest) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.LETTER_SEND)
    page = page_of(letters_on_hand(), request.GET.get("page"), size=pages.LINES_A_PAGE)
    context = {
        "page": page,
        "lines": [pages.line_of(letter) for letter in page.object_list],
        "mail_goes_to_files": standing.mail_goes_to_files(),
    }
    return render(request, "accounts/letters.html", context)


@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    require_somewhere(signed_in(request), Permission.LETTER_SEND)
    found = get_object_or_404(Letter, pk=pk)
    with refusals_to(request):
        if request.POST.get("do") == "again":
            acts.send_letter_again(letter=found, by=signed_in(request))
            messages.success(request, _("The letter is tried again now."))
        else:
            acts.withdraw_letter(letter=found, by=signed_in(request))
            messages.success(request, _("The letter will not be sent."))
    return redirect("accounts:letters")

"""Public start page, and the pages every site needs."""

import logging
import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nasij import standing
from nasij.accounts import limits
from nasij.accounts.permissions import active_memberships, signed_in
from nasij.audit.visitors import kept_for_visitors
from nasij.home import broken, pages, queries
from nasij.needs.queries import need_by_token
from nasij.reference.queries import region_by_code
from nasij.rights import acts
from nasij.ui import formats
from nasij.ui.finder import options_found

logger = logging.getLogger(__name__)


@login_not_required
def language_root(request: HttpRequest) -> HttpResponse:
    """To the language the browser asks for, or the site's own."""
    language = get_language_from_request(request) or settings.LANGUAGE_CODE
    return HttpResponseRedirect(f"/{language}/")


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: answers without touching the database; says when acts will soon fail."""
    free = standing.free_mb()
    if free >= standing.TO_GO_ON_MB:
        return JsonResponse({"status": "ok", "version": settings.VERSION})
    reason = f"{free} MB free on the disk of the data folder"
    answer = {"status": "degraded", "reason": reason, "version": settings.VERSION}
    return JsonResponse(answer, status=503)


@login_not_required
@kept_for_visitors
def start(request: HttpRequest) -> HttpResponse:
    """What the council is for, where it stands, what became of what was heard."""
    return render(request, "home/start.html", {"page": pages.start_page()})


def dashboard(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not active_memberships(user):
        return render(request, "home/no_role.html")
    page = pages.desk_page(user, request.get_host())
    return render(request, "home/dashboard.html", {"page": page})


@login_not_required
@kept_for_visitors
def regions(request: HttpRequest) -> HttpResponse:
    return render(request, "home/regions.html", {"page": pages.regions_page()})


@login_not_required
@kept_for_visitors
def region(request: HttpRequest, code: str) -> HttpResponse:
    found = region_by_code(code)
    if found is None:
        raise Http404
    page = pages.region_page(found, request.user)
    return render(request, "home/region.html", {"page": page})


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:200]
    context = {"q": text, "found": queries.search(text, request.user) if text.strip() else None}
    return render(request, "home/search.html", context)


def suggestions(request: HttpRequest) -> HttpResponse:
    """What answers to the words while they are typed."""
    offered = pages.offered(request.GET.get("q", "")[:120], request.user)
    return JsonResponse(options_found(offered))


@login_not_required
@never_cache
def track(request: HttpRequest, token: str) -> HttpResponse:
    """The exporter's page: no account, their own words, what became of them."""
    need = need_by_token(token)
    if need is None:
        if limits.too_many_unknown_links(request):
            return limits.later_please(request)
        raise Http404
    response = render(request, "home/track.html", {"page": pages.track_page(need)})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_POST
@login_not_required
@never_cache
def ask_record(request: HttpRequest, token: str) -> HttpResponse:
    """Who holds a need's address gets no record: a link to it goes to the firm's own address."""
    need = need_by_token(token)
    if need is None or need.firm is None:
        if limits.too_many_unknown_links(request):
            return limits.later_please(request)
        raise Http404
    acts.ask_link(firm=need.firm, language=formats.language())
    messages.success(
        request,
        _(
            "If an address of your firm is registered, a message is on its way to it. "
            "Otherwise ask the delegate of your region."
        ),
    )
    return redirect("home:track", token=token)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "home/accessibility.html")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/404.html", status=404)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "ui/errors/csrf.html", status=403)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    page, status = "ui/errors/500.html", 500
    if standing.is_full(sys.exc_info()[1]):
        page, status = "ui/errors/503.html", 503
    try:
        return render(request, page, status=status)
    except Exception:  # the page itself asks the database who is reading it
        logger.exception("the error page could not be built")
        return HttpResponse(broken.PAGE, status=status)

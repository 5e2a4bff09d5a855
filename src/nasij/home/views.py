"""Public start page, and the pages every site needs."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request


@login_not_required
def language_root(request: HttpRequest) -> HttpResponse:
    """To the language the browser asks for, or the site's own."""
    language = get_language_from_request(request) or settings.LANGUAGE_CODE
    return HttpResponseRedirect(f"/{language}/")


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """For a monitor: answers without touching the database."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "home/start.html")


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
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/500.html", status=500)

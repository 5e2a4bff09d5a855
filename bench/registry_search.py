"""Finding firms among many: the list, its search and the suggestions, in milliseconds.

    python bench/registry_search.py [firms]          (50,000 when no number is given)

Asked in-process through Django's client, as a delegate (to whom 200 firms of other regions are
shared) and as the secretariat. Beside each time stands its ratio to a page of the same site that
reads no firm (the upload page).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 20
LIST = "/fr/exporters/"
SUGGESTIONS = "/fr/exporters/suggestions.json?q=tifaw"
QUERIES = (
    "",
    "?text=atlasia+agrumes",
    "?text=agrumes+atlas+12",
    "?text=واحة",
    "?text=9000012340000",
    "?status=past&sector=agri",
    "?product=1515",
    "?page=400",
)


def fill(count: int) -> None:
    import random

    from nasij.exporters.identity.likeness import set_keys
    from nasij.exporters.models import Firm
    from nasij.reference.queries import region_by_code
    from tests.rooms.intake.files import known_places, plain_row

    rng, places = random.Random(1), known_places()
    regions = {f"{number:02d}": region_by_code(f"{number:02d}") for number in range(1, 13)}
    link = Firm.products.through
    for start in range(0, count, 5000):
        firms = []
        for number in range(start, min(start + 5000, count)):
            row = plain_row(number, places, rng)
            firm = Firm(
                name=row["name"], name_ar=row["name_ar"], identifier=row["identifier"],
                region=regions[f"{number % 12 + 1:02d}"], activity=row["activity"],
                status=rng.choice(["existing", "past", "potential", "unknown"]),
                employees=row["employees"],
            )  # fmt: skip
            set_keys(firm)
            firms.append(firm)
        made = Firm.objects.bulk_create(firms)
        link.objects.bulk_create(link(firm=one, product_id="151590") for one in made[::3])


def live(cast: Any) -> tuple[int, int]:
    """Contacts, a share for every fortieth firm elsewhere, lists; a firm and a list to open."""
    from datetime import timedelta

    from nasij.exporters.acts import create_list
    from nasij.exporters.models import Firm, Share
    from nasij.needs.models import Visit

    rows = Firm.objects.order_by("pk").values_list("pk", "region_id", "region__code")
    Visit.objects.bulk_create(
        Visit(
            firm_id=pk, region_id=place, happened_on=timezone.localdate() - timedelta(days=pk % 900)
        )
        for pk, place, _code in rows
        if pk % 5 == 0
    )
    elsewhere = [pk for pk, _place, code in rows if code != "09"]
    Share.objects.bulk_create(
        Share(firm_id=pk, user=cast.delegate) for pk in elsewhere[:: max(len(elsewhere) // 200, 1)]
    )
    lively = create_list(name="Alive", conditions={"status": "past"}, by=cast.delegate)
    firm = Firm.objects.filter(region__code="09").order_by("pk")[0]
    return firm.pk, lively.pk


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    ask()
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), sorted(times)[int(0.95 * len(times)) - 1]


def main(count: int) -> None:
    os.environ["NASIJ_DATA"] = tempfile.mkdtemp(prefix="nasij-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nasij.settings")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    call_command("migrate", verbosity=0)
    from nasij.reference.acts import load_pack
    from nasij.reference.pack import Pack
    from tests.people import make_cast

    load_pack(Pack(settings.PACK_DIR))
    cast = make_cast()
    fill(count)
    firm, lively = live(cast)
    print(f"{count:,} firms; median and p95 in ms, ratio of p95 to the empty page")
    for person in ("delegate", "secretariat"):
        client = cast.client(person)
        base = timed(lambda client=client: client.get("/fr/intake/"))
        print(f"{person:12} {'empty page':34} {base[0]:7.1f} {base[1]:7.1f}")
        for query in QUERIES:
            report(person, query or "list", lambda c=client, q=query: c.get(LIST + q), base[1])
        report(person, "suggestions", lambda c=client: c.get(SUGGESTIONS), base[1])
        for label, url in {
            "firm page": f"{LIST}{firm}/",
            "desk": "/fr/desk/",
            "firms to call": "/fr/needs/silence/",
            "lively list": f"{LIST}lists/{lively}/",
            "registry by lively list": f"{LIST}?list={lively}",
        }.items():
            if person == "delegate" or "list" not in label:
                report(person, label, lambda c=client, u=url: c.get(u), base[1])


def report(person: str, label: str, ask: Callable[[], object], base: float) -> None:
    median, p95 = timed(ask)
    print(f"{person:12} {label:34} {median:7.1f} {p95:7.1f} {p95 / base:6.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)

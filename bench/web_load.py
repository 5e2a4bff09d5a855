"""Fifty concurrent readers on the home, region and target pages, against an empty view.

Prints p50 and p95 and their ratio to `/health/` (a view without database) on the same server, in
the same run; and the first-payload bytes (HTML, CSS, fonts and scripts of the first page, gzip).
The load generator shares the machine's cores with the server.
"""

from __future__ import annotations

import gzip
import http.client
import re
import statistics
import threading
import time
from urllib.parse import urlsplit

from site_of_bench import running, temporary_folder

READERS = 50
SECONDS = 6.0
PAGES = {
    "empty view": "/health/",
    "home": "/fr/",
    "home, Arabic": "/ar/",
    "region": "/fr/regions/09/",
    "target": "/fr/targets/",
}


def read_for(host: str, path: str, seconds: float, times: list[float], errors: list[int]) -> None:
    connection = http.client.HTTPConnection(host, timeout=30)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            errors.append(answer.status)


def load(host: str, path: str) -> tuple[list[float], int]:
    times: list[float] = []
    errors: list[int] = []
    readers = [
        threading.Thread(target=read_for, args=(host, path, SECONDS, times, errors))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return times, len(errors)


def first_payload(host: str, path: str) -> dict[str, int]:
    """Bytes of the page and of what its head asks for, as sent with gzip."""
    connection = http.client.HTTPConnection(host, timeout=30)

    def fetch(address: str) -> tuple[bytes, bytes]:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        sent = answer.read()
        zipped = answer.getheader("Content-Encoding") == "gzip"
        return sent, gzip.decompress(sent) if zipped else sent

    sent, page = fetch(path)
    sizes = {"html": len(sent)}
    html = page.decode()
    for kind, pattern in (
        ("css", r'<link rel="stylesheet" href="([^"]+)"(?! media="print")'),
        ("script", r'<script src="([^"]+)"'),
        ("font", r'<link rel="preload" href="([^"]+)"'),
    ):
        sizes[kind] = sum(len(fetch(found)[0]) for found in re.findall(pattern, html))
    sizes["total"] = sum(sizes.values())
    return sizes


def main() -> None:
    with temporary_folder() as folder, running(folder) as address:
        host = urlsplit(address).netloc
        for path in PAGES.values():  # warm the workers and the chart cache
            read_for(host, path, 0.5, [], [])
        base = 0.0
        print(f"{READERS} readers, {SECONDS:.0f} s a page")
        for name, path in PAGES.items():
            times, errors = load(host, path)
            p50 = statistics.median(times) * 1000
            p95 = statistics.quantiles(times, n=20)[18] * 1000
            base = base or p50
            print(
                f"{name:<14} {len(times) / SECONDS:7.0f}/s   p50 {p50:7.1f} ms   p95 {p95:7.1f} ms"
                f"   p50 ratio to the empty view {p50 / base:5.1f}   errors {errors}"
            )
        for name in ("home", "home, Arabic", "region", "target"):
            sizes = first_payload(host, PAGES[name])
            parts = ", ".join(f"{kind} {size:,}" for kind, size in sizes.items())
            print(f"first payload, {name}: {parts} bytes (gzip)")


if __name__ == "__main__":
    main()

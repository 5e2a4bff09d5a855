"""Economic complexity: time and memory as ratios to bare array work timed in the same run.

    python bench/core_complexity.py [FLOWS.parquet]

Without a file, a synthetic world of 226 × 5,000 is drawn. The bare reference is what an expert
writes by hand for this one question: RCA, presence, the symmetric eigenproblem, and proximities by
blocks used at once, never stored. Results are compared before any time is printed; nothing here
asserts a time. Two BLAS threads need an idle machine: with a busy one, set OPENBLAS_NUM_THREADS=1.
ecomplexity and econcomplex run in an environment of their own (see peer.py) and take minutes:
`--no-peers` leaves them out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from peer import ask

from nasij_core.complexity import density, eci_pci, outlook, place, presence, rca, space

SHARED = (
    Path(__file__).resolve().parents[2] / "shared/data/baci_hs17_2024/baci_hs17_2024_ex6.parquet"
)
BLOCK = 256


def best_of(work: Callable[[], object], times: int = 5) -> float:
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def line(what: str, ours: float, bare: float, goal: str) -> None:
    print(f"{what:<52} {1e3 * ours:9.1f} ms {1e3 * bare:9.1f} ms  {ours / bare:5.2f}×  {goal}")


def load(path: Path | None) -> np.ndarray:
    """(exporters, products) USD."""
    if path is None:
        rng = np.random.default_rng(0)
        values = rng.lognormal(8, 3, (226, 5_000))
        return np.where(rng.random(values.shape) < 0.45, 0.0, values)
    names = {"i": "exporter", "k": "product", "v_usd": "value_usd"}
    flows = pl.scan_parquet(path)
    flows = flows.rename({k: v for k, v in names.items() if k in flows.collect_schema()})
    sums = flows.group_by("exporter", "product").agg(pl.col("value_usd").sum().cast(pl.Float64))
    wide = sums.collect(engine="streaming").pivot(on="product", index="exporter")
    return np.ascontiguousarray(wide.drop("exporter").fill_null(0.0).to_numpy())


def bare(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    advantage = values / values.sum(1)[:, None] / (values.sum(0) / values.sum())
    held = (advantage >= 1).astype(np.float32)
    diversity, ubiquity = held.sum(1), held.sum(0)
    scaled = held / np.sqrt(ubiquity)[None, :] / np.sqrt(diversity)[:, None]
    _, vectors = np.linalg.eigh((scaled @ scaled.T).astype(np.float64))
    eci = vectors[:, -2] / np.sqrt(diversity)
    inverse, across = 1 / ubiquity, np.ascontiguousarray(held.T)
    total = np.empty(len(ubiquity), np.float32)
    near = np.empty(held.shape, np.float32)
    for start in range(0, len(ubiquity), BLOCK):
        block = across[start : start + BLOCK] @ held
        block *= np.minimum(inverse[start : start + BLOCK, None], inverse[None, :])
        total[start : start + BLOCK] = block.sum(1)
        near[:, start : start + BLOCK] = held @ block.T
    return eci, near / total


def ours(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    held = presence(rca(values))
    return eci_pci(held).eci, density(held)


def with_outlook(values: np.ndarray) -> object:
    held = presence(rca(values))
    return outlook(held, eci_pci(held).pci_eci_scale)


def peak_mb(values: np.ndarray) -> float:
    """Peak of a fresh process that loads the matrix and does the whole work."""
    path = Path(f"/tmp/nasij-bench-{time.time_ns()}.npy")
    np.save(path, values)
    code = (
        "import numpy as np\n"
        "from nasij_core.complexity import density, eci_pci, presence, rca\n"
        f"values = np.load({str(path)!r})\n"
        "held = presence(rca(values)); eci_pci(held); density(held)\n"
        "status = open('/proc/self/status').read()\n"  # ru_maxrss would count this process too
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    try:
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    finally:
        path.unlink()
    return float(told.stdout)


def peers(values: np.ndarray) -> None:
    """The same four by the packages that exist; processor time is what a busy machine spares."""
    start, used = time.perf_counter(), time.process_time()
    eci, near = ours(values)
    clock, processor = time.perf_counter() - start, time.process_time() - used
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "values.npy", Path(name) / "found.npz"
        np.save(source, values)
        for package in ("econcomplex", "ecomplexity"):
            found = ask("complexity", package, source, target)
            if found is None:
                continue
            theirs = np.load(target)
            print(
                f"{package}: {found['seconds']:.1f} s, {found['seconds'] / clock:.0f}×; processor "
                f"{found['processor']:.1f} s, {found['processor'] / processor:.0f}× (goal ≥ 200×); "
                f"{found['peak_mb']:.0f} MB; ECI differs by {apart(theirs['eci'], eci):.1e}, "
                f"density by {np.nanmax(np.abs(theirs['density'] - near)):.1e}"
            )


def apart(theirs: np.ndarray, eci: np.ndarray) -> float:
    """Largest difference, both with mean 0 and variance 1: packages divide by n − 1 or by n."""
    one, two = ((values - values.mean()) / values.std() for values in (theirs, eci))
    return float(np.abs(one - two).max())


def main() -> None:
    asked = [argument for argument in sys.argv[1:] if argument != "--no-peers"]
    given = Path(asked[0]) if asked else SHARED
    values = load(given if given.exists() else None)
    print(f"{values.shape[0]} exporters × {values.shape[1]} products")
    one, two = ours(values), bare(values)
    assert abs(abs(np.corrcoef(one[0], two[0])[0, 1]) - 1) < 1e-9
    assert np.nanmax(np.abs(one[1] - two[1])) < 1e-5
    reference = best_of(lambda: bare(values))
    line("RCA, ECI, PCI, proximity, density", best_of(lambda: ours(values)), reference, "≤ 1.3×")
    line("… with COI and COG", best_of(lambda: with_outlook(values)), reference, "≤ 2×")
    held = presence(rca(values))
    gram = best_of(lambda: np.linalg.eigh(held @ held.T))
    line("ECI and PCI alone, to eigh of 226 × 226", best_of(lambda: eci_pci(held)), gram, "")
    kept = space(values)
    regions = values[:12] * np.random.default_rng(1).random((12, values.shape[1]))
    both = np.ones((24, len(kept.order)), dtype=kept.proximity.dtype)
    product = best_of(lambda: both @ kept.proximity)
    placed = best_of(lambda: place(kept, regions))
    line("12 regions in the kept space, to one product", placed, product, "≤ 25 ms")
    print(f"peak memory of the whole, fresh process: {peak_mb(values):.0f} MB (goal ≤ 150)")
    if "--no-peers" not in sys.argv:
        peers(values)


if __name__ == "__main__":
    main()

"""Loading twenty million customs records, by the command people use.

The file is made here: 60,000 firms with ICE and names, ten years of months, 4,000 ten-digit
products, 60 markets, as text with one line a record. Prints seconds and peak memory, their ratio
to reading the same file once with Polars, and the same for the file kept as Parquet.
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import numpy as np
import polars as pl
from site_of_bench import NASIJ, environment, free_port, temporary_folder
from trade_load import measured

ROWS, FIRMS, MONTHS = 20_000_000, 60_000, 120
_CODES = """
FRA ESP ITA DEU GBR USA BRA IND CHN TUR NLD BEL PRT POL RUS CIV SEN MLI MRT DZA TUN EGY SAU ARE QAT
KWT JOR LBN CAN MEX ARG CHL PER COL JPN KOR VNM THA MYS SGP IDN PAK BGD KEN GHA NGA CMR GAB COG COD
AGO ZAF ETH SWE NOR DNK FIN GRC ROU CZE
"""
MARKETS = _CODES.split()
REGIONS = ["Tanger", "Oujda", "Fès", "Rabat", "Béni Mellal", "Casablanca", "Marrakech", "Agadir"]
READ_ONCE = (
    "import sys, polars as pl; "
    "read = pl.read_csv if sys.argv[1].endswith('csv') else pl.read_parquet; "
    "print(read(sys.argv[1]).height)"
)


def ice(number: int) -> str:
    base = f"{number:09d}0000"
    return f"{base}{97 - int(base) * 100 % 97:02d}"


def make(folder: Path) -> None:
    rng = np.random.default_rng(7)
    firm = (FIRMS * rng.random(ROWS) ** 2).astype(np.int64)  # few firms have most records
    codes = [f"{1 + at % 97:02d}{1 + at // 97:02d}{10 + at % 90:02d}0000" for at in range(4000)]
    month = rng.integers(0, MONTHS, ROWS)
    frame = pl.DataFrame(
        {
            "ICE": pl.Series([ice(1000 + at) for at in range(FIRMS)]).gather(firm),
            "Raison sociale": pl.Series([f"Société {at}" for at in range(FIRMS)]).gather(firm),
            "Commune": pl.Series(REGIONS).gather(firm % len(REGIONS)),
            "Code SH": pl.Series(codes).gather((firm * 31 + rng.integers(0, 8, ROWS)) % len(codes)),
            "Pays": pl.Series(MARKETS).gather(
                (firm * 17 + rng.integers(0, 6, ROWS) ** 2) % len(MARKETS)
            ),
            "Période": pl.Series(
                [f"{2015 + at // 12}-{1 + at % 12:02d}" for at in range(MONTHS)]
            ).gather(month),
            "Valeur MAD": np.round(np.exp(rng.normal(9, 2, ROWS)), 2),
        }
    )
    frame.write_csv(folder / "customs.csv")
    frame.write_parquet(folder / "customs.parquet")


def main() -> None:
    with temporary_folder() as folder:
        variables = environment(folder, free_port())
        measured([str(NASIJ), "prepare"], variables)
        # In a process of its own: a child starts with the memory of who began it.
        making = multiprocessing.get_context("spawn").Process(target=make, args=(folder,))
        making.start()
        making.join()
        for path in (folder / "customs.csv", folder / "customs.parquet"):
            seconds, memory = measured([sys.executable, "-c", READ_ONCE, str(path)], variables)
            print(f"{path.name} read once: {seconds:.1f} s, {memory:.0f} MB")
            for name in ("load customs", "load customs again"):
                command = [str(NASIJ), *name.split()[:2], str(path), "--json"]
                taken, peak = measured(command, variables)
                print(
                    f"{name}: {taken:.1f} s, {peak:.0f} MB: {taken / seconds:.1f} × the time, "
                    f"{peak / memory:.1f} × the memory"
                )


if __name__ == "__main__":
    main()

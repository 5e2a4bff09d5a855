"""The frames of `nasij-core potential`, for one exporter or streamed for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from nasij_core.commands._terminal import ProgressCall
from nasij_core.errors import MissingColumn, NotEnoughData
from nasij_core.frames.new_products import (
    NOT_RANKED,
    all_new_products,
    best_only,
    new_products,
)
from nasij_core.frames.potential import (
    PotentialFrames,
    all_exporters,
    by_sector,
    export_potential_in,
)
from nasij_core.frames.regional import NOT_REGIONALISED, RegionalFrames, split_potential
from nasij_core.notes import Note
from nasij_core.potential import World
from nasij_core.store.tabular import read_frame, read_table
from nasij_core.tables import DENSITY, PRODUCT_SECTORS, REGION_FLOWS, REGION_SECTORS, REGION_SHARES

Frames = dict[str, pl.DataFrame | pl.LazyFrame]


class Answer(NamedTuple):
    frames: Frames
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be listed: pairs above `minimum` USD, the best `top` new products (0: none) but
    those whose code begins as `exclude` says, totals by the sectors of a file."""

    minimum: float
    top: int
    exclude: tuple[str, ...]
    sectors: Path | None

    def new_products_notes(self, found: bool) -> tuple[Note, ...]:
        if self.top == 0:
            return ()
        return (*best_only(self.top, self.exclude),) if found else (NOT_RANKED,)


def one(
    world: World, exporter: str, wanted: Wanted, regional: Path | None, density: Path | None
) -> Answer:
    """One exporter, split to regions by the evidence given."""
    answer = export_potential_in(world, exporter, minimum_usd=wanted.minimum)
    frames: Frames = {
        "potential": answer.pairs,
        "by_market": answer.by_market,
        "by_product": answer.by_product,
    }
    notes, by_product = answer.notes, answer.by_product
    if regional is not None:
        split = _split(answer, regional, wanted.sectors)
        notes, by_product = split.notes, split.by_product
        frames |= _regional_frames(split, wanted.minimum)
    if wanted.sectors is not None:
        frames["by_sector"] = by_sector(by_product, read_table(wanted.sectors, PRODUCT_SECTORS))
    ranked = _ranked(world, exporter, wanted, density)
    if ranked is not None:
        frames["new_products"] = ranked
    return Answer(frames, (*notes, *wanted.new_products_notes(ranked is not None)))


def _ranked(
    world: World, exporter: str, wanted: Wanted, density: Path | None
) -> pl.DataFrame | None:
    """The potential stands without a rank of new products: their absence is a note, no error."""
    if wanted.top == 0:
        return None
    near = None if density is None else read_table(density, DENSITY)
    try:
        return new_products(world, exporter, near, top=wanted.top, exclude=wanted.exclude)
    except NotEnoughData:
        return None


def everybody(world: World, wanted: Wanted, scratch: Path, progress: ProgressCall) -> Answer:
    """All exporters: long tables go to the disk exporter by exporter."""
    sectors = None if wanted.sectors is None else read_table(wanted.sectors, PRODUCT_SECTORS)
    totals: dict[str, list[pl.DataFrame]] = {"by_market": [], "by_product": []}

    def pairs() -> Iterable[pl.DataFrame]:
        for position, code in enumerate(world.exporters):
            progress(position, len(world.exporters), code)
            answer = export_potential_in(world, code, minimum_usd=wanted.minimum)
            totals["by_market"].append(answer.by_market)
            totals["by_product"].append(answer.by_product)
            yield answer.pairs

    frames: Frames = {"by_exporter": all_exporters(world)}
    if (potential := _streamed(pairs(), scratch / "pairs")) is not None:
        frames["potential"] = potential
    frames |= {name: pl.concat(parts) for name, parts in totals.items()}
    if sectors is not None:
        frames["by_sector"] = pl.concat(by_sector(part, sectors) for part in totals["by_product"])
    new = None
    if wanted.top > 0:
        ranked = all_new_products(world, top=wanted.top, exclude=wanted.exclude)
        told = _told(ranked, len(world.exporters), progress)
        if (new := _streamed(told, scratch / "new")) is not None:
            frames["new_products"] = new
    return Answer(frames, (*world.notes, *wanted.new_products_notes(new is not None)))


def _told(
    parts: Iterable[pl.DataFrame], total: int, progress: ProgressCall
) -> Iterable[pl.DataFrame]:
    for position, part in enumerate(parts):
        progress(position, total, "new products")
        yield part


def _streamed(parts: Iterable[pl.DataFrame], folder: Path) -> pl.LazyFrame | None:
    folder.mkdir()
    written = 0
    for part in parts:
        part.write_parquet(folder / f"{written:05d}.parquet", compression="lz4")
        written += 1
    return pl.scan_parquet(folder / "*.parquet") if written else None


def _split(answer: PotentialFrames, regional: Path, sectors: Path | None) -> RegionalFrames:
    frame = read_frame(regional)
    if {"product", "market"} <= set(frame.columns):
        return split_potential(answer, customs=REGION_FLOWS.validate(frame, regional.name))
    if "sector" in frame.columns:
        if sectors is None:
            raise MissingColumn("--sectors FILE", ["product", "sector"], [])
        return split_potential(
            answer,
            sectors=REGION_SECTORS.validate(frame, regional.name),
            product_sectors=read_table(sectors, PRODUCT_SECTORS),
        )
    return split_potential(answer, shares=REGION_SHARES.validate(frame, regional.name))


def _regional_frames(split: RegionalFrames, minimum: float) -> Frames:
    labels = (*split.regions, NOT_REGIONALISED)
    return {
        "potential": pl.concat([split.pairs(region, minimum) for region in labels]),
        "by_market": split.by_market,
        "by_product": split.by_product,
        "by_region": split.by_region,
    }

"""Loading a country pack and product names. Safe to repeat: the second run changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from nasij.audit.acts import record
from nasij.reference import rows
from nasij.reference.enums import ReferenceVerb
from nasij.reference.models import (
    Asset,
    Caution,
    Country,
    Definition,
    Figure,
    Holiday,
    Organisation,
    Port,
    Product,
    Sector,
    Source,
    Term,
    Territory,
)
from nasij.reference.pack import Pack


@transaction.atomic
def load_pack(pack: Pack, *, by: AbstractBaseUser | None = None) -> None:
    """Bring everything the reference room keeps of a country pack into the database."""
    _load_territories(pack)
    places = {place.code: place for place in Territory.objects.all()}
    _upsert(Country, rows.countries(), ["code"])
    _upsert(Sector, rows.sectors(pack), ["key"])
    for products in rows.levels_of_products(pack):
        _upsert(Product, products, ["code"])
    _upsert(Source, rows.sources(pack), ["key"])
    _upsert(Caution, rows.cautions(pack), ["key"])
    _upsert(Definition, rows.definitions(pack), ["key"])
    _replace_figures(pack, places)
    _replace(Organisation, rows.organisations(pack))
    _upsert(Holiday, rows.holidays(pack), ["day", "name_fr"])
    _upsert(Port, rows.ports(pack, places), ["code"])
    _upsert(Term, rows.terms(pack), ["key"])
    _replace(Asset, rows.assets(pack, places))
    country = Territory.objects.get(code=pack.code, valid_until__isnull=True)
    record(ReferenceVerb.PACK_LOADED, subject=country, by=by)


def _load_territories(pack: Pack) -> None:
    """Parents need their key before their children are written."""
    generations = rows.generations(pack)
    known = {place.code: place for generation in generations for place in generation}
    for generation in generations:
        for place in generation:
            place.parent = known[place.parent.code] if place.parent else None
        _upsert(Territory, generation, ["code", "valid_from"])
        for saved in Territory.objects.filter(code__in=[place.code for place in generation]):
            known[saved.code].pk = saved.pk


def _replace_figures(pack: Pack, places: rows.Places) -> None:
    """Figures have no key of their own: the pack's set replaces the one loaded before."""
    told = rows.figures(pack, places)
    _replace(Figure, [figure for figure, _cautions in told])
    link = Figure.cautions.through
    link.objects.bulk_create(
        link(figure_id=figure.pk, caution_id=caution)
        for figure, cautions in told
        for caution in cautions
    )


def _replace(model: type[models.Model], found: Sequence[models.Model]) -> None:
    model._default_manager.all().delete()
    model._default_manager.bulk_create(found)


def _upsert(model: type[models.Model], found: Iterable[models.Model], unique: list[str]) -> None:
    """Insert or update in bulk, in one statement per batch, on both databases."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in unique and not field.primary_key
    ]
    model._default_manager.bulk_create(
        list(found),
        batch_size=500,
        update_conflicts=True,
        unique_fields=unique,
        update_fields=names,
    )

"""What everything else points to: places, countries, products, sectors, sources, definitions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from nasij.reference.enums import Bound, FigureStatus, Role
from nasij.ui import formats


class Trilingual(models.Model):
    """A name in French, Arabic and English; shown in the reader's language, never empty."""

    name_fr = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(formats.language())

    def name_in(self, language: str) -> str:
        return str(getattr(self, f"name_{language[:2]}", "") or self.name_fr)


class Territory(Trilingual):
    """A place in the dated tree country → region → province → commune.

    One row is one place during one period: when a commune moves to another province, its row ends
    and a new row with the same code begins, so that earlier periods keep their tree.
    """

    code = models.CharField(max_length=30)
    level = models.CharField(max_length=30)  # a level of the country pack
    role = models.CharField(max_length=20, choices=Role, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # Codes from the root to this row, "/"-separated and closed by "/": "MAR/01/01.051/".
    lineage = models.CharField(max_length=200, db_index=True)
    region_code = models.CharField(max_length=20, blank=True, db_index=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("lineage", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=("code", "valid_from"), name="territory_code_period"),
            models.CheckConstraint(
                name="territory_period_order",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        ]


class Country(Trilingual):
    """A trading economy. `code` is ISO 3166 alpha-3; `numeric` is the UN's, as in trade files."""

    code = models.CharField(max_length=3, primary_key=True)
    alpha2 = models.CharField(max_length=2, blank=True)
    numeric = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ("code",)


class Sector(Trilingual):
    """A sector as the exchange office groups it: a list of HS chapters."""

    key = models.SlugField(primary_key=True)
    kind = models.CharField(max_length=20, default="goods")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "key")


class Product(models.Model):
    """A product of the Harmonised System: chapter (2 digits), heading (4) or line (6)."""

    code = models.CharField(max_length=6, primary_key=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.SET_NULL)
    name_fr = models.CharField(max_length=500, blank=True)
    name_ar = models.CharField(max_length=500, blank=True)
    name_en = models.CharField(max_length=500, blank=True)
    # Folded names and everyday words in all languages: what the search looks in.
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the reader's language; a line without one takes its heading's."""
        language = formats.language()
        own = getattr(self, f"name_{language}", "")
        if own:
            return str(own)
        if self.parent is not None and self.level == 6:
            return self.parent.name
        return self.name_fr or self.name_en or self.code


class Source(models.Model):
    """Where a figure or a definition comes from."""

    key = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=400)
    publisher = models.CharField(max_length=200, blank=True)
    publisher_ar = models.CharField(max_length=200, blank=True)
    publisher_en = models.CharField(max_length=200, blank=True)
    published_on = models.CharField(max_length=20, blank=True)  # often a month or a year only
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    tier = models.CharField(max_length=1, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.title

    @property
    def publisher_name(self) -> str:
        """In the reader's language, where the pack has it; a name is its own in the others."""
        return getattr(self, f"publisher_{formats.language()}", "") or self.publisher

    @property
    def said_by(self) -> str:
        return self.publisher_name or self.title

    @property
    def published_text(self) -> str:
        """Its date in the reader's language, as exact as it is known."""
        return formats.written_date(self.published_on, formats.language())


class Definition(Trilingual):
    """What a figure means: every figure in the product points to one."""

    key = models.SlugField(primary_key=True, max_length=80)
    family = models.CharField(max_length=30, blank=True)
    description_fr = models.TextField()
    description_ar = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    unit = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ("key",)

    @property
    def description(self) -> str:
        language = formats.language()
        return str(getattr(self, f"description_{language}", "") or self.description_fr)


class Caution(models.Model):
    """A sentence that goes with some figures wherever they are shown."""

    key = models.SlugField(primary_key=True, max_length=80)
    text_fr = models.TextField()
    text_ar = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        language = formats.language()
        return str(getattr(self, f"text_{language}", "") or self.text_fr)


class Figure(models.Model):
    """A published figure: value, unit, period, place, definition, source, status."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="figures")
    territory = models.ForeignKey(Territory, null=True, blank=True, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # not every source gives one
    year_end = models.PositiveSmallIntegerField(null=True, blank=True)
    breakdown = models.CharField(max_length=120, blank=True)  # "sector=automotive size=large"
    value = models.DecimalField(max_digits=24, decimal_places=6)
    bound = models.CharField(max_length=10, choices=Bound, blank=True)
    over_years = models.PositiveSmallIntegerField(null=True, blank=True)  # a sum, not a year's
    unit = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=FigureStatus)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    cautions = models.ManyToManyField(Caution, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("definition", "territory", "year", "id")

    def __str__(self) -> str:
        return f"{self.definition_id} {self.year}: {self.value} {self.unit}"


class Organisation(Trilingual):
    """The body the platform serves; its name changes, and a document keeps the one of its day."""

    acronym = models.CharField(max_length=40, blank=True)
    logo = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("valid_from",)


class Holiday(Trilingual):
    """A day on which clocks stand still."""

    day = models.DateField()
    estimated = models.BooleanField(default=False)

    class Meta:
        ordering = ("day",)
        constraints = [models.UniqueConstraint(fields=("day", "name_fr"), name="holiday_once")]


class Port(Trilingual):
    """A port, airport or dry port through which a region's goods leave."""

    code = models.CharField(max_length=10, primary_key=True)
    kind = models.CharField(max_length=20)
    region = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="ports"
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("code",)


class Term(models.Model):
    """A word of the trade in three languages, as the country uses it."""

    key = models.SlugField(primary_key=True, max_length=80)
    fr = models.CharField(max_length=200)
    ar = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    domain = models.CharField(max_length=30, blank=True)
    seen = models.BooleanField(default=False)  # the Arabic form was read in a page of the country
    meaning_fr = models.TextField()
    meaning_ar = models.TextField()
    meaning_en = models.TextField()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.fr

    @property
    def meaning(self) -> str:
        language = formats.language()
        return str(getattr(self, f"meaning_{language}", "") or self.meaning_fr)


class Asset(models.Model):
    """What a region is said to have, or to need, and by whom."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10)  # "asset" or "need"
    text_fr = models.TextField()
    text_ar = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)

    class Meta:
        ordering = ("territory", "kind", "id")

    def __str__(self) -> str:
        language = formats.language()
        return str(getattr(self, f"text_{language}", "") or self.text_fr)

"""Numbers, money, dates and lists as each language writes them: for pages, charts and documents.

Pure functions of a value and a language ("fr", "ar", "en"). Arabic has Western digits, a comma for
decimals, and the months of the country's pack.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import floor, log10

from babel import Locale, dates, lists, numbers
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, override

from nasij.sentences import comma, filled

Number = int | float | Decimal
LOCALES = {"fr": "fr_FR", "ar": "ar_MA", "en": "en_GB"}
NOTHING = "–"
LEAST = 1e-12  # of a share; what is less comes of adding up
# Our typeface has no narrow space: browsers fake one that is too thin to see. Its plain no-break
# space is a quarter of an em, which is what French printers call a fine.
_THIN, _SPACE = "\u202f", "\u00a0"
# Marks that keep a signed number whole inside text of the other direction.
_LRM = "\u200e"


def language() -> str:
    """The reader's language; the site's where nobody reads, as in a command."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def site_language() -> str:
    """The first language of the site's country, unless its settings say otherwise."""
    return settings.LANGUAGE_CODE[:2]


def locale_of(language: str) -> Locale:
    code = LOCALES.get(language.split("-")[0])
    if code is None:
        raise ValueError(f"language {language!r}: choose one of {', '.join(LOCALES)}")
    return Locale.parse(code)


def number(value: Number | None, language: str, decimals: int | None = None) -> str:
    """1,234.5 · `decimals=None` keeps up to two and drops zeros; a missing value is a dash."""
    if value is None or value != value:
        return NOTHING
    pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals) * bool(decimals)
    return _written(numbers.format_decimal, value, pattern, language)


def signed(value: Number | None, language: str, decimals: int | None = None) -> str:
    """A change: +12 or −12, with the sign of mathematics."""
    if value is None or value != value:
        return NOTHING
    body = number(-value if value < 0 else value, language, decimals)
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return (_LRM if language == "ar" else "") + sign + body


def percent(share: Number | None, language: str, decimals: int = 1) -> str:
    """A share of one (0.25) as 25%, spaced as the language asks. What would read 0% shows its
    first digit that counts, and so does what lacks to 100%: two in ten thousand are not none, and
    without them the others are not all."""
    if share is None or share != share:
        return NOTHING
    size = abs(float(share))
    for near in (size, 1 - size):
        if LEAST <= near < 0.5 * 10 ** -(decimals + 2):
            decimals = -floor(log10(near)) - 2
    space = _SPACE if language == "fr" else ""
    pattern = "#,##0" + ("." + "#" * decimals) * bool(decimals) + space + "%"
    return _written(numbers.format_percent, share, pattern, language)


def _written(write: Callable[..., str], value: Number, pattern: str, language: str) -> str:
    """Halves go up, as readers round; left alone they would go to the even digit."""
    with localcontext(rounding=ROUND_HALF_UP):
        text = write(value, format=pattern, locale=locale_of(language))
    return text.replace(_THIN, _SPACE)


_SCALES = ((10**9, "billion"), (10**6, "million"))


def _scaled(value: Number) -> tuple[Number, str]:
    for size, name in _SCALES:
        if value >= size or value <= -size:
            return Decimal(str(value)) / size, name
    return value, ""


def money(
    value: Number | None, language: str, currency: str = "", decimals: int | None = None
) -> str:
    """The amount with its currency, the country's if none is named: 1,250,000 EUR. What is kept to
    the hundredth shows the hundredths it has: parts add up as they are read."""
    if value is None or value != value:
        return NOTHING
    if decimals is None:
        decimals = 2 if isinstance(value, Decimal) and value != value.to_integral_value() else 0
    with override(language):
        return gettext("%(amount)s %(currency)s") % {
            "amount": number(value, language, decimals),
            "currency": currency_name(currency, language),
        }


def money_short(value: Number | None, language: str, currency: str = "") -> str:
    """The amount for charts and cards: 1.3 million EUR."""
    if value is None or value != value:
        return NOTHING
    scaled, scale = _scaled(value)
    whole = scaled >= 100 or scaled <= -100 or not scale
    amount = number(scaled, language, 0 if whole else 1)
    words = {"amount": amount, "currency": currency_name(currency, language)}
    with override(language):
        if scale == "billion":
            return gettext("%(amount)s billion %(currency)s") % words
        if scale == "million":
            return gettext("%(amount)s million %(currency)s") % words
        return gettext("%(amount)s %(currency)s") % words


_CURRENCIES = {"ar": {"USD": "دولار", "EUR": "أورو"}, "fr": {"EUR": "€"}}


def currency_name(code: str, language: str) -> str:
    """A currency as readers of the language write it; its code where they use none other. Without
    a code it is that of the country, which its pack names."""
    if code in ("", settings.CURRENCY):
        return str(settings.CURRENCY_SYMBOLS[language])
    return _CURRENCIES.get(language, {}).get(code, code)


def day(value: date | None, language: str) -> str:
    """21 June 2021 · ٢١ is never written: digits are Western."""
    if value is None:
        return NOTHING
    first = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{first} {month(value, language)}"


def day_for_reader(value: date | None) -> str:
    """The day; of a moment the country's, not that of the clock it is stored by."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return day(value, language())


def day_short(value: date | None) -> str:
    """21/06/2021 in every language: one order for everyone who works with the same file."""
    if value is None:
        return NOTHING
    return value.strftime("%d/%m/%Y") if value.year > 999 else NOTHING


def written_date(text: str, language: str) -> str:
    """A date as sources give it, 2022-03-10 or 2022-03 or 2022, in the words of the language."""
    try:
        if len(text) == 10:
            return day(date.fromisoformat(text), language)
        if len(text) == 7:
            return month(date.fromisoformat(f"{text}-01"), language)
    except ValueError:
        pass
    return text


def dated(name: str, date_text: str, language: str) -> str:
    """A name with its date. After Latin letters a mark keeps the day in the Arabic line."""
    if not date_text:
        return name
    return f"{name}، \u200f{date_text}" if language == "ar" else f"{name}, {date_text}"


def month(value: date | None, language: str) -> str:
    """June 2021."""
    if value is None:
        return NOTHING
    if language == "ar":
        return f"{settings.MONTHS_AR[value.month - 1]} {value.year}"
    return str(dates.format_date(value, "MMMM y", locale=locale_of(language)))


def moment(value: datetime | None, language: str) -> str:
    """21 June 2021, 14:30 — in the zone the value carries."""
    if value is None:
        return NOTHING
    with override(language):
        return gettext("%(day)s, %(time)s") % {
            "day": day(value.date(), language),
            "time": value.strftime("%H:%M"),
        }


def hour(value: datetime | None, language: str) -> str:
    """14:30 — in a French letter 14 h 30, in the zone the value carries."""
    if value is None:
        return NOTHING
    if language == "fr":
        return f"{value.hour}{_SPACE}h{_SPACE}{value:%M}"
    return value.strftime("%H:%M")


def date_range(start: date | None, end: date | None, language: str) -> str:
    """12–14 June 2021 · 28 June – 2 July 2021 · open ends are said in words."""
    with override(language):
        if start is None and end is None:
            return NOTHING
        if end is None:
            return gettext("from %(day)s") % {"day": day(start, language)}
        if start is None:
            return gettext("until %(day)s") % {"day": day(end, language)}
        if start == end:
            return day(start, language)
        if (start.year, start.month) == (end.year, end.month):
            first = "1er" if start.day == 1 and language == "fr" else str(start.day)
            words = {"first": first, "last": day(end, language)}
        else:
            first = day(start, language)
            same_year = start.year == end.year
            words = {
                "first": first.removesuffix(f" {start.year}") if same_year else first,
                "last": day(end, language),
            }
        return gettext("%(first)s to %(last)s") % words


def listing(items: Iterable[object], language: str, style: str = "standard") -> str:
    """a, b and c · `style="or"` for a choice."""
    words = [str(item) for item in items]
    if not words:
        return NOTHING
    return str(lists.format_list(words, style=style, locale=locale_of(language)))  # type: ignore[arg-type]


def row(items: Iterable[object], language: str) -> str:
    """a, b, c: names side by side, with the comma of the language."""
    return comma(language).join(str(item) for item in items)


def clauses(items: Iterable[object], language: str) -> str:
    """a; b; c: pieces of a sentence side by side, with the semicolon of the language."""
    mark = {"ar": "؛ ", "fr": f"{_SPACE}; "}.get(language.split("-")[0], "; ")
    return mark.join(str(item) for item in items)


def labelled(label: object, text: object, language: str) -> str:
    """Label: text, with the space that French asks for before the colon."""
    with override(language):
        return filled(gettext("%(label)s: %(text)s"), {"label": label, "text": text})


def deadline(due: date | None, today: date, language: str) -> str:
    """in 3 days · today · 2 days late."""
    if due is None:
        return NOTHING
    days = (due - today).days
    with override(language):
        if days == 0:
            return gettext("today")
        if days > 0:
            return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}


def file_size(size: int, language: str) -> str:
    with override(language):
        if size < 1000:
            return ngettext("%(n)s byte", "%(n)s bytes", size) % {"n": number(size, language)}
        if size < 1_000_000:
            return gettext("%(n)s KB") % {"n": number(round(size / 1000), language)}
        return gettext("%(n)s MB") % {"n": number(round(size / 1_000_000, 1), language)}

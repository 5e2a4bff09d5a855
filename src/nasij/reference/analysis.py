"""What the reference room asks the core: the country codes of trade files."""

from __future__ import annotations

from nasij_core.store.country_codes import ISO3_OF_BACI

# Codes that countries bear in trade files only because an older statistic does; the first of
# several numeric codes of one country is the United Nations' own.
_GONE = {"CSK", "SUN", "YUG", "SCG", "ANT", "DDR", "YMD", "ZA1"}


def trade_codes() -> dict[str, str]:
    """ISO alpha-3 code → the UN's numeric code as three digits."""
    codes: dict[str, str] = {}
    for numeric, iso3 in sorted(ISO3_OF_BACI.items()):
        if iso3 not in _GONE:
            codes.setdefault(iso3, f"{numeric:03d}")
    return codes

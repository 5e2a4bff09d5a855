"""Firms that changed their identifier: one life, not an exit and an entry."""

from __future__ import annotations

from collections.abc import Mapping

from nasij_core.errors import Contradiction


def resolve(successors: Mapping[str, str]) -> dict[str, str]:
    """Each firm with its last successor. Raises Contradiction on a circle."""
    last: dict[str, str] = {}
    for firm in successors:
        seen = [firm]
        while (following := successors.get(seen[-1])) is not None and following != seen[-1]:
            if following in seen:
                raise Contradiction("successions", f"{' → '.join([*seen, following])} is a circle")
            seen.append(following)
        last[firm] = seen[-1]
    return last

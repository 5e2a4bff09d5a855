"""A dense panel gives the sums of its rows, and is not seen where there is none."""

import numpy as np
import pytest

from nasij_core.gravity import ppml
from nasij_core.gravity.effects import Effects

YEARS, COUNTRIES = 4, 7


def rows(rng: np.random.Generator, missing: float) -> tuple[np.ndarray, ...]:
    cells = np.indices((YEARS, COUNTRIES, COUNTRIES)).reshape(3, -1)
    kept = cells[:, (cells[1] != cells[2]) & (rng.random(cells.shape[1]) >= missing)]
    return tuple(rng.permutation(kept, axis=1))


def effects_of(year: np.ndarray, origin: np.ndarray, target: np.ndarray) -> list[np.ndarray]:
    return [origin * 100 + target, year * 100 + target, year * 100 + origin]


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_sums_of_the_array_are_those_of_the_rows(missing: float) -> None:
    rng = np.random.default_rng(1)
    found = Effects(effects_of(*rows(rng, missing)))
    panel = found.panel
    assert panel is not None
    assert sorted(panel.shape) == [YEARS, COUNTRIES, COUNTRIES]
    count = len(found.codes[0])
    weight, values = rng.random(count), rng.normal(size=int(found.bounds[-1]))
    panel.step = 3  # blocks that do not divide the axis
    np.testing.assert_allclose(panel.gather(panel.lay(weight)), found.gather(weight), rtol=1e-12)
    image = panel.image(panel.lay(weight), values)
    np.testing.assert_allclose(image, found.image(weight, values), rtol=1e-10, atol=1e-12)


def test_both_forms_find_the_same_coefficients(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    year, origin, target = rows(rng, 0.1)
    columns = rng.normal(size=(len(year), 2))
    trade = np.exp(columns @ [0.3, -0.5]) * rng.gamma(2, 0.5, len(year))
    effects = effects_of(year, origin, target)
    one = ppml(trade, columns, ["a", "b"], effects)
    monkeypatch.setattr(Effects, "panel", None)
    two = ppml(trade, columns, ["a", "b"], effects)
    np.testing.assert_allclose(one.coefficients, two.coefficients, rtol=1e-9)
    np.testing.assert_allclose(one.standard_errors, two.standard_errors, rtol=1e-9)


def test_rows_that_are_no_panel_stay_rows() -> None:
    rng = np.random.default_rng(3)
    year, origin, target = rows(rng, 0.0)
    effects = effects_of(year, origin, target)
    assert Effects(effects[:2]).panel is None
    assert Effects([*effects[:2], rng.integers(0, 5, len(year))]).panel is None
    assert Effects([np.r_[code, code[:1]] for code in effects]).panel is None  # a cell twice
    thin = rng.random(len(year)) < 0.3
    assert Effects(effects).keep(thin).panel is None

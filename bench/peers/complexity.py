"""Economic complexity by another package: ECI, PCI, proximity and density of one matrix.

    python complexity.py ecomplexity|econcomplex VALUES.npy OUT.npz

VALUES is (exporters, products). OUT gets `eci` (exporters,) and `density` (exporters, products) as
the package defines them: econcomplex leaves the product itself out of its neighbours.
"""

import sys

from measure import measured, needed, tell

name, source, target = sys.argv[1:]
needed("numpy", "pandas", name)

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

values = np.load(source)


def ecomplexity():
    from ecomplexity import ecomplexity as everything

    rows, columns = np.indices(values.shape)
    long = pd.DataFrame(
        {"year": 0, "place": rows.ravel(), "product": columns.ravel(), "value": values.ravel()}
    )
    columns = {"time": "year", "loc": "place", "prod": "product", "val": "value"}
    found, taken = measured(
        lambda: everything(long, columns, check_logsupermodularity=False, verbose=False)
    )
    found = found.sort_values(["place", "product"])
    eci = found.groupby("place")["eci"].first().to_numpy()
    return taken, eci, found["density"].to_numpy().reshape(values.shape)


def econcomplex():
    import econcomplex as peer

    def everything():
        eci, _ = peer.eci_pci_eigenvector(values)
        return eci, peer.density(values)

    (eci, density), taken = measured(everything)
    return taken, np.asarray(eci), np.asarray(density) / 100


taken, eci, density = {"ecomplexity": ecomplexity, "econcomplex": econcomplex}[name]()
np.savez(target, eci=eci, density=density)
tell(**taken)

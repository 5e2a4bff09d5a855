"""Files and folders: flows and records in, snapshots kept, results written."""

from nasij_core.store.catalogue import is_snapshot, load_flows, snapshot_record
from nasij_core.store.readers import read_flows
from nasij_core.store.results import record_of, write_results
from nasij_core.store.snapshots import SnapshotRecord, import_flows

__all__ = [
    "SnapshotRecord",
    "import_flows",
    "is_snapshot",
    "load_flows",
    "read_flows",
    "record_of",
    "snapshot_record",
    "write_results",
]

"""What the rooms above may listen to."""

from django.dispatch import Signal

# A file of firms is read, recorded and committed. Sent with `snapshot`, `by` and `progress`; also
# when the very file was there already, so that what a killed run left undone is taken up.
firm_file_loaded = Signal()
# Sent inside the act's transaction, with `snapshot` and `by`.
snapshot_retired = Signal()
snapshot_chosen = Signal()

"""What the rooms above may listen to."""

from django.dispatch import Signal

# Sent after commit, with `item`, `previous` (the state before), `state` and `by`.
item_moved = Signal()

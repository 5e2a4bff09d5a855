"""What the rooms above may listen to."""

from django.dispatch import Signal

# Many firms were written and committed. Sent with `source` (the record of what they came from),
# `by` and `progress`.
firms_written = Signal()

"""What the ground tells the rooms above."""

from django.dispatch import Signal

# The worker of a queue starts, and takes no work yet: whatever of that queue is still marked as
# running was cut off. Arguments: queue.
worker_starts = Signal()

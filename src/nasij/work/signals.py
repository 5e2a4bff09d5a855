"""What the ground tells the rooms above."""

from django.dispatch import Signal

# A worker died in the middle of these. Arguments: tasks (their path and what they were given).
tasks_lost = Signal()

"""Forms of the listening room."""

from nasij.needs.forms.filters import GroupFilterForm, ItemFilterForm, NeedFilterForm
from nasij.needs.forms.recording import RecordForm
from nasij.needs.forms.working import ComposeForm, EscalateForm, ReplyForm, ThemeForm

__all__ = [
    "ComposeForm",
    "EscalateForm",
    "GroupFilterForm",
    "ItemFilterForm",
    "NeedFilterForm",
    "RecordForm",
    "ReplyForm",
    "ThemeForm",
]

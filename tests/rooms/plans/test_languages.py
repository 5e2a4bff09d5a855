"""Sentences with numbers in them are written when they are read."""

from django.utils.translation import override

from nasij.plans.forms import EvidenceForm


def test_limit_of_a_file_is_said_in_the_language_of_the_page() -> None:
    with override("ar"):
        assert "ميغابايت" in str(EvidenceForm().fields["file"].help_text)
    with override("fr"):
        assert "Mo" in str(EvidenceForm().fields["file"].help_text)

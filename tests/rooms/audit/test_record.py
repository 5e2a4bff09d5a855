"""Events outlive what they speak of and read as words."""

import pytest
from django.utils import translation

from nasij.audit import words
from nasij.audit.acts import record
from nasij.audit.models import Event
from nasij.audit.queries import events_about
from tests.factories import make_firm
from tests.people import Cast


def test_event_stays_when_its_subject_goes(cast: Cast) -> None:
    firm = make_firm(name="Coopérative Exemple")
    record("exporters.firm_created", subject=firm, by=cast.delegate, region_code="09")
    firm.delete()
    cast.delegate.delete()
    event = Event.objects.get(verb="exporters.firm_created")
    assert (event.subject_label, event.actor_label) == ("Coopérative Exemple", "delegate")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_verb_is_a_sentence_in_every_language(db: None, language: str) -> None:
    with translation.override(language):
        outlines = [outline for _verb, outline in words.choices()]
        assert len(set(outlines)) == len(outlines)  # two alike in the filter are one to the reader
        for verb, outline in words.choices():
            event = Event(verb=verb, actor_label="A", subject_label="S", after={})
            text = words.sentence(event)
            assert "S" in text or "A" in text
            assert "%(" not in text
            assert verb not in outline
            assert "%(" not in outline


def test_events_about_one_subject_only(cast: Cast) -> None:
    first, second = make_firm(), make_firm()
    record("exporters.firm_created", subject=first, by=None)
    record("exporters.firm_created", subject=second, by=None)
    assert events_about(first).count() == 1


def test_names_are_kept_apart_in_every_arabic_sentence(db: None) -> None:
    """A Latin name once turned the sentence that it began."""
    with translation.override("ar"):
        for verb, _outline in words.choices():
            event = Event(verb=verb, actor_label="Actor", subject_label="Subject", after={})
            text = words.sentence(event)
            for name in ("Actor", "Subject"):
                assert text.count(name) == text.count(f"\u2068{name}\u2069")

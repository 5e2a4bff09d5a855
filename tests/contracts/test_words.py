"""What `tools/words.py` reads in a template: nothing that is marked may be missed."""

import pytest

from tools.words import from_template


def texts(source: str) -> list[tuple[str | None, str, str | None]]:
    return [key for key, _ in from_template(source)]


@pytest.mark.parametrize(
    "source",
    [
        '{% button _("Reply") href=address %}',
        '{% panel title=_("Reply") lead=lead %}',
        "{% panel title=_('Reply') %}",
        '{{ _("Reply") }}',
        '{{ value|default:_("Reply") }}',
        '{% include "a.html" with title=_("Reply") only %}',
        '{% blocktranslate asvar x with y=_("Reply") %}{% endblocktranslate %}',
        '{% translate "Reply" %}',
        '{% translate "Reply" as title %}',
    ],
)
def test_a_text_is_found_wherever_a_tag_takes_it(source: str) -> None:
    assert (None, "Reply", None) in texts(source)


def test_several_texts_of_one_tag_are_found() -> None:
    assert texts('{% page_head _("Head") _("Lead") over=_("Over") %}') == [
        (None, "Head", None),
        (None, "Lead", None),
        (None, "Over", None),
    ]


def test_escaped_quotes_are_read_as_django_reads_them() -> None:
    assert texts(r'{% button _("Say \"yes\"") %}') == [(None, 'Say "yes"', None)]
    assert texts(r'{% translate "Say \"yes\"" %}') == [(None, 'Say "yes"', None)]


def test_the_other_quote_stands_inside_a_text() -> None:
    assert texts("""{% button _("the firm's") %}{% button _('a "word"') %}""") == [
        (None, "the firm's", None),
        (None, 'a "word"', None),
    ]


def test_a_context_is_kept_and_belongs_to_its_own_text() -> None:
    assert texts('{% translate "Export" context "verb" %}') == [("verb", "Export", None)]


def test_a_block_is_read_with_its_values_plural_and_context() -> None:
    source = (
        '{% blocktranslate trimmed count n=n context "x" %}\n  {{ n }} firm\n'
        "{% plural %}\n  {{ n }} firms\n{% endblocktranslate %}"
    )
    assert texts(source) == [("x", "%(n)s firm", "%(n)s firms")]


def test_what_only_looks_like_a_mark_is_left() -> None:
    assert texts('{{ name_("no") }} {# _("no") #} _("no")') == []

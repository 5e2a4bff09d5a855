"""The words of figures, for templates."""

from django import template

from nasij.reference import words

register = template.Library()

register.filter(words.figure_value)
register.filter(words.period)
register.filter(words.of_whom)
register.simple_tag(words.figure_part)

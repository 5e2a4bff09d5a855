"""The languages that pages, letters and replies are written in."""

from django.utils.translation import pgettext_lazy

# As those who read it call it.
OWN_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}

# Inside a sentence, in the reader's language: “write in Arabic”.
IN_A_SENTENCE = {
    "fr": pgettext_lazy("inside a sentence", "French"),
    "ar": pgettext_lazy("inside a sentence", "Arabic"),
    "en": pgettext_lazy("inside a sentence", "English"),
}

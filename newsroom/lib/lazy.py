"""What a sentence for people is in a type annotation."""

from django.utils.functional import Promise

Text = str | Promise  # gettext_lazy gives a promise, which becomes words in the reader's language when it is shown

from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.lib import letters
from reviews.models import Review

TEXT = (20, 2000)


class ReviewForm(forms.ModelForm):
    """What a reader fills in. `website` is there for machines only: no person sees it."""

    website = forms.CharField(label=_("Leave this empty"), required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Review.Kind.choices, initial=Review.Kind.OPINION, widget=forms.RadioSelect
    )
    rating = forms.TypedChoiceField(
        label=_("Your rating of the story"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
        choices=[(str(rating), str(rating)) for rating in range(1, 6)] + [("", _("No rating"))],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Your review"), min_length=TEXT[0], max_length=TEXT[1], widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write what you want to say."),
            "min_length": _("A little more, please: at least %(limit_value)d characters."),
            "max_length": _("Too long: %(show_value)d characters. At most %(limit_value)d, please."),
        },
    )  # fmt: skip

    class Meta:
        model = Review
        fields = ["kind", "rating", "text", "name", "email"]
        error_messages = {
            "name": {"required": _("Write the name that is to stand with your review.")},
            "email": {
                "required": _("Write your e-mail address; it is never shown."),
                "invalid": _("This is no e-mail address. Example: name@mail.example"),
            },
        }

    def clean_text(self) -> str:
        return letters.without_controls(self.cleaned_data["text"].replace("\r\n", "\n"))

    def clean_name(self) -> str:
        return " ".join(letters.without_controls(self.cleaned_data["name"]).split())

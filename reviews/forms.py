from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsroom.lib import letters
from reviews.models import Report, Review
from reviews.screening import LENGTH


class WordsForm(forms.ModelForm):
    """What a reader says, and may change."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Review.Kind.choices, initial=Review.Kind.OPINION, widget=forms.RadioSelect
    )
    rating = forms.TypedChoiceField(
        label=_("Your rating of the story"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
        choices=[(str(rating), str(rating)) for rating in range(1, 6)] + [("", _("No rating"))],
        error_messages={"required": _("Choose from 1 to 5.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Your review"), min_length=LENGTH[0], max_length=LENGTH[1], widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write what you want to say."),
            "min_length": _("A little more, please: at least %(limit_value)d characters."),
            "max_length": _("Too long: %(show_value)d characters. At most %(limit_value)d, please."),
        },
    )  # fmt: skip
    credit = forms.BooleanField(label=_("If it leads to a correction, you may thank “a reader”"), required=False)

    class Meta:
        model = Review
        fields = ["kind", "rating", "text", "name", "credit"]
        error_messages = {
            "name": {"required": _("Write the name that is to stand with your review.")},
            "email": {
                "required": _("Write your e-mail address; it is never shown."),
                "invalid": _("This is no e-mail address. Example: name@mail.example"),
            },
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].required = settings.REVIEWS_RATING_REQUIRED

    def validate_constraints(self) -> None:
        """Each would be a question to the database; a rating is one of the list as it is."""

    def clean_text(self) -> str:
        return letters.without_controls(self.cleaned_data["text"].replace("\r\n", "\n"))

    def clean_name(self) -> str:
        return " ".join(letters.without_controls(self.cleaned_data["name"]).split())


class ReviewForm(WordsForm):
    """What a reader fills in. `website` is there for machines only: no person sees it."""

    email = forms.EmailField(label=_("E-mail"), error_messages=WordsForm.Meta.error_messages["email"])
    website = forms.CharField(label=_("Leave this empty"), required=False)

    class Meta(WordsForm.Meta):
        fields = [*WordsForm.Meta.fields, "email"]


class ReportForm(forms.ModelForm):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )  # fmt: skip
    website = forms.CharField(required=False)

    class Meta:
        model = Report
        fields = ["reason", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean_note(self) -> str:
        return letters.without_controls(self.cleaned_data["note"].replace("\r\n", "\n"))

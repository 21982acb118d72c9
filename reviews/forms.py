from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsroom.lib import plain_text
from newsroom.lib.mailing import validate_mailable
from reviews.models import Report, Review
from reviews.screening import LENGTH

# A field for machines only, which fill in whatever they find; no person sees it. No form filler and no password manager
# knows this name.
TRAP = "second_thought"


class WordsForm(forms.ModelForm):
    """What a reader says, and may change."""

    kind = forms.ChoiceField(
        label=_("What kind of review is it?"),
        choices=Review.Kind.choices,
        initial=Review.Kind.OPINION,
        widget=forms.RadioSelect,
    )
    rating = forms.TypedChoiceField(
        label=_("Your rating of the story"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect,
        choices=[(str(rating), str(rating)) for rating in range(1, 6)] + [("", _("No rating"))],
        error_messages={"required": _("Choose a rating from 1 to 5.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Your review"), min_length=LENGTH[0], max_length=LENGTH[1], widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your review."),
            "min_length": _("Your review is too short. Write at least %(limit_value)d characters."),
            "max_length": _("Your review is too long (%(show_value)d characters). "
                            "Shorten it to %(limit_value)d or fewer."),
        },
    )  # fmt: skip
    credit = forms.BooleanField(
        label=_("If this leads to a correction, you may credit me as “a reader”"), required=False
    )

    class Meta:
        model = Review
        fields = ["kind", "rating", "text", "name", "credit"]
        error_messages = {
            "name": {"required": _("Enter the name to show with your review.")},
            "email": {
                "required": _("Enter your e-mail address. It is never published."),
                "invalid": _("Enter an e-mail address, for example name@mail.example."),
            },
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].required = settings.REVIEWS_RATING_REQUIRED

    def validate_constraints(self) -> None:
        """Skipped: each constraint would cost a query, and a rating is checked against its choices already."""

    def clean_text(self) -> str:
        return plain_text.without_controls(self.cleaned_data["text"].replace("\r\n", "\n"))

    def clean_name(self) -> str:
        """With what turns it around, which screening holds it for; it is stored without."""
        return " ".join(plain_text.BREAKS.sub(" ", self.data[self.add_prefix("name")]).split())


class ReviewForm(WordsForm):
    """What a reader fills in."""

    email = forms.EmailField(
        label=_("E-mail"), validators=[validate_mailable], error_messages=WordsForm.Meta.error_messages["email"]
    )
    second_thought = forms.CharField(required=False)  # TRAP

    class Meta(WordsForm.Meta):
        fields = [*WordsForm.Meta.fields, "email"]


class ReportForm(forms.ModelForm):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )  # fmt: skip
    second_thought = forms.CharField(required=False)  # TRAP

    class Meta:
        model = Report
        fields = ["reason", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def clean_note(self) -> str:
        return plain_text.without_controls(self.cleaned_data["note"].replace("\r\n", "\n"))

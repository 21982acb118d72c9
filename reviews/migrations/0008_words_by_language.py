"""Flagged words are compared by the rules of their language. Entries that would match too much are kept, and named."""

from django.conf import settings
from django.db import migrations, models

import reviews.models.word
from reviews import matching


def fold_again(apps, schema_editor):
    Word = apps.get_model("reviews", "Word")
    languages = tuple(dict(settings.LANGUAGES))
    for word in Word.objects.order_by("pk"):
        folded = matching.key(word.text, word.language)
        taken = Word.objects.filter(folded=folded, language=word.language).exclude(pk=word.pk).exists()
        if folded != word.folded and not taken:
            Word.objects.filter(pk=word.pk).update(folded=folded)
        if problem := matching.problem(word.text, word.language, languages):
            print(f"\n  A flagged word is no longer used until a moderator corrects it: {problem}", end="")  # noqa: T201


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_kinds_of_reviews")]

    operations = [
        migrations.AlterField(
            "word", "language",
            models.CharField(
                blank=True, default="", max_length=12, verbose_name="language",
                help_text="Optional. Leave blank to use it under all stories. An insult in one language may be an "
                "ordinary word in another.",
            ),
        ),
        migrations.AlterField(
            "word", "text",
            models.CharField(
                max_length=80, validators=[reviews.models.word.has_letters], verbose_name="word or words",
                help_text="Found as a whole word, never inside a longer one; several words are found next to each "
                "other. Letters and numbers only: write out each spelling that readers use.",
            ),
        ),
        migrations.RunPython(fold_again, migrations.RunPython.noop, elidable=True),
    ]  # fmt: skip

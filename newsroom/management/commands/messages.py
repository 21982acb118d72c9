"""Bring the catalogues of translations up to date with the code, and compile them (`make messages`)."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.catalogues import files, ours


class Command(BaseCommand):
    help = "Brings newsroom/locale/ up to date with the texts in the code, and compiles it. Run it as make messages."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        messages = ours.messages()
        for language in ours.LANGUAGES:
            path, plural_forms = ours.catalogue(language), ours.plural_forms(language)
            catalogue = files.updated(files.read(path), messages, language=language, plural_forms=plural_forms)
            files.write(catalogue, path)
            left = len(catalogue.untranslated_entries())
            self.stdout.write(f"{path.name} ({language}): {len(catalogue)} texts, {left} to translate")

"""Note the fingerprints of pictures that came in before the seal covered their bytes."""

from django.core.management.base import BaseCommand, CommandError

from articles.models import Photo


class Command(BaseCommand):
    help = (
        "Read every picture that has no fingerprint yet and note its SHA-256. Run it once after the upgrade; it can be "
        "stopped and started again. What is published before that stays as it was sealed."
    )

    def handle(self, **options: object) -> None:
        done, lost = 0, []
        keys = [*Photo.objects.filter(sha256="").order_by("pk").values_list("pk", flat=True)]
        for photo in (Photo.objects.get(pk=key) for key in keys):
            try:
                with photo.original.open():
                    photo.measure()
            except OSError as error:
                lost.append(f"photo {photo.pk}: {error}")
                continue
            photo.save(update_fields=["sha256"])
            done += 1
        self.stdout.write(f"{done} photos fingerprinted.")
        if lost:
            raise CommandError("\n".join(["These files can't be read:", *lost]))

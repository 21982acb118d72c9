from django.apps import AppConfig
from django.db.models.signals import post_migrate

from articles import indexing, triggers


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(indexing.install, sender=self)

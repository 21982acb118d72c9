from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from articles import indexing, triggers


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        connection_created.connect(triggers.teach)
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(indexing.install, sender=self)

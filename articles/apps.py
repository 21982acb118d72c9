from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        from articles.models import search_index  # models can't be imported before all apps are ready
        from articles.publishing import triggers

        connection_created.connect(triggers.teach)
        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(search_index.install, sender=self)

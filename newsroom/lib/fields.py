"""Model fields of the project's own."""

from datetime import datetime
from typing import Any

from django.db import models

from newsroom.lib import clock


class MomentField(models.DateTimeField):
    """A DateTimeField whose auto_now and auto_now_add ask the newsroom's clock. To migrations it is a DateTimeField."""

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime | None:
        if not (self.auto_now or (self.auto_now_add and add)):
            return super().pre_save(model_instance, add)
        moment = clock.now()
        setattr(model_instance, self.attname, moment)
        return moment

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

"""Model fields of the project's own; to migrations they are Django's.

Text: control characters become spaces, whichever way it arrives (form, import, script). What is sealed is tidied before
its hash is made: see `tidy`. Moments: those that a row sets itself are the newsroom's. Kept: those that a save leaves.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.db.models import F

from newsroom.lib import clock, plain_text


class FormLine(forms.CharField):
    """One line: its length and its characters are judged once it is tidied."""

    def to_python(self, value: Any) -> str:
        return super().to_python(plain_text.one_line(value) if isinstance(value, str) else value)


class FormText(forms.CharField):
    def to_python(self, value: Any) -> str:
        return super().to_python(plain_text.without_controls(value) if isinstance(value, str) else value)


class _Tidied:
    """Mixed into a text field: what goes into the database, or is compared with what is there, is tidied."""

    tidy = staticmethod(plain_text.one_line)
    form_field: type[forms.Field] | None = None

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__name__}", args, kwargs

    def to_python(self, value: Any) -> Any:
        return self._tidied(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return self._tidied(super().get_prep_value(value))

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self._tidied(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value

    def formfield(self, **kwargs) -> forms.Field | None:
        return super().formfield(**({"form_class": self.form_field} if self.form_field else {}) | kwargs)

    def _tidied(self, value: Any) -> Any:
        return self.tidy(value) if isinstance(value, str) else value


class CharField(_Tidied, models.CharField):
    form_field = FormLine


class TextField(_Tidied, models.TextField):
    tidy = staticmethod(plain_text.without_controls)
    form_field = FormText


class SlugField(_Tidied, models.SlugField):
    pass


class EmailField(_Tidied, models.EmailField):
    pass


class URLField(_Tidied, models.URLField):
    pass


def tidy(instance: models.Model) -> None:
    """All text fields of a row, before anything is made of them that must agree with what will be stored."""
    for field in instance._meta.concrete_fields:
        if isinstance(field, _Tidied):
            field.pre_save(instance, add=True)


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


class _Kept:
    """Mixed into a field that one module alone writes, with `update`: saving a row leaves in it what is there now.

    A row that was read some time ago would else be saved with what it was then.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else F(self.attname)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{super().get_internal_type()}", args, kwargs


class KeptMoment(_Kept, models.DateTimeField):
    pass


class KeptNumber(_Kept, models.PositiveIntegerField):
    pass

"""A constraint that only PostgreSQL has, as a member of Meta.constraints, so that there is one set of migrations."""

from django.contrib.postgres.constraints import ExclusionConstraint


class NoOverlap(ExclusionConstraint):
    """An exclusion constraint on PostgreSQL, nothing elsewhere: there articles/publishing alone keeps the rule."""

    def _here(self, schema_editor, statement):
        return statement if schema_editor.connection.vendor == "postgresql" else None

    def constraint_sql(self, model, schema_editor):
        return self._here(schema_editor, super().constraint_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return self._here(schema_editor, super().create_sql(model, schema_editor))

    def remove_sql(self, model, schema_editor):
        return self._here(schema_editor, super().remove_sql(model, schema_editor))

    def check(self, model, connection):
        """`manage.py check` has nothing to say about databases without it."""
        return super().check(model, connection) if connection.vendor == "postgresql" else []

    def validate(self, *args, **kwargs):
        """Forms never make editions."""

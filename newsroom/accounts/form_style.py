"""Plain forms in the look of the desk."""

from django import forms

from newsroom.lib import theme


def dressed(form: type[forms.BaseForm]) -> type[forms.BaseForm]:
    """A form class whose fields look like those of the log-in."""

    class Dressed(form):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            for field in self.fields.values():
                if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                    field.widget.attrs["class"] = theme.PLAIN_FIELD

    Dressed.__name__ = form.__name__
    return Dressed

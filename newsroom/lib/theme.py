"""All that we take from django-unfold, which draws the desk. Nothing else imports it; tests/test_upstream.py says why.

Its templates, its widgets and their CSS classes are no stable interface, so a new version is tried here first.
"""

from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, AuthenticationForm, UserChangeForm, UserCreationForm
from unfold.views import ChangeList
from unfold.widgets import BASE_INPUT_CLASSES, INPUT_CLASSES
from unfold.widgets import UnfoldAdminFileFieldWidget as FileInput
from unfold.widgets import UnfoldAdminIntegerFieldWidget as NumberInput
from unfold.widgets import UnfoldAdminSelect2MultipleWidget as SearchableSelectMultiple
from unfold.widgets import UnfoldAdminSelect2Widget as SearchableSelect
from unfold.widgets import UnfoldAdminSelectWidget as Select
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

# The CSS classes of a field: in the forms of the admin, and on pages outside it such as the log-in.
FIELD = " ".join(INPUT_CLASSES)
PLAIN_FIELD = " ".join(BASE_INPUT_CLASSES)

__all__ = [
    "FIELD", "PLAIN_FIELD", "AdminPasswordChangeForm", "AuthenticationForm", "ChangeList", "DropdownFilter",
    "FileInput", "ModelAdmin", "NumberInput", "SearchableSelect", "SearchableSelectMultiple", "Select",
    "StackedInline", "TabularInline", "TextInput", "UserChangeForm", "UserCreationForm", "display",
]  # fmt: skip

"""The desk's pages of sections, of fronts and of the banner."""

from . import section  # noqa: F401

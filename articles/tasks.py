"""The names under which tasks were queued before version 1.0."""

from articles.pictures.tasks import draw_copies
from articles.publishing.tasks import carry_out

__all__ = ["carry_out", "draw_copies"]

"""What readers say, and what the newsroom does with it."""

from .discussion import Discussion
from .letter import Letter
from .report import Report
from .review import Review
from .word import Word

__all__ = ["Discussion", "Letter", "Report", "Review", "Word"]

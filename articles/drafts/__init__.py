"""Drafts: how they are edited, kept, compared, restored, autosaved, and how conflicting edits come together."""

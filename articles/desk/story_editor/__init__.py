"""The page on which a story is written: its fields, rows, groups and buttons. Saving is in articles/desk/autosave_*."""

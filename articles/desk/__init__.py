"""The admin, where stories are written: the story editor, steps, lists, photos, sources, notes, notifications."""

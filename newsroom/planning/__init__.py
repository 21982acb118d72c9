"""The planning board: what comes when, by section or by person, from ideas without a text to scheduled editions."""

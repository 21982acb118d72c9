"""The demo newsroom: an invented agency, and what its desk did recently."""

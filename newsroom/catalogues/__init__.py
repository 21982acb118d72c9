"""The catalogues of translations: what is in them, and how `make messages` makes them (docs/translating.md)."""

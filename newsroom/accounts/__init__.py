"""Accounts: coming in, one's own things, leaving."""

"""A text on its way from the keyboard to the page: tidied, read for who said what, set."""

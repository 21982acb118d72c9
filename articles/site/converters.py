"""The parts of readers' addresses that are more than a word of plain letters."""

from django.urls import register_converter


class Converter:
    """A part of an address that is text on both sides."""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AddressConverter(Converter):
    """section/2024/04/28/slug, as it is now in the table of addresses."""

    regex = r"[-a-z0-9_]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[-a-zA-Z0-9_]+"


class WordConverter(Converter):
    """A slug in the letters of any alphabet."""

    regex = r"[-\w]+"


class CopyConverter(Converter):
    """The name of a picture's copy, such as 960.webp or square-320.avif."""

    regex = r"[-a-z0-9.]+"


class DocumentConverter(Converter):
    """The name of a stored copy; its first word tells it from a picture's."""

    regex = r"document[-a-z0-9]*\.[a-z]{3,4}"


class FeedConverter(Converter):
    """The ending of a feed's address, which says its format: RSS, Atom or JSON Feed."""

    regex = "xml|atom|json"


class YearConverter:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class TwoConverter(YearConverter):
    """A month or a day in two digits, so that each has one address."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(YearConverter, "year")
register_converter(TwoConverter, "two")
register_converter(AddressConverter, "address")
register_converter(WordConverter, "word")
register_converter(FeedConverter, "feed")
register_converter(CopyConverter, "copy")
register_converter(DocumentConverter, "document")

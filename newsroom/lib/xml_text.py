"""Text that XML 1.0 can carry. A parser refuses a whole document for one character that isn't allowed in it."""

import re
from typing import Any

# Everything outside the production Char of XML 1.0, section 2.2.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(value: Any) -> Any:
    """A text, or a list or dictionary of texts, without what XML can't carry; other values as they are."""
    if isinstance(value, str):
        return NOT_XML.sub("", value)
    if isinstance(value, list | tuple):
        return type(value)(map(allowed, value))
    if isinstance(value, dict):
        return {name: allowed(one) for name, one in value.items()}
    return value

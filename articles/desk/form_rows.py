"""The rows of the inlines of a form that stays open while it is saved, put in the order in which Django reads them.

Django wants the stored rows first. A page that was saved without being loaded again has them anywhere, and it no longer
has those that were taken out. So it also sends the keys that its rows had after the last save: `bylines-BASE`.
"""

from articles.desk import form_data
from articles.drafts.autosave import Fields
from articles.models import Article

BASE, TOTAL, INITIAL = "BASE", "TOTAL_FORMS", "INITIAL_FORMS"
Row = dict[str, list[str]]  # column → values
Places = dict[str, list[int | None]]  # by inline: the number under which each row was sent; None: it was not


def ordered(fields: Fields) -> tuple[Fields, Places]:
    """The same fields with their rows in order, those taken out marked as deleted; and where each row was before."""
    places: Places = {}
    for prefix in prefixes(fields):
        fields, places[prefix] = _ordered(fields, prefix)
    return fields, places


def with_keys(fields: Fields, article: Article) -> Fields:
    """What was sent a second time, with the keys of the rows that the first time made."""
    for prefix in prefixes(fields):
        stored = [str(key) for key in getattr(article, prefix).order_by("pk").values_list("pk", flat=True)]
        fields = _with_keys(fields, prefix, stored)
    return fields


def prefixes(fields: Fields) -> list[str]:
    return [name.removesuffix(f"-{TOTAL}") for name in fields if name.endswith(f"-{TOTAL}")]


def _ordered(fields: Fields, prefix: str) -> tuple[Fields, list[int | None]]:
    sent = _rows(fields, prefix)
    base = "".join(fields.get(f"{prefix}-{BASE}", [])).split()
    rank = {key: place for place, key in enumerate(base)}
    keys = {number: _key(row) for number, row in sent.items()}
    stored = sorted((number for number in sent if keys[number]), key=lambda n: (rank.get(keys[n], len(base)), n))
    gone = [key for key in base if key.isdecimal() and key not in keys.values()]
    new = sorted(number for number in sent if not keys[number])
    sent = {number: _placed(row, number) for number, row in sent.items()}
    rows = [*(sent[n] for n in stored), *({"id": [key], "DELETE": ["on"]} for key in gone), *(sent[n] for n in new)]
    rest = {name: values for name, values in fields.items() if _number(name, prefix) is None}
    rest |= {f"{prefix}-{TOTAL}": [str(len(rows))], f"{prefix}-{INITIAL}": [str(len(stored) + len(gone))]}
    return rest | _numbered(dict(enumerate(rows)), prefix), [*stored, *(None for _key in gone), *new]


def _with_keys(fields: Fields, prefix: str, stored: list[str]) -> Fields:
    rows = _rows(fields, prefix)
    known = {_key(row) for row in rows.values()}
    made = [key for key in stored if key not in known]
    kept: dict[int, Row] = {}
    for place, row in sorted(rows.items()):
        key = _key(row)
        if "DELETE" in row and key not in stored:
            continue  # the first time took it out
        kept[place] = row if key or not made or not _is_filled(row) else row | {"id": [made.pop(0)]}
    total = max(rows, default=-1) + 1
    kept |= {total + place: {"id": [key], "DELETE": ["on"]} for place, key in enumerate(made)}
    rest = {name: values for name, values in fields.items() if _number(name, prefix) is None}
    return rest | {f"{prefix}-{TOTAL}": [str(total + len(made))]} | _numbered(kept, prefix)


def _rows(fields: Fields, prefix: str) -> dict[int, Row]:
    """By number, as many as the form says it has."""
    total = form_data.number("".join(fields.get(f"{prefix}-{TOTAL}", [])[-1:])) or 0
    rows: dict[int, Row] = {}
    for name, values in fields.items():
        if (number := _number(name, prefix)) is not None and number < total:
            rows.setdefault(number, {})[name.removeprefix(f"{prefix}-{number}-")] = values
    return rows


def _number(name: str, prefix: str) -> int | None:
    """Of the row to which a field belongs."""
    if not name.startswith(f"{prefix}-"):
        return None
    number, dash, _column = name.removeprefix(f"{prefix}-").partition("-")
    return form_data.number(number) if dash else None


def _key(row: Row) -> str:
    return "".join(row.get("id", [])[-1:])


def _placed(row: Row, number: int) -> Row:
    """A row that says nothing of its position is where it was sent."""
    return row if "".join(row.get("position", [])) or not _is_filled(row) else row | {"position": [str(number)]}


def _is_filled(row: Row) -> bool:
    return any("".join(values) for name, values in row.items() if name not in form_data.GIVEN)


def _numbered(rows: dict[int, Row], prefix: str) -> Fields:
    return {f"{prefix}-{place}-{column}": values for place, row in rows.items() for column, values in row.items()}

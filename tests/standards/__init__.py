"""What is wrong with a document by the official schema of its format."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

HERE = Path(__file__).parent
GEOJSON = "https://geojson.org/schema/GeoJSON.json"  # the ninjs schema refers to it; of it we write points


@cache
def _ninjs() -> Draft202012Validator:
    point = {"properties": {"type": {"const": "Point"}, "coordinates": {"minItems": 2, "maxItems": 2}}}
    known = Registry().with_resource(GEOJSON, Resource(point | {"required": ["coordinates"]}, DRAFT202012))
    schema = json.loads((HERE / "ninjs-schema_3.1.json").read_text("utf-8-sig"))
    return Draft202012Validator(schema, registry=known, format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def _newsml() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)  # xml.xsd is beside it
    return etree.XMLSchema(etree.parse(HERE / "NewsML-G2_2.35-spec-All-Power.xsd", parser))


def ninjs(document: bytes) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in _ninjs().iter_errors(json.loads(document))]


def newsml(document: bytes) -> list[str]:
    schema = _newsml()
    schema.validate(etree.fromstring(document))
    return [f"line {error.line}: {error.message}" for error in schema.error_log]

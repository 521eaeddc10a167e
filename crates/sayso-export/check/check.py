"""Opens every export with the format's own reader.

    python -m venv venv && venv/bin/pip install -r crates/sayso-export/check/requirements.txt
    cargo build -p sayso
    venv/bin/python crates/sayso-export/check/check.py target/debug/sayso examples/

The first argument is the program, the rest is what it exports. Everything is written to a temporary folder, opened with
the reader that people use for it, and compared with the readings themselves (`--format jsonl`). The first thing that
does not fit ends the check with what and where.

Readers: pyarrow and DuckDB for Parquet, DuckDB and csv for CSV, geojson and shapely for GeoJSON, followthemoney for its
entities, rdflib for JSON-LD (with the W3C's annotation context as far as it is used here, since nothing is fetched),
and for brat the grammar of its own documentation.
"""

import csv
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import geojson
import pyarrow.dataset
import pyarrow.parquet
import rdflib
import shapely.geometry
from followthemoney import model

TABLES = {
    "documents": lambda r: [r["document"]],
    "entities": lambda r: r["entities"],
    "mentions": lambda r: [m for e in r["entities"] for m in e["mentions"]],
    "statements": lambda r: r["statements"],
    "links": lambda r: [
        link
        for s in r["statements"]
        for link in s["chain"] + s["chain_inferred"] + ([s["via"]] if s["via"] else [])
    ],
    "events": lambda r: r["events"],
    "participants": lambda r: [p for e in r["events"] for p in e["actors"] + e["recipients"]],
    "figures": lambda r: r["figures"],
    "agreements": lambda r: r["agreements"],
    "stages": lambda r: [s for a in r["agreements"] for s in a["stages"]],
    "provisions": lambda r: [p for a in r["agreements"] for p in a["provisions"]],
    "disputes": lambda r: r["disputes"],
}

ANNOTATION_CONTEXT = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    **{
        name: f"oa:{name}"
        for name in ["Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector"]
    },
    "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    **{m: f"oa:{m}" for m in ["identifying", "describing", "classifying", "commenting", "tagging"]},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": "oa:start",
    "end": "oa:end",
    "value": "rdf:value",
    "format": "dc:format",
}


def main():
    program, inputs = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)

        def export(name, *flags, source=None):
            output = folder / (name + "".join(flags))
            command = [program, "export", "--format", name, "--output", str(output), *flags]
            subprocess.run(command + (source or inputs), check=True)
            return output

        lines = export("jsonl")
        # What is exported from the readings is what is exported from the articles.
        source = [str(lines.rename(folder / "readings.jsonl"))]
        readings = [json.loads(line) for line in Path(source[0]).read_text(encoding="utf8").splitlines()]
        assert readings, "no reading was exported"
        texts = {r["document"]["id"]: r["document"]["text"] for r in readings}

        parquet(export("parquet", source=source), readings, texts)
        by_month(export("parquet", "--by-month", source=source), readings)
        comma_separated(export("csv", source=source), readings)
        on_a_map(export("geojson", source=source), readings)
        follow_the_money(export("ftm", source=source), readings)
        annotations(export("annotations", source=source), readings)
        brat(export("brat", source=source), texts)
        schema_org(export("schema-org", source=source), readings)
        run_record(export("prov", "--ended", "2024-11-10T08:30:00Z", source=source), readings)
        words(export("conllu", source=source), readings)
        for name in ["events", "plover", "polecat", "gdelt"]:
            assert export(name, source=source).is_file(), name
        print(f"{len(readings)} readings: every export is what its reader expects")


def rows(readings, table):
    return sum(len(TABLES[table](reading)) for reading in readings)


def parquet(folder, readings, texts):
    for table in TABLES:
        path = folder / f"{table}.parquet"
        read = pyarrow.parquet.read_table(path)
        read.validate(full=True)
        assert read.num_rows == rows(readings, table), (table, read.num_rows)
        for field in read.schema:
            assert field.metadata[b"doc"], field
        read.to_pylist()
        ((count,),) = duckdb.sql(f"select count(*) from '{path}'").fetchall()
        assert count == read.num_rows, table
        for row in read.to_pylist():
            if {"document", "text", "start", "end"} <= row.keys() and row["start"] is not None:
                there = texts[row["document"]][row["start"] : row["end"]]
                assert row["text"] == there, (table, row["text"], there)
    joined = duckdb.sql(
        f"""select e.type, p.name, e.trigger.text, list_contains(e.statements, s.id), e.day
        from '{folder}/events.parquet' e
        join '{folder}/participants.parquet' p on p.event = e.id and p.role = 'actor'
        join '{folder}/statements.parquet' s on s.id = e.statements[1]
        join '{folder}/documents.parquet' d on d.id = e.document"""
    ).fetchall()
    expected = sum(len(e["actors"]) for r in readings for e in r["events"])
    assert len(joined) == expected and all(row[3] for row in joined), (len(joined), expected)


def by_month(folder, readings):
    months = {(r["document"]["published"] or "")[:7] or None for r in readings}
    for table in ["documents", "statements"]:
        read = pyarrow.dataset.dataset(folder / table, partitioning="hive").to_table()
        assert read.num_rows == rows(readings, table), table
        found = duckdb.sql(
            f"select distinct month from read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true, "
            "hive_types_autocast = false)"
        ).fetchall()
        assert {month for (month,) in found} == months, (found, months)


def comma_separated(folder, readings):
    for table in TABLES:
        path = folder / f"{table}.csv"
        ((count,),) = duckdb.sql(f"select count(*) from read_csv('{path}', header = true, all_varchar = true)").fetchall()
        with path.open(encoding="utf8", newline="") as file:
            read = list(csv.DictReader(file, strict=True))
        assert len(read) == rows(readings, table) == count, (table, len(read), count)
        assert all(None not in row and None not in row.values() for row in read), table
    with (folder / "documents.csv").open(encoding="utf8", newline="") as file:
        for row, reading in zip(csv.DictReader(file), readings):
            assert row["text"].removeprefix("'") == reading["document"]["text"].removeprefix("'")


def on_a_map(path, readings):
    collection = geojson.loads(path.read_text(encoding="utf8"))
    assert collection.is_valid, collection.errors()
    events = [e for r in readings for e in r["events"]]
    assert len(collection.features) == len(events)
    for feature, event in zip(collection.features, events):
        assert feature.id == event["id"]
        place = event["place"]
        if place and place["latitude"] is not None:
            point = shapely.geometry.shape(feature.geometry)
            assert (point.x, point.y) == (place["longitude"], place["latitude"])
        else:
            assert feature.geometry is None


def follow_the_money(path, readings):
    proxies = {}
    for line in path.read_text(encoding="utf8").splitlines():
        data = json.loads(line)
        # Cleaned, a value that is no country, date or identifier is dropped: what is left is what was written.
        proxy = model.get_proxy(data, cleaned=False)
        for name, values in data["properties"].items():
            kept = proxy.get(name)
            assert sorted(kept) == sorted(set(values)), (data["schema"], name, values, kept)
        missing = [name for name in proxy.schema.required if not proxy.get(name)]
        assert not missing, (data, missing)
        proxies[proxy.id] = proxy
    schemata = {}
    for proxy in proxies.values():
        schemata[proxy.schema.name] = schemata.get(proxy.schema.name, 0) + 1
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                other = proxies[value]
                assert other.schema.is_a(prop.range), (proxy, prop, other)
    assert schemata["Article"] == len(readings), schemata


def linked(path, context):
    data = json.loads(path.read_text(encoding="utf8"))
    if context is not None:
        data["@context"] = context
    graph = rdflib.Graph()
    graph.parse(data=json.dumps(data), format="json-ld")
    return data, graph


def annotations(path, readings):
    data, graph = linked(path, ANNOTATION_CONTEXT)
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    texts = {r["document"]["url"] or f"urn:sayso:document:{r['document']['id']}": r["document"]["text"] for r in readings}
    found = set(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(found) == len(data["items"]) > 0, len(found)
    for annotation in found:
        targets = list(graph.objects(annotation, oa.hasTarget))
        assert targets, annotation
        for target in targets:
            text = texts[str(graph.value(target, oa.hasSource))]
            selectors = {graph.value(s, rdflib.RDF.type): s for s in graph.objects(target, oa.hasSelector)}
            quote, position = selectors[oa.TextQuoteSelector], selectors[oa.TextPositionSelector]
            start, end = (graph.value(position, oa[name]).toPython() for name in ["start", "end"])
            exact = graph.value(quote, oa.exact).toPython()
            assert exact == text[start:end], (exact, text[start:end])
            around = [graph.value(quote, oa[name]).toPython() for name in ["prefix", "suffix"]]
            assert around == [text[max(start - 32, 0) : start], text[end : end + 32]]


def brat(folder, texts):
    assert len(list(folder.glob("*.txt"))) == len(set(texts.values()))
    conf = (folder / "annotation.conf").read_text(encoding="utf8")
    declared = {line.split("\t")[0] for line in conf.splitlines()}
    for path in folder.glob("*.ann"):
        # As brat's server reads it: bytes as UTF-8, no line ends changed.
        text = path.with_suffix(".txt").read_bytes().decode("utf8")
        names = set()
        pending = []
        for line in path.read_text(encoding="utf8").removesuffix("\n").split("\n"):
            name, rest = line.split("\t", 1)
            if name[0] == "T":
                match = re.fullmatch(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", rest, re.S)
                assert match, line
                kind, places, words = match.groups()
                spans = [tuple(map(int, part.split())) for part in places.split(";")]
                assert " ".join(text[a:b] for a, b in spans) == words, line
                assert all("\n" not in text[a:b] for a, b in spans), line
                assert kind in declared, kind
                names.add(name)
            elif name[0] == "E":
                assert re.fullmatch(r"\S+:T\d+( (Actor|Recipient)\d*:T\d+)*", rest), line
                pending += re.findall(r":(T\d+)", rest)
                names.add(name)
            elif name[0] == "R":
                match = re.fullmatch(r"(\S+) Arg1:(T\d+) Arg2:(T\d+)", rest)
                assert match and match[1] in declared, line
                pending += [match[2], match[3]]
            elif name[0] == "A":
                match = re.fullmatch(r"(\S+) ([TE]\d+) (\S+)", rest)
                assert match and match[1] in declared, line
                pending.append(match[2])
            elif name[0] == "#":
                match = re.fullmatch(r"AnnotatorNotes ([TE]\d+)\t.+", rest)
                assert match, line
                pending.append(match[1])
            else:
                assert name == "*" and rest.startswith("Equiv "), line
                pending += rest.split(" ")[1:]
        assert set(pending) <= names, set(pending) - names


def schema_org(path, readings):
    data, graph = linked(path, {"@vocab": "https://schema.org/"})
    schema = rdflib.Namespace("https://schema.org/")
    articles = set(graph.subjects(rdflib.RDF.type, schema.NewsArticle))
    assert len(articles) == len(readings), len(articles)
    for claim in graph.subjects(rdflib.RDF.type, schema.Claim):
        assert graph.value(claim, schema.appearance) in articles
        assert graph.value(claim, schema.text)
        assert graph.value(claim, schema.author) or graph.value(claim, schema.isBasedOn)
    assert not list(graph.subjects(rdflib.RDF.type, schema.ClaimReview))


def run_record(path, readings):
    _, graph = linked(path, None)
    prov = rdflib.PROV
    (activity,) = graph.subjects(rdflib.RDF.type, prov.Activity)
    assert graph.value(activity, prov.endedAtTime).toPython().year == 2024
    made = set(graph.subjects(prov.wasGeneratedBy, activity))
    assert len(made) == len(readings), len(made)
    for reading in made:
        assert graph.value(reading, prov.wasDerivedFrom)
        assert graph.value(reading, prov.wasAttributedTo)


def words(path, readings):
    text = path.read_text(encoding="utf8")
    assert text.count("# newdoc id = ") == len(readings)
    for line in text.splitlines():
        assert not line or line[0] == "#" or line.count("\t") == 9, line


if __name__ == "__main__":
    main()

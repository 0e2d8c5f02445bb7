"""Holds a calendar file against RFC 5545 and RFC 5546, octet by octet; no library helps."""

import re

_LINE = re.compile(
    r'[A-Z-]+(;[A-Z-]+=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*:[^\x00-\x08\x0a-\x1f]*'
)
_ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")

TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION"}
ONCE = {
    "VCALENDAR": {"VERSION", "PRODID", "METHOD"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    # RFC 5546, 3.2.1 and 3.2.5.
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "ORGANIZER", "SUMMARY", "STATUS"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
"""What each component has exactly once."""


def faults(content: bytes) -> list[str]:
    """What is wrong with the file; empty if nothing is."""
    found = []
    if not content.endswith(b"\r\n") or b"\n" in content.replace(b"\r\n", b""):
        found.append("lines must end in CRLF, the last one too")
    for physical in content.split(b"\r\n"):
        if len(physical) > 75:
            found.append(f"{len(physical)} octets: {physical!r}")
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    for line in lines:
        if not _LINE.fullmatch(line):
            found.append(f"no content line: {line!r}")
        if _name(line) in TEXTS and not _ESCAPED.fullmatch(_value(line)):
            found.append(f"not escaped: {line!r}")
    return [*found, *_structure(lines)]


def properties(content: bytes, component: str) -> dict[str, str]:
    """Return the properties of the first such component, by name."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    first = lines.index(f"BEGIN:{component}") + 1
    inside = lines[first : lines.index(f"END:{component}")]
    inside = inside[: next((n for n, one in enumerate(inside) if one[:6] == "BEGIN:"), None)]
    return {_name(line): _value(line) for line in inside}


def _structure(lines: list[str]) -> list[str]:
    found, open_, seen = [], list[str](), list[list[str]]()
    for line in lines:
        name, value = _name(line), _value(line)
        if name == "BEGIN":
            open_.append(value)
            seen.append([])
        elif name == "END":
            if open_.pop() != value:
                found.append(f"END:{value} closes something else")
            names = seen.pop()
            wrong = {one for one in ONCE.get(value, {"to be known"}) if names.count(one) != 1}
            found.extend(f"{value} needs one {one}" for one in wrong)
        else:
            seen[-1].append(name)
    return [*found, *(f"{one} is never closed" for one in open_)]


def _name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0]


def _value(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line).partition(":")[2]

"""The part of the report in which the owner checks the redaction: counts by kind and contact, and masked sentences."""

from collections.abc import Sequence
from html import escape

from harvest.facts import Facts
from harvest.second_reading import SecondReading, Shown


def second_reading_sections(facts: Facts, reading: SecondReading) -> str:
    """Nothing where nothing was redacted."""
    if not facts.manifest.redacted:
        return ""
    return (
        _counts(facts)
        + _sentences("Redactions to check", reading.at_random, "drawn at random; the dots are what was taken out")
        + _sentences("Where the detectors were least sure", reading.least_sure, "the least sure first")
    )


def _counts(facts: Facts) -> str:
    names = {line.chat_id: line.name for line in facts.timelines}
    kinds = list(facts.manifest.redacted)
    head = "".join(f"<th>{escape(kind)}</th>" for kind in kinds)
    rows = "".join(
        f"<tr><td>{escape(names.get(int(key), key))}</td>"
        + "".join(f"<td>{contact.redacted.get(kind, 0) or ''}</td>" for kind in kinds)
        + "</tr>"
        for key, contact in facts.manifest.contacts.items()
        if contact.redacted
    )
    return (
        '<section class="checks"><h2>Taken out, by contact</h2>'
        f"<div><table><tr><th></th>{head}</tr>{rows}</table></div></section>"
    )


def _sentences(title: str, shown: Sequence[Shown], note: str) -> str:
    lines = "".join(
        f"<p><small>{escape(one.kind)} {one.sureness:.2f}</small> {escape(one.before)}"
        f"<mark>{escape(one.value)}</mark>{escape(one.after)}</p>"
        for one in shown
    )
    return f'<section class="checks"><h2>{escape(title)}</h2>{lines}<p class="note">{escape(note)}</p></section>'

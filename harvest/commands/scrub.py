"""`harvest scrub`: personal data out of any lines of text, one JSON object a line, with nothing set up."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from harvest.door import ConfigOption, DataDirOption, guarded

if TYPE_CHECKING:
    from harvest.redact import Redactor


@guarded
def scrub(config: ConfigOption = None, data_dir: DataDirOption = None) -> None:
    """Read lines like {"id": 1, "text": "..."}, write them with personal data replaced. Your own lists: --config."""
    from harvest.redact import KnownSecrets, Redactor
    from harvest.settings import RedactSettings, load_settings

    settings = load_settings(config).harvest.redact if config else RedactSettings()
    known = KnownSecrets.load(data_dir) if data_dir else None
    try:
        scrub_lines(sys.stdin.buffer, sys.stdout.buffer, Redactor(settings, known=known))
    except BrokenPipeError:  # whoever read has seen enough
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (flushed as Python leaves)


def scrub_lines(lines: BinaryIO, out: BinaryIO, redactor: "Redactor") -> None:
    """Each line on its own, in order, as soon as it comes. Raises UserError at the first that is none of ours."""
    import msgspec

    for number, line in enumerate(lines, 1):
        if line.strip():
            entry = _entry(line, number)
            entry["text"] = redactor.text(entry["text"]).text
            out.write(msgspec.json.encode(entry) + b"\n")
            out.flush()


def _entry(line: bytes, number: int) -> dict[str, Any]:
    """One line's object. What it says is never repeated in an error."""
    import msgspec

    from harvest.errors import UserError

    wanted = 'Each line is an object like {"id": 1, "text": "..."}.'
    try:
        entry = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UserError(f"standard input, line {number}: not JSON. {wanted}") from None
    if not isinstance(entry, dict):
        raise UserError(f"standard input, line {number}: not an object. {wanted}")
    if not isinstance(entry.get("text"), str):
        raise UserError(f'standard input, line {number}: no "text" in words. {wanted}')
    return entry

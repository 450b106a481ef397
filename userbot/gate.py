"""The output guard as a process of its own: drafts in, objections out, as JSON lines. For whoever may not import it.

`python -m userbot.gate CONFIG DATA_DIR DATASET`; an empty argument is the default. DATASET: what the clone was really
trained on, which may be more than lies in the data directory.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from finetune.canaries.guarding import Draft
from harvest.redact import KnownSecrets
from harvest.settings import load_settings
from harvest.shingles import shingle_index
from userbot.commands.service import redactor
from userbot.guard import View, objection


def judged(lines: Iterable[bytes], view: View) -> Iterator[bytes]:
    """One line for each: the objection, or null."""
    decoder = msgspec.json.Decoder(Draft)
    for line in lines:
        draft = decoder.decode(line)
        asked = (draft.asked,)
        seen = View(view.redactor, draft.chat_id, asked, asked, view.taught, view.limits)
        yield msgspec.json.encode(objection(draft.reply, seen)) + b"\n"


def main() -> None:
    from harvest.datadir import DataDir

    config, data_dir = (Path(argument) if argument else None for argument in sys.argv[1:3])
    settings = load_settings(config, data_dir)
    data = DataDir(settings.data_dir)
    known = KnownSecrets.load(data.root)
    taught = shingle_index(Path(sys.argv[3]), known.key)
    view = View(redactor(settings, data, known), taught=taught, limits=settings.userbot.guard)
    for answer in judged(sys.stdin.buffer, view):
        sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

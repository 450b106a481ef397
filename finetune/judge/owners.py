"""One owner of a public corpus, trained and judged with one seed; what is done already is not done again."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from finetune.examples import HELDOUT, TRAIN
from finetune.judge.corpora import conversations_of, split, write_examples
from finetune.judge.trial import judge
from finetune.judge.verdict import Verdict
from finetune.runs import finished_runs
from finetune.train import train
from harvest.datadir import DataDir, private_umask, written_whole
from harvest.finetune_settings import FinetuneSettings
from harvest.userbot_settings import UserbotSettings


def _quietly(line: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Owner:
    corpus: str
    speaker: str


OWNERS = (
    Owner("en_irc_ubuntu", "ActionParsnip"),
    Owner("en_irc_ubuntu", "Dr_Willis"),
    Owner("en_crd3", "SAM"),
    Owner("en_crd3", "LIAM"),
)


def tried(
    corpora: Path,
    owner: Owner,
    folder: Path,
    settings: FinetuneSettings,
    manner: UserbotSettings,
    replies: int,
) -> Verdict:
    """folder: of this owner, seed and recipe alone. The part that judges is neither trained on nor chosen by."""
    private_umask()
    path = folder / f"verdict-{manner.temperature:g}-{manner.top_p:g}-{replies}.json"
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=Verdict)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    parts = split(conversations_of(corpora / f"{owner.corpus}.jsonl", owner.speaker))
    learning, judging = (DataDir(folder / name).prepare() for name in ("learning", "judging"))
    for data, heldout in ((learning, parts.chosen_by), (judging, parts.judged_by)):
        write_examples(data.dataset / TRAIN, parts.train)
        write_examples(data.dataset / HELDOUT, heldout)
    run = next(finished_runs(learning), None) or train(learning, settings)
    verdict = judge(judging, run, settings, manner, replies, _quietly)
    with written_whole(path) as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(verdict), indent=2))
    return verdict

"""Whether a clone may speak without being asked: only after `finetune eval` found it better than its base. No torch."""

import json
from pathlib import Path

from finetune.judge.verdict import CLONE, FEW_SHOT, shortcomings

VERDICT = "verdict.json"


def unfitness(run: Path) -> str | None:
    """Why that run's clone is not fit for "auto", or None if it is. run: its folder."""
    try:
        verdict = json.loads((run / VERDICT).read_bytes())
        loss, auc = (
            {name: float(verdict[what][name]["value"]) for name in (CLONE, FEW_SHOT)} for what in ("loss", "auc")
        )
    except FileNotFoundError:
        return "was not judged yet (finetune eval)"
    except (OSError, ValueError, KeyError, TypeError):
        return "has a verdict that cannot be read (finetune eval)"
    if shortcomings(loss, auc, FEW_SHOT):
        return "was judged no better than its base (finetune eval)"
    return None

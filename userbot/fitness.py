"""Whether a clone may speak without being asked: only after `finetune eval` found it better than its base. No torch."""

import json
from pathlib import Path

VERDICT = "verdict.json"
CLONE, FEW_SHOT = "clone", "few-shot base"


def unfitness(run: Path) -> str | None:
    """Why that run's clone is not fit for "auto", or None if it is. run: its folder."""
    try:
        verdict = json.loads((run / VERDICT).read_bytes())
        loss = {name: float(verdict["loss"][name]["value"]) for name in (CLONE, FEW_SHOT)}
        guess = {name: abs(float(verdict["auc"][name]["value"]) - 0.5) for name in (CLONE, FEW_SHOT)}
    except FileNotFoundError:
        return "was not judged yet (finetune eval)"
    except (OSError, ValueError, KeyError, TypeError):
        return "has a verdict that cannot be read (finetune eval)"
    if loss[CLONE] >= loss[FEW_SHOT] or guess[CLONE] >= guess[FEW_SHOT]:
        return "was judged no better than its base (finetune eval)"
    return None

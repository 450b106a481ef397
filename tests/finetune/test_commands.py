"""The `finetune` command as the owner meets it."""

import re
import subprocess
import sys
import time

import msgspec
import pytest
from typer.testing import CliRunner

from finetune.cli import app
from tests.finetune.tiny import save_dataset

LISTS_IMPORTS = (
    "import sys; from finetune.cli import main\ntry: main()\nfinally: print(sorted(sys.modules), file=sys.stderr)"
)


@pytest.fixture
def finetune(home):
    def run(*arguments, typed=""):
        return CliRunner().invoke(app, [*arguments, "--config", str(home.config)], input=typed)

    return run


def test_help_is_instant():
    """Without torch, transformers or anything else that takes its time."""
    began_at = time.monotonic()
    done = subprocess.run([sys.executable, "-c", LISTS_IMPORTS, "--help"], capture_output=True, text=True, check=True)
    assert time.monotonic() - began_at < 2  # half a second on an idle machine; tests share theirs
    assert "train" in done.stdout
    for heavy in ("'torch'", "'transformers'", "'pydantic'", "'rich.progress'"):
        assert heavy not in done.stderr


def test_a_dry_run_counts_and_shows_and_trains_nothing(finetune, home):
    """Tokens, the owner's share, steps, every setting, three conversations with the trained words marked."""
    before = sorted(home.data.runs.iterdir())
    done = finetune("train", "--dry-run")
    assert done.exit_code == 0
    assert re.search(r"conversations\s+33\s+9", done.output)
    assert re.search(r"your turns left out, too long\s+0\s+0", done.output)
    assert "steps in 6 epochs" in done.output
    assert re.search(r"finetune\.rank = 8  \[\S*config\.toml\]", done.output)
    assert re.search(r"roughly 0\.\d GB of memory", done.output)
    assert done.output.count("<|them|>") >= 3
    assert sorted(home.data.runs.iterdir()) == before


def test_the_list_tells_a_stale_run(finetune, home):
    """A run whose dataset has changed since is said to be stale."""
    assert home.run.name in finetune("list").output
    assert "stale" not in finetune("list").output
    save_dataset(home.data.dataset, copies=13)
    assert "stale" in finetune("list").output
    save_dataset(home.data.dataset)


def test_chat_through_a_pipe(finetune):
    """One line is one message; the end of input ends it."""
    done = finetune("chat", typed="hi how are you\nok\n")
    assert done.exit_code == 0, done.output


def test_what_the_owner_can_mend_is_one_line(finetune, tmp_path):
    """No traceback, exit code 1."""
    done = finetune("chat", "yesterday")
    assert done.exit_code == 1
    assert done.output.count("\n") == 1


def test_the_judge_says_what_it_found_in_one_line_and_one_page(finetune, home):
    """A clone of a random base has a lower loss at least. The page needs no other file, and quotes nobody."""
    done = finetune("eval", "--replies", "12")
    assert done.exit_code == 0, done.output
    assert re.search(r"^(WORSE than|Better than) its base with a few examples", done.output, re.MULTILINE)
    verdict = msgspec.json.decode((home.run.folder / "verdict.json").read_bytes())
    assert verdict["loss"]["clone"]["value"] < verdict["loss"]["base"]["value"] - 1
    assert verdict["loss"]["clone"]["value"] == pytest.approx(home.run.stamp.heldout_after, rel=1e-3)
    page = (home.run.folder / "verdict.html").read_text()
    assert "<svg" in page
    assert "src=" not in page
    assert "how are you" not in page


@pytest.mark.parametrize(("against", "called"), [("base", "its bare base"), ("few-shot", "its base with a few")])
def test_the_judge_against_one_opponent(finetune, home, against, called):
    """A verdict of its own beside the whole one, with that opponent alone."""
    done = finetune("eval", "--replies", "10", "--against", against)
    assert done.exit_code == 0, done.output
    assert re.search(rf"^(WORSE than|Better than) {called}", done.output, re.MULTILINE)
    (path,) = home.run.folder.glob(f"verdict-against-{against}*.json")
    assert len(msgspec.json.decode(path.read_bytes())["loss"]) == 2


def test_the_judge_against_another_run(finetune, home, babbling_home):
    """A clone that learned beats one that did not; which is the same the other way round."""
    import shutil

    other = shutil.copytree(babbling_home.run.folder, home.data.runs / "babbler")
    done = finetune("eval", home.run.name, "--replies", "10", "--against", "babbler")
    assert "than babbler" in done.output, done.output
    verdict = msgspec.json.decode((home.run.folder / "verdict-against-babbler.json").read_bytes())
    assert verdict["loss"]["clone"]["value"] < verdict["loss"]["babbler"]["value"] - 1
    assert finetune("eval", "babbler", "--replies", "10", "--against", home.run.name).output.count("WORSE than") == 1
    shutil.rmtree(other)


def test_friends_are_asked_and_scored(finetune, home):
    """The page lies in the run; a line of answers is worth a share with its interval."""
    done = finetune("blind", "--pairs", "8")
    assert done.exit_code == 0, done.output
    assert (home.run.folder / "blind.html").read_text().count("<section>") == 8
    assert re.search(r"[01] of 2 right|2 of 2 right", finetune("score", "1a 2b").output)
    assert finetune("score", "nonsense").exit_code == 1


def test_resume_begins_nothing(finetune, home):
    """Where no run was interrupted, --resume says so and leaves the folder as it is; with --fresh it contradicts."""
    before = sorted(home.data.runs.iterdir())
    done = finetune("train", "--resume")
    assert done.exit_code == 1
    assert "no interrupted run there" in done.output
    assert "name one of them" in finetune("train", "--resume", "--fresh").output
    assert sorted(home.data.runs.iterdir()) == before

"""A run's directory: what a mismatch is worth, which one is the latest, and that none is lost."""

import shutil
from datetime import UTC, datetime

import msgspec
import pytest

from finetune import runs
from finetune.base import find_base
from finetune.loading import load_tokenizer
from finetune.rendering import Renderer
from harvest.errors import UserError
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import save_tiny_base

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_run_speaks_on_the_base_it_was_trained_on(home):
    """Same files, same format: no objection."""
    base = find_base(home.settings)
    runs.check_stamp(home.run, base, Renderer(load_tokenizer(base)))


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("model.safetensors", "its files changed"),
        ("tokenizer.json", "its tokenizer changed"),
        ("config.json", "its files"),
    ],
)
def test_another_base_under_the_same_name_is_refused(home, tmp_path, file, line):
    """One line that says what differs, without loading anything."""
    folder = shutil.copytree(home.settings.base, tmp_path / "base")
    content = bytearray((folder / file).read_bytes())
    content[-1] ^= 1
    (folder / file).write_bytes(content)
    base = find_base(tiny_settings(folder))
    origin = msgspec.structs.replace(home.run.stamp.origin, base=base.name)
    run = runs.Run(home.run.folder, msgspec.structs.replace(home.run.stamp, origin=origin))
    with pytest.raises(UserError, match=line) as refused:
        runs.check_stamp(run, base)
    assert "\n" not in str(refused.value)


def test_a_base_of_another_name_is_refused(home, tmp_path):
    """The line names both."""
    other = find_base(tiny_settings(save_tiny_base(tmp_path / "other")))
    with pytest.raises(UserError, match=r"trained on .*base\d+, but finetune\.base is .*other"):
        runs.check_stamp(home.run, other)


def test_another_chat_format_is_refused(home):
    """The same files, cut into other pieces: as after an update of ours."""
    base = find_base(home.settings)
    plain = load_tokenizer(base)
    plain.chat_template = None
    with pytest.raises(UserError, match=r"its chat format changed\. Train again"):
        runs.check_stamp(home.run, base, Renderer(plain))


def test_a_run_with_a_forgotten_contacts_words_is_refused(home):
    """`harvest forget` marks it; it speaks no more, whatever its base."""
    mark = home.run.folder / "stale.txt"
    mark.write_text("forgotten")
    with pytest.raises(UserError, match=r"was forgotten since\. Train again"):
        runs.check_stamp(home.run, find_base(home.settings))
    mark.unlink()


def test_two_runs_of_one_second_are_two_directories(home):
    """No run overwrites another, and an unfinished one is never the latest."""
    folders = [runs.new_run_folder(home.data, NOON, home.run.stamp.origin) for _ in range(2)]
    assert folders[0] != folders[1]
    assert [run.name for run in runs.finished_runs(home.data)] == [home.run.name]
    assert runs.find_run(home.data).name == home.run.name
    for folder in folders:
        shutil.rmtree(folder)


def test_a_run_that_is_not_there_is_a_line(home):
    """It says how to see those that are."""
    with pytest.raises(UserError, match=r"no finished run called yesterday\. `finetune list` shows those"):
        runs.find_run(home.data, "yesterday")

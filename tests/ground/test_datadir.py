import multiprocessing
import os
import stat

import pytest

from harvest.datadir import DataDir, private_umask, written_whole
from harvest.errors import ConfigError, TryAgainLater, UserError


@pytest.fixture(autouse=True)
def umask():
    before = os.umask(0)
    private_umask()
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_is_private_from_the_moment_it_exists(tmp_path):
    """The directory is 0700, and a file is 0600 already while it is being written."""
    data = DataDir(tmp_path / "data").prepare()
    assert mode(data.root) == 0o700
    with written_whole(data.dataset / "train.jsonl") as draft:
        assert mode(draft) == 0o600
        draft.write_text("{}")
    assert mode(data.dataset / "train.jsonl") == 0o600
    assert mode(data.dataset) == 0o700


@pytest.mark.parametrize("loose", [0o644, 0o660, 0o604])
def test_a_file_that_others_can_read_is_refused(tmp_path, loose):
    """A session file with loose modes stops every command, with the line that closes it."""
    data = DataDir(tmp_path / "data").prepare()
    data.session.write_bytes(b"key")
    data.session.chmod(loose)
    with pytest.raises(ConfigError, match=f"chmod 600 {data.session}"):
        data.prepare()


def test_a_directory_that_others_can_enter_is_refused(tmp_path):
    """The same holds for the data directory itself."""
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    with pytest.raises(ConfigError, match="chmod 700"):
        DataDir(tmp_path / "data").prepare()


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    """Half a file never takes the place of a whole one, and no draft stays behind."""
    path = tmp_path / "manifest.json"
    path.write_text("old")
    with pytest.raises(UserError, match="could not be written"), written_whole(path) as draft:
        draft.write_text("half")
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["manifest.json"]


def _hold(root, ready, leave):
    with DataDir(root).account_lock():
        ready.set()
        leave.wait(20)


def test_one_process_uses_the_account_at_a_time(tmp_path):
    """A second process is told to wait; the lock of one that was killed is free at once."""
    data = DataDir(tmp_path / "data").prepare()
    context = multiprocessing.get_context("fork")
    ready, leave = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(data.root, ready, leave))
    holder.start()
    assert ready.wait(20)
    with pytest.raises(TryAgainLater, match="another harvest or userbot"), data.account_lock():
        pass
    holder.kill()
    holder.join()
    with data.account_lock():
        pass

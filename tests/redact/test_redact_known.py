"""The list of known secrets: hashes under a key, for the owner's eyes alone."""

import stat

import pytest

from harvest.errors import ConfigError, UserError
from harvest.redact import KnownSecrets


def test_nothing_of_a_secret_is_kept_in_the_clear(tmp_path):
    """What lies on disk holds no secret, is closed to others, and knows the value again."""
    known = KnownSecrets()
    known.learn(["Zimovka_88"])
    known.save(tmp_path)
    for path in tmp_path.iterdir():
        assert b"Zimovka" not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = KnownSecrets.load(tmp_path)
    assert [(span.start, span.end) for span in again.spans("это Zimovka_88.")] == [(4, 14)]


def test_another_key_gives_other_hashes():
    """The list alone cannot be searched for a guess."""
    one, other = KnownSecrets(), KnownSecrets()
    one.learn(["Zimovka_88"])
    other.learn(["Zimovka_88"])
    assert one.hashes != other.hashes


def test_the_same_secrets_give_the_same_file_in_any_order(tmp_path):
    """The file does not tell who said what first."""
    for name, values in (("a", ["Zimovka_88", "hunter2!"]), ("b", ["hunter2!", "Zimovka_88"])):
        (tmp_path / name).mkdir()
        known = KnownSecrets(bytes(32))
        known.learn(values)
        known.save(tmp_path / name)
    assert (tmp_path / "a/secrets.hashes").read_bytes() == (tmp_path / "b/secrets.hashes").read_bytes()


def test_a_loosened_or_damaged_list_is_refused(tmp_path):
    """Open to others, or cut short: one line that says what to do."""
    known = KnownSecrets()
    known.learn(["Zimovka_88"])
    known.save(tmp_path)
    (tmp_path / "secrets.key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        KnownSecrets.load(tmp_path)
    (tmp_path / "secrets.key").write_bytes(b"short")
    (tmp_path / "secrets.key").chmod(0o600)
    with pytest.raises(UserError, match="damaged"):
        KnownSecrets.load(tmp_path)

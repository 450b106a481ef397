"""`userbot check` on the words that lie on disk: the archive's encryption, and core dumps."""

import pytest

from harvest.archive import Archive
from harvest.at_rest import VARIABLE
from harvest.datadir import DataDir, private_umask
from harvest.errors import ConfigError, UserError
from harvest.sealed import Seal, is_plain
from harvest.settings import Settings
from userbot.checks import at_rest
from userbot.checks.findings import Check, Kind, Scene

WORDS = "correct horse battery"


@pytest.fixture
def look(tmp_path, monkeypatch):
    """look(encrypt): the one finding's kind, line and error."""
    private_umask()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv(VARIABLE, raising=False)
    data = DataDir(tmp_path / "data").prepare()

    def found(encrypt):
        settings = Settings(data_dir=data.root, harvest={"encrypt": encrypt})
        findings = Check("archive", at_rest.archive).findings(Scene(settings, None, data))
        return [(finding.kind, finding.line, finding.error) for finding in findings]

    found.path = data.archive
    return found


def test_a_plain_archive_is_fine_without_the_setting(look):
    """Off is the default; the line tells of it."""
    Archive.open(look.path).close()
    ((kind, line, _),) = look(False)
    assert kind is Kind.OK and "harvest.encrypt = true" in line


def test_an_encrypted_one_without_the_setting_stops_the_daemon(look):
    """It could not read the contacts' names there."""
    Archive.open(look.path, Seal(WORDS)).close()
    ((kind, _, error),) = look(False)
    assert kind is Kind.WRONG and error is ConfigError


def test_a_wrong_passphrase_is_found_before_the_service_starts(look, monkeypatch):
    """And the right one is told to be right; none at all is a risk for a service."""
    Archive.open(look.path, Seal(WORDS)).close()
    ((kind, line, _),) = look(True)
    assert kind is Kind.RISK and "as a service it can't" in line
    monkeypatch.setenv(VARIABLE, "some other words")
    ((kind, line, error),) = look(True)
    assert kind is Kind.WRONG and error is UserError and "some other" not in line
    monkeypatch.setenv(VARIABLE, WORDS)
    assert look(True)[0][0] is Kind.OK


def test_looking_encrypts_nothing(look, monkeypatch):
    """What is plain and should not be is told, and stays for a command that is meant to change it."""
    monkeypatch.setenv(VARIABLE, WORDS)
    Archive.open(look.path).close()
    ((kind, line, _),) = look(True)
    assert kind is Kind.RISK and "not encrypted yet" in line
    assert is_plain(look.path)


def test_a_program_that_collects_core_dumps_must_be_told_the_limit():
    """systemd's and Ubuntu's are; one that is not takes them all the same."""
    assert not at_rest.collects_all("core")
    assert not at_rest.collects_all("|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h")
    assert at_rest.collects_all("|/opt/collect %p")


def test_the_daemon_learns_its_contacts_names_from_an_encrypted_archive(look, monkeypatch):
    """As from a plain one: a name that the archive knows is taken out of the prompt."""
    from harvest.messages import Peer
    from userbot.commands.service import redactor

    with Archive.open(look.path, Seal(WORDS)) as archive:
        archive.put_peers([Peer(7, "Zebulonia", "Quartermain")])
    monkeypatch.setenv(VARIABLE, WORDS)
    data = DataDir(look.path.parent)
    known = redactor(Settings(data_dir=data.root, harvest={"encrypt": True}), data)
    assert "Quartermain" not in known.text("this is Zebulonia Quartermain speaking").text

from finetune.requests import Reply
from harvest.datadir import DataDir, private_umask
from harvest.redact import KnownSecrets
from harvest.settings import Settings
from userbot.commands.service import redactor
from userbot.guard import objection


def said(*bubbles):
    return Reply(bubbles, True, 5, 0.0, -1.0)


def test_a_secret_of_another_chat_is_not_told(tmp_path):
    """A password announced once, in any chat, is known by its hash, and refused wherever the clone says it."""
    private_umask()
    data = DataDir(tmp_path / "data").prepare()
    known = KnownSecrets()
    known.learn(["wintermoth-42"])
    known.save(data.root)
    guard = redactor(Settings(data_dir=data.root), data)
    assert objection(said("try wintermoth-42 maybe"), guard) == "it held personal data"
    assert objection(said("try the other door"), guard) is None


def test_ordinary_replies_pass(tmp_path):
    """Prices, times, smileys and names in passing are no reason for silence."""
    guard = redactor(Settings(data_dir=tmp_path), DataDir(tmp_path))
    for bubble in ("ok", "7ish", "at 10:30?", "12 500 руб", "v3.11.7 works", "sure, ann 😂", "line one\nline two"):
        assert objection(said(bubble), guard) is None, bubble


def test_a_reply_has_an_end_and_a_measure(tmp_path):
    """A model that goes on and on is not sent."""
    guard = redactor(Settings(data_dir=tmp_path), DataDir(tmp_path))
    assert objection(said(*["hey"] * 9), guard) == "it had 9 bubbles"
    assert objection(Reply(("hey",), False, 5, 0.0, -1.0), guard) == "it did not come to an end"
    assert objection(said("😂" * 2049), guard) == "a bubble was too long"

"""The archive keeps each message once, its newest edit, and never half a page."""

import sqlite3
import stat

import pytest

from harvest.archive import Archive
from harvest.archive_schema import SCHEMA_VERSION
from harvest.errors import ConfigError, UserError
from harvest.messages import Entity, Media, Peer
from tests.harvest.said import ANN, BOB, from_ann, from_owner


def test_what_goes_in_comes_out(archive):
    """Every field survives, oldest first, whatever order they came in."""
    said = [
        from_ann(1, "call 5550100", entities=(Entity("phone", 5, 7),), reply_to=0),
        from_owner(2, "", media=Media("voice", duration_s=12), edited_at=1.5),
        from_owner(3, "😂\nyes", media=Media("sticker", "😂"), is_borrowed=True, reply_to=1),
    ]
    archive.put_page(ANN, reversed(said), last_id=3)
    assert list(archive.messages(ANN)) == said
    assert (archive.cursor(ANN), archive.cursor(BOB), archive.counts()) == (3, 0, {ANN: 3})


def test_the_newest_edit_wins_whatever_comes_first(archive):
    """A pull and an export meet by (chat, id); neither order brings old words back."""
    first, edited = from_owner(1, "tpyo"), from_owner(1, "typo", edited_at=10.0)
    for order in ([first, edited], [edited, first]):
        archive.put_page(ANN, order, last_id=1)
        assert [message.text for message in archive.messages(ANN)] == ["typo"]


def test_borrowed_once_is_borrowed_for_good(archive):
    """An export does not name every bot that posted: it must not turn borrowed words into own ones."""
    archive.put_page(ANN, [from_owner(1, "ad", is_borrowed=True)], last_id=1)
    archive.put_page(ANN, [from_owner(1, "ad", edited_at=5.0)], last_id=1)
    assert next(archive.messages(ANN)).is_borrowed


def test_a_page_and_its_cursor_are_one(archive):
    """What fails in the middle of a page leaves neither its messages nor its cursor."""

    def page():
        yield from_ann(1, "hi")
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError):
        archive.put_page(ANN, page(), last_id=1)
    assert (archive.cursor(ANN), archive.counts()) == (0, {})


def test_the_account_knows_a_contact_better_than_an_export(archive):
    """Without an access hash a peer came from a file: it never overwrites what Telegram told."""
    told = Peer(ANN, "Ann", "Lee", username="ann", access_hash=77)
    for peer in (Peer(ANN, "A."), told, Peer(ANN, "A.")):
        with archive.transaction():
            archive.put_peers([peer])
    assert archive.peers() == [told]


def test_the_file_is_private(data, archive):
    archive.put_page(ANN, [from_ann(1, "hi")], last_id=1)
    for path in data.root.glob("archive*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_an_open_file_is_refused(data):
    data.archive.touch(mode=0o600)
    data.archive.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        Archive.open(data.archive)


def test_a_file_that_is_no_archive_is_one_line(data):
    data.archive.touch(mode=0o600)
    data.archive.write_bytes(b"not a database at all" * 100)
    with pytest.raises(UserError, match=r"archive\.sqlite: this is no archive"):
        Archive.open(data.archive)


def test_an_archive_from_the_future_is_refused(data, archive):
    with sqlite3.connect(data.archive) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(UserError, match="newer understudy"):
        Archive.open(data.archive)


@pytest.mark.parametrize("had_datasets", [False, True])
def test_an_archive_of_the_first_version_is_brought_up_to_date(data, archive, had_datasets):
    """Two schemas were called version 1; both open, keep what they hold, and can be built from and forgotten in."""
    archive.put_page(ANN, [from_ann(1, "kept")], last_id=1)
    archive.close()
    with sqlite3.connect(data.archive) as connection:
        connection.execute("PRAGMA user_version = 1")
        if not had_datasets:
            connection.execute("DROP TABLE datasets")
    for _ in range(2):
        with Archive.open(data.archive) as opened:
            opened.put_dataset("hash", [ANN])
            assert (opened.counts(), opened.cursor(ANN), opened.datasets_without(ANN)) == ({ANN: 1}, 1, set())
    with sqlite3.connect(data.archive) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_another_programs_database_is_left_as_it_is(data):
    data.archive.touch(mode=0o600)
    with sqlite3.connect(data.archive) as connection:
        connection.execute("CREATE TABLE notes(words TEXT)")
    with pytest.raises(UserError, match=r"archive\.sqlite: this is no archive"):
        Archive.open(data.archive)
    with sqlite3.connect(data.archive) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("notes",)]


def test_a_full_disk_loses_nothing_already_stored(archive):
    """The page that does not fit is one line; the page before it stands, with its cursor."""
    archive.put_page(ANN, [from_ann(1, "kept")], last_id=1)
    pages = archive._db.execute("PRAGMA page_count").fetchone()[0]
    archive._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(UserError, match="disk is full"):
        archive.put_page(ANN, [from_ann(2, "x" * 100_000)], last_id=2)
    assert ([m.text for m in archive.messages(ANN)], archive.cursor(ANN)) == (["kept"], 1)

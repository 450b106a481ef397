"""Telegram Desktop's exports, with every oddity of the format."""

import io
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from harvest.errors import UserError
from harvest.export import Export
from harvest.exported import RawMessage, decoded, mended
from harvest.importing import export_files, import_file
from harvest.jsonwalk import NotJson
from harvest.messages import Entity, Media, Peer
from harvest.settings import HarvestSettings
from tests.harvest.export_maker import ANN, BOB, OWNER, START, dialog, message, whole, without, write

EVERYONE = HarvestSettings(take_everyone_without_consent=True)


@pytest.fixture
def imported(tmp_path, archive):
    """imported(export): the archive's messages with Ann after reading it. indent None: a file saved anew, minified."""

    def read(export, indent=1, settings=EVERYONE):
        import_file(write(tmp_path / "result.json", export, indent), archive, settings)
        return list(archive.messages(ANN))

    return read


TALK = [message(1, ANN, "hi", 0), message(2, OWNER, "hey", 60)]


@pytest.mark.parametrize("indent", [1, None, 4], ids=["as written", "minified", "saved anew"])
def test_a_full_export_and_a_single_chat_say_the_same(archive, imported, indent):
    """People are known by id: who is not the contact is the owner."""
    full = imported(whole(dialog(ANN, TALK)), indent)
    assert [(m.id, m.is_out, m.text, m.sent_at) for m in full] == [
        (1, False, "hi", START),
        (2, True, "hey", START + 60),
    ]
    assert imported(dialog(ANN, TALK), indent) == full
    assert [(peer.id, peer.name, peer.is_self) for peer in archive.peers()] == [
        (OWNER, str(OWNER), True),
        (ANN, "Ann", False),
    ]


def test_keys_in_another_order_are_read_all_the_same(imported):
    """Some programs sort keys when they save: then whose messages these are stands behind them."""
    chat = dict(sorted(dialog(ANN, TALK).items()))
    assert [m.text for m in imported(dict(sorted(whole(chat).items())))] == ["hi", "hey"]


def test_only_dialogs_with_people_are_taken(archive, tmp_path):
    chats = [
        dialog(OWNER, [message(1, OWNER, "note to self")], None, "saved_messages"),
        dialog(3, [message(2, 3, "/start")], "Bot", "bot_chat"),
        dialog(4, [message(3, OWNER, "hi all")], "Group", "private_group"),
        dialog(777000, [message(4, 777000, "Login code: 12345")], "Telegram"),
        dialog(5, [message(5, 5, "bye")], None),
        dialog(6, [message(6, OWNER, "lost")], "Odd", None),
        dialog(ANN, TALK),
    ]
    result = import_file(write(tmp_path / "result.json", whole(*chats)), archive, EVERYONE)
    assert archive.chats() == [ANN]
    assert [reason for _, reason in result.refused] == [
        "Saved Messages",
        "a bot",
        "a group",
        "Telegram's service messages",
        "a deleted account",
        "not a dialog with one person",
    ]


def test_nobody_is_taken_who_did_not_agree(archive, tmp_path):
    """Bob stands in the file and not in the config: he is named as left out, and none of his words is stored."""
    settings = HarvestSettings(contacts=[{"peer": ANN, "consent": "2026-11-01"}])
    export = whole(dialog(ANN, TALK), dialog(BOB, [message(9, BOB, "secret")], "Bob"))
    result = import_file(write(tmp_path / "result.json", export), archive, settings)
    assert archive.chats() == [ANN]
    assert [(peer.id, reason) for peer, reason in result.refused] == [(BOB, "not listed in harvest.contacts")]


def test_a_username_counts_once_the_account_has_told_it(archive, tmp_path):
    """Exports hold no usernames; what a pull learnt of a contact does."""
    with archive.transaction():
        archive.put_peers([Peer(ANN, "Ann", username="Ann_Lee", access_hash=5)])
    settings = HarvestSettings(contacts=[{"peer": "@ann_lee", "consent": "2026-11-01"}])
    import_file(write(tmp_path / "result.json", whole(dialog(ANN, TALK))), archive, settings)
    assert archive.counts() == {ANN: 2}


def test_texts_in_parts_keep_their_entities(imported):
    """The list form and text_entities tell the same; an empty last part is nothing."""
    parts = ["call ", {"type": "phone", "text": "+1 555 0100"}, " 🎸 ", {"type": "bold", "text": "now"}, ""]
    old = without(message(2, ANN, parts), "text_entities")
    found = imported(whole(dialog(ANN, [message(1, ANN, parts), old])))
    for said in found:
        assert said.text == "call +1 555 0100 🎸 now"
        assert said.entities == (Entity("phone", 5, 11), Entity("bold", 19, 3))


NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"


@pytest.mark.parametrize(
    ("fields", "media"),
    [
        ({"photo": NOT_INCLUDED, "width": 1}, Media("photo")),
        ({"file": "a.webp", "media_type": "sticker", "sticker_emoji": "😂"}, Media("sticker", "😂")),
        ({"file": "a.ogg", "media_type": "voice_message", "duration_seconds": 12}, Media("voice", "", 12)),
        ({"file": NOT_INCLUDED, "media_type": "video_message", "duration_seconds": 9}, Media("video_message", "", 9)),
        ({"file": "a.mp4", "media_type": "video_file", "duration_seconds": 60}, Media("video", "", 60)),
        ({"file": "a.mp3", "media_type": "audio_file"}, Media("audio")),
        ({"file": "a.mp4", "media_type": "animation"}, Media("animation")),
        ({"file": "a.bin", "media_type": "hologram"}, Media("other")),
        ({"file": "a.pdf", "file_name": "a.pdf"}, Media("document")),
        ({"contact_information": {"first_name": "X", "phone_number": "+1"}}, Media("contact")),
        ({"location_information": None}, Media("location")),
        ({"poll": {"question": "?", "answers": []}}, Media("poll")),
        ({"invoice_information": '{"amount": 1}'}, Media("other")),
    ],
)
def test_media_become_their_kind(imported, fields, media):
    assert [m.media for m in imported(whole(dialog(ANN, [message(1, ANN, **fields)])))] == [media]


@pytest.mark.parametrize("mark", ["forwarded_from", "saved_from", "via_bot"])
def test_borrowed_words_are_marked(imported, mark):
    """A forward from somebody who deleted their account has null there: it is a forward all the same."""
    assert [m.is_borrowed for m in imported(whole(dialog(ANN, [message(1, OWNER, "x", **{mark: None})])))] == [True]


def test_what_is_no_message_is_left_out_and_harms_nobody(imported):
    """Service lines, unsupported ones without text or date, and what destroys itself."""
    odd = [
        {"id": 1, "type": "unsupported"},
        {"id": 2, "type": "service", "date": "2024-01-01T00:00:00", "date_unixtime": "1", "actor": None, "text": ""},
        message(3, ANN, photo="x.jpg", self_destruct_period_seconds=5),
        without(message(4, ANN, "no sender"), "from_id"),
        message(5, ANN, "a channel's", from_id="channel77"),
        message(6, ANN, "kept"),
    ]
    assert [m.id for m in imported(whole(dialog(ANN, odd)))] == [6]


def test_old_exports_have_numbers_for_people_and_local_time(archive, tmp_path):
    """2020: from_id is a number and there is no UTC time. It is read as this computer's, and counted."""
    old = [without(m, "date_unixtime", "text_entities") | {"from_id": int(m["from_id"][4:])} for m in TALK]
    result = import_file(write(tmp_path / "result.json", dialog(ANN, old)), archive, EVERYONE)
    assert [(m.is_out, m.sent_at) for m in archive.messages(ANN)] == [(False, START), (True, START + 60)]
    assert result.tally.without_utc == 2


def test_a_file_that_is_not_quite_json_is_mended(tmp_path, archive):
    """`\\x07` escapes, bare document ids, lone surrogates and bad UTF-8 are mended in their place."""
    emoji = {"type": "custom_emoji", "text": "🎸", "document_id": "BARE"}
    said = [message(1, ANN, "bell BELL end"), message(2, ANN, "half HALF emoji"), message(3, ANN, [emoji])]
    path = write(tmp_path / "result.json", whole(dialog(ANN, said)))
    wrong = {b"BELL": rb"\x07", b"HALF": rb"\ud83d", b'"BARE"': b"stickers/a b.tgs", b"Somebody": b"Some\xffbody"}
    for word, bad in wrong.items():
        path.write_bytes(path.read_bytes().replace(word, bad))
    result = import_file(path, archive, EVERYONE)
    assert [m.text for m in archive.messages(ANN)] == ["bell \x07 end", "half \ufffd emoji", "🎸"]
    assert result.tally.unreadable == 0


def test_mending_knows_an_escaped_backslash():
    assert decoded(mended(rb'"C:\\x41 \x41"'), str) == r"C:\x41 A"


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_file_that_was_cut_keeps_what_it_has(tmp_path, archive, share):
    """Wherever an export was stopped, the messages before that are stored, and it says so."""
    path = write(tmp_path / "result.json", dialog(ANN, [message(n, ANN, f"line {n}") for n in range(1, 101)]))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    result = import_file(path, archive, EVERYONE)
    found = [m.id for m in archive.messages(ANN)]
    assert result.tally.is_cut
    assert found == list(range(1, len(found) + 1))
    assert len(found) >= 100 * share - 2


def test_a_damaged_message_spoils_only_itself(tmp_path, archive):
    path = write(tmp_path / "result.json", dialog(ANN, TALK))
    path.write_bytes(path.read_bytes().replace(b'"text": "hi"', b'"text": hi!'))
    result = import_file(path, archive, EVERYONE)
    assert ([m.text for m in archive.messages(ANN)], result.tally.unreadable) == (["hey"], 1)


def test_odd_times_ids_and_lengths_are_taken_as_they_are(imported):
    """1970, 2106, a message of 100,000 characters and an id that comes twice, of which the newest edit stays."""
    found = imported(
        whole(
            dialog(
                ANN,
                [
                    message(1, ANN, "first", date_unixtime="1"),
                    message(2, ANN, "last", date_unixtime=str(2**32 - 1)),
                    message(3, ANN, "x" * 100_000),
                    message(4, ANN, "edited", edited_unixtime=str(START + 9)),
                    message(4, ANN, "before"),
                    message(2**70, ANN, "no such id"),
                ],
            )
        )
    )
    assert [(m.id, m.sent_at, m.text[:6]) for m in found] == [
        (1, 1.0, "first"),
        (2, 2.0**32 - 1, "last"),
        (3, START, "xxxxxx"),
        (4, START, "edited"),
    ]


def test_another_accounts_export_is_refused(imported):
    """One archive, one account: else somebody else's words would be learnt as the owner's."""
    imported(whole(dialog(ANN, TALK)))
    for export in (whole(dialog(BOB, [message(8, 9, "hi")]), owner=9), dialog(OWNER, [message(8, ANN, "mine")])):
        with pytest.raises(UserError, match=f"of account {OWNER}, not of"):
            imported(export)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "empty"),
        (b"PK\x03\x04zip", "a zip"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"\x00\xff noise" * 1000, "not a JSON export"),
        (b"[1, 2]", "not a JSON export"),
        (b'{"a": 1}', "no chats in it"),
        (b'"just a string"', "not a JSON export"),
    ],
)
def test_what_is_no_export_is_one_line(tmp_path, archive, content, line):
    path = tmp_path / "result.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=line):
        import_file(path, archive, EVERYONE)


def test_noise_without_an_end_is_given_up_early():
    """A bracket and then gigabytes of nothing: no more than one value's limit is ever held."""

    class Endless(io.RawIOBase):
        given = 0

        def seek(self, offset, whence=0):
            return offset

        def read(self, size=-1):
            Endless.given += size
            return b'{"chats": {"list": [' + b"x" * size if Endless.given == size else b"x" * size

    with pytest.raises(NotJson):
        list(Export(Endless()).chats())
    assert Endless.given < 1 << 28


def test_a_folder_is_searched_for_exports(tmp_path):
    for name in ("b/result.json", "a/result2.json", "a/other.json", "empty/note.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert [path.parent.name for path in export_files([tmp_path])] == ["a", "b"]
    with pytest.raises(UserError, match="no JSON export in this folder"):
        export_files([tmp_path / "empty"])
    with pytest.raises(UserError, match="no such file or folder"):
        export_files([tmp_path / "nowhere"])


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(2**63), st.floats(), st.text(max_size=5), st.just([]), st.just({})
)
KEYS = sorted(RawMessage.__struct_fields__)


@budget(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(KEYS), ODD, max_size=4), st.sampled_from([None, 1]))
def test_no_value_in_any_field_stops_an_import(tmp_path, archive, odd, indent):
    """One message with values of any kind: it is read or left out, and the one after it is there."""
    export = whole(dialog(ANN, [message(1, ANN, "odd") | odd, *TALK[1:]]))
    import_file(write(tmp_path / "result.json", export, indent), archive, EVERYONE)
    assert archive.message(ANN, 2) is not None


@budget(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=12))
def test_no_damage_to_a_file_is_a_bug(tmp_path, archive, at, cut, put):
    """Bytes taken out and others put in anywhere: an export with what can be read, or one line for the owner."""
    path = write(tmp_path / "result.json", whole(dialog(ANN, TALK), dialog(BOB, TALK, "Bob")))
    raw = path.read_bytes()
    at %= len(raw)
    path.write_bytes(raw[:at] + put + raw[at + cut :])
    with suppress(UserError):
        import_file(path, archive, EVERYONE)

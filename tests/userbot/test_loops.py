"""Two programs must not talk to each other for ever."""

from userbot.loops import programs_manner
from userbot.reading import nothing_to_read

WE, THEY = True, False


def exchange(*answers, pause_s=600.0):
    """(seconds after our message, the words) of each answer."""
    history, at = [], 0.0
    for after_s, text in answers:
        at += pause_s
        history += [(WE, at, "so?"), (THEY, at + after_s, text)]
    return history


def test_three_answers_at_once_are_a_programs():
    """Nobody reads and types in three seconds, three times in a row."""
    assert "within 3 s" in programs_manner(exchange((1, "one"), (3, "two"), (2, "three")))
    assert programs_manner(exchange((1, "one"), (3.5, "two"), (2, "three"))) is None
    assert programs_manner(exchange((1, "one"), (2, "two"))) is None


def test_a_person_is_one_who_has_taken_their_time_since():
    """Only the last three count."""
    quick = [(1, "one"), (1, "two"), (1, "three")]
    assert programs_manner(exchange(*quick, (60, "sorry, was at work"))) is None
    assert programs_manner(exchange((60, "hm"), *quick)) is not None
    lively = exchange(*quick)
    assert programs_manner([*lively, (THEY, lively[-1][1] + 2, "and?")]) is not None
    assert programs_manner([*lively, (THEY, lively[-1][1] + 3600, "hey, are you there?")]) is None


def test_the_same_words_again_and_again_are_a_programs():
    """Whatever their ticket's number."""
    told = [(40, f"Thank you! Your ticket is {number}.") for number in (117, 118, 119)]
    assert "with the same words" in programs_manner(exchange(*told))
    assert programs_manner(exchange(*told[:2], (40, "who is this?"))) is None


def test_short_answers_may_be_the_same():
    """People say ok."""
    assert programs_manner(exchange((40, "ok"), (50, "ok"), (60, "Ok!"))) is None


def test_what_they_write_unasked_is_no_answer():
    """The same message sent three times before anybody answers is impatience, and the first answer counts once."""
    impatient = [(THEY, float(at), "are you there my friend") for at in range(3)]
    assert programs_manner(impatient) is None
    assert programs_manner([(WE, 0.0, "hey"), *((THEY, at + 1, text) for _, at, text in impatient)]) is None
    assert programs_manner([]) is None


def test_media_alone_leaves_nothing_to_read():
    """A photo, a voice message: the clone has neither eyes nor ears."""
    assert nothing_to_read(["[photo]"])
    assert nothing_to_read(["[voice 0:12]", "[photo]\n[video 1:02]", " \n", "\u200b"])
    assert nothing_to_read([])
    assert not nothing_to_read(["[photo]\nlook"])
    assert not nothing_to_read(["[photo]", "?"])
    assert not nothing_to_read(["😂"])
    assert not nothing_to_read(["[EMAIL_1]"])

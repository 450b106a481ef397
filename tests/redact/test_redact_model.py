"""Names found by a model: the same interface as every other rule, and nothing of it unless it was asked for."""

import pytest

from harvest.errors import ConfigError
from harvest.redact import Redactor
from harvest.redact.names.model import people
from harvest.settings import RedactSettings


def test_a_models_names_are_full_names_unless_the_owner_wants_more():
    """A tagger's single first name stays by default; a full one goes."""
    text = "Мы с Зейнаб пришли, Зейнаб Муратовна Бек ждёт"
    spans = [(5, 11), (20, 40)]
    assert [(s.start, s.end) for s in people(lambda _: spans, first_names=False).find(text)] == [(20, 40)]
    assert [(s.start, s.end) for s in people(lambda _: spans, first_names=True).find(text)] == spans


def test_a_model_that_is_not_there_is_one_clear_line(tmp_path):
    """No download is ever tried: the folder has to hold the model."""
    with pytest.raises(ConfigError, match="holds no model"):
        Redactor(RedactSettings(names_model=str(tmp_path)))

"""What comes in from outside does no harm. A minute of what `python -m tests.soak.fuzz --minutes 60` does at length.

The cases are walked by Hypothesis, so that what breaks is shown in its smallest form.
"""

import re
import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from harvest.redact import Redactor
from harvest.settings import RedactSettings
from tests.soak.fuzz import daemon, inputs
from tests.soak.fuzz.telegram import Family, members, type_id

TARGETS = inputs.TARGETS | daemon.TARGETS
CASES = {"renderer": 100, "redactor": 150, "export": 150}
chance = st.randoms(use_true_random=False)


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_breaks_it(name):
    """No crash, no hang; what is refused is refused in one line."""

    @budget(max_examples=CASES.get(name, 250), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(chance)
    def holds(r):
        TARGETS[name](r)

    holds()


def test_every_update_of_the_schema_is_heard_without_harm():
    """Each kind that Telegram has, a few times: not only those a die happens on."""
    from random import Random

    kinds = members()[type_id("Update")]
    assert len(kinds) > 100
    for number, kind in enumerate(kinds):
        r = Random(number)
        family = Family(r, (daemon.OWNER, daemon.ANN, daemon.BOB))
        daemon.scene().hear([family.of(kind) for _ in range(3)])


def test_a_token_of_digits_and_letters_does_not_stop_the_redactor():
    """Such a token took longer than anybody waited: a contact could have stopped a build, and the daemon, with it."""
    redactor = Redactor(RedactSettings())
    began = time.process_time()
    for token in ("q1" * 90 + "Z-", "g" + "1234567890" * 18, "zz12345678" * 19):
        redactor.text(f"look: {token} ok")
    assert time.process_time() - began < 20  # a hang is what is looked for, not a speed


def test_a_secret_in_a_table_that_stands_in_a_list_is_not_repeated(tmp_path):
    """`[[telegram]]` for `[telegram]` is a slip; its answer does not show the api_hash."""
    from harvest.errors import ConfigError
    from harvest.settings import load_settings

    config = tmp_path / "config.toml"
    config.write_text(f'[[telegram]]\napi_id = 1\napi_hash = "{inputs.SECRET}"\n')
    with pytest.raises(ConfigError, match=re.escape("telegram: input should be")) as refused:
        load_settings(config)
    assert inputs.SECRET not in str(refused.value)

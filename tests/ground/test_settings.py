from pathlib import Path

import pytest

from harvest.errors import ConfigError
from harvest.settings import Settings, effective, load_settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text)
    return path


def keys_of(model, told, prefix=""):
    for name, field in model.model_fields.items():
        inner = field.annotation
        if hasattr(inner, "model_fields"):
            yield from keys_of(inner, told.get(name, {}), f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", name in told


def test_the_example_config_holds_every_key_with_its_default():
    """A reader of config.example.toml sees every setting there is, with the value that holds if it is left out."""
    import tomllib

    assert load_settings(EXAMPLE) == Settings()
    told = tomllib.loads(EXAMPLE.read_text())
    missing = [key for key, is_told in keys_of(Settings, told) if not is_told]
    assert missing == ["data_dir"]  # its default depends on the system, so it is shown as a comment
    assert "# data_dir" in EXAMPLE.read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[userbot]\nidle_dealy_s = 3", ["unknown key userbot.idle_dealy_s", "Did you mean idle_delay_s?"]),
        ("[reply]\nx = 1", ["unknown key reply", "Known here:"]),
        ("[harvest]\ngap_hours = -1", ["harvest.gap_hours is -1", "greater than 0", "The default is 24.0"]),
        ("[harvest]\ngap_hours = 'long'", ["harvest.gap_hours is 'long'", "number"]),
        ('[userbot]\ncontacts = ["ann"]', ["userbot.contacts.0 is 'ann'", "user id (1234567) or an @username"]),
        ('[harvest]\ncontacts = [{peer = "@ann"}]', ["harvest.contacts.0.consent", "field required"]),
        ("[harvest\n", ["not TOML", "config.example.toml"]),
    ],
)
def test_a_mistake_is_one_line_with_key_value_and_cure(tmp_path, text, words):
    """Whoever mistypes a setting reads one line that names the file, the key, the value and what to do."""
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        load_settings(path)
    line = str(refused.value)
    assert "\n" not in line
    assert str(path) in line
    assert all(part in line for part in words), line


def test_a_wrong_secret_is_not_repeated(tmp_path):
    """An api_id in the wrong form is named, not shown."""
    with pytest.raises(ConfigError) as refused:
        load_settings(write(tmp_path, '[telegram]\napi_id = "s3cret"'))
    assert "s3cret" not in str(refused.value)


def test_the_environment_goes_before_the_file(tmp_path, monkeypatch):
    """A variable of the environment wins over the file, and `userbot check` can say that it did."""
    path = write(tmp_path, "[userbot]\nidle_delay_s = 5\nmax_new_tokens = 7")
    monkeypatch.setenv("UNDERSTUDY_USERBOT__IDLE_DELAY_S", "9")
    settings = load_settings(path)
    assert settings.userbot.idle_delay_s == 9
    assert settings.userbot.max_new_tokens == 7
    origins = {key: origin for key, _, origin in effective(settings, path)}
    assert origins["userbot.idle_delay_s"] == "environment"
    assert origins["userbot.max_new_tokens"] == str(path)
    assert origins["userbot.top_p"] == "default"


def test_a_mistake_in_the_environment_names_the_variable(tmp_path, monkeypatch):
    """A bad variable is not blamed on the file."""
    monkeypatch.setenv("UNDERSTUDY_HARVEST__GAP_HOURS", "soon")
    with pytest.raises(ConfigError, match=r"environment variable UNDERSTUDY_HARVEST__GAP_HOURS.*is 'soon'"):
        load_settings(write(tmp_path, ""))


def test_secrets_are_never_listed(tmp_path):
    """The list of settings says whether the api hash is set, not what it is."""
    path = write(tmp_path, '[telegram]\napi_id = 123456\napi_hash = "0123456789abcdef"')
    shown = {key: value for key, value, _ in effective(load_settings(path), path)}
    assert shown["telegram.api_hash"] == shown["telegram.api_id"] == "set"


def test_a_relative_data_dir_counts_from_the_file(tmp_path):
    """Moving a config together with its data keeps them together."""
    assert load_settings(write(tmp_path, 'data_dir = "data"')).data_dir == tmp_path / "data"


def test_the_command_line_goes_before_all(tmp_path, monkeypatch):
    """--data-dir wins over the environment and the file."""
    monkeypatch.setenv("UNDERSTUDY_DATA_DIR", "/nowhere")
    assert load_settings(write(tmp_path, 'data_dir = "data"'), tmp_path / "mine").data_dir == tmp_path / "mine"


def test_a_config_that_is_not_there_is_said(tmp_path):
    """Naming a file that does not exist is not the same as having none."""
    with pytest.raises(ConfigError, match="no such config file"):
        load_settings(tmp_path / "absent.toml")

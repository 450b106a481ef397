"""[userbot.server]: which addresses may hear private words."""

import pytest
from pydantic import ValidationError

from harvest.errors import ConfigError
from harvest.reply_settings import ServerSettings
from harvest.settings import effective, load_settings


def refusal_of(**told):
    with pytest.raises(ValidationError) as refused:
        ServerSettings(**{"model": "clone", **told})
    return str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/v1",
        "http://localhost:8000/v1",
        "http://[::1]:8000/v1",
        "http://192.168.1.7:8000/v1",
        "http://10.1.2.3/v1",
        "https://models.example.org/v1",
    ],
)
def test_https_anywhere_and_http_close_by(url):
    """A server at home may speak plain http."""
    assert ServerSettings(url=url + "/", model="clone").url == url


@pytest.mark.parametrize("url", ["http://models.example.org/v1", "http://93.184.216.34/v1", "http://gpu:8000/v1"])
def test_plain_http_to_anywhere_else_is_the_owners_word(url):
    """A name could lead anywhere, so it counts as far away."""
    assert "plain http is for loopback and private addresses" in refusal_of(url=url)
    assert ServerSettings(url=url, model="clone", allow_plain_http=True).url == url


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1", "127.0.0.1:8000", "http://", "https://me:word@h/v1", "https://h/v1?key=1", "http://[:"]
)
def test_what_is_no_servers_address_is_refused(url):
    assert "a server is http://HOST:PORT/v1" in refusal_of(url=url)


def test_a_server_needs_a_models_name():
    """Left out, the mistake is found at the start and not at the first reply."""
    assert "one of its models by name" in refusal_of(url="http://127.0.0.1:1/v1", model="")
    assert ServerSettings().url == ""


def test_the_key_is_not_shown():
    assert "s3cret" not in repr(ServerSettings(api_key="s3cret"))


def settings_from(folder, text=""):
    path = folder / "config.toml"
    path.write_text(text)
    return load_settings(path), path


def test_the_key_comes_from_the_environment_and_is_never_listed(tmp_path, monkeypatch):
    """`userbot check` says that it is set, and where, not what it is."""
    monkeypatch.setenv("UNDERSTUDY_USERBOT__SERVER__API_KEY", "s3cret")
    settings, path = settings_from(tmp_path, '[userbot.server]\nurl = "http://127.0.0.1:1/v1"\nmodel = "clone"')
    assert settings.userbot.server.api_key == "s3cret"
    listed = {key: (value, origin) for key, value, origin in effective(settings, path)}
    assert listed["userbot.server.api_key"] == ("set", "environment")
    assert listed["userbot.server.model"] == ('"clone"', str(path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[userbot.server]\nurl = "http://far.example/v1"', ["userbot.server.url", "plain http is for loopback"]),
        ('[userbot.server]\nurl = "http://127.0.0.1:1"', ["userbot.server.model", "one of its models by name"]),
        ("[userbot.guard]\nleast_confidence = 1", ["userbot.guard.least_confidence is 1", "The default is 0.05"]),
        ("[userbot.guard]\nmax_buble = 1", ["unknown key userbot.guard.max_buble", "Did you mean max_bubbles?"]),
        ("[userbot]\nidle_unload_s = 0", ["userbot.idle_unload_s is 0", "The default is 900.0"]),
    ],
)
def test_a_mistake_is_one_line(tmp_path, text, words):
    with pytest.raises(ConfigError) as refused:
        settings_from(tmp_path, text)
    line = str(refused.value)
    assert all(part in line for part in words), line
    assert "\n" not in line


def test_a_mistake_beside_the_key_does_not_tell_it(tmp_path, monkeypatch):
    """Not even where the whole table is one variable."""
    monkeypatch.setenv("UNDERSTUDY_USERBOT__SERVER", '{"url": "ftp://x", "api_key": "s3cret"}')
    with pytest.raises(ConfigError, match=r"userbot\.server\.url: a server is http") as refused:
        settings_from(tmp_path)
    assert "s3cret" not in str(refused.value)


def test_a_password_in_an_address_is_not_repeated(tmp_path):
    with pytest.raises(ConfigError, match=r"userbot\.server\.url: a server is http") as refused:
        settings_from(tmp_path, '[userbot.server]\nurl = "https://me:s3cret@h/v1"')
    assert "s3cret" not in str(refused.value)

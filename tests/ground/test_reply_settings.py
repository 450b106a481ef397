"""[userbot.server]: which addresses may hear private words."""

import pytest
from pydantic import ValidationError

from harvest.reply_settings import ServerSettings


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

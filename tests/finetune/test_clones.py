"""Several clones on one base: each request is answered by the run it names, in its own voice."""

import json

import pytest
from typer.testing import CliRunner

from finetune.cli import app
from finetune.clones import load_clones
from finetune.generator import load_generator
from finetune.loading import load_base
from finetune.process import ModelFailed, ModelProcess, ReplyRequest
from finetune.train import train
from harvest.datadir import DataDir
from harvest.errors import UserError
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import chat

HI = chat("hi how are you")


@pytest.fixture(scope="module")
def two(tmp_path_factory, tiny_base):
    """A config and two runs: one says "fine", the other "ok see you"."""
    root = tmp_path_factory.mktemp("two")
    data = DataDir(root / "data").prepare()
    data.dataset.mkdir(mode=0o700)
    settings = tiny_settings(tiny_base)
    runs = []
    for answer in ("fine", "ok see you"):
        messages = [{"role": m.role, "content": m.content} for m in chat(HI[0].content, answer)]
        line = json.dumps({"messages": messages, "chat_id": 1, "started_at": 0.0, "ended_at": 1.0}) + "\n"
        for name in ("train", "heldout"):
            (data.dataset / f"{name}.jsonl").write_text(line * 40)
        runs.append(train(data, settings, fresh=True))
    config = root / "config.toml"
    values = settings.model_dump(mode="json").items()
    lines = [f'data_dir = "{data.root}"', "[finetune]", *(f"{k} = {json.dumps(v)}" for k, v in values)]
    config.write_text("\n".join(lines))
    return config, settings, runs


def ask(run: str = "") -> ReplyRequest:
    return ReplyRequest(HI, max_new_tokens=16, temperature=0, run=run)


async def test_one_process_speaks_in_two_voices(two):
    """In turn and back again; a name that was not loaded is refused, and the process goes on."""
    config, _, (fine, ok) = two
    process = ModelProcess(config, None, fine.name, more_runs=(ok.name, "latest"))
    try:
        pieces: list[str] = []
        assert (await process.reply(ask(), 60, pieces.append)).bubbles == ("fine",)
        assert "".join(pieces) == "fine"
        pid = process.pid
        assert (await process.reply(ask(ok.name), 60)).bubbles == ("ok see you",)
        assert (await process.reply(ask(fine.name), 60)).bubbles == ("fine",)
        newest = max(fine, ok, key=lambda run: run.name)  # both may be of one second
        assert (await process.reply(ask("latest"), 60)).bubbles == (await process.reply(ask(newest.name), 60)).bubbles
        with pytest.raises(ModelFailed, match="no clone called yesterday is loaded here"):
            await process.reply(ask("yesterday"), 60)
        assert process.pid == pid
    finally:
        await process.close()


def test_the_base_is_loaded_once_and_each_clone_is_itself(two, monkeypatch):
    """Beside another, a clone gives the words and the certainty that it gives alone."""
    _, settings, runs = two
    loads = []
    monkeypatch.setattr("finetune.clones.load_base", lambda base: loads.append(base) or load_base(base))
    clones = load_clones({run.name: run for run in runs}, settings)
    assert len(loads) == 1
    for run in (*runs, runs[0]):
        alone, beside = load_generator(run, settings).reply(ask()), clones.reply(ask(run.name))
        assert alone.bubbles == beside.bubbles
        assert alone.mean_logprob == pytest.approx(beside.mean_logprob, rel=1e-3)


def test_two_names_of_one_run_are_one_clone(two):
    """Loaded as it would be alone."""
    _, settings, (fine, _) = two
    clones = load_clones({"latest": fine, fine.name: fine}, settings)
    assert clones.reply(ask()).bubbles == clones.reply(ask(fine.name)).bubbles == ("fine",)
    with pytest.raises(UserError, match="no clone called x"):
        clones.reply(ask("x"))


def test_chat_as_a_contact(tmp_path, tiny_base):
    """The clone that says "fine" to one and "ok see you" to the other does so in the terminal, and knows @usernames."""
    from harvest.archive import Archive
    from harvest.messages import Peer

    data = DataDir(tmp_path / "data").prepare()
    data.dataset.mkdir(mode=0o700)
    lines = ""
    for number in range(60):
        messages = [
            {"role": m.role, "content": m.content} for m in chat(HI[0].content, ("fine", "ok see you")[number % 2])
        ]
        lines += json.dumps({"messages": messages, "chat_id": number % 2, "started_at": 0.0, "ended_at": 1.0}) + "\n"
    for name in ("train", "heldout"):
        (data.dataset / f"{name}.jsonl").write_text(lines)
    settings = tiny_settings(tiny_base, context=True)
    train(data, settings)
    with Archive.open(data.archive) as archive, archive.transaction():
        archive.put_peers([Peer(1, "Ann", username="AnnWho")])
    config = tmp_path / "config.toml"
    values = settings.model_dump(mode="json").items()
    lines = [f"{k} = {json.dumps(v)}" for k, v in values]
    config.write_text("\n".join([f'data_dir = "{data.root}"', "[userbot]", "temperature = 0", "[finetune]", *lines]))

    def said(contact):
        arguments = ["chat", "--as", contact, "--config", str(config)]
        return CliRunner().invoke(app, arguments, input="hi how are you\n").output

    assert "fine" in said("0")
    assert "ok see you" in said("@annwho")
    assert "nobody of that name" in said("@bob")

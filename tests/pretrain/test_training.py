from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from finetune.pretrain.arrays import Documents
from finetune.pretrain.evaluate import document_nll, evaluate
from finetune.pretrain.models import build_model
from finetune.pretrain.ngram import KneserNey
from finetune.pretrain.objective import said_by_me
from finetune.pretrain.optim import orthogonalised
from finetune.pretrain.packing import epoch_rows, pack
from finetune.pretrain.settings import Settings, with_changes
from finetune.pretrain.tokens import END_ID, ME_ID, PAD_ID, THEM_ID, windows
from finetune.pretrain.train import train

TINY = Settings(
    layers=1, width=64, heads=1, kv_heads=1, mlp_width=64, context=128, epochs=3, rows_per_step=8, warmup_steps=2,
    dropout=0.1, checkpoint_every=1000,
)  # fmt: skip


def test_an_interrupted_run_ends_with_the_same_weights(prepared: Path, tmp_path: Path):
    """Stopped in its second epoch and started again, a run gives bit for bit what an unbroken one gives."""
    whole = train(prepared, tmp_path / "whole", TINY)
    assert train(prepared, tmp_path / "broken", TINY, stop_after=7) is None
    resumed = train(prepared, tmp_path / "broken", TINY)
    assert whole is not None and resumed is not None
    expected = load_file(tmp_path / "whole" / "checkpoint" / "model.safetensors")
    found = load_file(tmp_path / "broken" / "checkpoint" / "model.safetensors")
    assert all(torch.equal(found[name], expected[name]) for name in expected)
    assert (whole / "model.safetensors").read_bytes() == (resumed / "model.safetensors").read_bytes()


def test_no_run_goes_on_under_other_settings(prepared: Path, tmp_path: Path):
    """A folder that holds one run refuses another: the mixture would be neither."""
    train(prepared, tmp_path / "run", TINY, stop_after=1)
    with pytest.raises(ValueError, match="other settings"):
        train(prepared, tmp_path / "run", with_changes(TINY, ["lr=0.5"]))


def test_training_and_the_5_gram_model_learn_the_corpus(prepared: Path, tmp_path: Path):
    """Both end far below the log of the vocabulary's size, 6.4 nats, on talk they have not seen."""
    test = Documents.load(prepared / "test.safetensors")
    model = train(prepared, tmp_path / "run", with_changes(TINY, ["epochs=12", "lr=0.02", "embedding_lr=0.02"]))
    assert model is not None
    assert evaluate(model, test)["en"]["nats_per_token"] < 4
    fivegram = KneserNey(Documents.load(prepared / "train.safetensors"), 600)
    assert fivegram.document_nll(test).sum() / (test.lengths - 1).sum() < 2


def test_the_5_gram_probabilities_sum_to_one(prepared: Path):
    """Whatever came before, known or not, the next token is one of the vocabulary."""
    train_part = Documents.load(prepared / "train.safetensors")
    fivegram = KneserNey(train_part, 600)
    for context in (train_part.tokens[:4], np.array([ME_ID, 599, 598, 597])):
        one_each = documents_of([[*context.tolist(), token] for token in range(600) if token != PAD_ID])
        before = documents_of([context.tolist()])
        p = np.exp(fivegram.document_nll(before) - fivegram.document_nll(one_each))
        assert p.sum() == pytest.approx(1, abs=0.02)


def documents_of(ids: list[list[int]]) -> Documents:
    zeros = np.zeros(len(ids), np.uint8)
    lengths = np.array([len(i) for i in ids], np.int32)
    return Documents(np.concatenate(ids).astype(np.uint16), lengths, zeros, zeros, lengths, zeros)


@pytest.mark.parametrize("arch", ["qwen3", "gpt2"])
def test_a_neighbour_in_the_row_changes_nothing(prepared: Path, arch: str):
    """A document's loss is the same alone and packed among others: it sees itself only."""
    few = documents_of([[ME_ID, 300, 301, END_ID], [THEM_ID, 302, 303, 304, END_ID, ME_ID, 305, END_ID]])
    alone = documents_of([[THEM_ID, 302, 303, 304, END_ID, ME_ID, 305, END_ID]])
    model = build_model(with_changes(TINY, [f"arch={arch}"]), 600).eval()
    device = torch.device("cpu")
    together = document_nll(model, few, 128, device)[1]
    np.testing.assert_allclose(together, document_nll(model, alone, 128, device)[0], rtol=1e-5)


def test_rows_are_full_and_lose_no_token(prepared: Path):
    """Packing keeps every token of every document, whole and in order, and leaves little padding."""
    part = Documents.load(prepared / "train.safetensors")
    rows = pack(part, np.arange(len(part)), 1024)
    for index, (start, length) in enumerate(zip(part.starts, part.lengths, strict=True)):
        row = rows.tokens[rows.document == index]
        np.testing.assert_array_equal(row, part.tokens[start : start + length])
    assert (rows.document < 0).mean() < 0.1


def test_epochs_differ_and_are_the_same_again(prepared: Path):
    """The order depends on seed and epoch alone."""
    part = Documents.load(prepared / "train.safetensors")
    first = epoch_rows(part, TINY, 0).tokens
    np.testing.assert_array_equal(first, epoch_rows(part, TINY, 0).tokens)
    assert not np.array_equal(first[: len(first) // 2], epoch_rows(part, TINY, 1).tokens[: len(first) // 2])


def test_long_talks_are_cut_where_turns_end():
    """A window ends with a turn; only a turn longer than the window is cut inside, and goes on in its own role."""
    turn = [ME_ID, 7, 7, END_ID]
    assert list(windows(turn * 3, context=9)) == [turn * 2, turn]
    assert list(windows([THEM_ID, 7, 8, 9, END_ID], context=3)) == [[THEM_ID, 7, 8], [THEM_ID, 9, END_ID]]


def test_my_words_are_told_from_theirs():
    """Mine are the words and the end of my turn, not the token that opens it."""
    row = torch.tensor([[THEM_ID, 7, END_ID, ME_ID, 8, END_ID, THEM_ID, 9, END_ID]])
    assert said_by_me(row).int().tolist() == [[0, 0, 0, 0, 1, 1, 0, 0, 0]]


def test_muon_steps_in_all_directions_alike():
    """The update's singular values lie between 0.6 and 1.3, whatever the gradient's were."""
    values = torch.linalg.svdvals(orthogonalised(torch.randn(2, 48, 32, generator=torch.Generator().manual_seed(0))))
    assert float(values.min()) > 0.6
    assert float(values.max()) < 1.3


def test_an_unknown_setting_is_named():
    """A misspelt setting stops the run before the GPU."""
    with pytest.raises(ValueError, match="lerning_rate"):
        with_changes(TINY, ["lerning_rate=1"])

"""Each fast path against the plain one: real tiny models, NF4 layers, both ways through them."""

from dataclasses import replace

import pytest
import torch

from finetune.adapter import trained_parameters, with_new_adapter
from finetune.base import find_base
from finetune.estimate import Shape
from finetune.fast.away import Away
from finetune.fast.choose import choose_learner
from finetune.fast.eight import E4M3, EightBitWeight, round_rows, use_eight, why_not
from finetune.fast.flat import ALIGNED, lay_out
from finetune.fast.foresee import foreseen_plan
from finetune.fast.learner import FastLearner
from finetune.fast.lora import fuse
from finetune.fast.loss import loss_and_gradient, summed_loss
from finetune.fast.memory import Line, LossCost, RowCost
from finetune.fast.plan import GIB, Needs, make_plan
from finetune.fast.probe import Differs, Probe
from finetune.fast.unfold import fold, unfold
from finetune.fast.varlen import Cuts, cutting, packed_attention, use_varlen
from finetune.learner import Learner
from finetune.loading import load_base
from finetune.objective import owner_loss
from finetune.packing import to_row
from finetune.rendering import Renderer
from tests.finetune.conftest import tiny_settings
from tests.finetune.tiny import chat


@pytest.fixture
def adapted(tiny_base):
    """A 4-bit model with an adapter that has learned something, and windows of three talks."""
    settings = tiny_settings(tiny_base, dropout=0)
    loaded = load_base(find_base(settings))
    model = with_new_adapter(loaded.model, settings)
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in trained_parameters(model):
            parameter.normal_(std=0.05)
    renderer = Renderer(loaded.tokenizer)
    talks = [chat("hi how are you", "fine"), chat("see you at nine", "ok", "ok?", "ahaha yes"), chat("привет", "ага")]
    return model, [window for talk in talks for window in renderer.training_windows(talk, 96)]


def plain(model, row):
    """The loss a token and each weight's gradient, by transformers and PEFT."""
    loss = owner_loss(model, row) / len(row.targets)
    return loss, torch.autograd.grad(loss, trained_parameters(model))


def fast(model, row, weights=None):
    flat, groups = fuse(model)
    model.enable_input_require_grads()
    learner = FastLearner(model, flat, groups, 96, 1e-3)
    loss = learner.learn(row, 1 / len(row.targets))
    return learner, loss


def test_fused_layers_give_the_plain_loss_and_every_gradient(adapted):
    """In fp32 to rounding, weight by weight, A and B alike; q, k and v go together, gate and up too."""
    model, windows = adapted
    row = to_row(windows)
    loss, gradients = plain(model, row)
    learner, fast_loss = fast(model, row)
    assert [len(group.parts) for group in learner.groups] == [3, 1, 2, 1] * 2
    torch.testing.assert_close(fast_loss, loss.detach(), rtol=1e-5, atol=1e-6)
    for ours, theirs in zip(learner.gradients(), gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-6)


def test_recomputed_layers_give_the_same_gradients(adapted):
    """With activations thrown away and made anew in the backward pass, up to what an adapter reads last."""
    model, windows = adapted
    row = to_row(windows)
    _, gradients = plain(model, row)
    model.train()
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    learner, _ = fast(model, row)
    for ours, theirs in zip(learner.gradients(), gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-6)


def test_what_enters_the_layers_can_be_kept_elsewhere(adapted):
    """One tensor a layer goes away and comes back the same, in rows of different length one after another."""
    model, windows = adapted
    model.train()
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    flat, groups = fuse(model)
    model.enable_input_require_grads()
    learner = FastLearner(model, flat, groups, 96, 1e-3)
    away = Away(smallest=1)
    for some in (windows, windows[:1], windows):
        row, seen = to_row(some), []
        for learner.away in (None, away):
            loss = learner.learn(row, 1.0)
            seen.append((loss, flat.gradient.clone()))
            learner.forget_gradient()
        assert torch.equal(seen[0][1], seen[1][1])
        assert seen[0][0] == seen[1][0]
    assert len(away._held) >= model.config.num_hidden_layers
    assert len(away._held) <= model.config.num_hidden_layers + 4


def test_weights_by_turn_count_in_the_fast_loss(adapted):
    """A turn that counts twice counts twice, in loss and gradient."""
    model, windows = adapted
    weighted = [replace(w, weights=[2.0 if i % 3 else 0.5 for i in range(len(w.token_ids))]) for w in windows]
    row = to_row(weighted)
    loss, gradients = plain(model, row)
    learner, fast_loss = fast(model, row)
    torch.testing.assert_close(fast_loss, loss.detach(), rtol=1e-5, atol=1e-6)
    ours = torch.cat([g.flatten() for g in learner.gradients()])
    torch.testing.assert_close(ours, torch.cat([g.flatten() for g in gradients]), rtol=1e-3, atol=1e-6)


def test_a_switched_off_adapter_stays_off(adapted):
    """The judge compares with the base by switching the adapter off: fused layers give way."""
    model, windows = adapted
    row = to_row(windows)
    with model.disable_adapter(), torch.no_grad():
        base = owner_loss(model, row)
        fuse(model)
        assert owner_loss(model, row) == base
    assert owner_loss(model, row) != base


def test_the_base_multiplied_out_is_the_same_base(adapted):
    """To the bit: the weights are those that 4 bits stand for."""
    model, windows = adapted
    row = to_row(windows)
    learner, loss = fast(model, row)
    gradient = learner.flat.gradient.clone()
    learner.forget_gradient()
    unfold(learner.groups)
    torch.testing.assert_close(learner.learn(row, 1 / len(row.targets)), loss, rtol=1e-6, atol=0)
    torch.testing.assert_close(learner.flat.gradient, gradient, rtol=1e-5, atol=1e-7)
    fold(learner.groups)
    assert all(part.unfolded is None for group in learner.groups for part in group.parts)


def test_rows_are_rounded_to_eight_bits_each_by_its_own_largest_number():
    """448 is e4m3's largest number and 3 bits its precision: off by at most a sixteenth; a row of zeros stays one."""
    x = torch.tensor([[1.0, -2.0, 0.25, 0.3], [1000.0, 4000.0, 0.0, -70.0], [0.0, 0.0, 0.0, 0.0]])
    rounded = round_rows(x)
    assert rounded.values.dtype == E4M3
    assert rounded.values.float().abs().amax(dim=1).tolist() == [448.0, 448.0, 0.0]
    torch.testing.assert_close(rounded.values.float() * rounded.scales, x, rtol=1 / 16, atol=0)


def test_eight_bit_products_are_the_plain_ones_but_for_their_rounding():
    """Both ways: a share of a thirtieth of the norm, which is e4m3's; rows of very different sizes keep theirs."""
    torch.manual_seed(0)
    weight = torch.randn(48, 64) * torch.logspace(-2, 2, 48)[:, None]
    x, gradient = torch.randn(32, 64), torch.randn(32, 48)
    for eight in (EightBitWeight.of(weight), EightBitWeight.of(weight).both_ways()):
        forth, back = eight.product(round_rows(x), torch.float32), eight.back_product(gradient)
        for ours, plain_one in ((forth, x @ weight.T), (back, gradient @ weight)):
            assert 0.005 < (ours - plain_one).norm() / plain_one.norm() < 0.05
        rows_off = (forth - x @ weight.T).norm(dim=0) / (x @ weight.T).norm(dim=0)
        assert rows_off.max() < 0.06


def test_learning_with_eight_bit_products_goes_the_same_way(adapted):
    """Loss within 2 %, the gradient's direction kept, the same whether the rounded base is kept or made anew."""
    model, windows = adapted
    row = to_row(windows)
    learner, loss = fast(model, row)
    gradient = learner.flat.gradient.clone()
    seen = []
    for keeps in (False, True):
        use_eight(learner.groups)
        if keeps:
            unfold(learner.groups)
        learner.forget_gradient()
        torch.testing.assert_close(learner.learn(row, 1 / len(row.targets)), loss, rtol=0.02, atol=0)
        seen.append(learner.flat.gradient.clone())
    assert 0 < (seen[0] - gradient).norm() / gradient.norm() < 0.3
    torch.testing.assert_close(seen[0], seen[1])


def test_fp8_says_why_it_is_not_there(tiny_base, adapted):
    """Asked for on a CPU, training goes on without, to the bit."""
    model, windows = adapted
    said = []
    learner = choose_learner(model, tiny_settings(tiny_base, fp8=True), windows, 96, said.append)
    assert said == ["No fp8 products (they need an NVIDIA card)."]
    assert not any(part.in_eight for group in learner.groups for part in group.parts)
    assert why_not(torch.device("cpu"))


def test_windows_that_are_cut_see_only_themselves(adapted):
    """Loss and gradients of three windows in a row without a mask are those with one; a leak would show."""
    model, windows = adapted
    row = to_row(windows)
    probe = Probe.of(model, windows)
    loss, gradients = plain(model, row)
    use_varlen(model)
    probe.check_model(model)
    with cutting(row, "cpu"):
        cut_loss, cut_gradients = plain(model, row)
    torch.testing.assert_close(cut_loss, loss, rtol=1e-5, atol=1e-6)
    for ours, theirs in zip(cut_gradients, gradients, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-3, atol=1e-6)
    with pytest.raises(Differs, match="in the gradient"):
        probe._compare(
            (1e-4, 1e-3), *(plain(model, row)[0].item(), torch.cat([g.flatten() for g in plain(model, row)[1]]))
        )


def test_attention_that_does_more_than_a_softmax_is_refused():
    """A cap or a sink would be lost without a word."""
    q = k = v = torch.randn(1, 2, 8, 16)
    with pytest.raises(ValueError, match="more than a softmax"):
        packed_attention(None, q, k, v, None, softcap=30.0)
    with pytest.raises(ValueError, match="more than a softmax"):
        packed_attention(None, q, k, v, None, dropout=0.1)


def test_cuts_may_end_in_windows_of_no_length():
    cuts = Cuts.of([3, 5], "cpu")
    assert cuts.starts.tolist() == [0, 3, 8]
    assert cuts.longest == 5


def test_the_loss_in_chunks_is_the_loss():
    """Whatever the size of a chunk, with weights and without."""
    torch.manual_seed(0)
    head = torch.nn.Linear(16, 50, bias=True)
    hidden, targets, weights = torch.randn(11, 16, requires_grad=True), torch.randint(0, 50, (11,)), torch.rand(11)
    losses = torch.nn.functional.cross_entropy(head(hidden), targets, reduction="none")
    for each in (None, weights):
        wanted = (losses if each is None else losses * each).sum()
        (gradient,) = torch.autograd.grad(wanted * 0.5, hidden, retain_graph=True)
        for chunk in (50, 200, 10_000):
            total, ours = loss_and_gradient(hidden.detach(), head, targets, each, 0.5, chunk)
            torch.testing.assert_close(total, wanted.detach(), rtol=1e-5, atol=1e-5)
            torch.testing.assert_close(ours, gradient, rtol=1e-4, atol=1e-6)
            torch.testing.assert_close(summed_loss(hidden.detach(), head, targets, each, chunk), total)


def test_an_update_moves_pefts_own_parameters(adapted):
    """The adapter is one piece of memory, and PEFT saves it from there under its own names."""
    model, windows = adapted
    before = [p.detach().clone() for p in trained_parameters(model)]
    learner, _ = fast(model, to_row(windows))
    for parameter, was in zip(trained_parameters(model), before, strict=True):
        torch.testing.assert_close(parameter.detach(), was)
    learner.update(1e-2)
    assert all((p - was).abs().max() > 1e-3 for p, was in zip(trained_parameters(model), before, strict=True))
    assert not learner.flat.gradient.any()


def test_making_the_optimizers_memory_changes_no_update(adapted):
    """Measured before the first step; the run then goes as if it had not been."""
    model, windows = adapted
    row = to_row(windows)
    results = []
    for is_prepared in (False, True):
        flat, groups = fuse(model)
        learner = FastLearner(model, flat, groups, 96, 1e-3)
        before = flat.weights.detach().clone()
        if is_prepared:
            learner.prepare_optimizer()
        learner.model.enable_input_require_grads()
        learner.learn(row, 1 / len(row.targets))
        learner.update(1e-2)
        results.append(flat.weights.detach() - before)
        with torch.no_grad():
            flat.weights.copy_(before)
        for group in groups:
            group.release()
    torch.testing.assert_close(results[0], results[1])


def test_what_cannot_be_fast_says_why_and_learns_plainly(tiny_base, adapted):
    """A model whose head does more than multiply: the loss would be another, which the probe sees."""
    model, windows = adapted
    head = model.get_base_model().lm_head
    head.register_forward_hook(lambda module, args, out: out / 2)
    said = []
    learner = choose_learner(model, tiny_settings(tiny_base), windows, 96, said.append)
    assert type(learner) is Learner
    assert said[0].startswith("The fast path can't be used (off by ")
    assert model.get_base_model().config._attn_implementation == "sdpa"
    loss, _ = plain(model, to_row(windows))
    torch.testing.assert_close(learner.learn(to_row(windows), 1 / len(to_row(windows).targets)), loss.detach())


def test_each_technique_can_be_left_off(tiny_base, adapted):
    model, windows = adapted
    assert type(choose_learner(model, tiny_settings(tiny_base, without=("fast",)), windows, 96, print)) is Learner
    learner = choose_learner(model, tiny_settings(tiny_base, without=("varlen", "unfold")), windows, 96, print)
    assert model.get_base_model().config._attn_implementation == "sdpa"
    assert learner.groups[0].parts[0].unfolded is None


def test_four_bit_weights_are_kept_and_read_back(tiny_base, tmp_path, monkeypatch):
    """Made once, private, the same to the bit when read; a broken store is made anew."""
    monkeypatch.setattr("finetune.fast.nf4_store.KEEP_FROM_BYTES", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    base = find_base(tiny_settings(tiny_base))
    made = load_base(base)
    (weights,) = tmp_path.glob("understudy/nf4/*/*.safetensors")
    assert weights.stat().st_mode & 0o777 == 0o600
    assert weights.parent.stat().st_mode & 0o777 == 0o700
    written_at = weights.stat().st_mtime_ns
    read = load_base(base)
    assert weights.stat().st_mtime_ns == written_at
    assert read.four_bit_layers == made.four_bit_layers
    token_ids = torch.tensor([[5, 6, 7, 8]])
    with torch.no_grad():
        assert torch.equal(read.model(input_ids=token_ids).logits, made.model(input_ids=token_ids).logits)
    weights.write_bytes(b"broken")
    assert load_base(base).four_bit_layers == made.four_bit_layers
    assert weights.stat().st_size > 1000


def test_matrices_lie_aligned_one_after_another():
    spans, size = lay_out([(3, 5), (16, 64), (1, 1)])
    assert [span.start for span in spans] == [0, ALIGNED, ALIGNED + 1024]
    assert size == 2 * ALIGNED + 1024
    flat = torch.arange(size)
    assert spans[1].of(flat)[1, 0] == ALIGNED + 64


KEPT = RowCost(Line(0, 5e6), Line(5e8, 5e6))  # Qwen3-8B's, about: bytes a token
AGAIN = RowCost(Line(0, 4e5), Line(5e8, 6e5))
EIGHT_B = Needs(
    there=6.5 * GIB, kept=KEPT, recomputed=AGAIN, unfolding=13 * GIB, embedding=1.2 * GIB,
    loss=LossCost(151_936, 4096, 2), longest=1024,
)  # fmt: skip


@pytest.mark.parametrize(
    ("card_gib", "plan"),
    [
        (139, (4096, False, True, False)),
        (34, (4096, False, False, False)),
        (16, (1024, False, False, False)),
        (11, (4096, True, False, False)),
        (8.2, (2048, True, False, True)),
        (7.2, (1024, True, False, True)),
    ],
)
def test_a_card_gets_the_fastest_plan_that_fits(card_gib, plan):
    """From an H200 down to a card of 8 GB; what is predicted leaves something free."""
    made = make_plan(EIGHT_B, (card_gib - 6.5) * GIB, 4096, capture=True, unfold=True)
    assert (made.row_tokens, made.recompute, made.unfold, made.offload_embedding) == plan
    assert made.peak < card_gib * GIB


def test_long_rows_fit_a_small_card_with_what_enters_the_layers_elsewhere():
    """Qwen3-8B from its shapes: windows of 4,096 tokens on cards of 10 and of 8 GB, less what a display takes."""
    block = [(4096, 4096), (1024, 4096), (1024, 4096), (4096, 4096), (12288, 4096), (12288, 4096), (4096, 12288)]
    shape = Shape(block * 36, other=2 * 151_936 * 4096, vocabulary=151_936, hidden=4096)
    for card_gib, away in ((10, False), (8, True)):
        plan = foreseen_plan(shape, 16, 0.0, 4096, 4096, (card_gib - 0.8) * GIB, ())
        assert (plan.row_tokens, plan.away, plan.capture) == (4096, away, True)
        assert plan.peak < (card_gib - 0.8) * GIB


def test_where_nothing_fits_the_leanest_plan_says_what_is_missing():
    made = make_plan(EIGHT_B, -1 * GIB, 4096, capture=True, unfold=True)
    assert made.row_tokens == 1024
    assert "embedding table on the CPU" in made.told()
    assert made.missing == made.peak - 5.5 * GIB > 0
    barely = make_plan(EIGHT_B, made.missing - GIB + 1, 4096, capture=True, unfold=True)
    assert (barely.peak, barely.missing) == (made.peak, 0)  # with nothing to spare


@pytest.mark.parametrize(
    ("card_gib", "dropout", "seen_gib", "told"),
    [
        (139, 0.0, 39.3, "rows of 4,096 tokens, nothing recomputed, base multiplied out, CUDA graphs"),
        (139, 0.05, 44.3, "rows of 4,096 tokens, nothing recomputed, base multiplied out, CUDA graphs"),
        (34, 0.0, 26.7, "rows of 4,096 tokens, nothing recomputed, CUDA graphs"),
    ],
)
def test_the_plan_is_foreseen_before_anything_is_loaded(card_gib, dropout, seen_gib, told):
    """Qwen3-8B from its shapes: within 5 % of the memory that an H200 then reserved, and the same plan."""
    block = [(4096, 4096), (1024, 4096), (1024, 4096), (4096, 4096), (12288, 4096), (12288, 4096), (4096, 12288)]
    shape = Shape(block * 36, other=2 * 151_936 * 4096, vocabulary=151_936, hidden=4096)
    plan = foreseen_plan(shape, 16, dropout, 4096, 1024, card_gib * GIB, ())
    assert plan.peak / GIB == pytest.approx(seen_gib, rel=0.05)
    assert plan.told().startswith(told)

"""Several processes that learn one adapter together, as `accelerate launch` starts them; it and PyTorch distribute.

Data parallel: each process has the whole base and its share of every step's rows. FSDP: each has a slice of the base's
4-bit weights too, for bases that fit no single card. A process by itself never comes here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.utils import broadcast_object_list
from torch import Tensor

from finetune.checkpoint import adapter_tensors
from finetune.launched import is_sliced
from finetune.learner import LONGEST_GRADIENT, Learner
from finetune.objective import owner_loss
from finetune.packing import Row, pack, to_row
from finetune.rendering import Window


class Team:
    """The other processes, as one of them sees them. is_main: this one writes and speaks."""

    def __init__(self) -> None:
        self.accelerator = Accelerator()
        self.is_main: bool = self.accelerator.is_main_process

    def told(self, folder: Path | None) -> Path | None:
        """What the main process says."""
        heard: list[Path | None] = broadcast_object_list([folder])
        return heard[0]


class TeamLearner(Learner):
    """Each process learns every so many-eth row of a step; gradients are averaged, so losses count so many times."""

    def __init__(self, team: Team, model: Any, row_tokens: int, learning_rate: float) -> None:
        self.accelerator = team.accelerator
        self.is_main = team.is_main
        self.can_checkpoint = not is_sliced()
        self.bare = model
        if is_sliced():
            self._prepare_slices(model)
        super().__init__(self.accelerator.prepare_model(model), row_tokens, learning_rate)
        self.device = str(self.accelerator.device)

    def _prepare_slices(self, model: Any) -> None:
        """The adapter in slices of its own, beside frozen ones; activations are computed again, as on one card."""
        from peft.utils.other import fsdp_auto_wrap_policy

        self.accelerator.state.fsdp_plugin.auto_wrap_policy = fsdp_auto_wrap_policy(model)
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})

    def new_optimizer(self, learning_rate: float) -> torch.optim.Optimizer:
        if not is_sliced():
            return super().new_optimizer(learning_rate)
        return torch.optim.AdamW(self.parameters(), lr=learning_rate, weight_decay=0.0)  # of slices, no 8-bit blocks

    def learn_step(self, rows: Sequence[Sequence[Window]], owner_tokens: int) -> float:
        own = self._share(rows)
        losses = [self.learn(row, self.accelerator.num_processes / owner_tokens) for row in own]
        return self._over_all(torch.stack(losses).sum()).item() / int(self.accelerator.num_processes)

    def clip(self) -> None:
        if is_sliced():
            self.model.clip_grad_norm_(LONGEST_GRADIENT)
        else:
            super().clip()

    @torch.no_grad()
    def mean_loss(self, windows: Sequence[Window], tick: Callable[[], None] = lambda: None) -> float:
        was_training = self.model.training
        self.model.eval()
        sums = torch.zeros(2, device=self.device, dtype=torch.float64)
        for row in self._share(pack(windows, self.row_tokens)):
            count = len(row.targets) if row.weights is None else 0
            sums += torch.tensor([owner_loss(self.model, row.to(self.device)).item(), count], device=self.device)
            tick()
        self.model.train(was_training)
        total, count = self._over_all(sums).tolist()
        return float(total / count)

    def agree(self, wish: bool) -> bool:
        """Whether any of the processes wishes it: all of them must do the same."""
        return bool(self._over_all(torch.tensor(float(wish), device=self.device)))

    def wait(self) -> None:
        self.accelerator.wait_for_everyone()

    def adapter(self) -> dict[str, Tensor]:
        if not is_sliced():
            return adapter_tensors(self.bare)
        return whole_adapter(self.model)

    def _share(self, rows: Sequence[Sequence[Window]]) -> list[Row]:
        """This process's rows. Who has one fewer than the others learns a row again that counts nothing."""
        number, processes = self.accelerator.process_index, self.accelerator.num_processes
        own = [to_row(row) for row in rows[number::processes]]
        for _ in range(-(-len(rows) // processes) - len(own)):
            row = to_row(rows[0])
            own.append(Row(row.token_ids, row.position_ids, row.predicting, row.targets, torch.zeros(len(row.targets))))
        return own

    def _over_all(self, value: Tensor) -> Tensor:
        return self.accelerator.reduce(value, reduction="sum")  # type: ignore[no-any-return]


def whole_adapter(model: Any) -> dict[str, Tensor]:
    """The adapter under FSDP, each weight put together from its slices, under PEFT's own names."""
    from torch.distributed.fsdp import FullyShardedDataParallel as Sliced

    whole: dict[str, Tensor] = {}
    for name, module in model.named_modules():
        if isinstance(module, Sliced) and "lora_" in name:
            plain = name.replace("_fsdp_wrapped_module.", "").removesuffix(".default")
            with Sliced.summon_full_params(module, recurse=False, writeback=False):
                for inner, parameter in module.named_parameters():
                    whole[f"{plain}.{inner}"] = parameter.detach().float().cpu().clone()
    return whole

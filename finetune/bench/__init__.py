"""Measure training and replies, other people's recipes and ours side by side: `python -m finetune.bench.speed`."""

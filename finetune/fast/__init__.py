"""Training and replies near what the hardware allows. One technique a module, its measured gain written there.

varlen    attention over packed windows without a mask
fused     liger-kernel's norms, positions and gated MLPs (CUDA)
lora      adapted layers as one autograd function, those with the same input together
flat      the adapter in one piece: one optimiser step, one norm
loss      no logits but the owner's, some hundred positions at a time
eight     the base's products in 8-bit floats, off by default
unfold    the 4-bit base multiplied out where memory allows; bf16 products on CPUs that have them
graph     a row's passes as two CUDA graphs
offload   the embedding table in the machine's memory
away      what enters the layers in the machine's memory
few       a token of each of several chats by 4-bit weights that are read once
nf4_store 4-bit weights kept on disk
fixed, sampling, writer   replies from a fixed cache, captured

`choose` (training) and `speak` (replies) take what works here, checked against the plain path. `plan` decides from the
free memory that `memory` measured or `foresee` foresees. All stand on `finetune.learner`, transformers and PEFT.
"""

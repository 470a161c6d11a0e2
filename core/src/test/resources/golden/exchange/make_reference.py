"""Experts as the authors' code saves them, and what they do to a model: policy_params.pt, learnable_params.pt,
mixture_params.pt, mixture_learnable_params.pt and reference.safetensors.

Made with torch 2.7.1 and safetensors 0.8.0, from this folder: python make_reference.py
The formulas are those of the paper's code, written here anew in f64: a mask m of the parameters z of each matrix whose name
holds "mlp", in the order of the state dictionary, and W' = U diag(S m) V' * sum(S) / sum(S m). The mask of an expert is
sigmoid(z) rounded to bf16; that of a few-shot mixture is the mixed z themselves.
"""

from collections import OrderedDict

import torch
from safetensors.torch import load_file, save_file

torch.manual_seed(11)
model = load_file("../model/untied/model.safetensors")
layers = 1 + max(int(name.split(".")[2]) for name in model if name.startswith("model.layers."))
matrices = [
    f"model.layers.{layer}.mlp.{kind}_proj.weight" for layer in range(layers) for kind in ("gate", "up", "down")
]


class Policy(torch.nn.Module):
    """Only for its state dictionary: numbered parameters without names."""

    def __init__(self, vectors):
        super().__init__()
        self.learnable_params_module_list = torch.nn.ParameterList(vectors)


def drawn():
    return [
        torch.nn.Parameter((torch.randn(min(model[name].shape)) * 0.8 + 0.1).to(torch.bfloat16)) for name in matrices
    ]


def composed(mask, name, results, kind):
    u, s, vt = torch.linalg.svd(model[name].double(), full_matrices=False)
    gain = mask * s.sum() / (s * mask).sum()
    results[f"{name}.{kind}.gain"] = gain.float().contiguous()
    if ".layers.1." in name:
        results[f"{name}.{kind}.composed"] = (u @ torch.diag(s * gain) @ vt).float().contiguous()


results = {}
first, second = drawn(), drawn()
for name, z in zip(matrices, first):
    composed(torch.sigmoid(z.detach()).to(torch.bfloat16).double(), name, results, "sigmoid")
torch.save(Policy(first).state_dict(), "policy_params.pt")
torch.save(dict(zip(matrices, first)), "learnable_params.pt")

# a few-shot mixture of the two, one strength per expert and matrix; it saves the strengths and every expert's vectors
strengths = torch.rand(2, len(matrices))
state = OrderedDict(adaptive_weights=strengths)
mixed = {}
for column, name in enumerate(matrices):
    for expert, vectors in enumerate((first, second)):
        state[f"weights_{expert}_k_{name.replace('.', '_')}"] = vectors[column].detach()
    # torch keeps bf16 here, whatever the type of the strengths, and so does the authors' code
    mixed[name] = first[column].detach() * strengths[0, column] + second[column].detach() * strengths[1, column]
    assert mixed[name].dtype == torch.bfloat16
    composed(mixed[name].double(), name, results, "mixture")
torch.save(state, "mixture_params.pt")
torch.save(mixed, "mixture_learnable_params.pt")
save_file(results, "reference.safetensors")

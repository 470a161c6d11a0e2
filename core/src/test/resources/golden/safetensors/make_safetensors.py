"""Writes small safetensors files with the reference implementation, and their values as JSON.

Run in this folder: python make_safetensors.py (safetensors 0.8.0, torch 2.7.1)
"""
import json

import torch
from safetensors.torch import save_file, save_model

values = torch.tensor([0.0, -0.0, 1.0, -1.5, 3.1415927, 65504.0, 1e-8, 6e-5, float("inf"), 1e-40, 0.33333334, -2.7182817])
tensors = {
    "b.half": values.to(torch.float16).reshape(3, 4),
    "a.brain": values.to(torch.bfloat16).reshape(2, 2, 3),
    "c.single": values.reshape(12),
    "d.double": values.double().reshape(4, 3) / 3,
    "e.scalar": torch.tensor(2.5),
    "f.empty": torch.zeros(0, 5),
    "g.long": torch.arange(3),
}
# one note only: the reference writer orders several of them at random
save_file(tensors, "mixed.safetensors", metadata={"note": "gr\u00fc\u00df \U0001f600"})
expected = {name: [str(v) for v in t.double().flatten().tolist()] for name, t in tensors.items() if t.is_floating_point()}
with open("mixed.json", "w") as f:
    json.dump(expected, f, indent=1)


class Tied(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(3, 2)
        self.head = torch.nn.Linear(2, 3, bias=False)
        self.head.weight = self.embed.weight
        with torch.no_grad():
            self.embed.weight.copy_(torch.arange(6).reshape(3, 2))


save_model(Tied(), "tied.safetensors")

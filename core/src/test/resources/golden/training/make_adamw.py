"""Three steps of torch.optim.AdamW on two small parameters, with the gradient clipped to a global norm: adamw.json.

Made with torch 2.7.1: python make_adamw.py > adamw.json
"""

import json

import torch

LR, BETAS, EPS, DECAY, CLIP = [0.1, 0.05, 0.02], (0.9, 0.95), 1e-8, 0.05, 1.0

torch.manual_seed(3)
matrix = torch.nn.Parameter(torch.randn(3, 5, dtype=torch.float64))
vector = torch.nn.Parameter(torch.randn(4, dtype=torch.float64))
out = {
    "learning_rates": LR, "beta1": BETAS[0], "beta2": BETAS[1], "epsilon": EPS, "weight_decay": DECAY, "clip": CLIP,
    "matrix": matrix.flatten().tolist(), "vector": vector.tolist(), "steps": [],
}
optimizer = torch.optim.AdamW(
    [{"params": [matrix], "weight_decay": DECAY}, {"params": [vector], "weight_decay": 0.0}], betas=BETAS, eps=EPS
)
for step, lr in enumerate(LR):
    # the second gradient is small enough not to be clipped
    scale = 0.1 if step == 1 else 1.0
    matrix.grad = torch.randn(3, 5, dtype=torch.float64) * scale
    vector.grad = torch.randn(4, dtype=torch.float64) * scale
    record = {"matrix_gradient": matrix.grad.flatten().tolist(), "vector_gradient": vector.grad.tolist()}
    record["norm"] = torch.nn.utils.clip_grad_norm_([matrix, vector], CLIP).item()
    for group in optimizer.param_groups:
        group["lr"] = lr
    optimizer.step()
    record["matrix"] = matrix.flatten().tolist()
    record["vector"] = vector.tolist()
    out["steps"].append(record)
print(json.dumps(out, indent=1))

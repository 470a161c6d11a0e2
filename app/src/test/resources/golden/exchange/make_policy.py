"""policy_params.pt for the sample model, as the authors' code saves an expert: a module's state dictionary of numbered vectors.

Made with torch 2.7.1, from this folder: python make_policy.py
"""

import torch

LAYERS, WIDTH = 4, 128
torch.manual_seed(5)


class Policy(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.learnable_params_module_list = torch.nn.ParameterList(
            torch.nn.Parameter((torch.randn(WIDTH) * 0.5 + 0.1).to(torch.bfloat16)) for _ in range(3 * LAYERS)
        )


torch.save(Policy().state_dict(), "policy_params.pt")

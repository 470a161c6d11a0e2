"""LoRA folders as PEFT writes them over the small untied model, and the logits of the last places of a prompt under each in
f64: lora/NAME and lora.json; and folders that use what is not supported: refused/NAME.

Made with peft 0.21.2, transformers 5.23.0 and torch 2.7.1, from this folder: python make_peft.py
"""

import json
import shutil
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

MODEL = "../model/untied"
PROMPT = [1, 17, 4, 33, 58, 9, 21, 40, 3, 12, 50]
PLACES = 3
ATTENTION = ["q_proj", "v_proj"]


def fresh():
    return AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float64, attn_implementation="eager").eval()


def filled(model):
    """B is not 0 any more."""
    torch.manual_seed(3)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_" in name:
                parameter.normal_(0, 0.2)
    return model


VARIANTS = {
    "plain": dict(r=4, lora_alpha=8, target_modules=ATTENTION),
    "patterns": dict(
        r=3,
        lora_alpha=5,
        use_rslora=True,
        target_modules="all-linear",
        exclude_modules=["lm_head", "up_proj"],
        rank_pattern={"down_proj": 5, "layers.1.self_attn.q_proj": 2},
        alpha_pattern={"^model.layers.0.self_attn.k_proj": 16, "gate_proj": 2},
    ),
    "regex": dict(r=2, lora_alpha=4, target_modules=r".*\.(?:0|2)\.mlp\.(gate|down)_proj"),
    "layers": dict(r=2, lora_alpha=4, target_modules=["o_proj"], layers_to_transform=[0, 2], layers_pattern="layers"),
    "fan": dict(r=2, lora_alpha=4, target_modules=ATTENTION, fan_in_fan_out=True),
    "bf16": dict(r=4, lora_alpha=8, target_modules=ATTENTION),
    "f16": dict(r=4, lora_alpha=8, target_modules=ATTENTION),
    "bin": dict(r=4, lora_alpha=8, target_modules=["up_proj", "k_proj"]),
    "named": dict(r=2, lora_alpha=2, target_modules=ATTENTION),
}
results = {}
for name, settings in VARIANTS.items():
    adapter = "german" if name == "named" else "default"
    model = filled(get_peft_model(fresh(), LoraConfig(task_type="CAUSAL_LM", **settings), adapter_name=adapter))
    stored = {"bf16": torch.bfloat16, "f16": torch.float16}.get(name, torch.float32)
    for key, parameter in model.named_parameters():
        if "lora_" in key:
            parameter.data = parameter.data.to(stored)
    folder = Path("lora", name)
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder, safe_serialization=name != "bin")
    inner = folder / adapter if name == "named" else folder
    loaded = PeftModel.from_pretrained(fresh(), inner).double()
    with torch.no_grad():
        logits = loaded(torch.tensor([PROMPT])).logits[0, -PLACES:]
    results[name] = [[round(value, 7) for value in row] for row in logits.tolist()]
    for card in folder.rglob("README.md"):
        card.unlink()
    # the place where the golden files were made is of no account
    for config in folder.rglob("adapter_config.json"):
        config.write_text(config.read_text().replace(str(Path(MODEL)), "untied"))
json.dump({"prompt": PROMPT, "logits": results}, open("lora.json", "w"))

REFUSED = {
    "dora": dict(use_dora=True, target_modules=ATTENTION),
    "bias": dict(bias="lora_only", target_modules=ATTENTION),
    "embedding": dict(target_modules=["q_proj", "embed_tokens"]),
    "saved": dict(target_modules=ATTENTION, modules_to_save=["norm"]),
    "tokens": dict(target_modules=ATTENTION, trainable_token_indices=[3, 5]),
    "replicated": dict(target_modules=ATTENTION, layer_replication=[[0, 2], [1, 3]]),
    "parameters": dict(target_modules=[], target_parameters=["mlp.up_proj.weight"]),
    "pissa": dict(target_modules=ATTENTION, init_lora_weights="pissa"),
    "biased": dict(target_modules=ATTENTION, lora_bias=True),
}
for name, settings in REFUSED.items():
    folder = Path("refused", name)
    shutil.rmtree(folder, ignore_errors=True)
    model = filled(get_peft_model(fresh().float(), LoraConfig(r=1, task_type="CAUSAL_LM", **settings)))
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)

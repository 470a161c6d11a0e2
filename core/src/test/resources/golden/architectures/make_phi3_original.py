"""A tiny random Phi-3 whose config.json says how it is stretched (longrope) but not from which context, and what Hugging Face
transformers computes with it: run in this folder.

    python make_phi3_original.py     with torch 2.7.1 and transformers 4.57.6: writes phi3-original/

The default of 4096 shows twice: cos and sin are multiplied by sqrt(1 + ln 2 / ln 4096), and a text of more than 4096 tokens is
turned by the other list of factors. Token i of the long text is (5 i i + i) % 29 + 3. f32 on one thread, eager attention.
"""
import json, os, torch, transformers
from transformers import AutoModelForCausalLM, Phi3Config

assert transformers.__version__ == "4.57.6"
torch.set_num_threads(1)
torch.manual_seed(22)
NAME = "phi3-original"
config = Phi3Config(vocab_size=32, hidden_size=16, intermediate_size=19, num_hidden_layers=2, num_attention_heads=2,
                    num_key_value_heads=1, max_position_embeddings=8192, bos_token_id=1, eos_token_id=2, pad_token_id=0,
                    rope_scaling=dict(type="longrope", short_factor=[1.0, 1.1, 1.3, 1.4], long_factor=[1.2, 2.5, 6.0, 9.0]))
model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval().float()
with torch.no_grad():
    for p in model.parameters():
        p.normal_(0, 0.4) if p.dim() == 2 else p.uniform_(0.5, 1.5)
model.save_pretrained(NAME)
os.remove(f"{NAME}/generation_config.json")
stored = json.load(open(f"{NAME}/config.json"))
assert stored.pop("original_max_position_embeddings") == 4096
json.dump(stored, open(f"{NAME}/config.json", "w"), indent=1)

model = AutoModelForCausalLM.from_pretrained(NAME, attn_implementation="eager", dtype=torch.float32).eval()
text = [(5 * i * i + i) % 29 + 3 for i in range(4100)]
golden = dict(made_with=f"make_phi3_original.py, seed 22, torch {torch.__version__}, transformers {transformers.__version__}")
with torch.no_grad():
    for length in (14, 4096, 4097, 4100):
        logits = model(torch.tensor([text[:length]]), use_cache=False).logits[0, -1]
        golden[str(length)] = [round(v, 6) for v in logits.tolist()]
json.dump(golden, open(f"{NAME}/golden.json", "w"))

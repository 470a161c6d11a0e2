"""Two tiny random Llamas and what Hugging Face transformers computes with them: run in this folder.

Odd sizes on purpose: grouped heads, a head size that is not width / heads, llama3 rotary scaling, tied and untied.
Logits in f32 on one thread, eager attention; the padded batch is padded on the left with an attention mask.
"""
import json, os, torch, transformers
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

torch.set_num_threads(1)

def config(tied):
    return LlamaConfig(
        vocab_size=61, hidden_size=30, intermediate_size=33, num_hidden_layers=3, num_attention_heads=6,
        num_key_value_heads=2, head_dim=6, max_position_embeddings=128, rms_norm_eps=1e-5, rope_theta=10000.0,
        tie_word_embeddings=tied, bos_token_id=1, eos_token_id=[2, 60], attn_implementation="eager",
        rope_scaling=None if tied else dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0,
                                           high_freq_factor=4.0, original_max_position_embeddings=32))

def rounded(values):
    return [[round(v, 6) for v in row] for row in values.tolist()]

for name in ("tied", "untied"):
    torch.manual_seed(7 if name == "tied" else 11)
    model = LlamaForCausalLM(config(name == "tied")).eval()
    with torch.no_grad():
        for p in model.parameters():
            p.normal_(0, 0.25) if p.dim() == 2 else p.uniform_(0.5, 1.5)
    os.makedirs(name, exist_ok=True)
    state = {k: v.contiguous() for k, v in model.state_dict().items() if not (name == "tied" and k == "lm_head.weight")}
    save_file(state, f"{name}/model.safetensors", metadata={"format": "pt"})
    model.config.to_json_file(f"{name}/config.json")
    prompts = [[1, 17, 4, 33, 58, 9, 21, 40, 3, 12, 50], [1, 5], [44, 45, 46, 7, 8, 9, 10]]
    longest = max(map(len, prompts))
    ids = torch.tensor([[0] * (longest - len(p)) + p for p in prompts])
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    with torch.no_grad():
        single = model(torch.tensor([prompts[0]])).logits[0]
        padded = model(ids, attention_mask=mask, position_ids=positions).logits[:, -1]
        greedy = []
        for p in prompts:
            tokens = list(p)
            for _ in range(50):  # eos ids are ordinary tokens here
                tokens.append(int(model(torch.tensor([tokens])).logits[0, -1].argmax()))
            greedy.append(tokens[len(p):])
        far = [1] + [(7 * i) % 61 for i in range(99)]
        distant = model(torch.tensor([far])).logits[0, -1]
    golden = dict(
        made_with=f"make_model.py, torch {torch.__version__}, transformers {transformers.__version__}",
        prompts=prompts, logits=rounded(single), batch_logits=rounded(padded), greedy=greedy,
        distant_prompt=far, distant_logits=rounded(distant[None])[0])
    with open(f"{name}/golden.json", "w") as f:
        json.dump(golden, f)

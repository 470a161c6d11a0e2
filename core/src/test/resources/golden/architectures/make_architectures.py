"""A tiny random model of every supported architecture, and what Hugging Face transformers computes with it: run in this folder.

    python make_architectures.py         with torch 2.7.1 and transformers 4.57.6: writes NAME/config.json, model.safetensors, golden.json
    python make_architectures.py check   with transformers 5: computes the same from the stored weights, compares, and writes
                                         NAME/config-5.json, the configuration as that version saves it

Odd sizes where the architecture allows them, grouped heads, windows shorter than the prompts, several local and global layers.
Weights are drawn wide, so that the two best logits are seldom close; margins say how far they are apart at every greedy step.
f32 on one thread, eager attention. The padded batch is filled up on the left under an attention mask.
"""
import json, os, sys, torch, transformers
from transformers import (AutoModelForCausalLM, Gemma2Config, Gemma3TextConfig, GPT2Config, GraniteConfig, LlamaConfig, MistralConfig,
                          Olmo2Config, Phi3Config, Qwen2Config, Qwen3Config, SmolLM3Config)

SEED = 22
VOCABULARY = 97
CONTEXT = 96
torch.set_num_threads(1)

shape = dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=29, num_hidden_layers=3, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=CONTEXT, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, pad_token_id=0)
wide_heads = dict(head_dim=10)

CONFIGS = {
    "llama3": LlamaConfig(**shape, **wide_heads, tie_word_embeddings=False, rope_theta=5e5, rope_scaling=dict(
        rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)),
    "llama-biases": LlamaConfig(**shape, **wide_heads, tie_word_embeddings=True, attention_bias=True, mlp_bias=True,
                                rope_scaling=dict(rope_type="linear", factor=3.0)),
    "mistral": MistralConfig(**shape, **wide_heads, sliding_window=5, rope_theta=1e4),
    "qwen2": Qwen2Config(**shape, tie_word_embeddings=True, use_sliding_window=True, sliding_window=6, max_window_layers=1,
                         rope_theta=1e6, rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=24)),
    "qwen3": Qwen3Config(**shape, **wide_heads, tie_word_embeddings=False, rope_theta=1e6),
    "smollm3": SmolLM3Config(**{**shape, "num_hidden_layers": 4}, no_rope_layer_interval=2, rope_theta=5e6),
    "gemma2": Gemma2Config(**{**shape, "num_hidden_layers": 4}, **wide_heads, query_pre_attn_scalar=7, sliding_window=5,
                           attn_logit_softcapping=3.0, final_logit_softcapping=4.0),
    "gemma3": Gemma3TextConfig(**{**shape, "num_hidden_layers": 4}, **wide_heads, query_pre_attn_scalar=7, sliding_window=5,
                               sliding_window_pattern=2, rope_theta=1e6, rope_local_base_freq=1e3,
                               rope_scaling=dict(rope_type="linear", factor=8.0)),
    "phi3": Phi3Config(**{**shape, "intermediate_size": 23}, partial_rotary_factor=0.75, sliding_window=40,
                       original_max_position_embeddings=24, rope_scaling=dict(
                           type="longrope", short_factor=[1.0, 1.1, 1.3], long_factor=[1.2, 2.5, 6.0])),
    "phi3-window": Phi3Config(**shape, sliding_window=5, original_max_position_embeddings=CONTEXT),
    "olmo2": Olmo2Config(**shape, rope_theta=5e5),
    "granite": GraniteConfig(**shape, tie_word_embeddings=True, attention_bias=True, embedding_multiplier=3.0,
                             residual_multiplier=0.4, attention_multiplier=0.3, logits_scaling=2.5),
    "gpt2": GPT2Config(vocab_size=VOCABULARY, n_embd=32, n_inner=45, n_layer=3, n_head=4, n_positions=CONTEXT, bos_token_id=1,
                       eos_token_id=2),
}

PROMPTS = [[(7 * i * i + 3 * i + 11) % 94 + 3 for i in range(14)], [5, 61, 40], [3 + 13 * i % 94 for i in range(7)],
           [(5 * i * i + i) % 94 + 3 for i in range(30)]]
TOKENS = 50

# where a text becomes long, the cache of 4.57 forgets what stood before it; without a cache it is right, and 5 is with one
LONG = "phi3"


def draw(model):
    torch.manual_seed(SEED)
    gemma = model.config.model_type.startswith("gemma")
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() == 2:
                p.normal_(0, 0.3)
            elif name.endswith("bias"):
                p.normal_(0, 0.3)
            elif gemma and "post" in name:
                p.uniform_(0.5, 2.5)  # or the embedding, which is scaled and tied, says the same token for ever
            else:
                p.uniform_(-0.5, 0.5) if gemma else p.uniform_(0.5, 1.5)


def rounded(values):
    return [[round(v, 6) for v in row] for row in values.tolist()]


def compute(model, cache):
    # of the longest prompt Phi-3 turns all positions in another way, and with it those of a whole batch: it stands alone
    together = PROMPTS[:3]
    longest = max(map(len, together))
    ids = torch.tensor([[0] * (longest - len(p)) + p for p in together])
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in together])
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    with torch.no_grad():
        batch = model(ids, attention_mask=mask, position_ids=positions).logits[:, -1]
        alone = model(torch.tensor([PROMPTS[3]])).logits[0, -1:]
        single = model(torch.tensor([PROMPTS[0]])).logits[0]
        tokens, margins = [], []
        for prompt in PROMPTS:
            text, row = list(prompt), []
            for _ in range(TOKENS):  # without a cache: the plainest definition; eos is an ordinary token here
                best = model(torch.tensor([text]), use_cache=False).logits[0, -1].topk(2)
                text.append(int(best.indices[0]))
                row.append(round(float(best.values[0] - best.values[1]), 6))
            tokens.append(text[len(prompt):])
            margins.append(row)
            if not cache:
                continue
            cached = model.generate(torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
                                    do_sample=False, max_new_tokens=TOKENS, eos_token_id=None)[0, len(prompt):].tolist()
            close = next((i for i, m in enumerate(row) if m < 1e-3), TOKENS)
            assert cached[:close] == tokens[-1][:close], "the reference disagrees with itself with a cache"
    return dict(prompts=PROMPTS, logits=rounded(single), batch_logits=rounded(torch.cat([batch, alone])), greedy=tokens, margins=margins)


if __name__ == "__main__":
    check = len(sys.argv) > 1
    assert transformers.__version__.startswith("5." if check else "4.57.")
    for name, config in CONFIGS.items():
        if check:
            model = AutoModelForCausalLM.from_pretrained(name, attn_implementation="eager", dtype=torch.float32).eval()
            golden, stored = compute(model, True), json.load(open(f"{name}/golden.json"))
            far = max((torch.tensor(golden[k]) - torch.tensor(stored[k])).abs().max().item() for k in ("logits", "batch_logits"))
            print(f"{name}: logits differ by {far:.1e}, tokens {'agree' if golden['greedy'] == stored['greedy'] else 'DIFFER'}")
            model.config.to_json_file(f"{name}/config-5.json")
            continue
        model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval().float()
        draw(model)
        model.save_pretrained(name)
        os.remove(f"{name}/generation_config.json")
        golden = compute(model, name != LONG)
        golden["made_with"] = (f"make_architectures.py, seed {SEED}, torch {torch.__version__}, "
                               f"transformers {transformers.__version__}")
        with open(f"{name}/golden.json", "w") as f:
            json.dump(golden, f)
        ties = [next((i for i, m in enumerate(row) if m < 1e-3), TOKENS) for row in golden["margins"]]
        print(f"{name}: {sum(p.numel() for p in model.parameters())} parameters, logits up to "
              f"{max(max(map(abs, r)) for r in golden['batch_logits']):.1f}, different tokens "
              f"{[len(set(t)) for t in golden['greedy']]}, first tie {ties}")

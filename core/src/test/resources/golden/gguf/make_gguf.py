"""Writes small GGUF files with the reference implementation, and what they stand for.

types.gguf          every type that is read, and beside each tensor its values in F32 as the reference dequantises them;
                    some values in F32, and beside them what the reference writes for them
tied/untied.gguf    the models of ../model as llama.cpp's converter lays them out: names, permuted rows, rope_freqs
parts-0000?-of-00003.gguf  the tied one in three parts, as gguf-split makes them
quantised.gguf      a model of one layer in Q4_1, Q8_0 and Q5_0, and quantised.json: the first number of each row
bytelevel.gguf      the vocabulary of ../tokenizer/bytelevel, and byte_level.json: its ids under each way of cutting words
tables.gguf         a tensor of each of the types with a table, and what it means in F32
sentencepiece.gguf  a vocabulary trained by SentencePiece, and sentence_piece.json: its ids

Run in this folder: python make_gguf.py (gguf 0.19.0, numpy 2.4, safetensors 0.8.0, sentencepiece 0.2.3, tokenizers 0.23)
"""
import io
import json
import math

import gguf
import numpy as np
import sentencepiece
from gguf import GGMLQuantizationType as Q
from safetensors.numpy import load_file
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers

# the texts and strings of that script, without running it
SHARED = {}
exec(open("../tokenizer/make_tokenizers.py").read().split("\ndef save")[0].replace("import collections", ""), SHARED)
STRINGS, TEXT = SHARED["STRINGS"], SHARED["TEXT"]
random = np.random.default_rng(20250713)


def half(values):
    return np.asarray(values, dtype=np.float16).view(np.uint8)


def blocks(kind, count):
    """Random blocks with scales of sensible size; every bit pattern of the small numbers comes up."""
    _, size = gguf.GGML_QUANT_SIZES[kind]
    raw = random.integers(0, 256, (count, size), dtype=np.uint8)
    halves = {Q.Q4_0: [0], Q.Q4_1: [0, 2], Q.Q5_0: [0], Q.Q5_1: [0, 2], Q.Q8_0: [0], Q.Q2_K: [80, 82], Q.Q3_K: [108],
              Q.Q4_K: [0, 2], Q.Q5_K: [0, 2], Q.Q6_K: [208]}[kind]
    for at in halves:
        # a subnormal scale, a zero and a negative one among them
        scales = random.normal(0, 0.02, count)
        scales[:3] = [5e-7, 0.0, -0.75]
        raw[:, at:at + 2] = half(scales).reshape(count, 2)
    return raw


def types():
    writer = gguf.GGUFWriter("types.gguf", "test")
    writer.add_uint8("a.u8", 200)
    writer.add_int8("a.i8", -100)
    writer.add_uint16("a.u16", 60000)
    writer.add_int16("a.i16", -30000)
    writer.add_uint32("a.u32", 4000000000)
    writer.add_int32("a.i32", -2000000000)
    writer.add_uint64("a.u64", 2**63 + 5)
    writer.add_int64("a.i64", -2**62)
    writer.add_float32("a.f32", 1e-5)
    writer.add_float64("a.f64", 1 / 3)
    writer.add_bool("a.flag", True)
    writer.add_string("a.text", "grüß 😀")
    writer.add_array("a.texts", ["", "ein", "zwei 😀"])
    writer.add_array("a.numbers", [1, 2, 3])
    writer.add_array("a.reals", [0.5, -0.25])
    writer.add_array("a.flags", [True, False, True])
    values = random.normal(0, 3, (5, 7)).astype(np.float32)
    values[0] = [0.0, -0.0, np.inf, 1e-40, 65504, 6e-8, -1e30]
    writer.add_tensor("f32", values)
    writer.add_tensor("f32.expected", values)
    narrow = values.astype(np.float16)
    writer.add_tensor("f16", narrow)
    writer.add_tensor("f16.expected", narrow.astype(np.float32))
    wide = values.astype(np.float64) / 3
    writer.add_tensor("f64", wide)
    writer.add_tensor("f64.expected", wide.astype(np.float32))
    brain = gguf.quants.quantize(values[1:], Q.BF16)
    writer.add_tensor("bf16", brain, raw_dtype=Q.BF16)
    writer.add_tensor("bf16.expected", gguf.quants.dequantize(brain, Q.BF16))
    plain = random.normal(0, 0.3, (3, 64)).astype(np.float32)
    plain[1, :32] = 0
    plain[2, 5:9] = [1e-7, 65519.0, -7e4, 3e38]
    writer.add_tensor("encode", plain)
    writer.add_tensor("encode.f16", plain.astype(np.float16))
    writer.add_tensor("encode.bf16", gguf.quants.quantize(plain, Q.BF16), raw_dtype=Q.BF16)
    writer.add_tensor("encode.q8_0", gguf.quants.quantize(plain[:2], Q.Q8_0), raw_dtype=Q.Q8_0)
    for kind in (Q.Q4_0, Q.Q4_1, Q.Q5_0, Q.Q5_1, Q.Q8_0, Q.Q2_K, Q.Q3_K, Q.Q4_K, Q.Q5_K, Q.Q6_K):
        rows, per_row = 3, 2
        data = blocks(kind, rows * per_row).reshape(rows, -1)
        writer.add_tensor(kind.name.lower(), data, raw_dtype=kind)
        writer.add_tensor(kind.name.lower() + ".expected", gguf.quants.dequantize(data, kind))
    close(writer)


def tables():
    """As in types, for the types whose bits are places in a table; with numbers of its own, so that the rest stays as it is."""
    own = np.random.default_rng(20261127)
    writer = gguf.GGUFWriter("tables.gguf", "test")
    for kind in (Q.IQ4_NL, Q.IQ4_XS):
        _, size = gguf.GGML_QUANT_SIZES[kind]
        raw = own.integers(0, 256, (12, size), dtype=np.uint8)
        scales = own.normal(0, 0.02, 12)
        scales[:3] = [5e-7, 0.0, -0.75]
        raw[:, :2] = half(scales).reshape(12, 2)
        data = raw.reshape(3, -1)
        writer.add_tensor(kind.name.lower(), data, raw_dtype=kind)
        writer.add_tensor(kind.name.lower() + ".expected", gguf.quants.dequantize(data, kind))
    close(writer)


def close(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def permuted(weights, heads):
    """As in llama.cpp's conversion/llama.py."""
    return (weights.reshape(heads, 2, weights.shape[0] // heads // 2, *weights.shape[1:])
            .swapaxes(1, 2).reshape(weights.shape))


NAMES = {"input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
         "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm",
         "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}


def gguf_name(name):
    if name.startswith("model.layers."):
        _, _, layer, rest = name.split(".", 3)
        return f"blk.{layer}.{NAMES[rest.removesuffix('.weight')]}.weight"
    return {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
            "lm_head.weight": "output.weight"}[name]


def settings(writer, config):
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)


def rope_freqs(config):
    rope, size = config["rope_parameters"], config["head_dim"]
    factors = []
    for pair in range(size // 2):
        length = 2 * math.pi * rope["rope_theta"] ** (2 * pair / size)
        low = rope["original_max_position_embeddings"] / rope["low_freq_factor"]
        high = rope["original_max_position_embeddings"] / rope["high_freq_factor"]
        if length < high:
            factors.append(1)
        elif length > low:
            factors.append(rope["factor"])
        else:
            smooth = ((rope["original_max_position_embeddings"] / length - rope["low_freq_factor"])
                      / (rope["high_freq_factor"] - rope["low_freq_factor"]))
            factors.append(1 / ((1 - smooth) / rope["factor"] + smooth))
    return np.array(factors, dtype=np.float32)


def model(name, target=None, most=0):
    config = json.load(open(f"../model/{name}/config.json"))
    writer = gguf.GGUFWriter(target or f"{name}.gguf", "llama", split_max_tensors=most)
    writer.add_name(name)
    settings(writer, config)
    for key, value in load_file(f"../model/{name}/model.safetensors").items():
        if ".q_proj." in key:
            value = permuted(value, config["num_attention_heads"])
        if ".k_proj." in key:
            value = permuted(value, config["num_key_value_heads"])
        writer.add_tensor(gguf_name(key), np.ascontiguousarray(value))
    if config["rope_parameters"]["rope_type"] == "llama3":
        writer.add_tensor("rope_freqs.weight", rope_freqs(config))
    close(writer)


def quantised():
    """One layer of width 64 with 4 heads of 16, 2 of them for keys; expected are the first numbers of the rows."""
    config = dict(max_position_embeddings=64, hidden_size=64, num_hidden_layers=1, intermediate_size=96,
                  num_attention_heads=4, num_key_value_heads=2, rms_norm_eps=1e-6, head_dim=16, vocab_size=40,
                  rope_parameters=dict(rope_theta=5e5))
    writer = gguf.GGUFWriter("quantised.gguf", "llama")
    settings(writer, config)
    shapes = {"token_embd": (40, 64), "blk.0.attn_q": (64, 64), "blk.0.attn_k": (32, 64), "blk.0.attn_v": (32, 64),
              "blk.0.attn_output": (64, 64), "blk.0.ffn_gate": (96, 64), "blk.0.ffn_up": (96, 64),
              "blk.0.ffn_down": (64, 96)}
    expected = {}
    for number, (name, shape) in enumerate(shapes.items()):
        kind = [Q.Q4_1, Q.Q8_0, Q.Q5_0][number % 3]
        data = gguf.quants.quantize(random.normal(0, 0.2, shape).astype(np.float32), kind)
        writer.add_tensor(name + ".weight", data, raw_dtype=kind)
        values = gguf.quants.dequantize(data, kind)
        heads = dict(attn_q=4, attn_k=2).get(name.removeprefix("blk.0."))
        if heads:
            # back: pairs next to each other become two halves
            values = values.reshape(heads, shape[0] // heads // 2, 2, shape[1]).swapaxes(1, 2).reshape(shape)
        expected[name] = [float(v) for v in values[:, 0]]
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        writer.add_tensor(name + ".weight", random.uniform(0.5, 1.5, 64).astype(np.float32))
    close(writer)
    json.dump(expected, open("quantised.json", "w"))


# the ways of cutting words as Hugging Face's tokenizers have them, from the models' own tokenizer.json
WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CASED = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+%s"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*%s"
         r"|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
ENDING = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
LETTERS = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
GPT_2 = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)


def split(*patterns):
    return [pre_tokenizers.Split(Regex(p), "isolated") for p in patterns] + [LETTERS]


WAYS = {
    "gpt-2": (None, [GPT_2]),
    "olmo": (normalizers.NFC(), [GPT_2]),
    "smollm": (None, [pre_tokenizers.Digits(individual_digits=True), GPT_2]),
    "command-r": (normalizers.NFC(), [pre_tokenizers.Digits(individual_digits=True), GPT_2]),
    "llama-bpe": (None, split(WORDS % "{1,3}")),
    "dbrx": (None, split(WORDS % "{1,3}")),
    "qwen2": (normalizers.NFC(), split(WORDS % "")),
    "stablelm2": (None, split(WORDS % "")),
    "tekken": (None, split(CASED % ("", "", ""))),
    "gpt-4o": (None, split(CASED % (ENDING, ENDING, "{1,3}"))),
    "deepseek-coder": (None, split(r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", "[一-龥ࠀ-一가-퟿]+", r"\p{N}")),
}


def byte_level():
    source = json.load(open("../tokenizer/bytelevel/tokenizer.json"))
    vocabulary = sorted(source["model"]["vocab"].items(), key=lambda item: item[1])
    added = {t["id"]: t for t in source["added_tokens"]}
    for token in added.values():
        if token["id"] >= len(vocabulary):
            vocabulary.append((token["content"], token["id"]))
    merges = [m if isinstance(m, str) else " ".join(m) for m in source["model"]["merges"]]
    writer = gguf.GGUFWriter("bytelevel.gguf", "llama")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list([token for token, _ in vocabulary])
    kind = lambda i: gguf.TokenType.NORMAL if i not in added else (
        gguf.TokenType.CONTROL if added[i]["special"] else gguf.TokenType.USER_DEFINED)
    writer.add_token_types([kind(i) for _, i in vocabulary])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(True)
    writer.add_chat_template("{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>\n{% endfor %}"
                             "{% if add_generation_prompt %}<|assistant|>{% endif %}")
    close(writer)

    texts = [t for t in STRINGS if len(t) < 120]
    ids = {}
    for name, (normalizer, steps) in WAYS.items():
        plain = dict(source, truncation=None, padding=None, post_processor=None, normalizer=None, pre_tokenizer=None)
        plain["model"] = dict(source["model"], ignore_merges=name in ("llama-bpe", "tekken"))
        tokenizer = Tokenizer.from_str(json.dumps(plain))
        if normalizer:
            tokenizer.normalizer = normalizer
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(steps)
        ids[name] = [tokenizer.encode(t).ids for t in texts]
    json.dump(dict(texts=texts, ids=ids), open("byte_level.json", "w"), separators=(",", ":"))


def sentence_piece():
    trained = io.BytesIO()
    # as Llama 2's: nothing is normalised, a blank goes before a text, unknown characters become bytes
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(line for t in TEXT for line in t.split("\n") if line), model_writer=trained,
        model_type="bpe", vocab_size=420, character_coverage=0.98, byte_fallback=True, num_threads=1,
        normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=True,
        allow_whitespace_only_pieces=True, split_digits=True, user_defined_symbols=["<|user|>", "<|end|>"],
        minloglevel=2)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=trained.getvalue())
    ids = range(pieces.vocab_size())
    kind = lambda i: (gguf.TokenType.UNKNOWN if pieces.IsUnknown(i) else
                      gguf.TokenType.CONTROL if pieces.IsControl(i) else
                      gguf.TokenType.BYTE if pieces.IsByte(i) else
                      gguf.TokenType.USER_DEFINED if pieces.IdToPiece(i).startswith("<|") else gguf.TokenType.NORMAL)
    writer = gguf.GGUFWriter("sentencepiece.gguf", "llama")
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([pieces.IdToPiece(i) for i in ids])
    writer.add_token_scores([pieces.GetScore(i) for i in ids])
    writer.add_token_types([kind(i) for i in ids])
    close(writer)
    # special tokens written out in a text are SentencePiece's to split, and the tokenizer's to find
    texts = [t for t in STRINGS if "<s>" not in t and "<|" not in t and len(t) < 120]
    json.dump(dict(texts=texts, ids=[[1] + pieces.encode(t) for t in texts]), open("sentence_piece.json", "w"),
              separators=(",", ":"))


types()
model("tied")
model("untied")
model("tied", "parts.gguf", 10)
tables()
quantised()
byte_level()
sentence_piece()

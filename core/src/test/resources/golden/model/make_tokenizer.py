"""A byte-level BPE tokenizer of 61 tokens for the two small models: run in this folder."""
import json

alphabet = [chr(c) for c in range(ord("a"), ord("z") + 1)] + ["Ġ", ".", "!", "Ã", "©"]  # é is the bytes Ã ©
merges = ["t h", "h e", "i n", "e r", "a n", "o n", "r e", "n d", "o r", "e n", "e d", "o f", "t o", "a t", "Ġ a", "Ġ s",
          "Ġ t", "th e", "in g", "an d", "Ġ w", "Ġ b", "Ġt he", "i s", "i t", "o u"]
tokens = ["<unk>", "<s>", "</s>"] + alphabet
for merge in merges:
    token = merge.replace(" ", "")
    if token not in tokens:
        tokens.append(token)
tokens = tokens[:60] + ["<end>"]
assert len(tokens) == 61, len(tokens)
merges = [m for m in merges if m.replace(" ", "") in tokens and all(p in tokens for p in m.split())]
special = lambda i: dict(id=i, content=tokens[i], single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
byte_level = dict(type="ByteLevel", add_prefix_space=False, trim_offsets=True, use_regex=False)
tokenizer = dict(
    version="1.0", truncation=None, padding=None, added_tokens=[special(i) for i in (0, 1, 2, 60)], normalizer=None,
    pre_tokenizer=byte_level,
    post_processor=dict(
        type="TemplateProcessing", single=[dict(SpecialToken=dict(id="<s>", type_id=0)), dict(Sequence=dict(id="A", type_id=0))],
        pair=[dict(Sequence=dict(id="A", type_id=0)), dict(Sequence=dict(id="B", type_id=1))],
        special_tokens={"<s>": dict(id="<s>", ids=[1], tokens=["<s>"])}),
    decoder=byte_level,
    model=dict(type="BPE", dropout=None, unk_token=None, continuing_subword_prefix=None, end_of_word_suffix=None,
               fuse_unk=False, byte_fallback=False, ignore_merges=False,
               vocab={t: i for i, t in enumerate(tokens)}, merges=[m.split() for m in merges]))
with open("tokenizer.json", "w") as f:
    json.dump(tokenizer, f, ensure_ascii=False)

"""Makes two small tokenizers and tokenises a few dozen strings with them.

bytelevel/       byte-level BPE as GPT-2 and SmolLM have it, digits one by one, with truncation and padding switched on
sentencepiece/   BPE over characters with byte fallback, as Llama 2 has it
learned.json     what the reference trainer learns from the texts below

Run in this folder: python make_tokenizers.py (tokenizers 0.23.3)
"""
import collections
import json
import os
import re

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TEXT = [
    "Once upon a time there was a small model that learned to count: 1, 2, 3 and 42.",
    "The quick brown fox jumps over the lazy dog. It's what they'll do, isn't it?",
    "def add(a, b):\n    return a + b\n\nprint(add(1, 2))  # 3\n",
    "Größe, Straße, naïve café, señor; łódź, čeština; Привет, мир! Добрый день.",
    "日本語の文章です。中文句子。한국어 문장입니다.",
    "for (int i = 0; i < n; i++) { sum += values[i] * weights[i]; }",
    "She said: \"yes\" - and then, quietly, 'no'. He didn't hear her at all.",
] * 3

STRINGS = [
    "",
    " ",
    "  ",
    "a",
    "Once upon a time",
    " leading space",
    "trailing space ",
    "two  spaces   three",
    "tab\tand\nnewline\r\nand\n\n\nmore",
    "1234567890 12 3.14 1e-5",
    "It's they'll isn't WE'RE",
    "def f(x):\n    return x ** 2  # square\n",
    "if (a<b&&c>=d){return !x;}",
    "camelCase snake_case KEBAB-case",
    "http://example.org/path?x=1&y=%20",
    "Größe Straße naïve café",
    "e\u0301 combining versus \u00e9",
    "Привет, мир!",
    "Ελληνικά γράμματα",
    "עברית וערבית العربية",
    "हिन्दी देवनागरी",
    "ภาษาไทย ไม่มีช่องว่าง",
    "日本語の文章、中文句子、한국어",
    "emoji 😀 👍🏽 🏳️‍🌈 👨‍👩‍👧‍👦 🇩🇪",
    "mathematical 𝒳 𝔸 ∑ ∞ ≤ √2",
    "old italic 𐌰𐌱 gothic 𐍈 cuneiform 𒀀",
    "nul \u0000 bell \u0007 escape \u001b delete \u007f",
    "non-breaking\u00a0space thin\u2009space zero\u200bwidth ideographic\u3000space",
    "line\u2028separator paragraph\u2029separator next\u0085line",
    "byte order mark \ufeff inside",
    "replacement \ufffd inside",
    "private \ue000 noncharacter \uffff",
    "right\u202eto\u202cleft marks \u200f \u200e",
    "<s> written out </s>",
    "<|user|>Hello<|end|>\n<|assistant|>",
    "half<s>way",
    "<0x0A> is not a newline",
    "▁ the boundary sign ▁▁ twice",
    "Ġ the other boundary sign ĠĊ",
    "word" * 200,
    "9" * 50,
    "!?.,;:-_#'+*~^°§$%&/()[]{}=\\|@€µ",
    "The answer is \\boxed{42}.",
    " \n \n ",
    "\n",
    "\u0301 starts with a combining mark",
    "ﬁ ligature ① circled Ⅳ roman ²³",
    "İstanbul ıSPARTA ẞ ǅ",
]


def save(tokenizer, folder, config):
    os.makedirs(folder, exist_ok=True)
    tokenizer.save(folder + "/tokenizer.json")
    with open(folder + "/tokenizer_config.json", "w") as f:
        json.dump(config, f, indent=1)
    # expectations without truncation and padding: texts are never cut
    tokenizer.no_truncation()
    tokenizer.no_padding()
    cases = []
    for text in STRINGS:
        ids = tokenizer.encode(text, add_special_tokens=True).ids
        cases.append({
            "text": text,
            "ids": ids,
            "plain": tokenizer.encode(text, add_special_tokens=False).ids,
            "decoded": tokenizer.decode(ids, skip_special_tokens=True),
            "decoded_all": tokenizer.decode(ids, skip_special_tokens=False),
        })
    with open(folder + "/cases.json", "w") as f:
        json.dump(cases, f, indent=0)


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<s>", "</s>", "<|user|>", "<|assistant|>", "<|end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False)
    tokenizer.train_from_iterator(TEXT, trainer)
    tokenizer.add_tokens([AddedToken("snake_case", normalized=False)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 0)])
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=8, pad_id=1, pad_token="</s>")
    save(tokenizer, "bytelevel", {
        "bos_token": "<s>",
        "eos_token": {"__type": "AddedToken", "content": "</s>", "special": True},
        "model_max_length": 8,
        "chat_template": "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>\n{% endfor %}"
                         "{% if add_generation_prompt %}<|assistant|>{% endif %}",
    })


def sentence_piece():
    marked = [("\u2581" + t).replace(" ", "\u2581") for t in TEXT]
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Split("\u2581", "merged_with_next")
    # chosen here, as the trainer breaks ties among rare characters at random
    counts = collections.Counter("".join(marked))
    alphabet = sorted(sorted(counts), key=lambda c: -counts[c])[:60]
    learner.train_from_iterator(marked, trainers.BpeTrainer(
        vocab_size=200, initial_alphabet=alphabet, limit_alphabet=60, show_progress=False))
    learned = json.loads(learner.to_str())["model"]
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2}
    for b in range(256):
        vocabulary["<0x%02X>" % b] = len(vocabulary)
    for token, _ in sorted(learned["vocab"].items(), key=lambda item: item[1]):
        if not re.match(r"^[\n\r]", token):
            vocabulary[token] = len(vocabulary)
    merges = [tuple(m) for m in learned["merges"] if m[0] in vocabulary and m[1] in vocabulary and m[0] + m[1] in vocabulary]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in ("<unk>", "<s>", "</s>")])
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    save(tokenizer, "sentencepiece", {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"})


byte_level()
sentence_piece()


def learned():
    """The vocabulary the reference trainer learns from TEXT with 380 tokens: BpeTrainer must learn the same."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    special = ["<s>", "</s>", "<pad>"]
    tokenizer.train_from_iterator(TEXT, trainers.BpeTrainer(
        vocab_size=380, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 0)])
    cases = [{"text": text, "ids": tokenizer.encode(text).ids} for text in STRINGS]
    with open("learned.json", "w") as f:
        json.dump({"texts": TEXT, "special_tokens": special, "tokens": tokens, "merges": model["merges"], "cases": cases},
                  f, indent=0)


learned()

"""Whether llama.cpp writes the same greedy text from an exported GGUF file as this program did from what it was made of.

    python compare_llama_cpp.py EXPORTED.gguf TOKENIZER.json GENERATED.json...

Each GENERATED.json is what `generate MODEL --prompt ... --temperature 0 --json` printed, with the experts that went into the
export, TOKENIZER.json what the export's tokenizer was made of. llama.cpp computes with a cache of f32 and without flash attention. Where the two part, the place counts as a tie when
llama.cpp's two best logits there are closer than TIE. llama.cpp's ids of a hundred strings are compared with those of the library tokenizers. Made with PyPI's
llama-cpp-python 0.3.36 and tokenizers 0.23.
"""
import json
import os
import sys

import numpy as np
from llama_cpp import Llama
from tokenizers import Tokenizer

exec(open(os.path.dirname(os.path.abspath(__file__)) + "/strings.py").read())

GGML_TYPE_F32 = 0
TIE = 1e-3

model = Llama(sys.argv[1], n_ctx=1024, type_k=GGML_TYPE_F32, type_v=GGML_TYPE_F32, flash_attn=False, logits_all=True,
              n_threads=2, verbose=False)
reference = Tokenizer.from_file(sys.argv[2])
strings = [text for text in STRINGS if text and "\0" not in text]
same = sum(model.tokenize(text.encode(), add_bos=False, special=True) == reference.encode(text, add_special_tokens=False).ids
           for text in strings)
print(f"same ids: {same} of {len(strings)} strings")
different = len(strings) - same
for path in sys.argv[3:]:
    generated = json.load(open(path))
    prompt, expected = generated["prompt_tokens"], generated["tokens"]
    model.reset()
    model.eval(prompt)
    written, margins = [], []
    for token in expected:
        logits = np.array(model.scores[model.n_tokens - 1])
        best = np.argsort(logits)[-2:]
        written.append(int(best[1]))
        margins.append(float(logits[best[1]] - logits[best[0]]))
        if written[-1] != token:
            break
        model.eval([token])
    at = next((i for i, (a, b) in enumerate(zip(written, expected)) if a != b), None)
    verdict = "same" if at is None else f"a tie at {at}" if margins[at] < TIE else f"DIFFERENT at {at}"
    different += "DIFFERENT" in verdict
    print(f"{path}: {len(expected)} tokens, {verdict}; smallest margin {min(margins):.4g}")
sys.exit(1 if different else 0)

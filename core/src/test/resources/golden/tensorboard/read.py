"""Reads scalars.tfevents, which EventLogTest.writeGolden wrote, with TensorBoard's own reader and writes what it found.

    pip install tensorboard        # 2.20.0 was used
    python read.py                 # in this folder; writes scalars.json
"""

import json
import os
import shutil
import tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.version import VERSION

with tempfile.TemporaryDirectory() as folder:
    shutil.copy("scalars.tfevents", os.path.join(folder, "events.out.tfevents.1767225600.t2-workbench"))
    events = EventAccumulator(folder, size_guidance={"scalars": 0}).Reload()
    read = {
        tag: [[event.wall_time, event.step, event.value] for event in events.Scalars(tag)]
        for tag in sorted(events.Tags()["scalars"])
    }
with open("scalars.json", "w", encoding="utf-8") as out:
    json.dump({"reader": "tensorboard " + VERSION, "scalars": read}, out, ensure_ascii=False, indent=1)
    out.write("\n")

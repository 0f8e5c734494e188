"""Reads what `spice share` wrote with the readers of the tools that it is for: TensorBoard, datasets, Trackio.

read_shared.py TENSORBOARD_FOLDER CSV_FILE DATASET_FOLDER METRICS_JSONL; ends with an error where a number differs.
"""
import csv
import json
import math
import sys
import tempfile
from pathlib import Path

from datasets import load_dataset
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def main(events: str, table: str, dataset: str, metrics: str) -> None:
    lines = [json.loads(line) for line in Path(metrics).read_text().splitlines()]
    wanted = {line["round"]: line["validRate"] for line in lines}

    accumulator = EventAccumulator(events, size_guidance={"scalars": 0})
    accumulator.Reload()
    read = {event.step: event.value for event in accumulator.Scalars("validRate")}
    assert read.keys() == wanted.keys(), (sorted(read), sorted(wanted))
    assert all(math.isclose(read[step], wanted[step], rel_tol=1e-6) for step in wanted)
    print(f"TensorBoard read {len(accumulator.Tags()['scalars'])} curves of {len(read)} rounds")

    rows = {int(row["step"]): float(row["validRate"]) for row in csv.DictReader(Path(table).open(newline=""))}
    assert rows == wanted
    try:
        import trackio
        from trackio.sqlite_storage import SQLiteStorage
    except ImportError:
        print("Trackio is not installed: the table was read as a CSV alone")
    else:
        project = f"spice-{Path(tempfile.mkdtemp()).name}"
        trackio.import_csv(table, project=project, name="run")
        logged = {entry["step"]: entry["validRate"] for entry in SQLiteStorage.get_logs(project, "run")}
        assert logged == wanted, (logged, wanted)
        print(f"Trackio read {len(logged)} rounds")

    questions = load_dataset(dataset, split="train")
    assert len(questions) > 0 and "passage" not in questions.column_names
    print(f"datasets read {len(questions)} questions: {', '.join(questions.column_names)}")


if __name__ == "__main__":
    main(*sys.argv[1:])

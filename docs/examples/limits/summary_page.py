"""
The summary of many photos
==========================

``photocheck batch`` writes a table with one row a photo, and ``photocheck summary`` makes a
page of it: how the values are distributed beside their limits, error rates where there are
labels, and the worst photos. Here it is of every second sample photo, with the labels of
``truth.json``.
"""

import base64
import csv
import io
import json
import tempfile
from pathlib import Path

from photocheck import pages, table

SAMPLES = Path("../../../samples")
truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["photos"]

with tempfile.TemporaryDirectory() as folder:
    labels = Path(folder) / "labels.csv"
    with labels.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "name", "label"])
        for photo in truth[::2]:
            rows.writerow([(SAMPLES / photo["file"]).resolve(), photo["file"], photo["usable"]])
    inputs = table.Inputs([str(labels)], column="path", name="name", carry=["label"])
    tally = table.write_reports(inputs, Path(folder) / "reports.parquet", workers=2)
    summary = table.summarise(Path(folder) / "reports.parquet", label="label", good="accept")
print(tally)

page = io.StringIO()
pages.write_summary_html(summary, page, name="sample photos")


class Shown:
    """A page within this page."""

    def _repr_html_(self):
        data = base64.b64encode(page.getvalue().encode()).decode()
        return (
            f'<iframe title="summary" sandbox src="data:text/html;charset=utf-8;base64,{data}" '
            'style="width: 100%; height: 40rem; border: 1px solid #ccc"></iframe>'
        )


Shown()

"""A picture of a flow, drawn from its spec, as Mermaid text."""

from __future__ import annotations

from returnflow import texts
from returnflow.spec import FlowSpec, Step


def mermaid(spec: FlowSpec, language: str = texts.DEFAULT_LANGUAGE) -> str:
    """A flow chart: an arrow for "comes first", a dotted one for "asked again when it changes"."""
    rows = ["flowchart TD"]
    for step in spec.steps:
        title = texts.text(f"step.{step.id}.title", language, own=spec.texts)
        label = "<br>".join((title, *_conditions(step))).replace('"', "#quot;")
        rows.append(f'    {step.id}["{label}"]')
    for step in spec.steps:
        rows.extend(f"    {before} --> {step.id}" for before in step.after)
        for before, _, field in (part.partition(".") for part in step.depends_on):
            what = "answered again" if field == "id" else field
            rows.append(f"    {before} -. {what} .-> {step.id}")
    return "\n".join(rows) + "\n"


def _conditions(step: Step) -> list[str]:
    when = step.when
    found = []
    if when.category:
        found.append(f"if category: {', '.join(when.category)}")
    if when.personal_data is not None:
        found.append(f"if personal data: {'yes' if when.personal_data else 'no'}")
    if when.coverage:
        found.append(f"if warranty: {', '.join(when.coverage)}")
    return found

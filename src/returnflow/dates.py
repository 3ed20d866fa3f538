"""Days in the form of a language."""

from __future__ import annotations

from datetime import date

from returnflow.flow import ReturnFlow


def in_words(flow: ReturnFlow, day: date | None, language: str) -> str:
    """A day as a language writes it, for instance ``"2 November 2026"``; empty for None."""
    if day is None:
        return ""
    month = flow.text("date.months", language).split(", ")[day.month - 1]
    return flow.text("date.form", language, day=day.day, month=month, year=day.year)

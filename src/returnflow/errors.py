"""Every error that returnflow raises on purpose, in one family.

::

    ReturnflowError
    ├── StateError            a saved return that can't be read: .code, .fields
    │   └── NewerStateError   written by a later returnflow
    ├── SpecError             a flow that contradicts itself: .findings
    ├── SlipError             an order slip that can't be made: .code
    ├── EvidenceError         an evidence bundle that can't be made or read: .code
    └── UnknownNameError      no such language, category, courier (a ValueError)

What a customer does wrong is never an error: `ReturnFlow.apply` answers with problems. Messages
hold field names and codes, never the values of fields, which may be personal data.
"""

from __future__ import annotations

from collections.abc import Iterable


class ReturnflowError(Exception):
    """Root of every error raised by returnflow."""


class _CodedError(ReturnflowError):
    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


class StateError(_CodedError):
    """A saved return that can't be read.

    Attributes
    ----------
    code : str
        ``"state.damaged"``, ``"state.schema"`` or ``"state.newer"``.
    detail : str
        What was expected and what came; names of fields, no values.
    fields : tuple of str
        Where the first faults are.
    """

    def __init__(self, code: str, detail: str, fields: Iterable[str] = ()) -> None:
        super().__init__(code, detail)
        self.fields = tuple(fields)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.code, self.detail, self.fields))


class NewerStateError(StateError):
    """A state that a later version of returnflow wrote."""


class SlipError(_CodedError):
    """An order slip that can't be made: nothing to print, or no font has its letters."""


class EvidenceError(_CodedError):
    """An evidence bundle that can't be made or read."""


class SpecError(ReturnflowError):
    """A flow that can't work.

    Attributes
    ----------
    findings : tuple of str
        One sentence a fault, each starting with its code.
    """

    def __init__(self, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "; ".join(self.findings)


class UnknownNameError(ReturnflowError, ValueError):
    """A name that is none of those expected."""

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        super().__init__(kind, name, self.known)

    def __str__(self) -> str:
        return f"unknown {self.kind} {self.name!r}; known: {', '.join(self.known)}"

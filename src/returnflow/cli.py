"""The command line: ``returnflow walk``, ``slip``, ``evidence``, ``verify``, ``schema`` and more.

Exit codes: 0 done, 1 not done yet (or a bundle that was changed), 2 bad usage, 141 where the reader
of the output went away.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timezone
from pathlib import Path

from pydantic import ValidationError

from photocheck.cli.streams import forget_output, make_output_safe
from photocheck.printable import printable
from photocheck.version import __version__
from returnflow import diagram, evidence, schemas, slip, texts
from returnflow.errors import ReturnflowError
from returnflow.flow import ReturnFlow
from returnflow.spec import FlowSpec
from returnflow.state import Order, ReturnState, load


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    make_output_safe()
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        code = command(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        forget_output()
        return 141
    except (EOFError, KeyboardInterrupt):
        kept = getattr(arguments, "state", None)
        saved = kept is not None and Path(kept).exists()
        what = "what was answered is saved" if saved else "nothing was saved"
        print(f"\nreturnflow: stopped; {what}", file=sys.stderr)
        return 1
    except (ReturnflowError, OSError, ValidationError, ValueError) as error:
        # pydantic's messages name fields and never what was in them, see `model.Model`.
        print(f"returnflow: error: {printable(str(error))}", file=sys.stderr)
        return 2
    return code


def _flow(arguments: argparse.Namespace) -> ReturnFlow:
    texts.texts(arguments.language)  # an unknown language is told before anything is asked
    if arguments.spec is None:
        return ReturnFlow.standard()
    return ReturnFlow(FlowSpec.model_validate_json(Path(arguments.spec).read_bytes()))


def _walk(arguments: argparse.Namespace) -> int:
    from returnflow.walk import Walk  # noqa: PLC0415 - loads more than the others need

    flow = _flow(arguments)
    path = Path(arguments.state)
    if path.exists():
        given = (arguments.category, arguments.order, arguments.date, arguments.name)
        if any(value is not None for value in given):
            raise ValueError(
                f"expected a new file with --category, --order, --date or --name, {path.name} "
                "holds a return already: leave them out to go on with it, or name another file"
            )
        state = load(path.read_bytes())
    else:
        order = Order(
            number=arguments.order or input("Order number: "),
            date=_date(arguments.date or input("Order date (YYYY-MM-DD): ")),
            name=arguments.name or "",
        )
        state = flow.open(arguments.category or input("Category: "), order)
        _save(path, state)
    walk = Walk(
        flow,
        state,
        save=lambda state: _save(path, state),
        ask=input,
        say=lambda text: print(printable(text) if "\n" not in text else text),
        folder=path.parent,
        language=arguments.language,
    )
    return int(not walk.run())


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("expected the order's date as YYYY-MM-DD, got another form") from error


def _save(path: Path, state: ReturnState) -> None:
    # Whole or not at all, and for nobody else to read: it holds personal data.
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(state.json_text())
    part.replace(path)


def _slip(arguments: argparse.Namespace) -> int:
    flow, state = _flow(arguments), load(Path(arguments.state).read_bytes())
    page = slip.pdf(flow, state, paper=arguments.paper, language=arguments.language)
    Path(arguments.out).write_bytes(page)
    return 0


def _evidence(arguments: argparse.Namespace) -> int:
    flow, state = _flow(arguments), load(Path(arguments.state).read_bytes())
    now = datetime.now(timezone.utc)
    made = evidence.make(flow, state, now=now, language=arguments.language)
    Path(arguments.out).write_bytes(made.data)
    print(made.digest)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    found = evidence.verify(Path(arguments.bundle).read_bytes(), arguments.digest)
    print(found.model_dump_json())
    return int(not found.ok)


def _schema(arguments: argparse.Namespace) -> int:
    print(json.dumps(schemas.schema(arguments.name), indent=1))
    return 0


def _diagram(arguments: argparse.Namespace) -> int:
    print(diagram.mermaid(_flow(arguments).spec, arguments.language), end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="returnflow", description="The whole return of a product.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"returnflow {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(
        name: str, command: Callable[..., int], help_: str, *, flow: bool = True
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_, allow_abbrev=False)
        sub.set_defaults(command=command)
        if flow:
            sub.add_argument("--spec", metavar="FILE", help="another flow's JSON")
            sub.add_argument(
                "--language", "--lang", default="en", help="a tag, for instance de or pt-BR"
            )
        return sub

    walk = add("walk", _walk, "walk through a return; resumes where it stopped")
    walk.add_argument("state", metavar="STATE", help="the file that keeps the return")
    for option, help_ in (("category", "smartphone, tablet …"), ("order", "the order's number")):
        walk.add_argument(f"--{option}", help=help_)
    walk.add_argument("--date", help="of the order, YYYY-MM-DD")
    walk.add_argument("--name", help="of the customer")

    page = add("slip", _slip, "make the order slip as PDF")
    page.add_argument("state", metavar="STATE")
    page.add_argument("--out", required=True, metavar="FILE")
    page.add_argument("--paper", default="a4", choices=slip.PAPERS)

    bundle = add("evidence", _evidence, "pack a return as evidence; prints the digest to keep")
    bundle.add_argument("state", metavar="STATE")
    bundle.add_argument("--out", required=True, metavar="FILE")

    check = add("verify", _verify, "whether a bundle was changed", flow=False)
    check.add_argument("bundle", metavar="FILE")
    check.add_argument("--digest", help="that was printed when it was made")

    schema = add("schema", _schema, "a JSON Schema", flow=False)
    schema.add_argument("name", choices=schemas.SCHEMAS, nargs="?", default="state")

    add("diagram", _diagram, "the flow as Mermaid text")
    return parser

"""The command ``return-desk``: serve, open a return, make a member of staff."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from datetime import date

import uvicorn

from return_desk import links, logs, returns
from return_desk.app import create_app
from return_desk.desk import Desk, make_desk
from return_desk.settings import Settings
from return_desk.staff_login import make_member
from return_desk.tables import Member, now
from returnflow import Order


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="return-desk", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="bring the tables up to date and answer requests")
    staff = commands.add_parser("staff", help="make a member of staff, or a new password for one")
    staff.add_argument("name")
    opened = commands.add_parser("open", help="open a return and print the customer's link")
    opened.add_argument("--category", required=True)
    opened.add_argument("--order", required=True)
    opened.add_argument("--date", required=True, type=date.fromisoformat)
    opened.add_argument("--name", default="")
    given = parser.parse_args(arguments)
    logs.set_up()
    settings = Settings()
    if given.command == "serve":
        _serve(settings)
        return
    desk = make_desk(settings)
    desk.database.migrate()
    if given.command == "staff":
        print(f"password of {given.name}: {_password(desk, given.name)}")
    else:
        order = Order(number=given.order, date=given.date, name=given.name)
        with desk.database.write() as session:
            row = returns.open_return(session, desk.flow, given.category, order)
            token = links.make(session, row.id, now=now(), days=settings.link_days)
        print(f"{settings.base_url}/r/{token}")


def _serve(settings: Settings) -> None:
    app = create_app(settings)
    desk: Desk = app.state.desk
    if settings.demo:
        print(f"Return desk: {settings.base_url}/   staff: {settings.base_url}/staff", flush=True)
        with desk.database.read() as session:
            first = session.get(Member, "staff") is None
        if first:
            print(f"Staff's name is staff, the password {_password(desk, 'staff')}", flush=True)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,  # addresses hold the customers' keys
        server_header=False,
        timeout_graceful_shutdown=5,
    )


def _password(desk: Desk, name: str) -> str:
    password = secrets.token_urlsafe(12)
    with desk.database.write() as session:
        make_member(session, name, password)
    return password


if __name__ == "__main__":
    main()

"""The command ``photocheck checks``: the checks there are, with their settings."""

from __future__ import annotations

import argparse
import json

from photocheck.cli.arguments import Commands


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser("checks", help="list the checks there are", allow_abbrev=False)
    command.add_argument("--json", action="store_true", help="one check a line, as JSON")
    command.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Print each check with its settings and their values in each profile."""
    from photocheck.checks.registry import Registry, configured
    from photocheck.cli.terminal import coloured
    from photocheck.profiles import load_profile, profile_names

    profiles = [load_profile(name) for name in profile_names()]
    for check in Registry.installed():
        default = check().model_dump(mode="json")
        by_profile = {
            profile.name: configured(check, profile.of(check.name)).model_dump(mode="json")
            for profile in profiles
        }
        description = (check.__doc__ or "").strip().partition("\n")[0]
        if arguments.json:
            row = {
                "check": check.name,
                "description": description,
                "settings": {
                    setting: {
                        "default": value,
                        "profiles": {name: own[setting] for name, own in by_profile.items()},
                    }
                    for setting, value in default.items()
                },
            }
            print(json.dumps(row, ensure_ascii=False), flush=True)
            continue
        print(f"{coloured(check.name, '1')}: {description}")
        for setting, value in default.items():
            own = ", ".join(f"{name} {_shown(of[setting])}" for name, of in by_profile.items())
            print(f"  {setting} = {_shown(value)}  ({own})")
    return 0


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

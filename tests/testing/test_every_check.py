"""Every check that comes with photocheck keeps the contract of checks."""

import pytest

from photocheck import Registry
from photocheck.testing import contract_cases

CASES = [
    pytest.param(check, case, id=f"{check.name}-{case}")
    for check in Registry.builtin()
    for case in contract_cases()
]


@pytest.mark.parametrize(("check", "case"), CASES)
def test_contract(check, case, scene, scene_jpeg):
    case.verify(check, [scene, scene_jpeg])

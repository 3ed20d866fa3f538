"""For the tests of others: the contract that every check keeps, and photos with known faults.

>>> from photocheck.checks import Resolution
>>> from photocheck.testing import check_contract
>>> check_contract(Resolution)
"""

from photocheck.testing.contract import (
    ContractCase,
    check_contract,
    contract_cases,
    contract_photos,
)
from photocheck.testing.degrade import FAULTS, Fault, degrade

__all__ = [
    "FAULTS",
    "ContractCase",
    "Fault",
    "check_contract",
    "contract_cases",
    "contract_photos",
    "degrade",
]

"""For the tests of a plug-in's author: the contract that every check keeps.

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

__all__ = ["ContractCase", "check_contract", "contract_cases", "contract_photos"]

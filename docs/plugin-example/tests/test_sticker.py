import numpy as np
import pytest
from photocheck_sticker import Sticker

import photocheck
from photocheck.testing import ContractCase, contract_cases


@pytest.mark.parametrize("case", contract_cases(), ids=str)
def test_contract(case: ContractCase) -> None:
    case.verify(Sticker)


def test_finds_a_yellow_sticker() -> None:
    photo = np.full((600, 800, 3), 70, np.uint8)
    photo[200:300, 300:450] = 250, 210, 20
    result = photocheck.Inspector(checks=[Sticker()]).inspect(photo)["sticker"]
    assert result.status == photocheck.Status.WARN
    assert result.regions[0].x == pytest.approx(300 / 800, abs=0.01)

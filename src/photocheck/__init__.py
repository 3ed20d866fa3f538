"""Judge uploaded photos of devices: usable or not, why, where, and what to do about it.

>>> import numpy as np
>>> import photocheck
>>> report = photocheck.inspect(np.zeros((900, 1200, 3), np.uint8))
>>> str(report.verdict), report["exposure"].reason
('retake', 'exposure.under')

The public names stand in ``__init__.pyi``. Each part is loaded when it is first used: a service
that imports this package pays for OpenCV and pydantic with its first photo, not at its start.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

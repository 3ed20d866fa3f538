"""Reports of many photos as a table: an Arrow schema, a function of record batches, a batch run.

Needs the extra ``table`` (pyarrow and fsspec).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""Reports of photos past one machine: the columns of `photocheck.table` on a Daft DataFrame.

Needs the extra ``cluster`` (Daft and pyarrow). Daft runs in this process by default and on a Ray
cluster after ``daft.set_runner_ray()``; this module does nothing about either.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from photocheck.errors import UsageError
from photocheck.inspector import Inspector
from photocheck.processors import processors
from photocheck.table.columns import Columns
from photocheck.table.locations import SCHEMES, scheme_of
from photocheck.table.output import locked

if TYPE_CHECKING:
    import daft
    import pyarrow as pa

_PHOTOS_AT_ONCE: Final = 8  # few, as each may be large, and so that no worker waits for another

_FILE_BYTES: Final = 1 << 20


def judge(
    df: daft.DataFrame,
    *,
    photo: str = "photo",
    name: str | None = None,
    carry: Iterable[str] = (),
    inspector: Inspector | None = None,
    slot: str | None = None,
    schemes: Collection[str] = SCHEMES,
    workers: int | None = None,
) -> daft.DataFrame:
    """The reports of a column of photos, a row each, when they are asked for.

    Parameters
    ----------
    df : daft.DataFrame
    photo : str
        The column with the photos: bytes, or text with paths or URLs. Workers read them.
    name, carry, inspector, slot, schemes
        As in `photocheck.table.Columns`.
    workers : int, optional
        How many photos are judged at a time; as many as this machine has processors by default.

    Returns
    -------
    daft.DataFrame
        Lazy, with the carried columns and those of `photocheck.table.photo_schema`.

    Raises
    ------
    UsageError
        If the DataFrame lacks a column.
    UnknownSlotError
    """
    import daft  # noqa: PLC0415 - loaded with the first table

    columns = Columns(
        inspector, photo="photo", name=None if name is None else "name", slot=slot, schemes=schemes
    )
    kept = list(dict.fromkeys(carry))
    for each in (photo, *([] if name is None else [name]), *kept):
        if each not in df.column_names:
            raise UsageError(f"expected a column {each!r}, got: {', '.join(df.column_names)}")
    schema = columns.schema()

    class Judge:
        """One a worker; the view model is loaded with its first photo."""

        def __init__(self, columns: Columns) -> None:
            self._columns = columns

        @daft.method.batch(
            return_dtype=daft.DataType.from_arrow_type(_struct(schema)),
            unnest=True,
            batch_size=_PHOTOS_AT_ONCE,
        )
        def rows(self, photos: daft.Series, names: daft.Series | None) -> Any:
            """The rows of some photos."""
            import pyarrow as pa  # noqa: PLC0415 - on the worker

            given = {"photo": photos.to_arrow()}
            if names is not None:
                given["name"] = names.to_arrow()
            return self._columns(pa.RecordBatch.from_pydict(given)).to_struct_array()

    count = workers if workers is not None else processors()
    workers_of = daft.cls(Judge, max_concurrency=count)(columns)
    names = None if name is None else df[name]
    return df.select(*(df[each] for each in kept), workers_of.rows(df[photo], names))


def write_reports(
    df: daft.DataFrame,
    out: str | PathLike[str],
    *,
    photo: str = "photo",
    name: str | None = None,
    carry: Iterable[str] = (),
    inspector: Inspector | None = None,
    slot: str | None = None,
    schemes: Collection[str] = SCHEMES,
    workers: int | None = None,
    resume: bool = False,
) -> Counter[str]:
    """Judge a column of photos and write a folder of Parquet files.

    Files are closed at about 1 MB, a few thousand photos; what is in none when a run is killed is
    judged again by the next.

    Parameters
    ----------
    df, photo, name, carry, inspector, slot, schemes, workers
        As in `judge`.
    out : path
        A folder on a disk that this process and all workers see.
    resume : bool
        Judge the photos that have no row in the folder yet. Names tell them, so that they must be
        unique; whether a photo's content changed is not looked at.

    Returns
    -------
    Counter of str
        Verdicts in the whole folder, and ``"error"`` for rows of photos that could not be judged.

    Raises
    ------
    UsageError
        If a column lacks, `out` is a URL, the folder holds something and `resume` is not set, its
        photos were judged by other settings, photos come as bytes without names and `resume` is
        set, another run writes to the folder, or Daft can't read or write.
    UnknownSlotError
    """
    import daft  # noqa: PLC0415

    if scheme_of(str(out)) != "file" or "://" in str(out):
        raise UsageError(f"expected a folder that all workers see, got the URL {str(out)!r}")
    judge_by = inspector if inspector is not None else Inspector()
    folder = Path(out)
    with _alone(folder), _told(folder):
        new = _new(
            df, folder, name or photo, judge_by.settings_for(slot).fingerprint, resume=resume
        )
        reports = judge(
            new,
            photo=photo,
            name=name,
            carry=carry,
            inspector=judge_by,
            slot=slot,
            schemes=schemes,
            workers=workers,
        )
        with daft.execution_config_ctx(parquet_target_filesize=_FILE_BYTES):
            reports.write_parquet(str(folder), compression="zstd")
        return _counted(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder against a second run."""
    lock = folder.with_name(f"{folder.name}.lock")
    with locked(lock):
        try:
            yield
        finally:
            shutil.rmtree(lock)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say in this package's words what Daft could not do; its own may hold URLs with keys."""
    from daft.exceptions import DaftCoreException  # noqa: PLC0415

    try:
        yield
    except (DaftCoreException, OSError) as error:
        raise UsageError(
            f"expected Daft to read the photos' table and to write {str(folder)!r}, got "
            f"{type(error).__name__}; what is finished stays, resume goes on with it"
        ) from error


def _counted(folder: Path) -> Counter[str]:
    """Verdicts in a folder, and errors."""
    import daft  # noqa: PLC0415

    found = daft.read_parquet(_files(folder))
    verdicts = found.groupby("verdict").agg(daft.col("sha256").count("all").alias("photos"))
    counts: Counter[str] = Counter()
    for row in verdicts.to_pylist():
        counts[row["verdict"]] += row["photos"]
    counts["error"] = found.where(daft.col("error").not_null()).count_rows()
    return counts


def _new(
    df: daft.DataFrame, folder: Path, names: str, fingerprint: str, *, resume: bool
) -> daft.DataFrame:
    """The photos that have no row in the folder."""
    import daft  # noqa: PLC0415

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"expected a folder to write Parquet files to, got {str(folder)!r}")
    if not folder.is_dir() or not any(folder.iterdir()):
        return df
    if not resume:
        raise UsageError(f"expected no files in {str(folder)!r}: resume goes on with them")
    if names in df.column_names and not df.schema()[names].dtype.is_string():
        raise UsageError(f"expected names to resume by, column {names!r} holds no text")
    for file in folder.glob("*.parquet"):
        if not _is_whole(file):
            file.unlink()
    if not any(folder.glob("*.parquet")):
        return df
    earlier = daft.read_parquet(_files(folder))
    if earlier.where(daft.col("fingerprint") != daft.lit(fingerprint)).count_rows():
        raise UsageError(
            f"expected photos judged by the same settings in {str(folder)!r}: "
            "write to another folder"
        )
    return df.join(earlier.select("source"), left_on=names, right_on="source", how="anti")


def _files(folder: Path) -> str:
    return str(folder / "*.parquet")


def _is_whole(file: Path) -> bool:
    """Whether a Parquet file was closed; one of a killed run has no end."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        pq.read_metadata(file)
    except pa.ArrowException:
        return False
    return True


def _struct(schema: pa.Schema) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415

    return pa.struct(list(schema))

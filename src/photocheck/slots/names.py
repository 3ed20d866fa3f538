"""What the photos of a set are called: unique in the answer, and found again by what was given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from photocheck.errors import UsageError


def unique_names(given: Iterable[str], taken: Collection[str]) -> list[str]:
    """The names, with a number where one is taken already: ``"image.jpg (2)"``.

    Examples
    --------
    >>> unique_names(["image.jpg", "image.jpg"], taken=["photo 1"])
    ['image.jpg', 'image.jpg (2)']
    """
    used = set(taken)
    unique = []
    for name in given:
        own, copies = name, 1
        while own in used:
            copies += 1
            own = f"{name} ({copies})"
        used.add(own)
        unique.append(own)
    return unique


def declared_slots(
    declared: Mapping[str, str], given: Sequence[str], names: Sequence[str], earlier: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The slots that a customer names, by the photos' names in the answer.

    A photo is meant by its name in the answer; else by the name it was given with, the first of
    several; else it is a photo of an earlier answer.

    Parameters
    ----------
    declared : mapping of name to slot
    given, names : sequences of str
        What the new photos are called by the caller and in the answer.
    earlier : sequence of str
        The names of an earlier answer.

    Returns
    -------
    two dicts of name to slot
        For the new photos, and for earlier ones.

    Raises
    ------
    UsageError
        If there is no photo of a name.

    Examples
    --------
    >>> declared_slots({"photo 1": "left"}, ["photo 1"], ["photo 1 (2)"], ["photo 1"])
    ({'photo 1 (2)': 'left'}, {})
    """
    new = {name: slot for name, slot in declared.items() if name in names}
    old = {}
    for name, slot in declared.items():
        if name in names:
            continue
        meant = next(
            (
                own
                for own, called in zip(names, given, strict=True)
                if called == name and own not in new
            ),
            None,
        )
        if meant is not None:
            new[meant] = slot
        elif name in earlier:
            old[name] = slot
        else:
            raise no_such_photo(name, (*names, *earlier))
    return new, old


def no_such_photo(name: str, known: Iterable[str]) -> UsageError:
    """The error for a name that no photo has."""
    return UsageError(f"expected a photo of the set ({', '.join(known)}), got {name!r}")

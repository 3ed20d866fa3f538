"""Which photos of a set are one picture, sent more than once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from photocheck.metrics import distance
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.photo_set import PhotoSet, Picture


def pictures_of(photo_set: PhotoSet) -> tuple[Picture, ...]:
    """The pictures of a set; photos that can't be read belong to none.

    They come in one order for all orders of the photos, so that sums over them are equal to the
    last bit.
    """
    photos, filled = photo_set.photos, photo_set.filled
    readable = [place for place, photo in enumerate(photos) if photo.report.error is None]
    groups = group_near_duplicates(
        [photos[place] for place in readable],
        photo_set.settings.copy_distance,
        {own: filled[place] for own, place in enumerate(readable) if place in filled},
    )
    pictures = []
    for group in groups:
        members = tuple(readable[own] for own in group)
        declared = (photos[place].declared for place in members)
        pictures.append(
            Picture(
                members,
                filled=next((filled[place] for place in members if place in filled), None),
                declared=frozenset(slot for slot in declared if slot is not None),
            )
        )
    pictures.sort(key=lambda picture: min(photos[place].key for place in picture.members))
    return tuple(pictures)


def group_near_duplicates(
    photos: Sequence[JudgedPhoto], max_bits: int, filled: Mapping[int, str]
) -> list[list[int]]:
    """Group photos that are near-duplicates of one another, directly or through others.

    Parameters
    ----------
    photos : sequence of JudgedPhoto
    max_bits : int
        Perceptual hashes nearer than this, in bits, belong to one picture. Equal files always do.
    filled : mapping of position to slot
        Photos that fill a slot already; those of two slots never come into one group.

    Returns
    -------
    list of lists of positions
        Each photo in one group; the same groups for any order of the photos.
    """
    hashes = [photo.hash for photo in photos]
    near = []
    for first, second in combinations(range(len(photos)), 2):
        one, two = hashes[first], hashes[second]
        sha = photos[first].report.sha256
        if sha is not None and sha == photos[second].report.sha256:
            near.append((-1, first, second))
        elif one is not None and two is not None and (bits := distance(one, two)) < max_bits:
            near.append((bits, first, second))
    near.sort(key=lambda pair: (pair[0], sorted((photos[pair[1]].key, photos[pair[2]].key))))
    group_of = list(range(len(photos)))
    members = [[position] for position in range(len(photos))]
    for _, first, second in near:
        into, other = group_of[first], group_of[second]
        both = [*members[into], *members[other]]
        if into == other or len({filled[each] for each in both if each in filled}) > 1:
            continue
        for each in members[other]:
            group_of[each] = into
        members[into], members[other] = both, []
    return [sorted(group) for group in members if group]

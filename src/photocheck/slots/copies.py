"""Which photos of a set are one picture, sent more than once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from photocheck.metrics import distance
from photocheck.slots.evidence import Seen


def same_pictures(
    photos: Sequence[Seen], max_bits: int, held: Mapping[int, str]
) -> list[list[int]]:
    """Group photos that are copies of one another, directly or through others.

    Parameters
    ----------
    photos : sequence of Seen
    max_bits : int
        Perceptual hashes nearer than this belong to one picture. Equal files always do.
    held : mapping of position to slot
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
        if into == other or len({held[each] for each in both if each in held}) > 1:
            continue
        for each in members[other]:
            group_of[each] = into
        members[into], members[other] = both, []
    return [sorted(group) for group in members if group]

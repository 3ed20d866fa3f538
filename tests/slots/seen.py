"""Photos of a set with stated views, verdicts and hashes."""

from photocheck import Report, View
from photocheck.report import Alternative
from photocheck.result import Result
from photocheck.slots import default_catalog
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.photo_set import PhotoSet
from photocheck.slots.settings import MatchSettings

PHONE = default_catalog().category("smartphone")


def view_of(**weights):
    """A view of a smartphone; ``laptop_screen_on`` and the like are of other kinds."""
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: -item[1])

    def pair(name):
        if name == "none":
            return "none", "none"
        for kind in ("laptop", "document"):
            if name.startswith(f"{kind}_"):
                return kind, name.removeprefix(f"{kind}_")
        return "smartphone", name

    pairs = [(*pair(name), value / total) for name, value in ranked]
    rest = [Alternative(category=c, view=v, confidence=p) for c, v, p in pairs[1:]]
    category, view, confidence = pairs[0]
    return View(category=category, view=view, confidence=confidence, alternatives=rest)


def seen(name, declared=None, verdict="accept", hash_=None, sha256=None, **weights):
    """A photo as it was judged."""
    results = ()
    if hash_ is not None:
        measured = {"hash": f"{hash_:064x}"}
        results = (Result(check="duplicate", status="pass", score=1, measurements=measured),)
    report = Report(
        source=name,
        sha256=sha256 or name * 8,
        verdict=verdict,
        view=view_of(**weights) if weights else None,
        results=results,
    )
    return JudgedPhoto(name, {None: report}, declared)


def set_of(*photos, filled=None, category=PHONE, **settings):
    """The photos as a set."""
    return PhotoSet(category, photos, MatchSettings(**settings), filled or {})

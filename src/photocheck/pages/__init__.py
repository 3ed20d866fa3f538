"""Reports, sets of photos, summaries and limits as HTML pages that need nothing but themselves.

A page loads nothing and runs no script (a Content-Security-Policy in it says so), but that on which
limits are moved, whose one script the policy names by its checksum. Every name and text is escaped,
and a page is the same, byte for byte, for the same reports.
"""

from photocheck.pages.report import write_html
from photocheck.pages.set import write_match_html
from photocheck.pages.summary import write_summary_html
from photocheck.pages.tune import TunedPhoto, write_tune_html

__all__ = [
    "TunedPhoto",
    "write_html",
    "write_match_html",
    "write_summary_html",
    "write_tune_html",
]

"""Reports, sets of photos and summaries of tables as HTML pages that need nothing but themselves.

A page runs no script and loads nothing (a Content-Security-Policy in it says so), shows every name
and text escaped, and is the same, byte for byte, for the same reports.
"""

from photocheck.pages.report import write_html
from photocheck.pages.set import write_match_html
from photocheck.pages.summary import write_summary_html

__all__ = ["write_html", "write_match_html", "write_summary_html"]

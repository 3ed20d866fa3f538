"""The documentation site: ``make docs`` builds it in out/docs."""

import os
import sys
import warnings
from pathlib import Path

import photocheck

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "extension"))

project = "photocheck"
author = "The photocheck maintainers"
copyright = author  # noqa: A001 Sphinx's own name
release = version = photocheck.__version__

extensions = [
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
    "sphinxcontrib.mermaid",
    "from_code",
]
exclude_patterns = ["examples", "plugin-example", "**/generated/*.inc", "gallery/**/*.ipynb"]
html_static_path = ["_static"]
default_role = "py:obj"  # a name in backquotes leads to its entry

# Pages
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_fence_as_directive = ["mermaid"]
myst_heading_anchors = 3
# Tables that commands write begin at the third level; a new page may be found by links alone.
suppress_warnings = ["myst.header", "toc.not_included"]

# Reference, from docstrings
autodoc_default_options = {"members": True, "undoc-members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autosummary_generate = False
add_module_names = False
toc_object_entries_show_parents = "hide"
python_maximum_signature_line_length = 88
numpydoc_show_class_members = False
numpydoc_xref_param_type = False

# Gallery
SECTIONS = ("sharpness", "light", "device", "sets", "limits", "pages")
warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")
sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "subsection_order": [f"examples/{name}" for name in SECTIONS],
    "filename_pattern": r"\.py$",
    "ignore_pattern": r"__init__\.py",
    "within_subsection_order": "FileNameSortKey",
    "abort_on_example_error": True,
    "download_all_examples": False,
    "notebook_extensions": set(),
    "show_memory": False,
    "remove_config_comments": True,
    "min_reported_time": 8,
    "plot_gallery": "True",
    "default_thumb_file": str(DOCS / "images" / "report.png"),
    "matplotlib_animations": False,
    "image_scrapers": ("matplotlib",),
    "write_computation_times": False,
    "show_signature": False,
}
copybutton_exclude = ".linenos, .gp, .go"

# Looks
html_theme = "pydata_sphinx_theme"
html_title = "photocheck"
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_sidebars = {"index": [], "glossary": [], "changelog": []}
html_theme_options = {
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
    "show_toc_level": 1,
    "navigation_with_keys": False,
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
}
html_context = {"default_mode": "auto"}
linkcheck_timeout = 20

# Where the repository can be read is known to who publishes the site; see CONTRIBUTING.
repository = os.environ.get("PHOTOCHECK_REPOSITORY", "").rstrip("/")

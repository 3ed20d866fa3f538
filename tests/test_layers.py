"""What imports what: no cycle between modules, and the contracts of ``pyproject.toml``."""

from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A notebook asks a report to draw itself; the drawing is loaded only then.
LATER = {("photocheck.report", "photocheck.annotation")}


@pytest.mark.parametrize("package", ["photocheck", "returnflow"])
def test_no_module_imports_itself_by_a_detour(package):
    grimp = pytest.importorskip("grimp")
    graph = grimp.build_graph(package, exclude_type_checking_imports=False, cache_dir=None)
    TopologicalSorter(
        {
            module: {
                other
                for other in graph.find_modules_directly_imported_by(module)
                if (module, other) not in LATER
            }
            for module in graph.modules
        }
    ).prepare()


def test_the_contracts_are_kept(monkeypatch, capsys):
    use_cases = pytest.importorskip("importlinter.application.use_cases")
    pytest.importorskip("importlinter.configuration").configure()
    kept = use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert kept, capsys.readouterr().out

"""The house stands: every gate holds on this project, and every gate has been seen to turn red on a planted sin."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dev import messages
from dev.gates import GATES
from dev.gates.tree import Tree

ROOT = Path(__file__).resolve().parents[1]
HOUSE = Tree(ROOT)
ORDER = "from django.db import models\n\n\nclass Order(models.Model):\n"
LONG = "x = 1\n" * 601
CALL = "def f():\n    return "
PLANTED = [
    ("file sizes", "work/queries.py", LONG, "601 lines"),
    ("file sizes", "work/templates/work/board.html", "<p>\n" * 601, "601 lines"),
    ("file sizes", "work/rules.py", "x = 1\n" * 351, "the median file has"),
    ("file sizes", "work/rules.py", "x = 1\n" * 351, "p90 of the files is 351"),
    ("function sizes", "work/rules.py", "def f():\n" + "    x = 1\n" * 80, "81 lines"),
    ("function sizes", "work/rules.py", "def f():\n" + "    x = 1\n" * 30, "p90 of the functions is 31"),
    ("function sizes", "work/rules.py", "def f(a, b, c, d, e, f, g, by, at):\n    pass\n", "7 parameters"),
    ("hidden imports", "work/rules.py", CALL.replace("return ", "import json\n"), "inside f"),
    ("hidden imports", "work/apps.py", "class C:\n    def name(self):\n        import json\n", "inside name"),
    ("circles", "estates/queries.py", "from linli.work import queries\n", "circle among modules"),
    ("circles", "work/models.py", "from linli.work import queries\n", "circle among files"),
    ("nameless files", "work/utils.py", "", "'utils' names no topic"),
    (
        "lonely migrations",
        "work/migrations/0001_initial.py",
        "from linli.work.terms import X\n",
        "imports linli.work.terms",
    ),
    ("foreign keys", "estates/models.py", ORDER + "    o = models.ForeignKey('work.Order')\n", "points up at work"),
    (
        "foreign keys",
        "people/models.py",
        "import linli.work.models as w\nx = models.ForeignKey(w.Order)\n",
        "up at work",
    ),
    ("foreign keys", "work/models.py", ORDER + "    p = models.ForeignKey('estates.Place')\n", 'related_name="+"'),
    ("foreign keys", "work/models.py", "x = ForeignKey('core.File', on_delete=models.CASCADE)\n", "on_delete=CASCADE"),
    ("hidden writes", "work/models.py", ORDER + "    def save(self):\n        pass\n", "Order.save()"),
    ("moments and days", "work/models.py", ORDER + "    done = models.DateTimeField()\n", "ends in _at"),
    ("moments and days", "work/models.py", ORDER + "    due_at = models.DateField()\n", "ends in _on"),
    ("clock reads", "work/pages.py", CALL + "timezone.now()\n", "reads the clock"),
    ("clock reads", "work/actions.py", CALL + "clock.now()\n", "take `at`"),
    ("bare fetches", "work/pages.py", CALL + "Order.objects.get(pk=1)\n", "fetches bare"),
    ("bare fetches", "work/api.py", CALL + "shortcuts.get_object_or_404(Order)\n", "fetches bare"),
    ("writers", "work/pages.py", CALL + "order.save()\n", "only actions do"),
    ("writers", "work/queries.py", CALL + "Order.objects.filter(pk=1).update(a=1)\n", "only actions do"),
    ("models by name", "work/queries.py", CALL + "apps.get_model('people', 'Person')\n", "hides which module"),
    ("signals", "work/reactions.py", "from django.db.models.signals import post_save\n", "there are no signals"),
    ("signals", "work/reactions.py", "from django.dispatch import receiver\n", "there are no signals"),
    ("silenced types", "work/rules.py", "x = 1  # type: " + "ignore[assignment]\n", "a reason"),
    ("template reach", "estates/templates/estates/a.html", '{% include "work/b.html" %}', "reaches up to work"),
    ("template reach", "estates/templates/estates/a.html", '\n{% extends "work/b.html" %}', "a.html:2"),
    ("template reach", "ui/templates/ui/a.html", "{% url 'work:board' %}", "reaches up to work"),
    ("template reach", "estates/pages.py", CALL + 'redirect("work:board")\n', "names a page or template of work"),
    ("template places", "work/templates/estates/a.html", "", "lies in templates/work/"),
    ("template places", "work/urls.py", "urlpatterns = []\n", 'app_name = "work"'),
    ("spoken words", "work/templates/work/a.html", "<p>\n  Take it</p>", "'Take it' is not translated"),
    ("spoken words", "work/templates/work/a.html", "<p>已完成</p>", "'已完成' is not translated"),
    ("spoken words", "work/templates/work/a.html", '<input placeholder="Name">', "'Name' is not translated"),
    ("chinese in code", "work/pages.py", CALL + "'已完成'\n", "is Chinese in code"),
    ("actions", "work/actions.py", "def close(order, *, by, at):\n    '''Close.'''\n", "keyword-only"),
    ("actions", "work/actions.py", "def close(*, by):\n    '''Close.'''\n", "needs `at`"),
    ("actions", "work/actions.py", "def close(*, by, at):\n    pass\n", "needs a docstring"),
    ("actions", "estates/actions/a.py", "def move(*, by):\n    '''Move.'''\n", "needs `at`"),
    (
        "actions",
        "work/pages.py",
        "from linli.estates.actions import a\n",
        "imports the file linli.estates.actions.a",
    ),
    ("actions", "work/pages.py", "from linli.estates.actions.a import b\n", "imports the file linli.estates.actions.a"),
    ("events", "work/events.py", "class Closed:\n    '''It closed.'''\n", "frozen=True"),
    ("page classes", "work/pages.py", "class Board(TemplateView):\n    pass\n", "pages are functions"),
    ("docstrings", "work/queries.py", "def open_orders():\n    pass\n", "open_orders needs a docstring"),
    ("docstrings", "work/actions.py", "x = 1\n" * 6, "what it is about"),
    ("used and asked", "work/queries.py", "import segno\n", "imports segno, which requirements.in does not ask for"),
    ("used and asked", "site/urls.py", "", "requirements.in:1: django is used nowhere"),
    ("module pages", "gossip/__init__.py", "", "the module has no page"),
    ("machine paths", "work/rules.py", "# see /ro" + "ot/notes\n", "a path of one machine"),
    ("registries", "work/rules.py", "# https://py" + "pi.org/simple\n", "the address of a registry"),
    ("promises", "work/rules.py", "# TO" + "DO later\n", "a note to self"),
    ("slots", "ui/slots.py", f"SLOTS: dict[str, str] = { {str(n): '' for n in range(16)} }\n", "16 slots"),
    ("slots", "work/queries.py", "SLOTS = {}\n", "declared in src/linli/ui/slots.py"),
]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A small house without sin: this project's floors, and a line or two in each module."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for floor in HOUSE.floors:
        plant(tmp_path, f"{floor}/__init__.py", "")
        (tmp_path / "docs/modules").mkdir(parents=True, exist_ok=True)
        (tmp_path / f"docs/modules/{floor}.md").write_text(f"# {floor}\n")
    plant(tmp_path, "demo/life.py", "from linli.demo import plan\n")
    plant(tmp_path, "demo/plan.py", "if TYPE_CHECKING:\n    from linli.demo import life\n")
    plant(tmp_path, "work/queries.py", "from linli.estates import models\nfrom linli.work import models as own\n")
    plant(tmp_path, "work/models.py", "")
    plant(tmp_path, "people/pages.py", "")
    plant(tmp_path, "servicedesk/triage/__init__.py", "")
    plant(tmp_path, "servicedesk/triage/learning.py", "import scipy\n")
    plant(tmp_path, "ui/a.py", "")
    plant(tmp_path, "ui/b.py", "import linli.ui.a\n")
    plant(tmp_path, "estates/models.py", "")
    plant(tmp_path, "estates/actions/__init__.py", "from linli.estates.actions.a import move\n\n__all__ = ['move']\n")
    plant(tmp_path, "estates/actions/a.py", "def move(*, by, at):\n    '''Move.'''\ndef inner(x): ...\n")
    plant(tmp_path, "ui/slots.py", "SLOTS = {'a': ''}\n")
    (tmp_path / "requirements.in").write_text("django~=5.2.0\nscipy\n")
    pins = (f"{pin} \\\n    --hash=sha256:aa\n" for pin in ("django==5.2.19", "scipy==1.16.0"))
    (tmp_path / "requirements.lock").write_text("".join(pins))
    plant(tmp_path, "site/urls.py", "import django\n")
    return tmp_path


def plant(root: Path, path: str, text: str) -> None:
    """Write a file of the product of a toy house."""
    file = root / "src/linli" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", GATES)
def test_gate_holds(name: str) -> None:
    sins = GATES[name](HOUSE)
    if sins:
        pytest.fail("\n".join(map(str, sins)), pytrace=False)


@pytest.mark.parametrize("name", GATES)
def test_gate_holds_on_a_house_without_sin(toy: Path, name: str) -> None:
    assert GATES[name](Tree(toy)) == []


@pytest.mark.parametrize(("name", "path", "text", "complaint"), PLANTED)
def test_gate_turns_red(toy: Path, name: str, path: str, text: str, complaint: str) -> None:
    plant(toy, path, text)
    assert complaint in "\n".join(map(str, GATES[name](Tree(toy))))


def test_every_gate_has_a_planted_sin() -> None:
    assert {name for name, *_ in PLANTED} | {"locks in step"} == set(GATES)


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("requirements.in", "django~=5.2.0\nsegno\n", "segno is not met"),
        ("requirements.in", "django~=6.0\n", "django~=6.0 is not met"),
        ("requirements.in", "--index-url https://somewhere/simple\ndjango\n", "an address"),
        ("requirements.lock", "django==5.2.19\n", "django has no hash"),
        ("requirements-dev.lock", "django==5.2.18 \\\n    --hash=sha256:bb\n", "is not the"),
        ("uv.lock", "", "one kind of lock"),
    ],
)
def test_locks_out_of_step_are_seen(toy: Path, file: str, text: str, complaint: str) -> None:
    (toy / file).write_text(text, encoding="utf-8")
    assert complaint in "\n".join(map(str, GATES["locks in step"](Tree(toy))))


CONTRACTS = [
    ("people/models.py", "import linli.work.models\n", "linli.people.models -> linli.work.models"),
    ("people/models.py", "def f():\n    import linli.work.models\n", "linli.people.models -> linli.work.models"),
    ("core/clock.py", "import linli.site\n", "linli.core.clock -> linli.site"),
    ("gossip/__init__.py", "", "linli.gossip"),
    ("work/drawer.py", "", "linli.work.drawer"),
    ("work/models.py", "import linli.work.queries\n", "linli.work.models -> linli.work.queries"),
    ("work/actions.py", "import linli.people.pages\n", "linli.work.actions imports linli.people.pages"),
    ("work/rules.py", "import django.db\n", "linli.work.rules -> django"),
    ("work/dispatch/__init__.py", "import django.db\n", "linli.work.dispatch -> django"),
    ("launch/web.py", "import django\n", "linli.launch.web -> django"),
    ("work/queries.py", "import dev\n", "linli.work.queries -> dev"),
    ("work/queries.py", "import sklearn\n", "linli.work.queries -> sklearn"),
    ("work/queries.py", "import linli.servicedesk.triage.learning\n", "linli.servicedesk.triage.learning -> scipy"),
    ("ui/a.py", "import linli.ui.b\n", "linli.ui"),
]


def test_import_contracts_hold_on_a_house_without_sin(toy: Path) -> None:
    assert lint_imports(toy).returncode == 0


@pytest.mark.parametrize(("path", "text", "complaint"), CONTRACTS)
def test_import_contract_turns_red(toy: Path, path: str, text: str, complaint: str) -> None:
    plant(toy, path, text)
    ended = lint_imports(toy)
    assert ended.returncode == 1
    assert complaint in ended.stdout


def lint_imports(root: Path) -> "subprocess.CompletedProcess[str]":
    """Run import-linter with this project's contracts on a toy house."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--no-logo"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{ROOT}", "NO_COLOR": "1", "COLUMNS": "200"},
        check=False,
        capture_output=True,
        text=True,
    )


WORDS = "from django.utils.translation import ngettext, pgettext_lazy as _p\n"
ENTRY = 'msgid "Take it"\nmsgstr "接单"\n'


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ("", "'Take it' is missing"),
        ('msgid "Take it"\nmsgstr ""\n', "has no translation"),
        ('#, fuzzy\nmsgid "Take it"\nmsgstr "接单"\n', "is fuzzy"),
        (ENTRY + '\nmsgid "Leave it"\nmsgstr "退单"\n', "is obsolete"),
        (ENTRY + '\n#~ msgid "Leave it"\n#~ msgstr "退单"\n', "commented out"),
        (ENTRY + "\n" + ENTRY, "stands there twice"),
        (ENTRY + '\nmsgid "%(count)d order"\nmsgid_plural "%(count)d orders"\nmsgstr[0] "%(n)d 单"\n', "placeholders"),
    ],
)
def test_incomplete_catalogue_is_seen(toy: Path, entries: str, complaint: str) -> None:
    plant(toy, "work/templates/work/a.html", '<p>{% translate "Take it" %}</p>')
    plant(toy, "work/pages.py", WORDS + "x = ngettext('%(count)d order', '%(count)d orders', 2)\n")
    plant(toy, f"work/{messages.CATALOGUE}", messages.HEADER + "\n" + entries)
    assert complaint in "\n".join(map(str, messages.all_faults(Tree(toy))))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("x = _p('state', '完成')\n", "is not English"), ("x = _p('state', '%s orders')\n", "placeholder without a name")],
)
def test_unfit_phrase_is_seen(toy: Path, text: str, complaint: str) -> None:
    plant(toy, "work/pages.py", WORDS + text)
    assert complaint in "\n".join(map(str, messages.all_faults(Tree(toy))))


def test_one_phrase_with_two_translations_is_seen(toy: Path) -> None:
    for module, said in (("work", "接单"), ("people", "接受")):
        plant(toy, f"{module}/templates/{module}/a.html", '{% translate "Take it" %}')
        plant(toy, f"{module}/{messages.CATALOGUE}", f'{messages.HEADER}\nmsgid "Take it"\nmsgstr "{said}"\n')
    assert "give it a context" in "\n".join(map(str, messages.all_faults(Tree(toy))))


def test_writing_catalogues_adds_drops_and_keeps(toy: Path) -> None:
    plant(toy, "work/pages.py", WORDS + "x = _p('stage', 'Done')\ny = ngettext('%(n)d day', '%(n)d days', 2)\n")
    plant(toy, "work/templates/work/a.html", '{% translate "Take it" %}{% translate "New" context "stage" %}')
    gone = '# kept\nmsgid "Take it"\nmsgstr "接单"\n\nmsgid "Leave it"\nmsgstr "退单"\n'
    plant(toy, f"work/{messages.CATALOGUE}", messages.HEADER + "\n" + gone)
    work = toy / "src/linli/work"
    assert messages.write(work, Tree(toy))
    assert not messages.write(work, Tree(toy))
    written = (work / messages.CATALOGUE).read_text(encoding="utf-8")
    assert written.removeprefix(messages.HEADER).strip().split("\n\n") == [
        '# kept\nmsgid "Take it"\nmsgstr "接单"',
        'msgctxt "stage"\nmsgid "Done"\nmsgstr ""',
        'msgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] ""',
        'msgctxt "stage"\nmsgid "New"\nmsgstr ""',
    ]

"""Doors, as a contract of import-linter: of a department, others may import only the rooms that stand open."""

from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Of each `department` other modules may import only the `open_rooms`; `wired_by` may import everything.

    Rooms are folders or files of the department; tests and migrations are never open.
    """

    type_name = "doors"

    departments = fields.ListField(subfield=fields.ModuleField())
    open_rooms = fields.ListField(subfield=fields.StringField())
    wired_by = fields.ListField(subfield=fields.ModuleField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every direct import from outside a department into a closed room breaks the contract."""
        broken = [
            (importer, imported, line)
            for department in sorted(str(name) for name in cast(list[Any], self.departments))
            for room in sorted(graph.find_descendants(department))
            for importer in sorted(graph.find_modules_that_directly_import(room))
            for imported in [room]
            if not self._may_pass(importer, imported, department)
            for line in _lines(graph, importer, imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line per import through a closed door."""
        for importer, imported, line in check.metadata["broken"]:
            output.print_error(
                f"- {importer} imports {imported} (l. {line}); the open rooms are {', '.join(self._open())}", bold=False
            )

    def _may_pass(self, importer: str, imported: str, department: str) -> bool:
        wired_by = [str(name) for name in cast(list[Any], self.wired_by)]
        if any(importer == name or importer.startswith(f"{name}.") for name in [department, *wired_by]):
            return True
        return imported.removeprefix(f"{department}.").split(".")[0] in self._open()

    def _open(self) -> list[str]:
        return [str(room) for room in cast(list[Any], self.open_rooms)]


def _lines(graph: ImportGraph, importer: str, imported: str) -> list[int]:
    return sorted({detail["line_number"] for detail in graph.get_import_details(importer=importer, imported=imported)})

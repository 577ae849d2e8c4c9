"""The house gates: what imports do not show (see docs/house.md). Each takes a `Tree` and returns the sins it found."""

from collections.abc import Callable

from dev.gates import calls, imports, locks, papers, rows, size, templates, verbs
from dev.gates.tree import Sin, Tree

Gate = Callable[[Tree], list[Sin]]

GATES: dict[str, Gate] = {
    "file sizes": size.file_sizes,
    "function sizes": size.function_sizes,
    "hidden imports": imports.hidden_imports,
    "circles": imports.circles,
    "nameless files": imports.nameless_files,
    "lonely migrations": imports.lonely_migrations,
    "foreign keys": rows.foreign_keys,
    "hidden writes": rows.hidden_writes,
    "moments and days": rows.moments_and_days,
    "clock reads": calls.clock_reads,
    "bare fetches": calls.bare_fetches,
    "writers": calls.writers,
    "models by name": calls.models_by_name,
    "signals": calls.signals,
    "silenced types": calls.silenced_types,
    "template reach": templates.reach,
    "template places": templates.places,
    "spoken words": templates.spoken_words,
    "chinese in code": templates.chinese_in_code,
    "actions": verbs.actions,
    "events": verbs.events,
    "page classes": verbs.page_classes,
    "docstrings": verbs.docstrings,
    "module pages": papers.module_pages,
    "machine paths": papers.machine_paths,
    "registries": papers.registries,
    "promises": papers.promises,
    "slots": papers.slots,
    "locks in step": locks.locks_in_step,
    "used and asked": locks.used_and_asked,
}

"""Sum the counts that test runs wrote (`LINLI_TEST_COUNT`) into one closing line: `python -m dev.tally FILE…`."""

import json
import sys
from pathlib import Path

from dev.counting import Count


def main(files: list[str]) -> int:
    """Print the sum; 1 if a test failed, or if a run tested nothing at all."""
    counts = [_count(Path(file)) for file in files]
    total = sum(counts, Count())
    print(total, flush=True)
    return 0 if total.failed == 0 and all(count.passed for count in counts) else 1


def _count(path: Path) -> Count:
    """The count in a file; a run that broke off before it could write counts as one failed test."""
    try:
        return Count(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Count(failed=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

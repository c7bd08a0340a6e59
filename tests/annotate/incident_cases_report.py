"""Share of the hand-written incident cases that pass, by phenomenon and in all.

``python -m tests.annotate.incident_cases_report [FILE.yaml] [--why]``; ``--why`` also prints what each failing case
gets wrong. A case that is marked as an expected failure counts as failed.
"""

from __future__ import annotations

import sys

from tests.annotate.incident_case import cases, failures
from tests.annotate.written_case import print_report

if __name__ == "__main__":
    print_report(cases, failures, sys.argv[1:])

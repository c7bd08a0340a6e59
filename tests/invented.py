"""The accord between two invented parties that tests of the joined rooms follow."""

from __future__ import annotations


def accord(rest: str = "provisions: []\n", *, of: str = "Kessel") -> str:
    """An agreement file, named after a place; ``rest`` is what it holds beside its parties."""
    return f"""\
trucewatch: 1
id: {of.casefold()}
title: {of} accord between Arvania and the Belmar Front
signed: 2031-02-28
parties:
  - {{name: Arvania, role: signatory, members: [Arvanian army, Ministry of Defence]}}
  - {{name: Belmar Front, role: signatory, members: [Belmar Command]}}
  - {{name: Joint Observer Mission, role: monitor}}
{rest}"""

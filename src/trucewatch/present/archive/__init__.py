"""Preservation: a case as one signed file that replay tools open and that is checked without the case."""

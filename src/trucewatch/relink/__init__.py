"""Linking the part of a case that changed."""

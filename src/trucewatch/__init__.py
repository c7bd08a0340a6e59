"""Trucewatch."""

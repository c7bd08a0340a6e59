"""The nouns: frozen, keyword-only records, checked at birth."""

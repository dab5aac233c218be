"""Rulesets that travel: packed into one file, signed, installed under a name and a version, locked."""

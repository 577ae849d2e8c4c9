"""Triage: what a resident's own words are about. Pure functions, no Django and no database; see docs/rules/triage.md.

A web process imports `reading` (numpy only); `training` and `evaluation` also need scipy and are for commands and notebooks.
"""

"""Help with writing rules: what is wrong, what can come next, what a word means. Knows files and places, no editor."""

from __future__ import annotations

from lacdsl.editing.project import Analysis, Project, project_folder

__all__ = ["Analysis", "Project", "project_folder"]

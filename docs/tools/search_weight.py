"""Where a search of the manual looks first: pages for people who have a question, then reference, then reasons.

Every rule stands on the pages of five collections. Without weights their titles come before the page that answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

WEIGHTS = {"rules/": 0.01, "errors.md": 0.1, "contributing.md": 0.1, "decisions/": 0.001}


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives the page its weight; what it says stays as it is."""
    weight = next((each for start, each in WEIGHTS.items() if page.file.src_uri.startswith(start)), None)
    if weight is not None:
        page.meta.setdefault("search", {"boost": weight})
    return markdown

"""What every page has around its contents: a policy that lets run only what is in it, a title, the way past the contents."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from pathlib import Path

from lacdsl.report.page_markup import text

_FOLDER = Path(__file__).with_name("page")


def part(*names: str) -> str:
    """Styles or scripts of the package, one after the other."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


def opening(title: str, style: str, script: str = "") -> str:
    """The page up to its body. Its policy allows only this style and this script, by their hashes."""
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src '{_hash(script)}'"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the report</a>\n'
    )


def contents(sections: Mapping[str, str]) -> str:
    """Links to the sections, by their names, and the beginning of the part that holds them."""
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in sections.items())
    return f'<nav class="contents" aria-label="Contents"><ul>{links}</ul></nav>\n<main id="main" tabindex="-1">\n'


def section(name: str, title: str, body: str) -> str:
    """A part of the page under its heading."""
    return (
        f'<section id="{name}" aria-labelledby="{name}-heading">\n'
        f'<h2 id="{name}-heading" tabindex="-1">{title}</h2>\n{body}\n</section>\n'
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

"""Slips in the first lines of an item: its code, its title, and the rows that it is about."""

from __future__ import annotations

from lacdsl.diagnostics import Diagnostic
from lacdsl.syntax.place import ITEMS, Place, short
from lacdsl.syntax.split import CLAUSE_WORDS

_HEADINGS = {
    ITEMS["REMOVE_RULE"]: 'remove rule 217t because "…"',
    ITEMS["TREAT_RULE"]: 'treat rule 387 as query because "…"',
}


def rows_of_one_table(place: Place) -> Diagnostic | None:
    """`for each Episode that has ended`, `for each Child, Episode`."""
    if (
        place.clause != "for each"
        or place.found is None
        or place.at_line_start
        or "MUST" not in place.expected
    ):
        return None
    if place.found in CLAUSE_WORDS:
        return None
    return Diagnostic(
        "S107",
        f"`{short(place.found)}` is not expected here: `for each` names one table, and nothing behind it.",
        "Say which of its rows are meant in a line of its own, `where CONDITION`; a rule on another table is another rule.",
        place.span,
    )


def heading(place: Place) -> Diagnostic | None:
    """A heading without its code or its title."""
    if place.found is None and not place.expected & {"CODE", "STRING"}:
        return None
    if "CODE" in place.expected and place.found and place.found.startswith('"') and place.clause in _HEADINGS:
        code = place.found.strip('"')
        return Diagnostic(
            "S140", "The code of a rule stands without quotes.", f"Write `{short(code)}`.", place.span
        )
    if "CODE" in place.expected:
        if place.clause == "example":
            return Diagnostic(
                "S140",
                "The code of a member is missing after `for`.",
                'Write `example for 503A "…"`.',
                place.span,
            )
        return Diagnostic(
            "S140",
            "The rule has no code.",
            f"Write it after `{place.clause}`: `{_heading(place.clause)}`.",
            place.span,
        )
    if place.found == "remove":
        return Diagnostic(
            "S140",
            "`remove` does not say what it removes.",
            f"Write `{_heading('remove rule')}`.",
            place.span,
        )
    if place.found == "treat":
        return Diagnostic(
            "S140",
            "`treat` does not say what it treats.",
            f"Write `{_heading('treat rule')}`.",
            place.span,
        )
    if place.expected & {"RULE", "FAMILY"} and place.previous == "replace":
        return Diagnostic(
            "S140",
            "`replace` does not say what it replaces.",
            'Write `replace rule 383 "Title"`.',
            place.span,
        )
    if place.clause == "rule" and "STRING" in place.expected and not place.wants_value:
        if place.found == ":":
            return Diagnostic("S143", "There is no `:` after the code.", "Leave it out.", place.span)
        after_code = place.previous_span
        if place.found is None or place.at_line_start:
            return Diagnostic("S140", "The rule has no title.", f"Write `{_heading('rule')}`.", after_code)
        if place.found in (",", ";", ".", "-") and place.after.startswith((" ", "\t")) and '"' in place.after:
            return Diagnostic(
                "S143", f"There is no `{place.found}` after the code.", "Leave it out.", place.span
            )
        if '"' in place.after:
            return Diagnostic(
                "S140",
                "The code of a rule is one word.",
                "Leave out the blank, or write `-` or `_` for it."
                if place.before[-1:].isspace()
                else f"Write `-` or `_` for `{place.found[0]}`: a code is made of letters, digits, `-` and `_`.",
                after_code.to(place.span),
            )
        return Diagnostic(
            "S127", "The title of a rule stands in double quotes.", f"Write `{_heading('rule')}`.", place.span
        )
    return None


def removals(place: Place) -> Diagnostic | None:
    """`remove rule 387, 142`, `remove rule 387: not needed`, `treat rule 387 to query`."""
    if place.clause not in _HEADINGS or place.found is None or place.at_line_start:
        return None
    if place.found in (",", "and", "&", ";"):
        return Diagnostic(
            "S107",
            f"`{place.found}` is not expected here: every rule has a line of its own.",
            f"Write `{_HEADINGS[place.clause]}` for each of them.",
            place.span,
        )
    if place.found in (":", "-") and "BECAUSE_INLINE" in place.expected:
        return Diagnostic(
            "S132", f"`because` belongs here, not `{place.found}`.", 'Write `because "…"`.', place.span
        )
    if "AS" in place.expected and place.found in ("to", "=", ":", "is"):
        return Diagnostic("S132", f"`as` belongs here, not `{place.found}`.", "Write `as`.", place.span)
    return None


def names(place: Place) -> Diagnostic | None:
    """`parameter gap: 6 months`, `let last review = …`."""
    if place.clause not in ("parameter", "codes", "define", "let") or "EQUAL" not in place.expected:
        return None
    if place.found in (":", ":=", "as", "is", "to"):
        help_ = "A name, then `=`, then what it stands for."
        return Diagnostic("S132", f"`=` belongs here, not `{place.found}`.", help_, place.span)
    if place.found and place.found.isidentifier() and "=" in place.after and not place.at_line_start:
        name = f"{place.previous}_{short(place.found)}"
        return Diagnostic(
            "S107",
            f"`{short(place.found)}` is not expected here: a name has no blanks in it.",
            f"Write `{name}`.",
            place.previous_span.to(place.span),
        )
    return None


def wrong_for(place: Place) -> Diagnostic | None:
    """`for` with another word than `each` or `the return`."""
    if place.found != "for" or not place.at_line_start or "FOR_EACH" not in place.expected:
        return None
    words = " ".join(["for", *place.after.split()[:1]])
    return Diagnostic(
        "S131",
        f"`{words}` is not how a rule says its rows.",
        "Write `for each TABLE` or `for the return`.",
        place.span,
    )


def _heading(word: str) -> str:
    return _HEADINGS.get(word, 'rule 387 "Title"')

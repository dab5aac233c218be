"""Parts of a sentence joined with `and` and `or`: what they have in common is said once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lacdsl.wording.english import article, listed

_VERBS = ("must not be", "must be", "is not", "is")
_A_DATE = "a real date"
_STATES = {"filled in": "filled in", "blank": "blank", "true": "true", _A_DATE: "real dates"}
_BY_DATE = re.compile(r"(on or|before|after|in the collection year|from|no (earlier|later)|more than)\b")
_THERE = re.compile(r"there (is|must be) (no|an?) ")
_LONG = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A part: what it is about, where it begins with that, and the rest.

    `options`: what the rest offers one by one. `compound`: it holds an `and` of its own. `brackets`: it has to be set apart.
    """

    text: str
    subject: str = ""
    options: tuple[str, ...] = ()
    compound: bool = False
    brackets: bool = False

    @property
    def shown(self) -> str:
        """In brackets where it has to be."""
        return f"({self.text})" if self.brackets else self.text

    @property
    def predicate(self) -> tuple[str, str]:
        """`is`, `blank`; nothing where it is said in another way."""
        rest = self.text.removeprefix(f"{self.subject} ")
        if not self.subject or rest == self.text or self.compound:
            return "", ""
        verb = next((each for each in _VERBS if rest.startswith(f"{each} ")), "")
        return verb, rest.removeprefix(f"{verb} ") if verb else rest


def gathered(pieces: Sequence[Piece], is_and: bool) -> list[Piece]:
    """The pieces with their common parts said once."""
    made = list(_about_one(pieces, is_and))
    made = list(_in_one_state(made, is_and))
    return list(_that_there_are(made, is_and))


def joined(pieces: Sequence[Piece], is_and: bool, must: bool) -> str:
    """`A, B and C`, `either A or B`"""
    parts = [piece.shown for piece in pieces]
    if len(parts) == 1:
        return pieces[0].text
    if is_and:
        comma = "," if any(piece.compound and not piece.brackets for piece in pieces) else ""
        return f"{', '.join(parts[:-1])}{comma} and {parts[-1]}"
    long = any(len(part) > _LONG or " and " in part or " or " in part for part in parts)
    text = ", or ".join(parts) if long else listed(parts, "or")
    return f"either {text}" if must else text


def _about_one(pieces: Sequence[Piece], is_and: bool) -> Iterator[Piece]:
    """`X must be filled in and must be A or B`: what several parts are about is said once."""
    for subject, group in groupby(pieces, lambda piece: piece.subject if piece.predicate[1] else ""):
        several = list(group)
        if not subject or len(several) == 1:
            yield from several
            continue
        verbs = {piece.predicate[0] for piece in several}
        no = verbs <= {"is not", "must not be"}
        if len(verbs) == 1 and verbs != {""} and no == is_and:
            options = [each for piece in several for each in piece.options or (piece.predicate[1],)]
            text = ", or ".join(options) if any(map(_is_long, options)) else listed(options, "or")
            yield Piece(f"{subject} {verbs.pop()} {text}", subject, tuple(options))
        else:
            yield _one_after_another(subject, several, is_and)


def _is_long(option: str) -> bool:
    """With words that could be taken for those that join; what stands in brackets cannot."""
    bare = re.sub(r"\([^()]*\)", "", option)
    return len(bare) > _LONG or " and " in bare or " or " in bare


def _one_after_another(subject: str, pieces: Sequence[Piece], is_and: bool) -> Piece:
    rests: list[tuple[str, str]] = []
    for piece in pieces:
        verb, rest = piece.predicate
        if is_and and rests and rests[-1] == (verb, _A_DATE) and _BY_DATE.match(rest):
            rests[-1] = (verb, f"{_A_DATE} {rest}")
        else:
            rests.append((verb, rest))
    said = [f"{verb} {rest}".strip() for verb, rest in rests]
    if is_and:
        comma = "," if any(" and " in each for each in said[:-1]) else ""
        text = f"{', '.join(said[:-1])}{comma} and {said[-1]}" if len(said) > 1 else said[0]
    else:
        text = ", or ".join(said) if any(len(each) > _LONG for each in said) else listed(said, "or")
    return Piece(f"{subject} {text}", subject, compound=is_and and len(said) > 1)


def _in_one_state(pieces: Sequence[Piece], is_and: bool) -> Iterator[Piece]:
    """`A and B are both filled in`, `A or B is blank`"""

    def state(piece: Piece) -> tuple[str, str]:
        verb, rest = piece.predicate
        return (verb, rest) if rest in _STATES and verb in ("is", "must be") else ("", "")

    for (verb, rest), group in groupby(pieces, state):
        several = list(group)
        if not rest or len(several) == 1:
            yield from several
            continue
        names = [piece.subject for piece in several]
        if is_and:
            all_of = "both" if len(names) == 2 else "all"
            be = f"must {all_of} be" if verb == "must be" else f"are {all_of}"
            yield Piece(f"{listed(names)} {be} {_STATES[rest]}", compound=True)
        elif len(names) == 2:
            yield Piece(f"{listed(names, 'or')} {verb} {rest}")
        else:
            yield Piece(f"at least one of {listed(names)} {verb} {rest}")


def _that_there_are(pieces: Sequence[Piece], is_and: bool) -> Iterator[Piece]:
    """`there must be no A, no B and no C`, `there is an A or a B`"""

    def start(piece: Piece) -> str:
        found = _THERE.match(piece.text)
        return "" if piece.brackets or found is None or (found[2] == "no") != is_and else found[1]

    for verb, group in groupby(pieces, start):
        several = list(group)
        if not verb or len(several) == 1:
            yield from several
            continue
        nouns = [_THERE.sub("", piece.text, count=1) for piece in several]
        said = listed([f"no {each}" for each in nouns]) if is_and else listed([*map(article, nouns)], "or")
        yield replace(several[0], text=f"there {verb} {said}", compound=is_and)

"""Codes, numbers and texts as they are written: what they mean hangs on what they stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lacdsl.diagnostics import Span, suggest
from lacdsl.model import ColumnType
from lacdsl.semantics import typed as ty
from lacdsl.semantics.meant import comparable, length_meant, literal_meant
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.suggestions import code_help, name_help, names_in_scope, near, quoted_code_help
from lacdsl.semantics.wording import a_kind, either, named, written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

Option = date | str | float

YES_NO = ("yes", "no")

_WHOLE = re.compile(r"(\d+)\.0+")


class Literals:
    """Bare codes, numbers, quoted texts, and sets of them."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems

    def is_loose(self, node: t.Expr, scope: Scope) -> bool:
        """Whether the meaning of `node` hangs on what it stands beside."""
        if isinstance(node, t.Number | t.Word | t.String):
            return True
        if isinstance(node, t.OrElse):
            return self.is_loose(node.value, scope)
        if isinstance(node, t.Ref) and node.base is None and len(node.names) == 1:
            name = node.names[0]
            parameter = self.world.parameters.get(name)
            if parameter is not None and self.is_loose(parameter.value, scope):
                return True
            return not self.compiler.names.find(name, scope)[0]
        return False

    def fold(self, text: str, beside: ty.Expr | None) -> str:
        """A written text as the values of the column beside it are read: trimmed, in capitals unless texts are exact."""
        kind = self.world.column_type(beside) if beside is not None else None
        if kind is ColumnType.YES_NO and text.strip().lower() in YES_NO:
            return text.strip().lower()
        folded = text.strip() if self.world.model.exact else text.strip().upper()
        if kind is ColumnType.POSTCODE:
            return "".join(folded.split())
        if kind in (ColumnType.CODE, ColumnType.FLAG) and (whole := _WHOLE.fullmatch(folded)):
            return whole.group(1)
        return folded

    def literal(
        self, node: t.Number | t.Word | t.String, beside: ty.Expr | None, scope: Scope
    ) -> ty.Expr | None:
        """The value of a literal beside a value (None: it stands alone)."""
        kind = beside.kind if beside is not None else None
        if isinstance(node, t.Number) and kind in (None, ty.Kind.NUMBER, ty.Kind.TRUTH):
            return ty.Lit(float(node.text), ty.Kind.NUMBER)
        if isinstance(node, t.String) and kind in (None, ty.Kind.TRUTH):
            return ty.Lit(self.fold(node.text, None), ty.Kind.TEXT)
        if beside is None or kind is ty.Kind.TRUTH:
            self.problems.error(
                "T331",
                node.span,
                f"{named(node)} is a code, and stands beside no column that could have it.",
                length_meant(node) or "Compare a column with it: `COLUMN = CODE`.",
            )
            return None
        if kind is not ty.Kind.TEXT:
            self.problems.error(
                "T301",
                node.span,
                f"{named(node)} is {'a number' if isinstance(node, t.Number) else 'text'}, and stands beside "
                f"{a_kind(beside.kind)}.",
                literal_meant(node, beside.kind) or comparable(beside.kind),
            )
            return None
        if self.world.column_type(beside) is ColumnType.YES_NO:
            return self._yes_or_no(node, node.text)
        if self._no_flag(node, node.text, beside):
            return None
        if isinstance(node, t.String):
            self._quoted(node, beside)
        elif not self._known(node, node.text, beside, scope):
            return None
        return ty.Lit(self.fold(node.text, beside), ty.Kind.TEXT)

    def bare(self, ref: t.Ref, beside: ty.Expr | None, scope: Scope) -> tuple[bool, ty.Expr | None]:
        """(whether a bare name is settled, its value): a code of the column beside it, or a text.

        Not settled: it is to be read as a name.
        """
        if beside is None or beside.kind is not ty.Kind.TEXT:
            return False, None
        name = ref.names[0]
        found = self.compiler.names.find(name, scope)[0]
        if self.world.column_type(beside) is ColumnType.YES_NO and not found:
            return True, self._yes_or_no(ref, name)
        if not found and self._no_flag(ref, name, beside):
            return True, None
        list_name = self.world.codes_of(beside)
        if list_name is not None:
            if name in self.world.model.code_lists[list_name].codes:
                if found:
                    self._ambiguous(ref, list_name)
                    return True, None
                return True, ty.Lit(name, ty.Kind.TEXT)
            if found:
                return False, None
            self._unknown_code(ref, name, list_name, scope)
            return True, None
        if found:
            return False, None
        if suggest(name, names_in_scope(self.world, scope), 1):
            self.problems.error(
                "N201",
                ref.span,
                f"`{name}` is no name here, and too much like one to be taken for a text.",
                f'{name_help(self.world, name, scope)} Put a text in quotes: `"{name}"`.',
            )
            return True, None
        return True, ty.Lit(self.fold(name, beside), ty.Kind.TEXT)

    def _yes_or_no(self, node: t.Expr, text: str) -> ty.Expr | None:
        """`yes` or `no` beside a column that holds nothing else."""
        if text in YES_NO:
            return ty.Lit(text, ty.Kind.TEXT)
        self.problems.error(
            "N204",
            node.span,
            f"`{text}` is neither `yes` nor `no`.",
            "The files say true or 1 for yes, false or 0 for no; rules write `= yes` or `= no`.",
        )
        return None

    def check_ambiguous(self, node: t.Expr, beside: ty.Expr) -> bool:
        """Whether a bare name that is a column here could as well be a code of the column beside it (reported)."""
        if not (isinstance(node, t.Ref) and node.base is None and len(node.names) == 1):
            return False
        list_name = self.world.codes_of(beside)
        if list_name is None or node.names[0] not in self.world.model.code_lists[list_name].codes:
            return False
        self._ambiguous(node, list_name)
        return True

    # ------------------------------------------------------------ sets

    def options(self, node: t.SetLiteral, value: ty.Expr, scope: Scope) -> tuple[Option, ...] | None:
        """The literals of `{…}`, all of the kind of `value`."""
        if not node.items:
            self.problems.error(
                "T342",
                node.span,
                "The braces are empty, so nothing is ever in them.",
                "Write the codes: `{A, B}`.",
            )
            return None
        if all(isinstance(item, t.String) for item in node.items):
            # A code in quotes beside others without them is an old one on purpose.
            for item in node.items:
                self._quoted(item, value)
        made = [self._option(item, value, scope) for item in node.items]
        found = [option for option in made if option is not None]
        self._duplicates(node.items, made)
        return tuple(dict.fromkeys(found)) if len(found) == len(made) else None

    def list_options(self, name: str, value: ty.Expr, span: Span, scope: Scope) -> tuple[Option, ...] | None:
        """The codes of a list by its name."""
        own = self.world.lists.get(name)
        if own is not None:
            return self._own_list(own, value, span, scope)
        codes = self.world.model.code_lists.get(name)
        if codes is None:
            self._unknown_list(name, span, scope)
            return None
        if value.kind is not ty.Kind.TEXT:
            self.problems.error(
                "T329",
                span,
                f"`{name}` is a list of codes, and cannot hold {a_kind(value.kind)}.",
                "Ask this of a column of codes.",
            )
            return None
        self._check_fit(name, tuple(codes.codes), value, span)
        return tuple(codes.codes)

    def _own_list(self, own: t.Codes, value: ty.Expr, span: Span, scope: Scope) -> tuple[Option, ...] | None:
        made: list[Option] = []
        for item in own.options.items:
            if value.kind is ty.Kind.DATE and isinstance(item, t.DateLiteral):
                made.append(item.value)
            elif value.kind is ty.Kind.NUMBER and isinstance(item, t.Number):
                made.append(float(item.text))
            elif value.kind is ty.Kind.TEXT and isinstance(item, t.Number | t.Word | t.String):
                made.append(self.fold(item.text, value))
            else:
                self.problems.error(
                    "T329",
                    span,
                    f"The list `{own.name}` holds {named(item)}, which is not {a_kind(value.kind)}.",
                    "Use a list whose items are of the kind of the column.",
                )
                return None
        texts = tuple(item for item in made if isinstance(item, str))
        # Codes in double quotes are taken as they stand: those of another year's list, for example.
        if texts and not all(isinstance(item, t.String) for item in own.options.items):
            self._check_fit(own.name, texts, value, span)
        return tuple(dict.fromkeys(made))

    def _check_fit(self, name: str, codes: Sequence[str], value: ty.Expr, span: Span) -> None:
        list_name = self.world.codes_of(value)
        if list_name is None or list_name == name:
            return
        if not set(codes) & set(self.world.model.code_lists[list_name].codes):
            self.problems.warn(
                "T328",
                span,
                f"`{name}` shares no code with {list_name}, the list of the column.",
                f"Write `in {list_name}`, or check that the right column is asked.",
            )

    def _option(self, item: t.Expr, value: ty.Expr, scope: Scope) -> Option | None:
        if isinstance(item, t.DateLiteral):
            if value.kind is ty.Kind.DATE:
                return item.value
        elif isinstance(item, t.Number) and value.kind is ty.Kind.NUMBER:
            return float(item.text)
        elif isinstance(item, t.Number | t.Word | t.String) and value.kind is ty.Kind.TEXT:
            if self.world.column_type(value) is ColumnType.YES_NO:
                return item.text if self._yes_or_no(item, item.text) is not None else None
            if self._no_flag(item, item.text, value):
                return None
            if not isinstance(item, t.String) and not self._known(item, item.text, value, scope):
                return None
            return self.fold(item.text, value)
        self.problems.error(
            "T327",
            item.span,
            f"{named(item)} can never be equal to {a_kind(value.kind, self.world.codes_of(value))}.",
            comparable(value.kind),
        )
        return None

    def _duplicates(self, items: Sequence[t.Expr], made: Sequence[Option | None]) -> None:
        seen: set[Option] = set()
        for item, option in zip(items, made, strict=True):
            if option is None:
                continue
            if option in seen:
                self.problems.warn(
                    "T317", item.span, f"{named(item)} stands in the set twice.", "Remove one."
                )
            seen.add(option)

    # ------------------------------------------------------------ complaints

    def _no_flag(self, node: t.Expr, text: str, beside: ty.Expr) -> bool:
        """Whether something else than 0 or 1 stands beside a column that holds nothing else (reported)."""
        if self.world.column_type(beside) is not ColumnType.FLAG or self.fold(text, beside) in ("0", "1"):
            return False
        self.problems.error(
            "N204", node.span, f"`{text}` is neither 0 nor 1.", "Write `= 1` for yes, `= 0` for no."
        )
        return True

    def _quoted(self, node: t.Expr, beside: ty.Expr) -> None:
        """Points out a text in quotes that the list of the column does not have, which is this year's."""
        list_name = self.world.codes_of(beside)
        if not isinstance(node, t.String) or list_name is None:
            return
        if isinstance(beside, ty.Col) and beside.rel.year == "last":
            return
        if self.fold(node.text, beside) not in self.world.model.code_lists[list_name].codes:
            self.problems.warn(
                "N220",
                node.span,
                f'`"{node.text}"` is not one of {list_name}, the list of the column.',
                quoted_code_help(self.world, node.text, list_name),
            )

    def _known(self, node: t.Expr, text: str, beside: ty.Expr, scope: Scope) -> bool:
        list_name = self.world.codes_of(beside)
        if list_name is None:
            return True
        as_written = self.world.model.exact or text == text.upper()
        if self.fold(text, beside) in self.world.model.code_lists[list_name].codes and as_written:
            return True
        self._unknown_code(node, text, list_name, scope)
        return False

    def _unknown_code(self, node: t.Expr, code: str, list_name: str, scope: Scope) -> None:
        names = [] if scope.here is None else list(self.world.columns(scope.here))
        self.problems.error(
            "N204",
            node.span,
            f"`{code}` is not one of {list_name}.",
            code_help(self.world, code, list_name, names),
        )

    def _ambiguous(self, ref: t.Ref, list_name: str) -> None:
        name = written(ref)
        self.problems.error(
            "N209",
            ref.span,
            f"`{name}` is a code of {list_name} and a name here as well.",
            f'Write `"{name}"` for the code, `this.{name}` for a column of that name.',
        )

    def _unknown_list(self, name: str, span: Span, scope: Scope) -> None:
        if name == "collection":  # Which the parser has spoken of, as a word of the language.
            return
        others = near(name, self.world.list_names())
        if others:
            help_ = f"Did you mean {either(others)}?"
        elif self.compiler.names.find(name, scope)[0]:
            help_ = f"For a column of comma-separated codes write `listed in {name}`; for one value write `= {name}`."
        else:
            help_ = (
                f"Put codes in braces: `in {{{name}}}`; lists are {', '.join(self.world.list_names()[:6])}, …"
            )
        self.problems.error("N205", span, f"There is no list of codes `{name}`.", help_)

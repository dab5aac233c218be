"""Every message about a ruleset as a whole: its code, and what it means in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lacdsl.diagnostics import Diagnostic, LacdslError, Related, Span, suggest
from lacdsl.model.diagnostics import Problems as ModelProblems
from lacdsl.model.diagnostics import shown

RULESET_CODES: Mapping[str, str] = {
    "R460": "There is no ruleset of that name, and no ruleset folder at that path.",
    "R461": "A file of the ruleset cannot be read: it is not there, too large, or not UTF-8 text.",
    "R462": "The manifest is not plain YAML.",
    "R463": "The manifest lacks something, has a key it should not have, or a value of the wrong form.",
    "R464": "A path in the manifest leads out of the ruleset's folder.",
    "R465": "Rulesets extend each other in a circle.",
    "R466": "No ruleset of the chain says which data model the rules are for, or one lies in a folder and is not named.",
    "R467": "Something is defined twice, and the later one does not say `replace`.",
    "R468": "`replace` or `remove` names something that no earlier ruleset defines.",
    "R469": "Rulesets that are for different returns cannot be used together.",
    "R470": "A pack cannot be opened, or holds what has no place in a pack.",
    "R471": "A pack is not what its own list of files says: something was changed, added or lost.",
    "R472": "Nobody in the trust file vouches for a pack.",
    "R473": "A key or the trust file cannot be used.",
    "R474": "A ruleset cannot be installed or removed under that name and version.",
    "R475": "The rulesets are not those that the lock file was made for.",
    "R476": "A ruleset cannot travel as a pack.",
}

_FROM_MODEL = {"M502": "R462", "M503": "R462", "M504": "R462", "M506": "R463"}


class Problems(ModelProblems):
    """Collects what is wrong with manifests and files of rules, so that all of it is reported at once."""

    def add(
        self,
        code: str,
        message: str,
        help: str,
        span: Span | None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Collect one error: a code of `RULESET_CODES`, or one that the YAML reader of models gives."""
        code = _FROM_MODEL.get(code, code)
        if code not in RULESET_CODES:
            raise KeyError(code)
        line = self._source_line(span)
        self.found.append(Diagnostic(code, message, help, span, related=related, source_line=line))

    def take(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Collect what others have found."""
        self.found.extend(diagnostics)

    def stop(self, code: str, message: str, help: str, span: Span | None = None) -> LacdslError:
        """The error to raise when nothing more can be done after this one."""
        self.add(code, message, help, span)
        return LacdslError(self.found)


def near(name: str, candidates: Iterable[str], otherwise: str) -> str:
    """Help that suggests near names, or `otherwise` when there is none."""
    found = [f"`{shown(candidate)}`" for candidate in suggest(name, candidates)]
    return f"Did you mean {' or '.join(found)}?" if found else otherwise

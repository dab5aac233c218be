"""`lacdsl lock`, and the lock that `check` keeps to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.output import replaced, say
from lacdsl.cli.progress import progress

if TYPE_CHECKING:
    from lacdsl.rulesets.lock import Lock


def lock(
    rulesets: Annotated[list[str], typer.Argument(metavar="NAME...", help="The rulesets, as for `check`.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")] = Path("lacdsl.lock"),
) -> None:
    """Write down exactly which rulesets a run uses.

    `lacdsl check --lock FILE` then uses the same, or says that it cannot.

    A folder of rules is named from where the lock lies, so that both can be moved together.
    """
    from lacdsl.rulesets.chain import read_chain
    from lacdsl.rulesets.lock import lock_of

    with progress("Reading the rules"):
        chain = read_chain(rulesets)
        text = lock_of(rulesets, chain, out.parent, made_with())
    with replaced(out) as temporary:
        temporary.write_bytes(text.encode())
    say(f"{out}: {', '.join(f'{each.manifest.name} {each.manifest.version}' for each in chain.layers)}")


def held_lock(path: Path) -> Lock:
    """The lock in a file. LacdslError R475 when it is none, or this lacdsl is not what it was made with."""
    from lacdsl.rulesets.lock import read_lock

    held = read_lock(path)
    held.check_made_with(made_with())
    return held


def made_with() -> dict[str, str]:
    """What findings depend on besides the rules and the return: lacdsl itself and the reference data."""
    import lacdsl
    from lacdsl.reference.versions import reference_versions

    return {"lacdsl": lacdsl.__version__, **reference_versions()}

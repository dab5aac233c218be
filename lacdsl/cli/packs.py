"""`lacdsl pack`, `verify`, `install`, `remove`, `list`, `lock`: rulesets that travel."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.output import replaced, say
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.keys import SigningKey
    from lacdsl.rulesets.packs.opened import Pack

PASSPHRASE = "LACDSL_KEY_PASSPHRASE"
_SHOWN = 12

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a ruleset.")]
Source = Annotated[Path, typer.Argument(metavar="PACK", help="A pack (.zip), or the folder of a ruleset.")]


def pack(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file to write; else named after the ruleset.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Sign the pack with this private key.")
    ] = None,
    untested: Annotated[
        bool, typer.Option("--untested", help="Do not run the rules' examples first.")
    ] = False,
) -> None:
    """Make one file of a ruleset, to hand on. Packs of the same files have the same bytes.

    Only what the ruleset uses goes in, with README.md, CHANGELOG.md and the licence. A key with a passphrase asks for
    it, or takes it from LACDSL_KEY_PASSPHRASE.
    """
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.make import make_pack

    problems = Problems()
    signer = opened_key(key, problems) if key else None
    with progress("Reading the rules"):
        made = make_pack(folder, signer, problems)
    if not untested:
        _prove(folder, problems)
    target = out or Path(f"{made.listing.name.replace('/', '-')}-{made.listing.version}.zip")
    with replaced(target) as temporary:
        temporary.write_bytes(made.zipped())
    say(f"{target}: {made.listing.name} {made.listing.version}, {len(made.files)} files")
    say(f"sha256 of its list: {made.listing.digest}")
    if not any(name.lower().startswith("changelog") for name in made.files):
        say("There is no CHANGELOG.md: those who upgrade will not know what changed.")
    if made.left_out:
        more = "" if len(made.left_out) <= _SHOWN else f" and {len(made.left_out) - _SHOWN} more"
        say(f"Not part of the ruleset, and left out: {', '.join(made.left_out[:_SHOWN])}{more}")


def verify(source: Source) -> None:
    """Look into a pack without installing it.

    Is it whole, what is in it, and who vouches for it?
    """
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.opened import open_pack
    from lacdsl.rulesets.packs.trust import read_trust

    problems = Problems()
    _describe(open_pack(source, read_trust(problems), problems))


def install(
    source: Source,
    again: Annotated[
        bool, typer.Option("--again", help="Put it in the place of another one of the same version.")
    ] = False,
) -> None:
    """Put a ruleset where `check` finds it by its name.

    It comes from a pack, or from a folder (a checkout of a repository, say).

    Other versions stay where they are; the name alone means the latest one, NAME@VERSION any of them. Where a trust
    file exists, only what somebody in it vouches for is installed. Nothing is fetched from anywhere.
    """
    from lacdsl.rulesets import available_rulesets
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.store import find_installed, trusted
    from lacdsl.rulesets.packs.store import install as put
    from lacdsl.rulesets.packs.trust import read_trust

    problems = Problems()
    pack = trusted(_ruleset_folder(source, problems), read_trust(problems), problems)
    done = put(pack, problems, again=again)
    _describe(pack)
    latest = find_installed(done.name)
    if latest is not None and latest.version != done.version:
        say(f"Installed. `{done.name}` alone still means version {latest.version}.")
    else:
        say(f"Installed. Use it with: lacdsl check FOLDER --ruleset {done.name}")
    base = pack.listing.manifest.extends
    if base and base not in available_rulesets() and find_installed(base) is None:
        say(f"It builds on {base}, which is not installed yet.")


def remove(
    name: Annotated[
        str, typer.Argument(metavar="NAME[@VERSION]", help="Which one; without @: all versions.")
    ],
) -> None:
    """Take installed rulesets away."""
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.store import remove as take_away

    for each in take_away(name, Problems()):
        say(f"Removed {each.called}.")


def list_installed() -> None:
    """List the rulesets that can be used by name.

    Those that come with lacdsl, and those that are installed.
    """
    from lacdsl.rulesets import available_rulesets
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.opened import open_pack
    from lacdsl.rulesets.packs.store import installed
    from lacdsl.rulesets.packs.trust import read_trust

    for known in available_rulesets():
        say(f"{known}  comes with lacdsl")
    problems = Problems()
    trust = read_trust(problems)
    for each in installed():
        try:
            found = open_pack(each.folder, trust, Problems())
        except LacdslError as error:
            say(f"{each.called}  cannot be used: {error.diagnostics[0].message}")
            continue
        about = found.listing.manifest
        says = f", vouched for by {found.owner}" if found.owner else ""
        say(f"{each.called}  {about.title} ({about.scope}, {about.owner}){says}")


def opened_key(path: Path, problems: Problems) -> SigningKey:
    """The private key at `path`, its passphrase asked for where it has one."""
    from lacdsl.rulesets.packs.keys import open_key

    given = os.environ.get(PASSPHRASE)
    locked = path.is_file() and b"ENCRYPTED" in path.read_bytes()[:100]
    if locked and given is None:
        given = typer.prompt(f"Passphrase of {path.name}", hide_input=True, err=True)
    return open_key(path, given if locked else None, problems)


def _describe(pack: Pack) -> None:
    about = pack.listing.manifest
    say(f"{about.name} {about.version}: {about.title}")
    facts = {
        "owner": about.owner,
        "scope": about.scope,
        "licence": about.licence,
        "for": f"{about.return_name} {about.year}",
        "extends": about.extends or "",
        "files": f"{len(pack.whole)}, all as listed",
        "signed by": ", ".join(f"key {each.key.short}" for each in pack.signatures) or "nobody",
        "vouched for by": pack.owner or "nobody: there is no trust file on this computer",
    }
    for name, value in facts.items():
        if value:
            say(f"  {name:<14}  {value}")


def _prove(folder: Path, problems: Problems) -> None:
    """Run the examples of the folder's own rules; a pack of rules that fail them is not made."""
    from lacdsl.rulesets import load_ruleset
    from lacdsl.testing import Settings, run_examples

    with progress("Running the examples"):
        ruleset = load_ruleset(folder)
        own = [code for code, info in ruleset.rules.items() if info.layer == ruleset.name]
        failed = [
            each
            for each in run_examples(ruleset.program, ruleset.examples, own, settings=Settings.of(ruleset))
            if not each.ok
        ]
    if failed:
        codes = ", ".join(sorted({each.code for each in failed}))
        message = f"Examples of these rules do not hold: {codes}."
        help = "See `lacdsl test` for what is wrong; --untested makes a pack all the same."
        raise problems.stop("R476", message, help)


def _ruleset_folder(source: Path, problems: Problems) -> Path:
    """`source` itself; for a folder without a ruleset the one below it that has one."""
    from lacdsl.rulesets.manifest import MANIFEST

    if not source.is_dir() or (source / MANIFEST).is_file():
        if not source.exists():
            help = "Check the name of the pack."
            if str(source).startswith(("http:", "https:", "ssh:", "git:", "git@")):
                help = "lacdsl fetches nothing. Download the pack, or clone the repository, and give the path of it."
            raise LacdslError([Diagnostic("A907", f"There is no {source}.", help)])
        return source
    found = sorted(
        path.parent
        for path in source.glob(f"**/{MANIFEST}")
        if not any(part.startswith(".") for part in path.relative_to(source).parts)
    )
    if len(found) == 1:
        return found[0]
    message = (
        f"There are {len(found)} rulesets in {source}." if found else f"There is no ruleset in {source}."
    )
    names = ", ".join(each.relative_to(source).as_posix() for each in found[:_SHOWN])
    help = (
        f"Give the folder of one of them: {names}." if found else f"A ruleset is a folder with a {MANIFEST}."
    )
    raise problems.stop("R460", message, help)

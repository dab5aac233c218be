"""`lacdsl key` and `lacdsl trust`: who signs packs, and whose signatures count."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.guard import guarded
from lacdsl.cli.output import replaced, say
from lacdsl.cli.packs import opened_key

if TYPE_CHECKING:
    from lacdsl.rulesets.packs.trust import Trust

key_app = typer.Typer(help="Keys that sign packs.", no_args_is_help=True, rich_markup_mode=None)
trust_app = typer.Typer(help="Whose packs are trusted.", no_args_is_help=True, rich_markup_mode=None)

Private = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the private key.")]
Everybody = Annotated[
    bool, typer.Option("--all-users", help="In the trust file of the computer, which counts for everybody.")
]
Owner = Annotated[str, typer.Argument(metavar="OWNER", help="Whose key it is, in words of your own.")]


def new(
    file: Private,
    passphrase: Annotated[
        bool, typer.Option("--passphrase/--no-passphrase", help="Protect the file with a passphrase.")
    ] = True,
) -> None:
    """Make a key. Keep the file to yourself; hand the line that is shown to those who are to trust you."""
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.keys import make_key

    chosen = None
    if passphrase:
        chosen = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    made = make_key(file, chosen, Problems())
    say(made.text)


def show(file: Private) -> None:
    """Show the public half of a private key."""
    from lacdsl.rulesets.diagnostics import Problems

    say(opened_key(file, Problems()).public.text)


def add(
    owner: Owner,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The public key: ed25519:...")],
    rulesets: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="NAME", help="Trust it for these rulesets only, such as regional/*."),
    ] = None,
    everybody: Everybody = False,
) -> None:
    """Trust a key. From the first one on, packs that nobody trusted has signed are refused on this computer."""
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.keys import public_key
    from lacdsl.rulesets.packs.trust import TrustedKey, good_pattern

    problems = Problems()
    known = public_key(key)
    if known is None:
        help = "A public key is the line that `lacdsl key new` shows: ed25519: and 44 letters."
        raise problems.stop("R473", "That is no public key.", help)
    if not owner.strip() or not owner.isprintable():
        raise problems.stop("R473", "The owner's name holds signs that do not show.", "Write plain text.")
    patterns = tuple(rulesets or ("*",))
    for pattern in patterns:
        if not good_pattern(pattern):
            help = "Give the name of a ruleset, in which * stands for anything: regional/*."
            raise problems.stop("R473", f"`{pattern}` cannot be the name of a ruleset.", help)
    before = _held(everybody)
    kept = tuple(each for each in before.keys if each.key != known)
    replaced = [each for each in before.keys if each.key == known]
    _write(replace(before, keys=(*kept, TrustedKey(owner, known, patterns))))
    say(f"{owner} (key {known.short}) is trusted for {', '.join(patterns)}.")
    for each in replaced:
        say(f"Before, that key was {each.owner}'s, for {', '.join(each.rulesets)}: this has taken its place.")
    if not before.keys:
        say("From now on, packs that nobody trusted has signed are refused.")


def list_keys() -> None:
    """List the keys that are trusted, and the file that says so."""
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.trust import read_trust

    trust = read_trust(Problems())
    if trust is None:
        say("There is no trust file: every pack that is whole can be used. `lacdsl trust add` begins one.")
        return
    say(f"{trust.path}")
    for each in trust.keys:
        say(f"  {each.owner}  {each.key.text}  for {', '.join(each.rulesets)}")
    if not trust.keys:
        say("  nobody: all packs are refused")
    for refused in trust.refused:
        say(f"  refused: {refused.called}, because {refused.because}")


def refuse(
    wanted: Annotated[
        str, typer.Argument(metavar="NAME[@VERSION]", help="The version, or the ruleset with --before.")
    ],
    because: Annotated[str, typer.Option(metavar="REASON", help="Why: shown to whoever tries to use it.")],
    before: Annotated[
        str | None, typer.Option(metavar="VERSION", help="Refuse every version before this one.")
    ] = None,
    everybody: Everybody = False,
) -> None:
    """Refuse a version of a ruleset, whoever has signed it.

    For one that was found to be wrong after it went out.
    """
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.refused import Refused
    from lacdsl.rulesets.packs.trust import good_pattern
    from lacdsl.rulesets.packs.versions import VERSION

    problems = Problems()
    held = _held(everybody)
    if not held.keys:
        help = "`lacdsl remove` takes a version away from this computer."
        raise problems.stop("R473", "There is no trust file yet that could refuse a version.", help)
    name, _, version = wanted.partition("@")
    if (
        not good_pattern(name)
        or bool(version) == bool(before)
        or not VERSION.fullmatch(version or before or "")
    ):
        help = "Write `lacdsl trust refuse region/north@1.0.0`, or `region/north --before 1.2.0`."
        raise problems.stop("R473", "Say which version is to be refused.", help)
    if not because.strip() or not because.isprintable():
        raise problems.stop(
            "R473", "The reason is empty, or holds signs that do not show.", "Write plain text."
        )
    made = Refused(name, version, before or "", because.strip())
    kept = tuple(each for each in held.refused if each.called != made.called)
    _write(replace(held, refused=(*kept, made)))
    say(f"{made.called} is refused from now on.")


def allow(
    wanted: Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="What was refused.")],
    everybody: Everybody = False,
) -> None:
    """Take back what `lacdsl trust refuse` said."""
    from lacdsl.rulesets.diagnostics import Problems

    held = _held(everybody)
    kept = tuple(each for each in held.refused if wanted not in (each.ruleset, each.called))
    if len(kept) == len(held.refused):
        names = ", ".join(each.called for each in held.refused) or "none"
        raise Problems().stop("R473", f"{wanted} is not refused.", f"Refused are: {names}.")
    _write(replace(held, refused=kept))
    say(f"{wanted} is not refused any longer.")


def forget(owner: Owner, everybody: Everybody = False) -> None:
    """Trust a key no longer. The file stays, even when nobody is left in it: then all packs are refused."""
    from lacdsl.rulesets.diagnostics import Problems

    before = _held(everybody)
    kept = tuple(each for each in before.keys if each.owner != owner)
    if len(kept) == len(before.keys):
        names = ", ".join(each.owner for each in before.keys) or "nobody"
        raise Problems().stop("R473", f"{owner} is not in the trust file.", f"Trusted are: {names}.")
    _write(replace(before, keys=kept))
    say(f"{owner} is not trusted any longer.")


def _held(everybody: bool) -> Trust:
    """The trust file that is to be changed. LacdslError R473 where another one decides, which a change would not reach."""
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.places import own_trust_file, shared_trust_file, trust_file
    from lacdsl.rulesets.packs.trust import Trust, read_trust

    path = shared_trust_file() if everybody else own_trust_file()
    counts = trust_file()
    if counts is not None and counts == shared_trust_file() and not everybody:
        message = f"On this computer {counts.as_posix()} says whose packs are trusted, for all users."
        help = "Ask whoever keeps that file; with its rights, add --all-users."
        raise Problems().stop("R473", message, help)
    held = read_trust(Problems(), path) if path.exists() or path.is_symlink() else None
    return held or Trust(path, ())


def _write(trust: Trust) -> None:
    from lacdsl.rulesets.packs.trust import written

    with suppress(OSError):
        trust.path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(trust.path) as temporary:
        temporary.write_bytes(written(trust.keys, trust.refused).encode())


key_app.command("new")(guarded(new))
key_app.command("show")(guarded(show))
trust_app.command("add")(guarded(add))
trust_app.command("list")(guarded(list_keys))
trust_app.command("remove")(guarded(forget))
trust_app.command("refuse")(guarded(refuse))
trust_app.command("allow")(guarded(allow))

"""`lacdsl key` and `lacdsl trust`: who signs packs, and whose signatures count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.guard import guarded
from lacdsl.cli.output import replaced, say
from lacdsl.cli.packs import opened_key

if TYPE_CHECKING:
    from lacdsl.rulesets.packs.trust import TrustedKey

key_app = typer.Typer(help="Keys that sign packs.", no_args_is_help=True, rich_markup_mode=None)
trust_app = typer.Typer(help="Whose packs are trusted.", no_args_is_help=True, rich_markup_mode=None)

Private = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the private key.")]
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
    patterns = tuple(rulesets or ("*",))
    for pattern in patterns:
        if not good_pattern(pattern):
            help = "Give the name of a ruleset, in which * stands for anything: regional/*."
            raise problems.stop("R473", f"`{pattern}` cannot be the name of a ruleset.", help)
    before = [each for each in _own() if each.key != known]
    _write([*before, TrustedKey(owner, known, patterns)])
    say(f"{owner} (key {known.short}) is trusted for {', '.join(patterns)}.")
    if not before:
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


def forget(owner: Owner) -> None:
    """Trust a key no longer. The file stays, even when nobody is left in it: then all packs are refused."""
    from lacdsl.rulesets.diagnostics import Problems

    before = _own()
    kept = [each for each in before if each.owner != owner]
    if len(kept) == len(before):
        names = ", ".join(each.owner for each in before) or "nobody"
        raise Problems().stop("R473", f"{owner} is not in the trust file.", f"Trusted are: {names}.")
    _write(kept)
    say(f"{owner} is not trusted any longer.")


def _own() -> list[TrustedKey]:
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.packs.places import own_trust_file
    from lacdsl.rulesets.packs.trust import read_trust

    path = own_trust_file()
    held = read_trust(Problems(), path) if path.exists() or path.is_symlink() else None
    return list(held.keys) if held is not None else []


def _write(keys: list[TrustedKey]) -> None:
    from lacdsl.rulesets.packs.places import own_trust_file
    from lacdsl.rulesets.packs.trust import written

    path = own_trust_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as temporary:
        temporary.write_bytes(written(keys).encode())


key_app.command("new")(guarded(new))
key_app.command("show")(guarded(show))
trust_app.command("add")(guarded(add))
trust_app.command("list")(guarded(list_keys))
trust_app.command("remove")(guarded(forget))

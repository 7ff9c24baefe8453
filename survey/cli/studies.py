"""The commands before the opening: study check, define, sign, approve, issue, status."""

from pathlib import Path

import msgspec
import rich_click as click
from rich.console import Console

from survey.ballot.crockford import fingerprint_text
from survey.cli.opening import FILE, FOLDER, NEW_FILE, context, manifest, unlock
from survey.errors import ApprovalError, SamtidigError
from survey.steps import approve as approving
from survey.steps import define as defining
from survey.steps import find
from survey.steps import issue as issuing
from survey.steps.keep import keep
from survey.study.approvals import Approval
from survey.study.frames import named
from survey.study.manifest import Manifest, fingerprint, to_bytes, wave_key
from survey.study.reading import read_study
from survey.web.pagemarks import differing, program_marks


def _describe(found: Manifest) -> None:
    places = ", ".join(f"{m.code} {m.name}" for m in found.municipalities)
    click.echo(f"{wave_key(found)}: {places}")
    click.echo(f"open from {found.window.opens_at} until {found.window.closes_at}")
    for municipality in found.municipalities:
        for stratum in municipality.strata:
            click.echo(f"  {municipality.code}/{stratum.group}: {stratum.invited} invited")
            for count in stratum.frame:
                click.echo(f"    of them {count.persons} with {named(count)}")
    click.echo(f"{found.k} of {len(found.trustees)} open the box: {', '.join(t.name for t in found.trustees)}")
    click.echo(f"fingerprint {fingerprint_text(fingerprint(found))} (sha256 {fingerprint(found).hex()})")


@click.group()
def study() -> None:
    """Check a study file without keeping anything."""


@study.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check the study FILE and all it names; every fault is named with its place and mend."""
    _describe(read_study(file, program_marks()))


@click.command()
@click.argument("file", type=FILE)
@click.option("--manifest", "out", type=NEW_FILE, help="Write the manifest here, for the chiefs to read and sign.")
def define(file: Path, out: Path | None) -> None:
    """Make the study FILE a wave with one fingerprint."""
    with context() as opened:
        defined = defining.define(opened, file, program_marks())
    if out is not None:
        keep(out, to_bytes(defined.manifest).decode("utf-8"))
    _describe(defined.manifest)
    if defined.changed:
        click.echo("The study has changed since it was last defined: every earlier signature is void.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--municipality", required=True, help="The four-digit code of the municipality you sign for.")
@click.option("--key", type=FILE, required=True, help="Your key file.")
@click.option("--passphrase-file", type=FILE, help="Read the passphrase from the first line of this file.")
@click.option("--out", type=NEW_FILE, required=True, help="Where to write the approval.")
def sign(file: Path, municipality: str, key: Path, passphrase_file: Path | None, out: Path) -> None:
    """Sign the manifest FILE on your own machine; send the approval to whoever runs the survey."""
    found = manifest(file)
    _describe(found)
    approval = approving.sign(found, municipality, unlock(key, passphrase_file).sign)
    keep(out, msgspec.json.encode(approval).decode("ascii") + "\n")
    click.echo(f"{out}: signed for {municipality}")


@click.command()
@click.argument("wave")
@click.option("--approval", "file", type=FILE, help="An approval made with `samtidig sign`.")
@click.option("--municipality", help="Or sign here and now: the four-digit code ...")
@click.option("--key", type=FILE, help="... and the chief's key file.")
@click.option("--passphrase-file", type=FILE, help="Read the passphrase from the first line of this file.")
def approve(
    wave: str, file: Path | None, municipality: str | None, key: Path | None, passphrase_file: Path | None
) -> None:
    """Record one municipality's approval of WAVE. One missing, and nothing opens."""
    with context() as opened:
        if file is not None:
            approval = _read_approval(file)
        elif municipality and key:
            found = find.status(opened, wave).manifest
            approval = approving.sign(found, municipality, unlock(key, passphrase_file).sign)
        else:
            raise click.UsageError("give --approval FILE, or --municipality CODE with --key FILE")
        missing = approving.approve(opened, wave, approval)
    click.echo(f"{approval.municipality} has approved {wave}; " + (
        f"still missing: {', '.join(missing)}" if missing else "all have approved"
    ))  # fmt: skip


def _read_approval(file: Path) -> Approval:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Approval)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ApprovalError(f"{file} is no approval: {error}", "make one with `samtidig sign`") from error


@click.command()
@click.argument("wave")
@click.option("--out", type=FOLDER, required=True, help="The folder for one file of codes a municipality.")
def issue(wave: str, out: Path) -> None:
    """Make the codes of WAVE, once. Only what the letters need is written; nothing says who gets which code."""
    with context() as opened, Console(stderr=True).status("making the codes"):
        issued = issuing.issue(opened, wave, out)
    for municipality, path in issued.files.items():
        number = sum(n for stratum, n in issued.codes.items() if stratum.startswith(f"{municipality}/"))
        click.echo(f"{path}: {number} codes")
    click.echo("Delete each file when its letters are printed: whoever has a code can answer with it.")


@click.command()
@click.argument("wave", required=False)
def status(wave: str | None) -> None:
    """Say how WAVE (or every wave) stands. How many have answered is told to nobody before the close."""
    with context() as opened:
        found = (find.status(opened, wave),) if wave else find.every_status(opened)
    if not found:
        raise SamtidigError("no wave is defined", "run `samtidig define study.toml`")
    for one in found:
        _describe(one.manifest)
        click.echo(f"phase: {one.phase}" + (f"; not signed by {', '.join(one.missing)}" if one.missing else ""))
        if one.phase != "closed" and (others := differing(one.manifest, program_marks())):
            click.echo(f"not the pages that were signed: {', '.join(others)}; this program takes no answers to it")
        click.echo(f"codes issued: {sum(one.codes.values())}")

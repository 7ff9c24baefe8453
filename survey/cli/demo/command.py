"""`samtidig demo`: the whole story on this machine, then a second wave to answer by hand.

A simulated population of both municipalities answers a first wave over HTTP against the real server; it is closed,
tallied and analysed, and its true rates are printed beside the estimates. Everything lies in one folder.
"""

import subprocess
import sys
import tempfile
import webbrowser
from pathlib import Path

import rich_click as click
from click.exceptions import Exit
from rich.console import Console

from survey.cli.demo import show, story
from survey.cli.demo.server import free_port, is_free
from survey.errors import DemoError

INVITED = {"0580/elected": 120, "0580/staff": 620, "0581/elected": 128, "0581/staff": 680}
FEW = dict.fromkeys(INVITED, 20)


@click.command()
@click.argument("port", type=int, default=8080)
@click.option("--once", is_flag=True, help="Only the finished wave: write its files to --out and stop.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder for all that is made.")
@click.option("--seed", type=int, default=2022, show_default=True, help="The simulated population's seed.")
@click.option("--open/--no-open", "show_pages", default=False, help="Open the pages in this machine's browser.")
def demo(port: int, once: bool, out: Path | None, seed: int, show_pages: bool) -> None:
    """Show the whole of it: a finished wave with its report, and an open one to answer by hand on PORT."""
    if once and out is None:
        raise click.UsageError("--once writes files: say where with --out DIR")
    folder = (out or Path(tempfile.mkdtemp(prefix="samtidig-demo-"))).resolve()
    _check(folder, None if once else port)
    console = Console(stderr=True, highlight=False)
    finished = story.finish_a_wave(folder, INVITED, seed, free_port(story.HOST), console)
    _analyse(finished.answer_sets, finished.form, folder)
    show.truth(console, finished, folder / "release.json")
    show.board(console, finished)
    click.echo(f"report      {folder / 'report.html'}")
    click.echo(f"estimates   {folder / 'release.json'}")
    click.echo("answer sets " + " ".join(str(path) for path in finished.answer_sets))
    if once:
        return
    with story.open_a_wave(folder, FEW, port, console) as opened:
        click.echo("")
        click.echo(f"answer here  {opened.address}")
        for stratum, code in opened.codes:
            click.echo(f"  {code}  {stratum}")
        click.echo(f"fingerprint  {opened.fingerprint}")
        click.echo("Ctrl-C stops the server.")
        if show_pages:
            webbrowser.open(opened.address)
            webbrowser.open((folder / "report.html").as_uri())
        opened.wait()


def _check(folder: Path, port: int | None) -> None:
    """Find before the first wave what would otherwise stop the demonstration minutes later."""
    if (folder / "samtidig.sqlite").exists():
        raise DemoError(f"{folder} holds a demonstration already", "name another folder with --out")
    if port is not None and not is_free(story.HOST, port):
        raise DemoError(f"port {port} is taken", "name another: ./run demo 8081")


def _analyse(answer_sets: tuple[Path, ...], form: Path, folder: Path) -> None:
    """Run the analysis as anybody would: by its command, in a process of its own."""
    command = [sys.executable, "-m", "survey.cli", "analyse", *map(str, answer_sets)]
    done = subprocess.run([*command, "--form", str(form), "--out", str(folder)], check=False)  # noqa: S603  our own
    if done.returncode:
        raise Exit(done.returncode)

"""The program `samtidig`: it finds its commands by entry point, so the wings need not know each other.

An expected refusal is one line on standard error that says the mend, and exit code 1; wrong usage is exit code 2.
"""

import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

import rich_click as click
from click.exceptions import Exit, MissingParameter, NoArgsIsHelpError

from questionnaires.errors import QuestionnaireError
from survey.errors import SamtidigError

GROUP = "samtidig.commands"

#: The order of the help: the life of a study. A command that is not named here comes last.
ORDER = (
    "demo", "questionnaires", "keys", "study", "plan", "define", "sign", "approve", "issue", "serve", "status", "close",
    "tally", "publish", "destroy", "answers", "analyse", "counts", "export", "microdata", "database",
)  # fmt: skip


class Program(click.RichGroup):
    """The commands that the installed wings have registered, each loaded when it is called."""

    def _found(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=GROUP)}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names, in the order of a study's life."""
        names = self._found()
        return [name for name in ORDER if name in names] + sorted(set(names) - set(ORDER))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's
        """The command, loaded now; None if there is none of that name."""
        point = self._found().get(cmd_name)
        return None if point is None else point.load()


#: What the message of a wrong value says, in part -> the mend.
MENDS = {
    "does not exist": "mend the path",
    "is a file": "name a folder",
    "is a directory": "name a file",
    "is not readable": "mend its rights",
    "is not writable": "mend its rights",
    "is not a valid": "write a number",
    "is not one of": "choose one of them",
}


@click.command(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samtidig")
def program() -> None:
    """Several municipalities ask the same questions at the same instant, anonymously.

    A study's life, in order: define, approve, issue, serve, close, tally, publish, analyse.
    """


def run(words: Sequence[str]) -> int:
    """Run the program with *words*; the exit code. An expected error has become one line on standard error."""
    try:
        program(list(words), prog_name="samtidig", standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.ClickException as error:
        _tell(_usage(error) if isinstance(error, click.UsageError) else error.format_message())
        return error.exit_code
    except Exit as stop:
        return int(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("samtidig: stopped\n")
        return 130
    except (SamtidigError, QuestionnaireError) as error:
        _tell(str(error))
        return 1
    return 0


def _tell(message: str) -> None:
    sys.stderr.write("".join(f"samtidig: {line}\n" for line in message.splitlines()))


def _usage(error: click.UsageError) -> str:
    """Wrong usage in one line with its mend, in place of click's usage text."""
    help_words = f"see {error.ctx.command_path if error.ctx else 'samtidig'} --help"
    if isinstance(error, click.BadParameter) and not isinstance(error, MissingParameter) and error.param is not None:
        name = error.param.human_readable_name if isinstance(error.param, click.Argument) else error.param.opts[-1]
        mend = next((mend for words, mend in MENDS.items() if words in error.message), help_words)
        return f"{name}: {_begun(error.message)}; {mend}"
    return f"{_begun(error.format_message())}; {help_words}"


def _begun(message: str) -> str:
    """A message of click's, on one line, as the middle of a sentence."""
    line = " ".join(message.split()).removesuffix(".")
    return line[:1].lower() + line[1:]


def main() -> None:
    """The program, with the words of its command line."""
    sys.exit(run(sys.argv[1:]))

"""The conventions every command keeps: JSON, exit codes, refusals, faults."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tuntas.cli import main, output
from tuntas.cli.output import Answer, Refused, answering


@click.command()
@click.argument("how")
@answering
def example(how: str) -> Answer:
    match how:
        case "yes":
            return Answer({"n": 1}, "satu")
        case "no":
            return Answer({"n": 0}, "nol", ok=False)
        case "refused":
            raise Refused("too_late", id="Terlambat; hubungi kabid.", en="Too late; ask the head.")
        case _:
            raise ValueError("9905014107990001 belongs to somebody")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNTAS_HOME", str(tmp_path))
    # What an option sets must not outlive the test.
    monkeypatch.setenv("TUNTAS_LANG", "id")


def test_yes_is_zero_and_the_text_goes_to_stdout() -> None:
    ran = CliRunner().invoke(example, ["yes"])

    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "satu\n", "")


def test_no_is_one() -> None:
    assert CliRunner().invoke(example, ["no"]).exit_code == 1


def test_json_is_one_object_and_nothing_else() -> None:
    ran = CliRunner().invoke(example, ["yes", "--json"])

    assert json.loads(ran.stdout) == {"n": 1}


@pytest.mark.parametrize(("lang", "begins"), [("id", "Terlambat"), ("en", "Too late")])
def test_a_refusal_says_what_to_do_in_the_chosen_language(lang: str, begins: str) -> None:
    ran = CliRunner().invoke(example, ["refused", "--lang", lang])

    assert ran.exit_code == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith(begins)


def test_a_refusal_as_json_names_its_code() -> None:
    ran = CliRunner().invoke(example, ["refused", "--json"])

    assert json.loads(ran.stdout)["error"]["code"] == "too_late"
    assert ran.exit_code == 1


def test_a_fault_shows_a_number_and_never_a_trace() -> None:
    ran = CliRunner().invoke(example, ["fault", "--json"])

    said = json.loads(ran.stdout)["error"]
    assert ran.exit_code == 1
    assert said["code"] == "fault"
    assert said["reference"] in ran.stderr
    assert "Traceback" not in ran.output
    assert "9905014107990001" not in ran.output


@pytest.mark.parametrize("wrong", [["no-such-command"], ["serve", "--port", "none"]])
def test_wrong_usage_is_two(wrong: list[str]) -> None:
    assert CliRunner().invoke(main.tuntas, wrong).exit_code == 2


def test_help_answers_without_loading_django() -> None:
    code = (
        "import sys; sys.argv = ['tuntas', '--help']\n"
        "from tuntas.cli.main import main\n"
        "try: main()\n"
        "finally: assert 'django' not in sys.modules"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    assert "serve" in ran.stdout


def test_every_listed_command_loads_and_has_json() -> None:
    group = main.tuntas
    assert isinstance(group, click.Group)
    context = click.Context(group)

    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        for leaf in _leaves(command):
            names = {option for p in leaf.params for option in p.opts}
            assert {"--json", "--data"} <= names, f"{name} {leaf.name}"


def _leaves(command: click.Command) -> list[click.Command]:
    if not isinstance(command, click.Group):
        return [command]
    return [leaf for child in command.commands.values() for leaf in _leaves(child)]


def test_every_command_of_the_table_is_there() -> None:
    assert set(main.tuntas.list_commands(click.Context(main.tuntas))) == set(main.COMMANDS)


def test_no_bar_is_drawn_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress("Impor", total=3) as advance:
        advance(3)

    assert capsys.readouterr() == ("", "")


def test_every_command_of_the_readme_exists() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()

    named = set(re.findall(r"tuntas (?:--\S+ )*([a-z]+)", readme))

    assert {"demo", "serve", "verify"} <= named
    assert named <= set(main.COMMANDS)

"""Configuration files: what they come to, what is wrong with them and where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from draftproof.configuration.loading import ConfigurationError, find, load, read_plain, selector_problems
from draftproof.configuration.model import Configuration, Placeholders, Settings
from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.finding import Confidence, Severity
from draftproof.reading.limits import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

FULL_YAML = """\
select: [KEY, API001]
extend-select: [KEY003]
ignore: [CLM008]
severity: {MDL004: error, claims: off}
min-severity: warning
min-confidence: high
fail-on: error
exclude: ["drafts/"]
extend-exclude: ["vendor/"]
include: ["*.rst"]
respect-gitignore: false
provider: openai
providers:
  azure-openai: {placeholder: "<AZURE_KEY>"}
placeholders: {key: "<KEY>", accept: ["<YOUR_KEY>"]}
rules: [house-rules]
max-file-size: 4MB
overrides:
  - paths: ["docs/azure/"]
    provider: azure-openai
    ignore: [API007]
    severity: {MDL004: advice}
    placeholders: {model: "<DEPLOYMENT>"}
  - paths: ["*.mdx"]
    select: [EVD]
    extend-select: [GDE]
"""

FULL_TOML = """\
[project]
name = "ignore"

[tool.draftproof]
select = ["KEY", "API001"]
extend-select = ["KEY003"]
ignore = ["CLM008"]
min-severity = "warning"
min-confidence = "high"
fail-on = "error"
exclude = ["drafts/"]
extend-exclude = ["vendor/"]
include = ["*.rst"]
respect-gitignore = false
provider = "openai"
rules = ["house-rules"]
max-file-size = "4MB"
placeholders = {key = "<KEY>", accept = ["<YOUR_KEY>"]}

[tool.draftproof.severity]
MDL004 = "error"
claims = "off"

[tool.draftproof.providers.azure-openai]
placeholder = "<AZURE_KEY>"

[[tool.draftproof.overrides]]
paths = ["docs/azure/"]
provider = "azure-openai"
ignore = ["API007"]
severity = {MDL004 = "advice"}
placeholders = {model = "<DEPLOYMENT>"}

[[tool.draftproof.overrides]]
paths = ["*.mdx"]
select = ["EVD"]
extend-select = ["GDE"]
"""


def _write(folder: Path, text: str, name: str = "draftproof.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _sentences(path: Path, **options: Any) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(path, **options)
    return list(caught.value.sentences)


@pytest.mark.parametrize(("text", "name"), [(FULL_YAML, "draftproof.yaml"), (FULL_TOML, "pyproject.toml")])
def test_every_key_arrives(tmp_path: Path, text: str, name: str) -> None:
    configuration = load(_write(tmp_path, text, name))
    assert configuration.settings == Settings(
        select=("KEY", "API001"),
        extend_select=("KEY003",),
        ignore=("CLM008",),
        severity={"MDL004": Severity.ERROR, "claims": "off"},
        min_severity=Severity.WARNING,
        min_confidence=Confidence.HIGH,
        fail_on=Severity.ERROR,
        respect_gitignore=False,
        provider="openai",
        provider_placeholders={"azure-openai": "<AZURE_KEY>"},
        placeholders=Placeholders("<KEY>", "<MODEL_ID>", ("<YOUR_KEY>",)),
        rules=("house-rules",),
        max_file_size=4_000_000,
    )
    assert configuration.excludes(tmp_path / "drafts" / "a.md")
    assert configuration.excludes(tmp_path / "vendor", folder=True)
    assert not configuration.excludes(tmp_path / "docs" / "a.md")
    assert not configuration.excludes(tmp_path.parent / "drafts" / "a.md")
    assert configuration.includes(tmp_path / "docs" / "a.rst")


def test_overrides_apply_in_order(tmp_path: Path) -> None:
    configuration = load(_write(tmp_path, FULL_YAML))
    plain = configuration.settings_for(tmp_path / "docs" / "a.md")
    assert plain is configuration.settings
    azure = configuration.settings_for(tmp_path / "docs" / "azure" / "b.mdx")
    assert azure.provider == "azure-openai"
    assert azure.select == ("EVD",)
    assert azure.extend_select == ("KEY003", "GDE")
    assert azure.ignore == ("CLM008", "API007")
    assert azure.severity == {"MDL004": Severity.ADVICE, "claims": "off"}
    assert azure.placeholders == Placeholders("<KEY>", "<DEPLOYMENT>", ("<YOUR_KEY>",))
    assert configuration.settings_for(tmp_path.parent / "x.mdx") is configuration.settings


def test_a_path_relative_to_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration = load(_write(tmp_path, FULL_YAML))
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    assert configuration.settings_for("azure/a.md").provider == "azure-openai"


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "\ufeff{}\n"])
def test_an_empty_configuration_means_the_defaults(tmp_path: Path, text: str) -> None:
    configuration = load(_write(tmp_path, text))
    assert configuration.settings == Settings()
    assert configuration.settings.max_file_size == DEFAULT_MAX_BYTES


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("1", 1),
        ("4MB", 4_000_000),
        ("4 MiB", 4 * 1024**2),
        ("512k", 512_000),
        ("1.5kB", 1500),
        ('"7"', 7),
        ("9 b", 9),
    ],
)
def test_sizes(value: str, size: int) -> None:
    plain = read_plain(f"max-file-size: {value}", "draftproof.yaml")
    assert plain is not None
    assert plain.data == {"max-file-size": size}


def test_plain_data_is_json() -> None:
    plain = read_plain(FULL_YAML, "draftproof.yaml")
    assert plain is not None
    assert json.loads(json.dumps(plain.data)) == plain.data


def test_yaml_and_toml_say_the_same() -> None:
    yaml, toml = read_plain(FULL_YAML, "draftproof.yaml"), read_plain(FULL_TOML, "pyproject.toml")
    assert yaml is not None
    assert toml is not None
    assert yaml.data == toml.data
    assert sorted(s.text for s in yaml.selectors) == sorted(s.text for s in toml.selectors)


def test_every_problem_of_a_file_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = _write(
        tmp_path,
        "provider: openai\n"
        "ignroe: [KEY001]\n"
        "fail-on: fatal\n"
        "min-severity: LOUD\n"
        "respect_gitignore: true\n"
        "exclude: drafts/\n"
        "select: [KEY, 3]\n"
        "max-file-size: lots\n"
        "include: ['../x', '[a']\n"
        "rules: [/etc]\n"
        "overrides:\n"
        "  - paths: ['a']\n"
        "    fail-on: error\n"
        "  - ignore: []\n"
        "placeholders: {accept: x}\n"
        "provider-x: 1\n",
    )
    assert _sentences(path) == [
        'draftproof.yaml:2:1: unknown key "ignroe"; did you mean "ignore"?',
        'draftproof.yaml:3:10: "fail-on" must be one of error, warning, advice, not "fatal"',
        'draftproof.yaml:4:15: "min-severity" must be one of error, warning, advice, not "LOUD"',
        'draftproof.yaml:5:1: unknown key "respect_gitignore"; did you mean "respect-gitignore"?',
        'draftproof.yaml:6:10: "exclude" must be a list of patterns as in .gitignore; write [drafts/]',
        'draftproof.yaml:7:15: "select" must be a rule code, prefix, name or family, not a number',
        'draftproof.yaml:8:16: "max-file-size" must be a number of bytes or a size like "16MB", not "lots"',
        'draftproof.yaml:9:11: a pattern cannot leave the folder with "..": "../x"',
        'draftproof.yaml:9:19: this pattern can never match: "[a"',
        'draftproof.yaml:10:9: "rules" must be a path relative to the folder of the configuration: "/etc"',
        'draftproof.yaml:13:5: unknown key "fail-on"',
        'draftproof.yaml:14:5: "overrides" needs the key "paths"',
        'draftproof.yaml:15:24: "accept" must be a list of placeholders; write [x]',
        'draftproof.yaml:16:1: unknown key "provider-x"; did you mean "provider"?',
    ]


def test_places_in_a_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = _write(
        tmp_path,
        '[project]\nfail-on = "x"\n\n[tool.draftproof]\n"ignroe" = ["KEY001"]\nfail-on = "fatal"\n'
        'select = [\n  "KEY",\n  3,\n]\nexclude = ["a", "[b"]\n\n'
        '[[tool.draftproof.overrides]]\npaths = ["a"]\n\n'
        '[[tool.draftproof.overrides]]\npaths = ["b"]\nprovdier = "openai"\n',
        "pyproject.toml",
    )
    assert _sentences(path) == [
        'pyproject.toml:5:1: unknown key "ignroe"; did you mean "ignore"?',
        'pyproject.toml:6:11: "fail-on" must be one of error, warning, advice, not "fatal"',
        'pyproject.toml:8:3: "select" must be a rule code, prefix, name or family, not a number',
        'pyproject.toml:11:17: this pattern can never match: "[b"',
        'pyproject.toml:18:1: unknown key "provdier"; did you mean "provider"?',
    ]


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("a: 1\na: 2", "draftproof.yaml", 'draftproof.yaml:2:1: duplicate key "a"'),
        (
            "- a",
            "draftproof.yaml",
            'draftproof.yaml:1:1: "the configuration" must be a mapping of options',
        ),
        ("[tool.draftproof]\nx = \n", "pyproject.toml", "pyproject.toml:2:5: not valid TOML: invalid value"),
        ("[tool.draftproof", "pyproject.toml", "pyproject.toml:1:17: not valid TOML: "),
        (
            "[tool]\ndraftproof = 3",
            "pyproject.toml",
            'pyproject.toml:2:1: "the configuration" must be a mapping',
        ),
        (
            "[tool.draftproof" + ".a" * 300 + "]\n",
            "pyproject.toml",
            "pyproject.toml:1:148: tables and arrays are nested more than 64 deep",
        ),
        ("# draftproof\n[tool]\n", "pyproject.toml", "pyproject.toml: there is no table [tool.draftproof]"),
        ("x = " + "[" * 100_000 + "  # draftproof", "pyproject.toml", "pyproject.toml:1:1: this is not TOML"),
    ],
)
def test_texts_that_are_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, name: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = _sentences(_write(tmp_path, text, name))
    assert found.startswith(sentence)


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _sentences(tmp_path / "no.yaml") == ["no.yaml: there is no such file"]
    assert _sentences(tmp_path) != []
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nb: \xe9\n")
    assert _sentences(tmp_path / "latin.yaml") == ["latin.yaml:2:1: not UTF-8"]
    (tmp_path / "long.yaml").write_bytes(b"#" * 1_000_001)
    assert _sentences(tmp_path / "long.yaml") == ["long.yaml: longer than 1000000 bytes"]
    os.mkfifo(tmp_path / "pipe.yaml")
    assert _sentences(tmp_path / "pipe.yaml") == ["pipe.yaml: there is no such file"]


def test_many_keys_of_a_pyproject_that_cannot_be_found_again_take_no_time() -> None:
    table = "".join(f'"\\u0061{n}" = 1\n' for n in range(10_000))
    plain = read_plain("[tool.draftproof]\n" + table, "pyproject.toml")
    assert plain is not None
    assert len({problem.message for problem in plain.problems}) == 10_000


def test_selectors_are_judged_by_the_rulebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "select: [KEY, KEYX]\nseverity: {modles: error}\noverrides:\n  - paths: [a]\n    ignore: [QQQ]\n"
    path = _write(tmp_path, text)
    near = {"KEY": None, "KEYX": "KEY", "modles": "models", "QQQ": ""}

    def known(configuration: Configuration) -> Any:
        assert configuration.folder == tmp_path
        return near.__getitem__

    assert _sentences(path, known=known) == [
        'draftproof.yaml:1:15: unknown rule "KEYX"; did you mean "KEY"?',
        'draftproof.yaml:2:12: unknown rule "modles"; did you mean "models"?',
        'draftproof.yaml:5:14: unknown rule "QQQ"',
    ]
    plain = read_plain(text, "draftproof.yaml")
    assert plain is not None
    assert len(selector_problems(plain.selectors, near.__getitem__)) == 3


def test_the_nearest_file_and_where_the_way_up_ends(tmp_path: Path) -> None:
    outer = _write(tmp_path, "", "draftproof.yaml")
    repository = tmp_path / "repository"
    deep = repository / "docs" / "deep"
    deep.mkdir(parents=True)
    assert find(deep) == outer
    (repository / ".git").mkdir()
    assert find(deep) is None
    pyproject = _write(repository, "[tool.other]\n", "pyproject.toml")
    assert find(deep) is None
    pyproject.write_text("[tool.draftproof]\n", encoding="utf-8")
    assert find(deep) == pyproject
    hidden = _write(repository, "", ".draftproof.yaml")
    assert find(deep) == hidden
    nearer = _write(repository / "docs", "", "draftproof.yml")
    assert find(deep) == nearer
    assert find(repository) == hidden


def test_the_resolver_remembers_and_says_each_error_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    _write(tmp_path / "broken", "zzz: 1\n")
    (tmp_path / "broken" / "sub").mkdir()
    _write(tmp_path / "broken" / "good", "provider: openai\n")
    resolver = ConfigurationResolver()
    assert resolver.for_folder(tmp_path / "broken") is None
    assert resolver.for_file(tmp_path / "broken" / "sub" / "a.md") is None
    assert resolver.errors == ['broken/draftproof.yaml:1:1: unknown key "zzz"']
    good = resolver.for_folder(tmp_path / "broken" / "good")
    assert good is not None
    assert good.settings.provider == "openai"
    assert resolver.for_folder(tmp_path / "broken" / "good") is good
    top = resolver.for_folder(tmp_path)
    assert top is not None
    assert top.path is None


def test_an_explicit_file_and_none_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    _write(work, "provider: openai\n")
    elsewhere = _write(tmp_path / "ci", "exclude: ['drafts/']\n", "lint.yaml")
    monkeypatch.chdir(work)
    explicit = ConfigurationResolver(explicit=elsewhere).for_folder(work)
    assert explicit is not None
    assert explicit.settings.provider is None
    assert explicit.excludes(work / "drafts" / "a.md")
    isolated = ConfigurationResolver(explicit=elsewhere, isolated=True).for_folder(work)
    assert isolated is not None
    assert (isolated.path, isolated.settings) == (None, Settings())
    missing = ConfigurationResolver(explicit=tmp_path / "no.yaml")
    assert missing.for_folder(work) is None
    assert missing.for_folder(tmp_path) is None
    assert len(missing.errors) == 1


@pytest.mark.usefixtures("unmeasured")
def test_no_yaml_is_imported_without_a_yaml_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.md").touch()
    script = (
        "import sys\n"
        "from draftproof.configuration.resolving import ConfigurationResolver\n"
        "from draftproof.engine.discovery import discover\n"
        "found = discover(['.'], resolver=ConfigurationResolver())\n"
        "print(len(found.files), sorted({'ruamel', 'ruamel.yaml', 'tomllib'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1 []\n"

"""The table of options: from it come the validation, the JSON Schema and the reference documentation."""

from __future__ import annotations

from draftproof.configuration.kinds import (
    Choice,
    Flag,
    ListOf,
    MappingOf,
    Option,
    PathPattern,
    Record,
    Selector,
    Size,
    Text,
)

_LEVELS = ("error", "warning", "advice")
_SELECTORS = ListOf(Selector(), "rule codes, prefixes, names or families")
_PATTERNS = ListOf(PathPattern(), "patterns as in .gitignore")
_PATH = Text("a path", r"^(?![/\\~]|[A-Za-z]:).*\S", "be a path relative to the folder of the configuration")
PROVIDER = Text("the name of a provider", r"^[a-z0-9]+(-[a-z0-9]+)*$", "be a name like cometapi")

_SELECT = Option(
    "select",
    _SELECTORS,
    "every rule that is not opt-in",
    "The rules to run, instead of the default ones.",
    "select: [KEY, API001, claims]",
)
_EXTEND_SELECT = Option(
    "extend-select",
    _SELECTORS,
    "none",
    "Rules to run besides those selected; this is how an opt-in rule is turned on.",
    "extend-select: [KEY003]",
)
_IGNORE = Option(
    "ignore",
    _SELECTORS,
    "none",
    "Rules not to run.",
    "ignore: [CLM008]",
)
_SEVERITY = Option(
    "severity",
    MappingOf(Selector(), Choice((*_LEVELS, "off")), "a mapping from selectors to levels"),
    "each rule's own",
    "Other severities than the rules' own; `off` does not run the rule.",
    "severity:\n  MDL004: error\n  claims: advice",
)
_PROVIDER_OPTION = Option(
    "provider",
    PROVIDER,
    "cometapi",
    "Whose API the documents are about where a sample does not show it. Live checks go to this one.",
    "provider: openai",
)
_PLACEHOLDERS = Option(
    "placeholders",
    Record(
        (
            Option(
                "key",
                Text("a placeholder"),
                "the provider's",
                "What stands for a credential; fixes write it.",
                'key: "<API_KEY_PLACEHOLDER>"',
            ),
            Option(
                "model",
                Text("a placeholder"),
                '`"<MODEL_ID>"`',
                "What stands for a model id; fixes write it.",
                'model: "<MODEL_ID>"',
            ),
            Option(
                "accept",
                ListOf(Text("a placeholder"), "placeholders"),
                "none",
                "Further texts that count as accepted placeholders.",
                'accept: ["<YOUR_KEY>"]',
            ),
        ),
        "a mapping with key, model and accept",
    ),
    "as below",
    "How placeholders are written in these documents.",
    'placeholders:\n  key: "<API_KEY_PLACEHOLDER>"\n  accept: ["<YOUR_KEY>"]',
)

OVERRIDE = Record(
    (
        Option(
            "paths", _PATTERNS, "required", "The documents that this entry is for.", 'paths: ["docs/azure/"]'
        ),
        _SELECT,
        _EXTEND_SELECT,
        _IGNORE,
        _SEVERITY,
        _PROVIDER_OPTION,
        _PLACEHOLDERS,
    ),
    "a mapping with paths and what holds for them",
    required=("paths",),
)

OPTIONS: tuple[Option, ...] = (
    _SELECT,
    _EXTEND_SELECT,
    _IGNORE,
    _SEVERITY,
    Option(
        "min-severity",
        Choice(_LEVELS),
        "advice",
        "Findings below this are not shown.",
        "min-severity: warning",
    ),
    Option(
        "min-confidence",
        Choice(("high", "medium", "low")),
        "medium",
        "Findings that are less sure than this are not shown.",
        "min-confidence: high",
    ),
    Option(
        "fail-on",
        Choice(_LEVELS),
        "warning",
        "The severity from which a run fails (exit code 1).",
        "fail-on: error",
    ),
    Option(
        "exclude",
        _PATTERNS,
        "none",
        "Files and folders that are not checked, even when named on the command line. "
        "What is never searched stays so, whatever stands here.",
        'exclude: ["drafts/*", "!drafts/ready.md"]',
    ),
    Option(
        "extend-exclude",
        _PATTERNS,
        "none",
        "Patterns added after those of `exclude`.",
        'extend-exclude: ["vendor/"]',
    ),
    Option(
        "include",
        _PATTERNS,
        "none",
        "Files to check in a searched folder besides the usual endings.",
        'include: ["*.rst", "snippets/*.html"]',
    ),
    Option(
        "samples",
        _PATTERNS,
        "none",
        "Files that are code samples as a whole, checked in a searched folder besides the documents.",
        'samples: ["examples/**/*.py"]',
    ),
    Option(
        "snippet-folders",
        ListOf(_PATH, "paths of folders"),
        "none",
        "Folders, relative to that of the configuration, in which included files are looked for "
        "besides the document's own and those above it.",
        "snippet-folders: [docs/snippets]",
    ),
    Option(
        "respect-gitignore",
        Flag(),
        "true",
        "Leave out what git ignores when a folder is searched.",
        "respect-gitignore: false",
    ),
    _PROVIDER_OPTION,
    Option(
        "providers",
        MappingOf(
            PROVIDER,
            Record(
                (
                    Option(
                        "placeholder",
                        Text("a placeholder"),
                        "the provider's",
                        "What stands for a credential of this provider.",
                        'placeholder: "<OPENAI_API_KEY>"',
                    ),
                    Option(
                        "base-url",
                        Text(
                            "a URL", r"^https?://\S+$", "begin with https:// (http:// on this machine only)"
                        ),
                        "the provider's",
                        "Where live checks ask, as an SDK is given it, `/v1` and all. The key is sent there.",
                        'base-url: "https://gateway.example/v1"',
                    ),
                    Option(
                        "key-env",
                        Text("a name", r"^[A-Za-z_][A-Za-z0-9_]*$", "be the name of an environment variable"),
                        "the provider's",
                        "The environment variable that holds the key for live checks.",
                        "key-env: GATEWAY_KEY",
                    ),
                ),
                "a mapping with placeholder, base-url and key-env",
            ),
            "a mapping from names of providers",
        ),
        "none",
        "What is different for single providers.",
        'providers:\n  openai:\n    placeholder: "<OPENAI_API_KEY>"',
    ),
    _PLACEHOLDERS,
    Option(
        "rules",
        ListOf(_PATH, "paths of rule packs"),
        "none",
        "Folders with further rules, relative to the folder of the configuration and inside of its project: "
        "the repository, without one that folder.",
        "rules: [house-rules]",
    ),
    Option(
        "max-file-size",
        Size(),
        "16MB",
        "A longer file is reported as unreadable and not read. Units: kB, MB, GB; KiB, MiB, GiB.",
        "max-file-size: 4MB",
    ),
    Option(
        "evidence",
        Record(
            (
                Option(
                    "place",
                    Choice(("folder", "beside")),
                    "folder",
                    "Where the record of an article lies: in `.draftproof/evidence/`, or beside the article.",
                    "place: beside",
                ),
            ),
            "a mapping with place",
        ),
        "as below",
        "How evidence records are kept.",
        "evidence:\n  place: beside",
    ),
    Option(
        "overrides",
        ListOf(OVERRIDE, "mappings with paths"),
        "none",
        "What holds for single paths. Entries apply in order: select and provider replace, "
        "the lists of rules add up, severities and placeholders are merged.",
        'overrides:\n  - paths: ["docs/azure/"]\n    provider: azure-openai\n    ignore: [API007]',
    ),
)

ROOT = Record(OPTIONS, "a mapping of options")

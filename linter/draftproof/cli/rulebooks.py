"""The rulebook that holds in the working directory, its configured packs included."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from draftproof.configuration.resolving import ConfigurationResolver
from draftproof.engine.running import Runner, RunOptions
from draftproof.rulebook.errors import RulebookError
from draftproof.usage import CommandError

if TYPE_CHECKING:
    from draftproof.rulebook.model import Rulebook


def current_rulebook() -> Rulebook:
    """Raises CommandError where the configuration or a pack cannot be used."""
    resolver = ConfigurationResolver()
    configuration = resolver.for_folder(Path.cwd())
    if configuration is None:
        raise CommandError("the configuration cannot be used\n" + "\n".join(resolver.errors))
    try:
        return Runner(RunOptions(datetime.date.min)).rulebook(configuration)
    except RulebookError as error:
        raise CommandError(f"the rules cannot be used\n{error}") from None

"""The tables of docs/contracts.md, written from the data: ``python tests/docs/contract_tables.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doc_pages import ROOT

from draftproof.rulebook.loading import builtin_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from draftproof.samples.knowledge import Provider

PAGE = ROOT / "docs" / "contracts.md"
KNOWLEDGE = builtin_rulebook().knowledge


def families_table() -> str:
    """A row for each family of the wire."""
    rows = ["| family | title | a request goes to | read |", "| --- | --- | --- | --- |"]
    for family, contract in sorted(KNOWLEDGE.contracts.items()):
        rows.append(f"| `{family}` | {contract.title} | `{' '.join(contract.create)}` | {contract.read} |")
    return "\n".join(rows)


def wrappers_table() -> str:
    """A row for each wrapper with a contract of its own."""
    rows = ["| contract | packages | calls | read |", "| --- | --- | --- | --- |"]
    for contract in sorted(KNOWLEDGE.dialects.values(), key=lambda each: each.title):
        packages = ", ".join(f"`{package}`" for package in sorted(contract.packages))
        calls = ", ".join(f"`{'.'.join(path)}`" for path in (*contract.create_calls, *contract.stream_calls))
        rows.append(f"| {contract.title} | {packages} | {calls} | {contract.read} |")
    return "\n".join(rows)


def providers_table() -> str:
    """A row for each provider."""
    rows = ["| provider | base URL | key | families |", "| --- | --- | --- | --- |"]
    for name, provider in sorted(KNOWLEDGE.providers.items()):
        keys = ", ".join(f"`{key}`" for key in sorted(provider.env)) or "none"
        families = ", ".join(f"`{family}`" for family in sorted(provider.families))
        rows.append(f"| `{name}` {provider.title} | {_address(provider)} | {keys} | {families} |")
    return "\n".join(rows)


def _address(provider: Provider) -> str:
    """The base URL for the OpenAI SDK, that of any other SDK, or the hosts."""
    urls = provider.base.get("openai") or next(iter(provider.base.values()), ())
    if urls:
        return f"`{urls[0]}`"
    ends = (f"*{suffix}" for suffix in provider.host_suffixes)
    return ", ".join(f"`{host}`" for host in (*sorted(provider.hosts), *ends, *provider.host_patterns))


TABLES: Mapping[str, Callable[[], str]] = {
    "families": families_table,
    "wrappers": wrappers_table,
    "providers": providers_table,
}


def rendered(text: str) -> str:
    """The page with current tables between their marks."""
    for name, table in TABLES.items():
        begin, end = (
            f"<!-- {name}:begin, written by tests/docs/contract_tables.py -->",
            f"<!-- {name}:end -->",
        )
        before, found, rest = text.partition(begin)
        _, ended, after = rest.partition(end)
        assert found, name
        assert ended, name
        text = f"{before}{begin}\n\n{table()}\n\n{end}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

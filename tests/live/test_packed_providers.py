"""A pack of rules is data of others: it chooses neither who gets a key nor which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafts import write
from loopback import answer, serving
from verify_support import EVENTS, sample, verify

if TYPE_CHECKING:
    import socket
    from pathlib import Path

ACME = """\
```python
from openai import OpenAI

client = OpenAI(base_url="https://api.acme.example/v1")
stream = client.responses.create(model="acme-1", input="Say hello", stream=True, timeout=30)
for event in stream:
    print(event.type)
```
"""
KNOWN = """\
provider: cometapi
base: {{openai: "{base}/v1"}}
env: [OTHER_SECRET, COMETAPI_KEY]
auth: {{default: [x-api-key]}}
catalog: {{url: "{base}/models"}}
"""
OWN = """\
provider: acme
title: Acme
hosts: [api.acme.example]
base: {{openai: "{base}/v1"}}
env: [OTHER_SECRET]
families: [responses]
"""


def test_a_pack_sends_no_key_of_a_known_provider_elsewhere(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def script(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        answer(EVENTS, kind="text/event-stream")(connection, request)

    with serving(script) as base:
        write(
            tmp_path,
            {
                "a.md": sample(),
                "draftproof.yaml": "rules: [house]\n",
                "house/providers/cometapi.yaml": KNOWN.format(base=base),
            },
        )
        plan = verify(tmp_path, "a.md", "--plan")
        done = verify(tmp_path, "a.md", env={"COMETAPI_KEY": "", "OTHER_SECRET": "not-for-anybody"})
    assert "POST https://api.cometapi.com/v1/responses" in plan.stdout
    assert "OTHER_SECRET" not in plan.stdout + done.stderr
    assert "Authorization: Bearer" in plan.stdout
    assert "no key for CometAPI" in done.stderr
    assert asked == []


def test_where_a_provider_of_a_pack_is_asked_is_said_in_the_configuration(tmp_path: Path) -> None:
    heads: list[bytes] = []

    def script(connection: socket.socket, request: bytes) -> None:
        heads.append(request)
        answer(EVENTS, kind="text/event-stream")(connection, request)

    with serving(script) as base:
        files = {
            "a.md": ACME,
            "house/providers/acme.yaml": OWN.format(base=base),
        }
        write(tmp_path, {**files, "draftproof.yaml": "rules: [house]\nprovider: acme\n"})
        done = verify(tmp_path, "a.md", env={"OTHER_SECRET": "not-for-anybody"})
        assert done.returncode == 2
        assert "no base URL is known for Acme" in done.stderr
        named = f'rules: [house]\nprovider: acme\nproviders:\n  acme:\n    base-url: "{base}/v1"\n'
        write(tmp_path, {"draftproof.yaml": named})
        done = verify(tmp_path, "a.md", env={"OTHER_SECRET": "not-for-anybody"})
        assert done.returncode == 2
        assert "no variable is known that holds the key for Acme" in done.stderr
        assert heads == []
        write(tmp_path, {"draftproof.yaml": f"{named}    key-env: ACME_KEY\n"})
        verify(tmp_path, "a.md", env={"ACME_KEY": "ours", "OTHER_SECRET": "not-for-anybody"})
    assert b"Authorization: Bearer ours\r\n" in heads[0]
    assert b"not-for-anybody" not in b"".join(heads)


def test_two_providers_behind_one_gateway_keep_their_keys(tmp_path: Path) -> None:
    heads: list[bytes] = []

    def script(connection: socket.socket, request: bytes) -> None:
        heads.append(request)
        answer(EVENTS, kind="text/event-stream")(connection, request)

    openai = sample().replace("cometapi", "openai").replace("CometAPI", "OpenAI")
    with serving(script) as base:
        address = f'base-url: "{base}/v1"'
        write(
            tmp_path,
            {
                "a.md": sample(),
                "b/c.md": openai,
                "draftproof.yaml": f"providers:\n  cometapi: {{{address}, key-env: KEY_A}}\n"
                f"  openai: {{{address}, key-env: KEY_B}}\n"
                "overrides:\n  - paths: [b/]\n    provider: openai\n",
            },
        )
        verify(tmp_path, ".", "--no-error-path", env={"KEY_A": "the-first", "KEY_B": "the-second"})
    sent = sorted(line for head in heads for line in head.split(b"\r\n") if b"Bearer" in line)
    assert sent == [b"Authorization: Bearer the-first", b"Authorization: Bearer the-second"]

"""Ways in which tutorials bound, read, hand on and repeat: none of them is a fault, or each is one."""

from __future__ import annotations

import pytest
from checks_support import facts_of, hits

CLIENT = "from openai import OpenAI\n\nclient = OpenAI()\n"
TIMED = "from openai import OpenAI\n\nclient = OpenAI(timeout=30)\n"
STREAM = 'stream = client.responses.create(model=MODEL, input="Hi", stream=True)\n'
LOOP = 'for event in stream:\n    if event.type == "response.completed":\n        break\n'
HTTP = (
    "import requests\n"
    'body = {"model": M, "input": "Hi", "stream": True}\n'
    'r = requests.post("https://api.openai.com/v1/responses", json=body, stream=True, timeout=30)\n'
    "for line in r.iter_lines(decode_unicode=True):\n"
)
JS = 'import OpenAI from "openai";\nconst client = new OpenAI();\n'
JS_STREAM = 'const stream = await client.responses.create({ model: M, input: "Hi", stream: true });\n'
JS_LOOP = 'for await (const event of stream) {\n  if (event.type.endsWith(".completed")) break;\n}\n'
CHAT = 'client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": q}])'


def codes(sample: str, language: str = "python", lead: str = "A sample:") -> list[str]:
    """The rules about streams and families that say something, by code."""
    facts = facts_of(f"# Page\n\n{lead}\n\n```{language}\n{sample}\n```\n", "page.md")
    wanted = ("API001", "API003", "API005", "STR001", "STR002", "STR003", "STR004")
    return [code for code in wanted if hits(code, facts)]


@pytest.mark.parametrize(
    "sample",
    [
        CLIENT + STREAM.replace("client.", "client.with_options(timeout=30).") + LOOP,
        CLIENT + "timed = client.with_options(timeout=30)\n" + STREAM.replace("client.", "timed.") + LOOP,
        "from openai import DefaultHttpxClient, OpenAI\n"
        "client = OpenAI(http_client=DefaultHttpxClient(timeout=30))\n" + STREAM + LOOP,
        CLIENT + "import signal\nsignal.alarm(30)\n" + STREAM + LOOP,
        CLIENT + STREAM + "import threading\nthreading.Timer(30, stream.close).start()\n" + LOOP,
        CLIENT + "with deadline(30):\n    " + (STREAM + LOOP).replace("\n", "\n    "),
        (
            "import asyncio\nfrom openai import AsyncOpenAI\nclient = AsyncOpenAI()\n"
            "async def main():\n"
            "    stream = await client.responses.create(model=M, input='Hi', stream=True)\n"
            "    async for event in stream:\n"
            "        if event.type == 'response.completed':\n            break\n"
            "asyncio.run(asyncio.wait_for(main(), timeout=30))\n"
        ),
    ],
)
def test_waits_that_end(sample: str) -> None:
    assert codes(sample) == []


@pytest.mark.parametrize(
    "sample",
    [
        CLIENT + STREAM.replace("client.", "client.with_options(max_retries=2).") + LOOP,
        CLIENT + "import signal\nsignal.alarm(30)\nsignal.alarm(0)\n" + STREAM + LOOP,
        CLIENT + STREAM + "import threading\nthreading.Timer(30, print).start()\n" + LOOP,
    ],
)
def test_waits_that_do_not(sample: str) -> None:
    assert codes(sample) == ["STR003"]


def test_an_alarm_that_is_taken_back_inside_of_a_deadline_leaves_the_deadline() -> None:
    bounded = "with deadline(30):\n    " + (STREAM + LOOP).replace("\n", "\n    ")
    off = "import signal\nwith deadline(5):\n    signal.alarm(0)\nsignal.alarm()\n"
    assert codes(CLIENT + off + bounded) == []
    assert codes(CLIENT + off + STREAM + LOOP) == ["STR003"]


@pytest.mark.parametrize(
    "timer",
    [
        "setTimeout(() => stream.controller.abort(), 30000);\n",
        "const timer = setTimeout(() => { stream.abort(); }, 30_000);\n",
    ],
)
def test_a_timer_that_ends_a_stream(timer: str) -> None:
    assert codes(JS + JS_STREAM + timer + JS_LOOP, "js") == []
    assert codes(JS + JS_STREAM + JS_LOOP, "js") == ["STR003"]


@pytest.mark.parametrize(
    "sample",
    [
        HTTP + '    if line.startswith("event: response.completed"):\n        break\n',
        HTTP + '    if line == "event: response.completed":\n        break\n',
        HTTP + "    if '\"response.completed\"' in line:\n        break\n",
        TIMED + STREAM + LOOP.replace("event.type", 'getattr(event, "type", None)'),
        TIMED + 'DO = {"response.output_text.delta": show, "response.completed": end}\n'
        + STREAM + "for event in stream:\n    DO.get(event.type, skip)(event)\n",
        TIMED + 'DO = {"response.output_text.delta": show, "response.completed": end}\n'
        + STREAM + "for event in stream:\n    DO[event.type](event)\n",
        TIMED + "class Reader:\n    def run(self):\n        " + STREAM
        + "        for event in stream:\n            self.handle(event)\n",
    ],
)  # fmt: skip
def test_readers_that_look(sample: str) -> None:
    assert codes(sample) == []


def test_events_that_are_all_kept_are_not_looked_at_for_their_end() -> None:
    sample = TIMED + STREAM + "events = []\nfor event in stream:\n    events.append(event)\n"
    assert codes(sample) == ["STR002"]


def test_what_fills_a_stream_of_ones_own_reads() -> None:
    fill = "const body = new ReadableStream({\n  async start(controller) {\n    %s\n  },\n});\n"
    forgetful = "for await (const event of stream) { controller.enqueue(event.delta); }"
    timed = JS.replace("OpenAI()", "OpenAI({ timeout: 30_000 })") + JS_STREAM
    assert codes(timed + fill % forgetful, "js") == ["STR001", "STR002"]
    assert codes(timed + fill % JS_LOOP, "js") == []


def test_a_message_on_the_wire_has_no_reader() -> None:
    message = (
        "POST /v1/responses HTTP/1.1\nHost: api.openai.com\nContent-Type: application/json\n\n"
        '{"model": "<MODEL_ID>", "input": "Hi", "stream": true}'
    )
    assert codes(message, "http") == []


@pytest.mark.parametrize(
    "loop",
    [
        (
            f'while True:\n    q = input()\n    if q == "quit":\n        break\n    try:\n        {CHAT}\n'
            "    except Exception as error:\n        print(error)\n"
        ),
        (
            f'while True:\n    try:\n        q = input("> ")\n        if q == "quit":\n            break\n'
            f"        {CHAT}\n    except Exception as error:\n        print(error)\n"
        ),
        f"while True:\n    q = jobs.get()\n    try:\n        {CHAT}\n    except Exception:\n        log(q)\n",
        f"while True:\n    try:\n        {CHAT}\n    except Exception:\n        pass\n    time.sleep(3600)\n",
        f'while (q := input()) != "quit":\n    try:\n        {CHAT}\n    except Exception:\n        log(q)\n',
    ],
)
def test_loops_that_are_no_retries(loop: str) -> None:
    assert codes(TIMED + loop) == []


@pytest.mark.parametrize(
    "loop",
    [
        f"while True:\n    try:\n        {CHAT}\n        break\n    except Exception:\n        pass\n",
        f"while True:\n    try:\n        r = {CHAT}\n    except Exception:\n        continue\n    return r\n",
        (
            f"done = False\nwhile not done:\n    try:\n        {CHAT}\n        done = True\n"
            "    except Exception:\n        pass\n"
        ),
    ],
)
def test_loops_that_are(loop: str) -> None:
    assert codes(TIMED + loop) == ["STR004"]


@pytest.mark.parametrize(
    ("guard", "found"),
    [
        (
            'if hasattr(r, "output_text"):\n    print(r.output_text)\nelse:\n    print(r.choices[0])\n',
            [],
        ),
        ('if hasattr(r, "id"):\n    print(r.choices[0].message)\n', ["API003"]),
        ("print(r.choices[0].message)\n", ["API003"]),
    ],
)
def test_who_asks_which_family_answered_reads_either(guard: str, found: list[str]) -> None:
    assert codes(TIMED + 'r = client.responses.create(model=M, input="Hi")\n' + guard) == found


def test_who_asks_a_parsed_body_reads_either() -> None:
    sent = 'import requests\nd = requests.post("https://api.openai.com/v1/responses", json=body).json()\n'
    read = 'print(d["choices"][0]["message"]["content"])\n'
    assert codes(sent + 'if "choices" in d:\n    ' + read) == []
    assert codes(sent + 'if "error" in d:\n    raise SystemExit\n' + read) == ["API003"]


@pytest.mark.parametrize(
    "sample",
    [
        (
            'items = []\nitems.append({"role": "tool", "tool_call_id": "c", "content": "x"})\n'
            "client.responses.create(model=M, input=items)\n"
        ),
        (
            'result = {"role": "tool", "tool_call_id": "c", "content": "x"}\n'
            'items = [{"role": "user", "content": "Hi"}]\n'
            "items.append(result)\nclient.responses.create(model=M, input=items)\n"
        ),
        (
            'tools = []\ntools += [{"type": "function", "function": {"name": "f", "parameters": {}}}]\n'
            'client.responses.create(model=M, input="Hi", tools=tools)\n'
        ),
        (
            'tools = []\ntools.extend([{"type": "function", "function": {"name": "f", "parameters": {}}}])\n'
            'client.responses.create(model=M, input="Hi", tools=tools)\n'
        ),
    ],
)
def test_what_is_added_to_a_list_is_sent(sample: str) -> None:
    assert codes(TIMED + sample) == ["API005"]


WRONG = "client.responses.create(model=M, messages=[])"


@pytest.mark.parametrize(
    "lead",
    [
        "Do not do this:", "Wrong:", "**Incorrect:** `messages` instead of `input`", "❌ Don't", "Before:",
        "This fails with a 400:", "So it was. The following call does not work:", "Never use it here:",
    ],
)  # fmt: skip
def test_what_is_shown_as_wrong_is_not_said_again(lead: str) -> None:
    assert codes(TIMED + WRONG, lead=lead) == []


@pytest.mark.parametrize(
    "lead",
    [
        "Send this:", "Before you begin, set the key:", "Do this instead:", "The correct way:",
        "Don't forget the key:", "Wrong keys give a 401. Send this:", "Old habits die hard, but see:",
    ],
)  # fmt: skip
def test_what_is_not_is_judged(lead: str) -> None:
    assert codes(TIMED + WRONG, lead=lead) == ["API001"]


@pytest.mark.parametrize(
    ("sample", "found"),
    [
        (f"# WRONG\n{WRONG}\n", []),
        (f"{WRONG}  # ❌ fails\n", []),
        (f"# Bad: the field of another API\n{WRONG}\n# Right:\n{WRONG}\n", ["API001"]),
        (f"# never send your key to a browser\n{WRONG}\n", ["API001"]),
        (f"# ✅ correct\n{WRONG}\n", ["API001"]),
    ],
)
def test_comments_say_so_too(sample: str, found: list[str]) -> None:
    assert codes(TIMED + sample) == found


def test_a_heading_and_a_tab_say_so_too() -> None:
    fence = f"```python\n{TIMED}{WRONG}\n```\n"
    page = f"# Page\n\n## ❌ Wrong\n\n{fence}\n## Right\n\n{fence}"
    assert len(hits("API001", facts_of(page, "page.md"))) == 1
    tabs = '# Page\n\n=== "Before"\n\n    {}\n\n=== "Now"\n\n    {}\n'
    indented = fence.replace("\n", "\n    ")
    assert len(hits("API001", facts_of(tabs.format(indented, indented), "page.md"))) == 1


PLAIN = 'import json\n{}\nbody = {{"model": "m", "messages": []}}\n{}\nprint(json.load({}urlopen(r)))\n'
URL = '"https://api.openai.com/v1/responses"'
SENT = 'json.dumps(body).encode("utf-8")'


@pytest.mark.parametrize(
    ("imported", "made", "path"),
    [
        ("import urllib.request", f"r = urllib.request.Request({URL}, data={SENT})", "urllib.request."),
        ("import urllib.request", f"r = urllib.request.Request({URL}, {SENT}, {{}})", "urllib.request."),
        ("from urllib import request", f"r = request.Request({URL}, {SENT}, {{}})", "request."),
        ("from urllib.request import Request, urlopen", f"r = Request({URL})\nr.data = {SENT}", ""),
    ],
)
def test_requests_of_the_standard_library(imported: str, made: str, path: str) -> None:
    assert codes(PLAIN.format(imported, made, path)) == ["API001"]


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("client.responses.parse(model=M, input='Hi', response_format=Answer)", ["API001"]),
        ("client.responses.parse(model=M, input='Hi', text_format=Answer)", []),
        ("client.chat.completions.parse(model=M, messages=[], response_format=Answer)", []),
        ("client.beta.chat.completions.parse(model=M, messages=[], response_format=Answer)", []),
    ],
)
def test_helpers_that_parse(call: str, found: list[str]) -> None:
    assert codes(TIMED + call) == found

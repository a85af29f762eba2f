"""The official client against the embedded server."""

from __future__ import annotations

import asyncio
import gc
import http.client
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from server_support import post, root

from draftproof.live.keys import INVALID_KEY
from draftproof.live.server.stream import MODEL, PIECES
from draftproof.text.secret import Secret
from drafts import key

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "".join(PIECES)
ASKED: dict[str, Any] = {"model": "a-model", "input": "Say hello."}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with root(key=Secret(key())) as address:
        yield address


@pytest.fixture
def client(server: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{server}/v1", api_key=key(), max_retries=0, timeout=20) as made:
        yield made


def test_a_stream_to_its_end(client: OpenAI) -> None:
    with client.responses.create(**ASKED, stream=True) as stream:
        events = list(stream)
    assert events[0].type == "response.created"
    assert events[-1].type == "response.completed"
    assert "".join(event.delta for event in events if event.type == "response.output_text.delta") == TEXT
    assert events[-1].response.usage.output_tokens == len(PIECES)


def test_the_stream_helper_to_its_end(client: OpenAI) -> None:
    with client.responses.stream(**ASKED) as stream:
        types = [event.type for event in stream]
        assert stream.get_final_response().output_text == TEXT
    assert types[-1] == "response.completed"


def test_without_streaming(client: OpenAI) -> None:
    answer = client.responses.create(**ASKED, max_output_tokens=16)
    assert answer.status == "incomplete"
    assert answer.incomplete_details is not None
    assert answer.incomplete_details.reason == "max_output_tokens"
    assert client.responses.create(**ASKED).output_text == TEXT


def test_many_streams_at_once(server: str) -> None:
    async def one(client: AsyncOpenAI) -> str:
        async with client.responses.stream(**ASKED) as stream:
            return (await stream.get_final_response()).output_text

    async def all_of_them() -> list[str]:
        async with AsyncOpenAI(base_url=f"{server}/v1", api_key=key(), max_retries=0) as client:
            streamed = [event.type async for event in await client.responses.create(**ASKED, stream=True)]
            assert streamed[-1] == "response.completed"
            return await asyncio.gather(*(one(client) for _ in range(20)))

    assert set(asyncio.run(all_of_them())) == {TEXT}


def test_the_list_of_models(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]


@pytest.mark.parametrize("wrong", [INVALID_KEY, "another", "<API_KEY_PLACEHOLDER>"])
def test_a_key_that_is_not_accepted(server: str, wrong: str) -> None:
    with (
        OpenAI(base_url=f"{server}/v1", api_key=wrong, max_retries=0) as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.responses.create(**ASKED, stream=True)
    assert caught.value.code == "invalid_api_key"
    assert wrong not in str(caught.value.body)


@pytest.mark.parametrize(
    ("extra", "code", "param"),
    [
        ({"messages": []}, "unknown_parameter", "messages"),
        ({"max_tokens": 5}, "unknown_parameter", "max_tokens"),
        ({"max_output_tokens": 15}, "integer_below_min_value", "max_output_tokens"),
        ({"model": 5}, "invalid_type", "model"),
        ({"input": None}, "missing_required_parameter", "input"),
    ],
)
def test_a_wrong_request(client: OpenAI, extra: dict[str, Any], code: str, param: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(**ASKED, stream=True, extra_body=extra)
    assert (caught.value.code, caught.value.param) == (code, param)


def test_the_chat_api_is_not_here(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="m", messages=[{"role": "user", "content": "x"}])
    assert "POST /v1/responses" in str(caught.value)


def test_a_failure_within_the_stream_is_raised(server: str) -> None:
    with OpenAI(base_url=f"{server}/faults/error-nested/v1", api_key=key(), max_retries=0) as client:
        stream = client.responses.create(**ASKED, stream=True)
        with pytest.raises(openai.APIError):
            list(stream)


def test_memory_stays_where_it_is_over_many_different_requests(server: str) -> None:
    headers = {"authorization": f"Bearer {key()}", "content-type": "application/json"}
    connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=20)

    def held_after(numbers: range) -> int:
        for number in numbers:
            body = {"model": f"model-{number}", "input": f"{number} " * 200, "stream": True}
            connection.request("POST", "/v1/responses", json.dumps(body), headers)
            assert b"response.completed" in connection.getresponse().read()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = held_after(range(100, 140))
        after = held_after(range(200, 400))
    finally:
        tracemalloc.stop()
        connection.close()
    # An answer is some ten thousand bytes; keeping any part of each would show.
    assert after - before < 40_000


def test_a_server_of_its_own_key_takes_no_other_header(server: str) -> None:
    wanted = {"authorization": f"bearer {key()}"}
    assert post(f"{server}/v1/responses", key=None, headers=wanted).status == 200
    for headers in ({"x-api-key": key()}, {"authorization": key()}, {"authorization": f"Basic {key()}"}):
        assert post(f"{server}/v1/responses", key=None, headers=headers).status == 401

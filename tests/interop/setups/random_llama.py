"""The server of llama.cpp with a model of random weights, made on the spot.

Run by the Python that its wheels are installed for. Arguments: the file for the model, the port. A key is
asked for where ENGINE_KEY holds one.
"""

from __future__ import annotations

import os
import signal
import sys

import gguf
import numpy as np
import xllamacpp

WORDS = (
    "ready",
    "yes",
    "here",
    "the",
    "small",
    "word",
    "that",
    "you",
    "asked",
    "for",
    "and",
    "more",
    "of",
    "it",
)
WIDTH, INNER, LAYERS, HEADS, CONTEXT = 64, 128, 2, 4, 1024


def write_model(path: str) -> None:
    """A model that says some of the words, in the order that chance gave them."""
    kinds = gguf.TokenType
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), *("▁" + w for w in WORDS)]
    special = len(tokens) - len(WORDS)
    model = gguf.GGUFWriter(path, "llama")
    model.add_context_length(CONTEXT)
    model.add_embedding_length(WIDTH)
    model.add_feed_forward_length(INNER)
    model.add_block_count(LAYERS)
    model.add_head_count(HEADS)
    model.add_head_count_kv(HEADS)
    model.add_rope_dimension_count(WIDTH // HEADS)
    model.add_layer_norm_rms_eps(1e-5)
    model.add_vocab_size(len(tokens))
    model.add_tokenizer_model("llama")
    model.add_token_list(tokens)
    model.add_token_types(
        [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL, *[kinds.BYTE] * 256, *[kinds.NORMAL] * len(WORDS)]
    )
    model.add_token_scores([0.0] * len(tokens))
    model.add_unk_token_id(0)
    model.add_bos_token_id(1)
    model.add_eos_token_id(2)
    model.add_chat_template("{% for message in messages %}{{ message['content'] }}\n{% endfor %}")
    _add_weights(model, len(tokens), special)
    model.write_header_to_file()
    model.write_kv_data_to_file()
    model.write_tensors_to_file()
    model.close()


def _add_weights(model: gguf.GGUFWriter, tokens: int, special: int) -> None:
    chance = np.random.default_rng(7)

    def add(name: str, *shape: int) -> None:
        model.add_tensor(f"{name}.weight", chance.standard_normal(shape).astype(np.float32) * 0.2)

    def norm(name: str) -> None:
        model.add_tensor(f"{name}.weight", np.ones(WIDTH, np.float32))

    add("token_embd", tokens, WIDTH)
    # Bytes and control tokens get no weight, so that the words win and the text is text.
    head = chance.standard_normal((tokens, WIDTH)).astype(np.float32)
    head[:special] = 0
    model.add_tensor("output.weight", head)
    norm("output_norm")
    for layer in (f"blk.{number}." for number in range(LAYERS)):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(layer + name, WIDTH, WIDTH)
        add(layer + "ffn_gate", INNER, WIDTH)
        add(layer + "ffn_up", INNER, WIDTH)
        add(layer + "ffn_down", WIDTH, INNER)
        norm(layer + "attn_norm")
        norm(layer + "ffn_norm")


def main(path: str, port: str) -> None:
    """Serve until a signal ends the process."""
    write_model(path)
    settings = xllamacpp.CommonParams()
    settings.model.path = path
    settings.hostnames = ["127.0.0.1"]
    settings.port = int(port)
    settings.offline = True
    settings.n_ctx = CONTEXT
    settings.n_gpu_layers = 0
    settings.cpuparams.n_threads = 1
    settings.sampling.temp = 0.0
    if key := os.environ.get("ENGINE_KEY"):
        settings.api_keys = [key]
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])

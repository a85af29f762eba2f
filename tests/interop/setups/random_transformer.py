"""``transformers serve`` with a model of random weights, made on the spot.

Run by the Python that its wheels are installed for. Arguments: the folder for the
model, whose name is the model's, and the port.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

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


def write_model(folder: str) -> None:
    """A model that says some of the words, in the order that chance gave them."""
    vocabulary = {word: number for number, word in enumerate(["<unk>", "<s>", "</s>", *WORDS])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="<unk>", bos_token="<s>", eos_token="</s>", pad_token="</s>"
    )
    tokenizer.chat_template = "{% for message in messages %}{{ message['content'] }} {% endfor %}"
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2}
    numbers = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 2}
    config = LlamaConfig(vocab_size=len(vocabulary), max_position_embeddings=1024, **shape, **numbers)
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    name, port = sys.argv[1:]
    write_model(name)
    program = str(Path(sys.executable).with_name("transformers"))
    os.execv(program, [program, "serve", "--host", "127.0.0.1", "--port", port, name])

"""The official native tokenizer, as a process that bench/tokenizer.ts talks to.

Reads requests as JSON lines and answers each with one. Arguments: the rank file, and a JSON file of
corpora: a list of {name, text}.
"""

import base64
import json
import sys
import time

import tiktoken
import tiktoken_ext.openai_public as public


def read_ranks(path):
    with open(path, "rb") as file:
        return {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, file)}


def main(ranks_path, corpora_path):
    ranks = read_ranks(ranks_path)
    public.load_tiktoken_bpe = lambda *_args, **_options: ranks  # the network is not asked
    encoding = tiktoken.Encoding(**public.o200k_base())
    with open(corpora_path, encoding="utf-8") as file:
        texts = {corpus["name"]: corpus["text"] for corpus in json.load(file)}
    ids = {name: encoding.encode_ordinary(text) for name, text in texts.items()}
    work = {
        "encode": lambda name: encoding.encode_ordinary(texts[name]),
        "decode": lambda name: encoding.decode(ids[name]),
    }
    print(json.dumps({"version": tiktoken.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request["kind"] == "ids":
            answer = [encoding.encode_ordinary(text) for text in request["texts"]]
        else:
            start = time.thread_time()
            work[request["kind"]](request["corpus"])
            answer = (time.thread_time() - start) * 1000
        print(json.dumps(answer), flush=True)


main(*sys.argv[1:])

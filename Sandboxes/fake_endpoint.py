"""A model endpoint that only pretends: three protocols, whole and streamed, and every known fault.

Tests and `evolve bench models` talk to it; it needs nothing but Python. It prints `port N`, ends with its
standard input, and prints then what was received, answered in full, and spoilt. A request is known by
`request N` in its last message.
"""

import argparse
import asyncio
import json
import random
import re
import sys

TEXT = """answer {marker}
```python
def compute_reward(x_velocity):
    return x_velocity, {{'x': x_velocity}}
```
"""
STATUSES = ["408", "409", "429", "500", "503", "529"]
KINDS = [*STATUSES, "html", "error200", "drop", "cut"]
STREAM_KINDS = [*KINDS, "midstream", "early-end"]
# Faults after which nobody but the endpoint knows whether the request was charged.
UNCERTAIN = ["408", "html", "error200", "drop", "cut", "midstream", "early-end", "stall"]


class Log:
    """What happened, by request."""

    def __init__(self):
        self.received = 0
        self.attempts = {}
        self.complete = {}
        self.faults = {}
        self.open = 0
        self.most_open = 0

    def text(self):
        names = ["received", "complete", "faults", "most_open"]
        return json.dumps({name: getattr(self, name) for name in names})


def chat(text, n):
    """A chat completion of n equal choices; usage of 100 + 50 n tokens."""
    message = {"role": "assistant", "content": text, "reasoning_content": "hm"}
    choices = [{"index": i, "finish_reason": "stop", "message": message} for i in range(n)]
    details = {"cached_tokens": 40}
    usage = {"prompt_tokens": 100, "completion_tokens": 50 * n, "prompt_tokens_details": details}
    return {"model": "fake-1", "choices": choices, "usage": usage}


def chat_events(text, n):
    """The same as deltas: null content first, usage with empty choices last, then the mark."""
    events = []
    for i in range(n):
        deltas = [{"role": "assistant", "content": None}, {"reasoning_content": "hm"}]
        deltas += [{"content": part} for part in pieces(text)]
        events += [(None, {"model": "fake-1", "choices": [{"index": i, "delta": delta}]}) for delta in deltas]
        events.append((None, {"choices": [{"index": i, "delta": {}, "finish_reason": "stop"}]}))
    events.append((None, {"choices": [], "usage": chat(text, n)["usage"]}))
    return [*events, (None, "[DONE]")]


def response(text, _):
    """A response with a summary of its reasoning."""
    output = [
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm"}]},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]},
    ]
    usage = {
        "input_tokens": 100,
        "output_tokens": 50,
        "input_tokens_details": {"cached_tokens": 40},
        "output_tokens_details": {"reasoning_tokens": 10},
    }
    return {"model": "fake-1", "status": "completed", "error": None, "output": output, "usage": usage}


def response_events(text, n):
    """The same as typed events."""
    events = [{"type": "response.created", "response": {"status": "in_progress", "error": None}}]
    events += [{"type": "response.output_text.delta", "delta": part} for part in pieces(text)]
    events.append({"type": "response.completed", "response": response(text, n)})
    return [(event["type"], event) for event in events]


def message(text, _):
    """A message with thinking; cached tokens are told beside the others."""
    content = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": text}]
    usage = {"input_tokens": 60, "cache_read_input_tokens": 40, "output_tokens": 50}
    return {"model": "fake-1", "content": content, "stop_reason": "end_turn", "usage": usage}


def message_events(text, n):
    """The same as blocks and their deltas."""
    usage = message(text, n)["usage"]
    start = {"type": "message", "model": "fake-1", "content": [], "usage": {**usage, "output_tokens": 1}}
    events = [{"type": "message_start", "message": start}, {"type": "ping"}]
    for index, (kind, field, words) in enumerate([("thinking", "thinking", "hm"), ("text", "text", text)]):
        block = {"type": kind, field: ""}
        events.append({"type": "content_block_start", "index": index, "content_block": block})
        for part in pieces(words):
            delta = {"type": f"{field}_delta", field: part}
            events.append({"type": "content_block_delta", "index": index, "delta": delta})
        events.append({"type": "content_block_stop", "index": index})
    stop = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 50}}
    return [(event["type"], event) for event in [*events, stop, {"type": "message_stop"}]]


DIALECTS = {
    "/v1/chat/completions": (chat, chat_events),
    "/v1/responses": (response, response_events),
    "/v1/messages": (message, message_events),
}


def pieces(text):
    """Cuts text into parts of twelve characters."""
    return [text[start : start + 12] for start in range(0, len(text), 12)]


def event_bytes(events, rng):
    """Server-sent events with comments, blank lines and both line ends among them."""
    end = rng.choice(["\n", "\r\n"])
    parts = [": keep-alive" + end + end]
    for name, data in events:
        words = data if isinstance(data, str) else json.dumps(data)
        parts.append((f"event: {name}{end}" if name else "") + f"data: {words}{end}{end}")
        if rng.random() < 0.1:
            parts.append(end + ": OPENROUTER PROCESSING" + end + end)
    return [part.encode() for part in parts]


class Endpoint:
    """Serves one port."""

    def __init__(self, options):
        self.options = options
        self.log = Log()

    async def serve(self, reader, writer):
        """Answers the requests of one connection until either side closes it."""
        try:
            while await self.exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def exchange(self, reader, writer):
        """Answers one request; false ends the connection."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        length = re.search(r"content-length: *(\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1]) if length else 0)
        if path not in DIALECTS:
            return await self.whole(writer, 404, '{"error":{"message":"no such path"}}')
        self.log.received += 1
        self.log.open += 1
        self.log.most_open = max(self.log.most_open, self.log.open)
        try:
            return await self.answer(reader, writer, path, json.loads(body), head)
        finally:
            self.log.open -= 1

    async def answer(self, reader, writer, path, request, head):
        """Answers a request, or spoils its first attempt."""
        whole, events = DIALECTS[path]
        last = (request.get("messages") or request.get("input"))[-1]["content"]
        found = re.search(r"request (\d+)", last)
        marker = found[1] if found else str(self.log.received)
        attempt = self.log.attempts[marker] = self.log.attempts.get(marker, 0) + 1
        streams = bool(request.get("stream"))
        rng = random.Random(f"{self.options.seed}/{marker}/{attempt}")
        if self.options.delay:
            await asyncio.sleep(self.options.delay * rng.random())
        kind = self.fault(rng, marker, streams) if attempt <= self.options.attempts else None
        text = (self.options.text or TEXT).format(marker=marker, key=self.key(head))
        n = request.get("n", 1)
        if kind:
            self.log.faults[kind] = self.log.faults.get(kind, 0) + 1
        if kind in STATUSES:
            error = {"type": "error", "error": {"type": "fault", "message": f"busy {self.key(head)}"}}
            wait = rng.choice(["retry-after-ms: 3\r\n", "retry-after: 0\r\n", ""])
            return await self.whole(writer, int(kind), json.dumps(error), more=wait)
        if kind == "html":
            return await self.whole(writer, 200, "<html>try later</html>", "text/html")
        if kind == "error200":
            return await self.whole(writer, 200, '{"error":{"code":502,"message":"upstream"}}')
        if kind == "drop":
            return False
        if kind == "stall":
            await reader.read(1)
            return False
        if not streams:
            body = json.dumps(whole(text, n))
            if kind == "cut":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + body.encode()[:60])
                await writer.drain()
                return False
            return await self.whole(writer, 200, body, complete=marker)
        return await self.stream(writer, event_bytes(events(text, n), rng), kind, marker, rng, path)

    def fault(self, rng, marker, streams):
        """Chooses what goes wrong; nothing for the first requests, which show that the endpoint answers."""
        if int(marker) < self.options.spared or rng.random() >= self.options.faults:
            return None
        if self.options.stalls and int(marker) % self.options.stalls == 0:
            return "stall"
        return rng.choice(self.options.kinds or (STREAM_KINDS if streams else KINDS))

    @staticmethod
    def key(head):
        """The key as it was sent, for endpoints that repeat it."""
        found = re.search(r"(?:authorization: bearer|x-api-key:) *(\S+)", head, re.IGNORECASE)
        return found[1] if found else ""

    async def whole(self, writer, status, body, kind="application/json", more="", complete=None):
        """Sends a body with its length."""
        data = body.encode()
        head = f"HTTP/1.1 {status} Word\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{more}\r\n"
        writer.write(head.encode() + data)
        await writer.drain()
        if complete:
            self.log.complete[complete] = self.log.complete.get(complete, 0) + 1
        return True

    async def stream(self, writer, parts, kind, marker, rng, path):
        """Sends events in chunks of any size; a fault ends them in the middle."""
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        writer.write(head.encode())
        if kind:
            parts = parts[: len(parts) // 2]
        if kind == "midstream":
            error = {"type": "error", "error": {"type": "overloaded_error", "message": "overloaded"}}
            parts.append(b"event: error\ndata: " + json.dumps(error).encode() + b"\n\n")
        data = b"".join(parts)
        while data:
            size = rng.randint(1, 400)
            piece, data = data[:size], data[size:]
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            if rng.random() < 0.2:
                await writer.drain()
                await asyncio.sleep(0)
        if kind == "cut":
            await writer.drain()
            return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        if not kind:
            self.log.complete[marker] = self.log.complete.get(marker, 0) + 1
        return True


async def main():
    """Serves until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--faults", type=float, default=0.0, help="share of first attempts that are spoilt")
    parser.add_argument("--attempts", type=int, default=1, help="attempts of a request that may be spoilt")
    parser.add_argument("--stalls", type=int, default=0, help="spoilt requests divisible by it stall")
    parser.add_argument("--spared", type=int, default=0, help="requests below this number are never spoilt")
    parser.add_argument("--kinds", nargs="*", help="kinds of faults, instead of all")
    parser.add_argument("--delay", type=float, default=0.0, help="longest wait before an answer, seconds")
    parser.add_argument("--text", help="the answer; {marker} and {key} are filled in")
    parser.add_argument("--seed", default="1")
    endpoint = Endpoint(parser.parse_args())
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", 0, limit=1 << 22, backlog=256)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(endpoint.log.text(), flush=True)


if __name__ == "__main__":
    asyncio.run(main())

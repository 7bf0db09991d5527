"""Exchanges framed messages with the host: two little-endian lengths, JSON text, then raw bytes."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_HEADER = struct.Struct("<II")
_LARGEST = 64 << 20


class Disconnected(Exception):
    """Says that the host has closed the channel."""


class Channel:
    """Sends and receives whole messages over a stream socket."""

    def __init__(self, descriptor: int) -> None:
        self._socket = socket.socket(fileno=descriptor)

    def send(self, message: dict[str, Any], payload: bytes = b"") -> None:
        """Sends one message."""
        text = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
        try:
            self._socket.sendall(_HEADER.pack(len(text), len(payload)) + text + payload)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Disconnected from error

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """Waits for one message; raises Disconnected when the host is gone."""
        text_size, payload_size = _HEADER.unpack(self._exactly(_HEADER.size))
        if text_size > _LARGEST or payload_size > _LARGEST:
            raise ValueError(f"a frame of {text_size} + {payload_size} bytes is too large")
        text = self._exactly(text_size)
        payload = self._exactly(payload_size)
        return json.loads(text), payload

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            try:
                piece = self._socket.recv(size - len(parts))
            except ConnectionResetError as error:
                raise Disconnected from error
            if not piece:
                raise Disconnected
            parts += piece
        return bytes(parts)

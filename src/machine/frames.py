"""Frames of the lab's machine protocol over a socket: one line of JSON, then the bytes of the arrays that it
names. The protocol is written down in docs/machine-protocol.md; nothing here knows what is asked."""

import json
import math
import socket

import numpy
import torch

PROTOCOL = "spice-machine"
VERSION = 1

# Little-endian, without padding.
TYPES = {"u32": numpy.dtype("<u4"), "f32": numpy.dtype("<f4")}
NAMES = {dtype: name for name, dtype in TYPES.items()}


def to_array(value):
    """A tensor or array in one of the protocol's types."""
    array = value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else numpy.asarray(value)
    wanted = TYPES["f32" if array.dtype.kind == "f" else "u32"]
    return numpy.ascontiguousarray(array, dtype=wanted)


class Connection:
    """Rank 0's line to the lab."""

    def __init__(self, address, key, about):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb", buffering=1 << 20)
        self.write({"protocol": PROTOCOL, "version": VERSION, "key": key, **about})
        header, _ = self.read()
        if (header.get("protocol"), header.get("version")) != (PROTOCOL, VERSION):
            raise SystemExit(f"machine: the lab speaks {header}, this machine {PROTOCOL} {VERSION}")

    def write(self, header, arrays=None):
        arrays = {name: to_array(value) for name, value in (arrays or {}).items()}
        line = {**header, "arrays": [[name, NAMES[each.dtype], list(each.shape)] for name, each in arrays.items()]}
        self.socket.sendall(json.dumps(line).encode() + b"\n")
        for each in arrays.values():
            self.socket.sendall(memoryview(each).cast("B") if each.size else b"")

    def read(self):
        """The next header and its arrays; a line that has ended gives the question `end`."""
        line = self.file.readline()
        if not line.endswith(b"\n"):
            return {"ask": "end"}, {}
        header, arrays = json.loads(line), {}
        for name, kind, shape in header.pop("arrays", []):
            data = bytearray(math.prod(shape) * 4)
            if self.file.readinto(data) != len(data):
                return {"ask": "end"}, {}
            arrays[name] = numpy.frombuffer(data, dtype=TYPES[kind]).reshape(shape)
        return header, arrays

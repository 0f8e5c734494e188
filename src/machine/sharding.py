"""The decoder with its weights sharded over all processes by FSDP2 (torch.distributed.fsdp.fully_shard): one layer
is whole at a time, and gradients and the optimizer's state are held in parts too. Every process has to pass through
the model as often as every other; knows no loss, no sampler and no protocol."""

import math

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard

from model import Decoder, attention


def own_rows(rows, rank, world):
    """The first of a tensor's rows that `rank` holds, and one past its last, as torch.chunk cuts."""
    each = -(-rows // world)
    return min(rows, rank * each), min(rows, (rank + 1) * each)


class Piece:
    """The rows of one parameter that this process holds: a stretch of the arena, and one of its own `arena`."""

    __slots__ = ("name", "offset", "first", "at", "count")

    def __init__(self, place, at, rank, world):
        first, end = own_rows(place["shape"][0], rank, world)
        row = math.prod(place["shape"][1:])
        self.name, self.offset, self.at = place["name"], place["offset"], at
        self.first, self.count = place["offset"] + first * row, (end - first) * row

    @property
    def own(self):
        return slice(self.at, self.at + self.count)


class Shards:
    """As Parameters of model.py, of which this process holds a part: `arena` has its pieces end to end."""

    copies = False  # of the same weights, on other processes

    def __init__(self, decoder, layout, ranks):
        self.decoder, self.ranks, self.device = decoder, ranks, ranks.device
        self.elements, self.pieces, held = layout["elements"], [], 0
        for place in layout["places"]:
            self.pieces.append(Piece(place, held, ranks.rank, ranks.world))
            held += self.pieces[-1].count
        self.arena = torch.zeros(held, device=self.device)
        self.gradients, self.stale = None, False

    def __getitem__(self, name):
        """Whole while a pass through its layer runs."""
        return self.decoder.parameter(name)

    def write(self, first, values):
        """A stretch of the whole arena from element `first` on."""
        for piece in self.pieces:
            begin, end = max(first, piece.first), min(first + len(values), piece.first + piece.count)
            if begin < end:
                into = piece.at + begin - piece.first
                self.arena[into : into + end - begin] = values[begin - first : end - first].to(self.device)
        self.moved()

    def own(self, values):
        """This process' part of a whole arena."""
        return torch.cat([values[piece.first : piece.first + piece.count] for piece in self.pieces])

    def below(self, elements):
        """How many of this process' elements stand below that one of the whole arena."""
        return sum(piece.count for piece in self.pieces if piece.offset < elements)

    def gathered(self, flat):
        """The whole arena of which each process has `flat`; on rank 0 alone."""
        parts = self.ranks.gathered(([(piece.first, piece.own) for piece in self.pieces], flat.cpu()))
        if self.ranks.rank > 0:
            return None
        whole = torch.zeros(self.elements)
        for places, values in parts:
            for first, own in places:
                whole[first : first + own.stop - own.start] = values[own]
        return whole

    def moved(self):
        """The arena was written to; the model sees it at its next pass."""
        self.stale = True

    @torch.no_grad()
    def refresh(self):
        for piece in self.pieces if self.stale else ():
            self.decoder.parameter(piece.name).to_local().view(-1).copy_(self.arena[piece.own])
        self.stale = False

    def gather_into(self, gradients):
        """From here on `backward` adds to these, laid out as `arena`."""
        self.gradients = gradients

    def backward(self, loss):
        # Gradients are averaged over the processes, the lab's weights are shares of the whole round.
        (self.ranks.world * loss).backward()
        for piece in self.pieces:
            parameter = self.decoder.parameter(piece.name)
            if parameter.grad is not None:
                self.gradients[piece.own] += parameter.grad.to_local().view(-1)
                parameter.grad = None

    def norm(self, gradient):
        """Of all processes' parts together."""
        square = gradient.double().square().sum()
        self.ranks.sum(square)
        return float(square.sqrt())


class Layer(nn.Module):
    """One layer's own parameters, which are whole while its forward runs."""

    def __init__(self, decoder, index, values):
        super().__init__()
        self.own = values
        # In a tuple: a module that stands in its own child would be found without end.
        self.decoder, self.index = (decoder,), index

    def forward(self, x, cos, sin, attend):
        return Decoder.layer(self.decoder[0], self.index, x, cos, sin, attend)


class ShardedDecoder(nn.Module, Decoder):
    """A module for each layer; embedding, last norm and head at the root. `trained` are the parameters of the
    adapter where there is one, else all, or none."""

    def __init__(self, architecture, layout, adapter, adapted, ranks, trains=True):
        nn.Module.__init__(self)
        weights = Shards(self, layout, ranks)
        low_rank = None if adapter is None else Shards(self, adapter, ranks)
        Decoder.__init__(self, architecture, weights, low_rank, adapted)
        self.idle = False
        places = {}
        for each, learns in ((layout, trains and adapter is None), (adapter, trains)):
            for place in [] if each is None else each["places"]:
                layer, own = split(place["name"])
                places.setdefault(layer, []).append((own, place["shape"], learns))

        def made(layer):
            zeros = lambda shape: torch.zeros(shape, device=ranks.device)
            return nn.ParameterDict(
                {own: nn.Parameter(zeros(shape), requires_grad=learns) for own, shape, learns in places[layer]}
            )

        mesh = init_device_mesh(ranks.device.type, (ranks.world,))
        self.parts = nn.ModuleList()
        for index in range(architecture["layers"]):
            # Sharded before the next one is made: no process ever holds all layers.
            self.parts.append(fully_shard(Layer(self, index, made(index)), mesh=mesh))
        self.root = made(None)
        # Not kept whole between passes, as FSDP2 would by itself: weights may move in between.
        fully_shard(self, mesh=mesh, reshard_after_forward=True)

    def parameter(self, name):
        layer, own = split(name)
        return self.root[own] if layer is None else self.parts[layer].own[own]

    def layer(self, index, x, cos, sin, attend):
        return self.parts[index](x, cos, sin, attend)

    def forward(self, work):
        return work()

    # Tensors made under inference_mode could not be used for learning afterwards, and FSDP2 keeps its own.
    reading = staticmethod(torch.no_grad)

    def at_once(self, work):
        if not self.idle:
            self.wanted(True)
        for each in (self.weights, self.adapter):
            if each is not None:
                each.refresh()
        return self(work)

    def wanted(self, own):
        """Whether any process wants to pass through the model."""
        count = torch.tensor([float(own)])
        dist.all_reduce(count)
        return bool(count)

    def join(self, filler):
        """Passes that lead nowhere, until no process has one left of its own."""
        self.idle = True
        while self.wanted(False):
            filler()
        self.idle = False

    def read_one(self):
        """The shortest pass, to join with."""
        token = torch.zeros(1, 1, dtype=torch.int64, device=self.weights.device)
        alone = lambda _, q, k, v: attention(q, k, v)
        return self.at_once(lambda: self.logits(self.hidden(token, token, alone)))


def split(name):
    """Number of the layer (None for the root), and the name there, without the dots that modules refuse."""
    _, layer, own = name.split(".", 2) if name.startswith("layers.") else (None, None, name)
    return None if layer is None else int(layer), own.replace(".", "/")

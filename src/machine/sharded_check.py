"""Weights sharded by FSDP2 over all processes: the lab's loss gives the gradient that whole weights give.
torchrun --nproc_per_node 2 sharded_check.py"""

import math
import os

import numpy
import torch
import torch.distributed as dist
from torch import nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard

from learning import Layout, Sequence, batches, grouped, loss_of
from model import Decoder, Parameters

SHAPE = {"vocabulary": 97, "width": 32, "layers": 3, "heads": 4, "kvHeads": 2, "headDim": 8, "hidden": 48}
ARCHITECTURE = {
    **SHAPE,
    **{"context": 64, "ropeBase": 10000, "normEps": 1e-6, "embeddingScale": math.sqrt(32)},
    **{"tiedEmbeddings": True, "qkNorm": True, "biases": False},
}


def places():
    """As the lab lays parameters out, for the shape above."""
    a, found, first = SHAPE, [], 0
    rows = (a["heads"] + 2 * a["kvHeads"]) * a["headDim"]
    shapes = [("embedding", (a["vocabulary"], a["width"])), ("finalNorm", (a["width"],))]
    for layer in range(a["layers"]):
        shapes += [
            (f"layers.{layer}.{name}", shape)
            for name, shape in (
                ("qkv", (rows, a["width"])),
                ("attentionOut", (a["width"], a["heads"] * a["headDim"])),
                ("gateUp", (2 * a["hidden"], a["width"])),
                ("down", (a["width"], a["hidden"])),
                ("attentionNorm", (a["width"],)),
                ("mlpNorm", (a["width"],)),
                ("qNorm", (a["headDim"],)),
                ("kNorm", (a["headDim"],)),
            )
        ]
    for name, shape in shapes:
        found.append({"name": name, "shape": shape, "offset": first, "elements": math.prod(shape)})
        first += -(-math.prod(shape) // 64) * 64
    return found, first


class Layer(nn.Module):
    """One layer's own parameters, which are whole while its forward runs."""

    def __init__(self, model, index, values):
        super().__init__()
        self.own = nn.ParameterDict(values)
        self.model, self.index = (model,), index

    def forward(self, x, cos, sin, attend):
        return Decoder.layer(self.model[0], self.index, x, cos, sin, attend)


class Named:
    """The parameters of a sharded decoder by the lab's names."""

    device = torch.device("cpu")

    def __init__(self, model):
        self.model = model

    def __getitem__(self, name):
        _, layer, own = name.split(".") if "." in name else ("", "", name)
        return self.model.root[own] if layer == "" else self.model.parts[int(layer)].own[own]


class Sharded(nn.Module, Decoder):
    """The same decoder over modules, one a layer, and the tied embedding at the root."""

    def __init__(self, whole):
        nn.Module.__init__(self)
        Decoder.__init__(self, whole.a, Named(self))
        split = {}
        for name, value in whole.weights.by_name.items():
            layer, _, own = name.removeprefix("layers.").partition(".") if "." in name else ("", "", name)
            split.setdefault(layer, {})[own] = nn.Parameter(value.detach().clone())
        self.root = nn.ParameterDict(split.pop(""))
        self.parts = nn.ModuleList(Layer(self, i, split[str(i)]) for i in range(len(split)))

    def layer(self, index, x, cos, sin, attend):
        return self.parts[index](x, cos, sin, attend)

    def forward(self, layout):
        return loss_of(self, layout, 1.0, None)[0]


def sequences(count):
    random = numpy.random.default_rng(5)
    made = []
    for i in range(count):
        prompt = numpy.random.default_rng(i // 3).integers(0, 97, 7 + i // 3)
        tokens = numpy.concatenate((prompt, random.integers(0, 97, 4 + i % 5)))
        weight = numpy.full(len(tokens) - len(prompt), 0.01, numpy.float32)
        made.append(Sequence(i, tokens, len(prompt), weight, float(random.normal()), None))
    return made


def batch_of(made):
    (batch,) = batches(grouped(made))
    return Layout(batch, torch.device("cpu"))


def main():
    dist.init_process_group("gloo")
    rank, world = dist.get_rank(), dist.get_world_size()
    assert world == int(os.environ["WORLD_SIZE"]) and world > 1, f"{world} processes"
    torch.set_num_threads(1)
    found, elements = places()
    weights = Parameters(found, elements, torch.device("cpu"), trained=True)
    torch.manual_seed(3)
    weights.arena.normal_().mul_(0.2)
    whole = Decoder(ARCHITECTURE, weights)
    made = sequences(12)
    loss_of(whole, batch_of(made), 1.0, None)[0].backward()

    sharded = Sharded(whole)
    mesh = init_device_mesh("cpu", (world,))
    for layer in sharded.parts:
        fully_shard(layer, mesh=mesh)
    fully_shard(sharded, mesh=mesh)
    # Gradients are averaged over the processes, the lab's weights are shares of the whole round.
    (world * sharded(batch_of(made[rank::world]))).backward()
    difference = size = 0.0
    for name, value in sharded.named_parameters():
        name = name.replace("root.", "").replace("parts.", "layers.").replace(".own.", ".")
        theirs = weights[name].grad
        difference += float((value.grad.full_tensor() - theirs).double().pow(2).sum())
        size += float(theirs.double().pow(2).sum())
    held = sum(value.to_local().numel() for value in sharded.parameters())
    every = sum(place["elements"] for place in found)
    relative = (difference / size) ** 0.5
    print(f"process {rank} of {world}: holds {held} of {every} weights, gradient apart by {relative:.1e}", flush=True)
    assert held < 0.6 * every and relative < 1e-5
    dist.destroy_process_group()


if __name__ == "__main__":
    main()

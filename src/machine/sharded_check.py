"""The machine with its weights sharded by FSDP2 beside the machine that holds them whole, asked the same: what is
written, scored, learned and saved is the same. torchrun --nproc_per_node 2 sharded_check.py"""

import math

import numpy
import torch
import torch.distributed as dist

from machine import Machine, Ranks

SHAPE = {"vocabulary": 97, "width": 32, "layers": 3, "heads": 4, "kvHeads": 2, "headDim": 8, "hidden": 48}
ARCHITECTURE = {
    **SHAPE,
    **{"context": 64, "ropeBase": 10000, "normEps": 1e-6, "embeddingScale": math.sqrt(32)},
    **{"tiedEmbeddings": True, "qkNorm": True, "biases": False},
}
QKV = (SHAPE["heads"] + 2 * SHAPE["kvHeads"]) * SHAPE["headDim"]
RANK = 3
SETTINGS = {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "learningRate": 1e-2, "weightDecay": 0.1, "maxNorm": 0.05}
random = numpy.random.default_rng(5)


def laid_out(matrices, vectors=()):
    """A layout as the lab sends it: what decays first, each parameter at a multiple of 64."""
    places, first, decay = [], 0, 0
    for name, shape in (*matrices, *vectors):
        places.append({"name": name, "shape": shape, "offset": first, "elements": math.prod(shape)})
        first += -(-math.prod(shape) // 64) * 64
        decay = first if len(places) <= len(matrices) else decay
    return {"places": places, "elements": first, "decayElements": decay}


def layouts():
    a = SHAPE
    matrices, vectors, low_rank = [("embedding", (a["vocabulary"], a["width"]))], [("finalNorm", (a["width"],))], []
    for layer in (f"layers.{i}." for i in range(a["layers"])):
        matrices += [
            (layer + "qkv", (QKV, a["width"])),
            (layer + "attentionOut", (a["width"], a["heads"] * a["headDim"])),
            (layer + "gateUp", (2 * a["hidden"], a["width"])),
            (layer + "down", (a["width"], a["hidden"])),
        ]
        norms = (("attentionNorm", "width"), ("mlpNorm", "width"), ("qNorm", "headDim"), ("kNorm", "headDim"))
        vectors += [(layer + name, (a[length],)) for name, length in norms]
        low_rank += [(layer + "qkv.A", (RANK, a["width"])), (layer + "qkv.B", (QKV, RANK))]
    return laid_out(matrices, vectors), laid_out(low_rank)


def ends(parts):
    return {"tokens": numpy.concatenate(parts), "lengths": numpy.array([len(each) for each in parts], numpy.uint32)}


def sequences(count):
    """Some go on from one prompt, and there are more of them on one process than on the other."""
    made = [random.integers(0, 97, 7 + i // 3) for i in range(0, count, 3)]
    parts = [numpy.concatenate((made[i // 3], random.integers(0, 97, 4 + i % 5))) for i in range(count)]
    starts = numpy.array([len(made[i // 3]) for i in range(count)], numpy.uint32)
    predicted = sum(map(len, parts)) - int(starts.sum())
    return {
        **ends([each.astype(numpy.uint32) for each in parts]),
        "starts": starts,
        "weights": numpy.full(predicted, 0.01, numpy.float32),
        "advantages": random.normal(size=count).astype(numpy.float32),
    }


def values(layout):
    """Of a whole arena; what lies between parameters is zero, as in the lab's."""
    made = numpy.zeros(layout["elements"], numpy.float32)
    for place in layout["places"]:
        made[place["offset"] : place["offset"] + place["elements"]] = 0.2 * random.normal(size=place["elements"])
    return {"values": made}


def questions(adapted):
    """One after the other, as a run asks them: weights, completions, two seats, a step, what was learned."""
    layout, low_rank = layouts()
    part = {"projection": "qkv", "rank": RANK, "scale": 2.0, "parts": [{"first": 0, "count": QKV}]}
    yield (
        {"ask": "open", "architecture": ARCHITECTURE, "layout": layout, "optimizer": "adamw"}
        | {"adapter": low_rank if adapted else None, "adapted": [part] if adapted else []}
    ), {}
    # In two stretches, the first of which ends within a parameter.
    whole, cut = values(layout)["values"], layout["elements"] // 3
    yield {"ask": "weigh", "arena": "weights", "first": 0}, {"values": whole[:cut]}
    yield {"ask": "weigh", "arena": "weights", "first": cut}, {"values": whole[cut:]}
    yield {"ask": "weigh", "arena": "frozen", "first": 0}, values(layout)
    if adapted:
        yield {"ask": "weigh", "arena": "adapter", "first": 0}, values(low_rank)
    yield {"ask": "restore", "step": 0}, {}
    learned = sequences(12)
    for _ in range(2):
        for player in ("model", "frozen"):
            # Prompts and counts such that the processes write for a different number of steps.
            prompts = ends([random.integers(0, 97, 5 + i).astype(numpy.uint32) for i in range(3)])
            ask = {"ask": "generate", "player": player, "maxNewTokens": 12, "temperature": 1.0, "seed": 3}
            yield ask | {"stop": [1, 2, 3, 4, 5, 6], "notFirst": []}, {
                **{"prompts": prompts["tokens"], "promptLengths": prompts["lengths"]},
                **{"counts": numpy.array([1, 4, 2], numpy.uint32), "streams": numpy.arange(7, dtype=numpy.uint32)},
            }
        yield {"ask": "score"}, {name: learned[name] for name in ("tokens", "lengths", "starts")}
        # The second seat has but one group, so one process has nothing of its own.
        for seat, own in enumerate((learned, sequences(3))):
            yield {"ask": "accumulate", "set": seat, "temperature": 1.0, "clip": None}, own
        yield {"ask": "step", "settings": SETTINGS}, {}
        yield {"ask": "save"}, {}


def apart(there, here):
    """Of two lists of numbers, beside the size of the second."""
    there, here = (numpy.asarray(each, numpy.float64) for each in (there, here))
    assert there.shape == here.shape, f"{there.shape} is not {here.shape}"
    size = float(numpy.linalg.norm(here))
    return float(numpy.linalg.norm(there - here)) / size if size else float(numpy.abs(there).max(initial=0))


def check(ranks, adapted):
    whole, sharded = Machine(ranks), Machine(ranks, shard=True)
    worst = {}
    for ask, arrays in questions(adapted):
        (here, held), (there, parts) = (getattr(machine, ask["ask"])(ask, arrays) for machine in (whole, sharded))
        if ranks.rank == 0:
            numbers = {name: numpy.ravel(here[name]) for name in here} | {
                name: numpy.asarray(each).ravel() for name, each in held.items()
            }
            for name, value in numbers.items():
                difference = apart(numpy.ravel(there[name] if name in there else parts[name]), value)
                worst[name] = max(worst.get(name, 0.0), difference)
    model = sharded.decoder
    own, every = (sum(f(each) for each in model.parameters()) for f in (lambda p: p.to_local().numel(), lambda p: p.numel()))
    assert own < 0.6 * every, f"process {ranks.rank} holds {own} of {every} weights"
    if ranks.rank == 0:
        assert worst["tokens"] == worst["length"] == 0, "other tokens were written"
        assert max(worst[name] for name in ("norms", "values", "m", "v", "logp", "loss")) < 1e-5, worst
        said = ", ".join(f"{name} {worst[name]:.0e}" for name in ("norms", "values", "m", "v", "logp"))
        what = "an adapter" if adapted else "all weights"
        print(f"{ranks.world} processes, {what}: each holds {own} of {every}; apart by {said}", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    ranks = Ranks(None, torch.device("cpu"))
    assert ranks.world > 1, "start it with torchrun"
    for adapted in (False, True):
        check(ranks, adapted)
    dist.destroy_process_group()

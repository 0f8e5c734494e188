"""PyTorch as the lab's machine: `spice run --machine "torchrun --nproc_per_node 2 machine.py"`. Holds weights and
optimizer, generates and learns; corpora, rounds, gates, rewards, records and checkpoints stay in the lab, which asks
over the socket named in SPICE_MACHINE. What it asks is written down in docs/machine-protocol.md."""

import argparse
import os
import sys

try:
    import numpy
    import torch
    import torch.distributed as dist
except ImportError as missing:
    sys.exit(f"machine: {missing.name} is missing for {sys.executable}: python3 -m pip install torch numpy")

from automata import automata_of
from frames import Connection
from learning import Learner, Sequence, grouped, scored
from model import Decoder, Parameters
from sampling import RECORDED, Sampler
from sharding import ShardedDecoder


def device_of(name, local_rank):
    if name is None:
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda":
        torch.cuda.set_device(local_rank % torch.cuda.device_count())
        return torch.device("cuda", torch.cuda.current_device())
    return torch.device(name)


class Ranks:
    """The processes of this machine; one alone where no launcher says otherwise."""

    def __init__(self, wanted, device):
        self.rank, self.world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
        self.device = device
        self.backend = "nccl" if device.type == "cuda" else "gloo"
        if self.world > 1:
            # Frames travel by gloo, tensors by the device's own way.
            dist.init_process_group("cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo")
            counted = torch.ones(1, device=device)
            dist.all_reduce(counted)
            if int(counted) != self.world:
                sys.exit(f"machine: {int(counted)} processes of {self.world} answer")
        if wanted is not None and wanted != self.world:
            sys.exit(f"machine: --world {wanted}, and there are {self.world} processes; start it with torchrun")

    def broadcast(self, value):
        box = [value]
        if self.world > 1:
            dist.broadcast_object_list(box, device=torch.device("cpu"))
        return box[0]

    def gathered(self, value):
        """By rank; on rank 0 alone."""
        if self.world == 1:
            return [value]
        box = [None] * self.world if self.rank == 0 else None
        dist.gather_object(value, box)
        return box

    def sum(self, tensor):
        if self.world > 1:
            dist.all_reduce(tensor)

    def share(self, costs):
        """Indices of this rank's part of a list of work, the costliest first to whoever has least."""
        parts, load = [[] for _ in range(self.world)], [0.0] * self.world
        for index in sorted(range(len(costs)), key=lambda i: (-costs[i], i)):
            least = load.index(min(load))
            parts[least].append(index)
            load[least] += costs[index]
        return sorted(parts[self.rank])


QUESTIONS = ("open", "weigh", "restore", "save", "generate", "accumulate", "step", "score")
# Those that a machine need not know.
OFFERS = ("score",)


class Machine:
    """One model, and what the lab may ask of it. Every rank answers every question; rank 0 has the answer."""

    def __init__(self, ranks, shard=False):
        self.ranks, self.device, self.shard = ranks, ranks.device, shard
        self.sampler = self.learner = self.frozen = None

    def open(self, ask, _):
        """A model of zeros. With an `adapter` its own parameters learn and the weights stand still."""
        # What was held before is let go first.
        self.sampler = self.learner = self.frozen = self.decoder = None
        self.shape = ask["architecture"], ask["layout"]
        adapter = ask.get("adapter")
        self.decoder = self.decoder_of(*self.shape, adapter, ask["adapted"])
        self.sampler = Sampler(self.decoder)
        trained = self.decoder.adapter or self.decoder.weights
        decay = (adapter or ask["layout"])["decayElements"]
        self.learner = None if ask["optimizer"] is None else Learner(self.decoder, trained, decay, ask["optimizer"])
        return {}, {}

    def decoder_of(self, architecture, layout, adapter=None, adapted=(), trains=True):
        if self.shard:
            return ShardedDecoder(architecture, layout, adapter, adapted, self.ranks, trains)
        made = lambda each, learns: Parameters(each["places"], each["elements"], self.device, learns)
        weights = made(layout, trains and adapter is None)
        return Decoder(architecture, weights, None if adapter is None else made(adapter, trains), adapted)

    def weigh(self, ask, arrays):
        """A stretch of an arena: `weights`, `adapter`, or `frozen` for the player that does not learn."""
        if ask["arena"] == "frozen" and self.frozen is None:
            self.frozen = Sampler(self.decoder_of(*self.shape, trains=False))
        decoder = self.frozen.decoder if ask["arena"] == "frozen" else self.decoder
        into = decoder.adapter if ask["arena"] == "adapter" else decoder.weights
        into.write(ask["first"], torch.from_numpy(arrays["values"]))
        return {}, {}

    def restore(self, ask, arrays):
        """The optimizer's state; without arrays as if there had been no step yet."""
        self.learner.forget()
        for name, values in arrays.items():
            self.learner.state[name].copy_(self.learner.trained.own(torch.from_numpy(values)))
        self.learner.step_count = ask["step"]
        return {}, {}

    def save(self, _, __):
        """What learned and the optimizer's state, after it was seen to be the same on every rank."""
        trained = self.learner.trained
        if trained.copies:
            digests = self.ranks.gathered(trained.arena.double().abs().sum().item())
            if self.ranks.rank == 0 and len(set(digests)) > 1:
                raise RuntimeError(f"the ranks hold different weights: {digests}")
        values = {"values": trained.arena, **self.learner.state}
        return {"step": self.learner.step_count}, {name: trained.gathered(each) for name, each in values.items()}

    def generate(self, ask, arrays):
        ends = numpy.cumsum(arrays["promptLengths"], dtype=numpy.int64)
        prompts = [part.astype(numpy.int64) for part in numpy.split(arrays["prompts"], ends[:-1])] if len(ends) else []
        owner = numpy.repeat(numpy.arange(len(prompts)), arrays["counts"].astype(numpy.int64))
        streams = arrays["streams"]
        # Prompts whole: what a sequence draws depends on its stream alone, so the split changes nothing.
        counts = arrays["counts"].astype(numpy.float64)
        mine = numpy.array(self.ranks.share([float(each) for each in counts]), dtype=numpy.int64)
        sequences = numpy.flatnonzero(numpy.isin(owner, mine))
        sampler = self.frozen if ask["player"] == "frozen" else self.sampler
        automata = automata_of(arrays)
        held = None if automata is None else (automata, arrays["states"].astype(numpy.int64)[owner[sequences]])
        owners = numpy.searchsorted(mine, owner[sequences])
        own = sampler.generate([prompts[i] for i in mine], owners, streams[sequences], ask, held)
        parts = self.ranks.gathered((sequences, own))
        if self.ranks.rank > 0:
            return {}, {}
        return {}, joined(len(owner), parts)

    def mine(self, sequences):
        """This rank's sequences; those that go on from one prompt stay together."""
        groups = grouped(sequences)
        costs = [sum(each.own for each in group) + len(group[0].prefix) for group in groups]
        return [each for i in self.ranks.share(costs) for each in groups[i]]

    def score(self, _, arrays):
        found = scored(self.decoder, self.mine(unpacked(arrays)))
        parts = self.ranks.gathered(found)
        if self.ranks.rank > 0:
            return {}, {}
        every = {index: values for part in parts for index, values in part.items()}
        return {}, {"logp": numpy.concatenate([every[i] for i in range(len(every))])}

    def accumulate(self, ask, arrays):
        mine = self.mine(unpacked(arrays))
        found = self.learner.accumulate(mine, ask["set"], ask["temperature"], ask["clip"], automata_of(arrays))
        totals = torch.tensor(found, dtype=torch.float64)
        self.ranks.sum(totals)
        loss, tokens, clipped = totals.tolist()
        return {"loss": loss, "tokens": int(tokens), "clippedShare": clipped / max(1, tokens)}, {}

    def step(self, ask, _):
        for each in self.learner.gradients if self.learner.trained.copies else ():
            self.ranks.sum(each)
        norms, norm = self.learner.step(ask["settings"])
        return {"norms": norms, "norm": norm}, {}


def joined(count, parts):
    """The ranks' sequences in the order in which they were asked for."""
    length = numpy.zeros(count, numpy.uint32)
    for sequences, part in parts:
        length[sequences] = part["length"]
    out = {"length": length, "stopped": numpy.zeros(count, numpy.uint32)}
    first = numpy.concatenate(([0], numpy.cumsum(length, dtype=numpy.int64)))
    for sequences, part in parts:
        out["stopped"][sequences] = part["stopped"]
        lengths = part["length"].astype(numpy.int64)
        own = numpy.arange(lengths.sum()) - numpy.repeat(numpy.cumsum(lengths) - lengths, lengths)
        places = numpy.repeat(first[sequences], lengths) + own
        for name in RECORDED:
            if name not in out:
                out[name] = numpy.zeros((int(first[-1]), *part[name].shape[1:]), part[name].dtype)
            out[name][places] = part[name]
    return out


def unpacked(arrays):
    """Sequences of a question; weights and old log-probabilities stand one a predicted token, weights and advantages
    are zero where nothing is learned."""
    ends = numpy.cumsum(arrays["lengths"], dtype=numpy.int64)
    tokens = numpy.split(arrays["tokens"].astype(numpy.int64), ends[:-1])
    predicted = arrays["lengths"].astype(numpy.int64) - arrays["starts"]
    cuts = numpy.cumsum(predicted)[:-1]
    zeros = lambda count: numpy.zeros(int(count), numpy.float32)
    weights = numpy.split(arrays["weights"] if "weights" in arrays else zeros(predicted.sum()), cuts)
    advantages = arrays["advantages"] if "advantages" in arrays else zeros(len(tokens))
    states = numpy.split(arrays["states"].astype(numpy.int64), cuts) if "states" in arrays else [None] * len(tokens)
    olds = numpy.split(arrays["oldLogProbs"], cuts) if "oldLogProbs" in arrays else [None] * len(tokens)
    return [
        Sequence(i, each, int(arrays["starts"][i]), weights[i], float(advantages[i]), olds[i], states[i])
        for i, each in enumerate(tokens)
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", help="cpu, cuda, mps; the fastest that is there when left out")
    parser.add_argument("--world", type=int, help="refuse to start with another number of processes")
    parser.add_argument("--shard", action="store_true", help="weights in parts over the processes (FSDP2)")
    parser.add_argument("--threads", type=int, default=int(os.environ.get("OMP_NUM_THREADS", 1)), help="of each process")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ranks = Ranks(options.world, device_of(options.device, int(os.environ.get("LOCAL_RANK", 0))))
    if options.shard and ranks.world == 1:
        sys.exit("machine: --shard needs more than one process; start it with torchrun")
    machine, line = Machine(ranks, options.shard), None
    if ranks.rank == 0:
        address, key = os.environ.get("SPICE_MACHINE"), os.environ.get("SPICE_MACHINE_KEY", "")
        if address is None:
            sys.exit('machine: the lab starts this program: spice run --machine "python3 machine.py" ...')
        about = {"engine": f"torch {torch.__version__}", "world": ranks.world, "device": ranks.device.type}
        about["offers"] = OFFERS
        backend = [*([ranks.backend] if ranks.world > 1 else []), *(["FSDP2"] if options.shard else [])]
        line = Connection(address, key, {**about, "backend": ", ".join(backend)})
    while True:
        ask, arrays = ranks.broadcast(line.read() if ranks.rank == 0 else None)
        if ask["ask"] == "end":
            break
        try:
            if ask["ask"] not in QUESTIONS:
                raise ValueError(f"there is no question {ask['ask']}")
            answer, values = getattr(machine, ask["ask"])(ask, arrays)
        except Exception as failed:
            if ranks.rank == 0:
                line.write({"id": ask["id"], "error": f"{type(failed).__name__}: {failed}"})
            raise
        if ranks.rank == 0:
            line.write({"id": ask["id"], **answer}, values)
    if ranks.world > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()

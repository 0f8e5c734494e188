"""Completions of many prompts at once. A prompt is computed once and its keys are read once a step however many
completions go on from it; all sequences are decoded side by side, and those that have stopped leave the batch."""

import numpy
import torch

from drawing import TOP, Drawer, draw_on_device
from model import attention

PROMPT_TOKENS = 8192  # of prompts that are computed at once
CACHE_BYTES = 1 << 30  # keys and values of sequences that are decoded at once
CHECK = 4  # steps between looks at who has stopped
WIDTHS = (8, 4, 2, 1)  # sequences of one prompt that may stand side by side
PROMPT_COST = 0.25  # of reading a prompt's keys, beside computing one sequence's step
LOWEST = -3.4e38  # the logit of what may not come
RECORDED = ("tokens", "logp", "entropy", "topIds", "topProbabilities")


def arrange(owner):
    """Slots for sequences with these owners (ascending): a list of indices, -1 where a slot is left empty, and
    how many slots stand side by side over one prompt."""
    _, counts = numpy.unique(owner, return_counts=True)

    def cost(width):
        prompts = -(-counts // width)
        return float((prompts * (width + PROMPT_COST)).sum())

    width = min(WIDTHS, key=cost)
    slots, first = [], 0
    for count in counts:
        padded = int(-(-count // width) * width)
        slots += [*range(first, first + count), *[-1] * (padded - count)]
        first += count
    return numpy.array(slots), width


class Sampler:
    def __init__(self, decoder):
        self.decoder = decoder
        self.device = decoder.weights.device
        on_processor = self.device.type == "cpu"
        self.draw = Drawer(decoder.a["vocabulary"]) if on_processor else draw_on_device

    def generate(self, prompts, owner, streams, settings, held=None):
        """`prompts`: arrays of ids; sequence i goes on from prompts[owner[i]] with streams[i], owners ascending.
        `held`: None, or automata with the state in which each sequence begins.
        Gives by sequence `length` and `stopped`, and by token of all sequences end to end what RECORDED names."""
        count, most = len(owner), settings["maxNewTokens"]
        record = Record(count)
        a = self.decoder.a
        longest = max((len(prompt) for prompt in prompts), default=0)
        row_bytes = 8 * a["layers"] * a["kvHeads"] * a["headDim"] * (longest + most)
        rows = max(1, CACHE_BYTES // row_bytes)
        for at in range(0, count, rows):
            part = slice(at, at + rows)
            shared, group = numpy.unique(owner[part], return_inverse=True)
            own = None if held is None else (held[0], held[1][part])
            with self.decoder.reading():
                decoding = Decoding(self, [prompts[each] for each in shared], settings)
                decoding.run(numpy.arange(count)[part], group, streams[part], record, own)
        with self.decoder.reading():
            self.decoder.join(self.decoder.read_one)
            return record.arrays()


class Record:
    """What is drawn, step by step, and put in order at the end."""

    def __init__(self, count):
        self.length, self.stopped = numpy.zeros(count, numpy.uint32), numpy.zeros(count, numpy.uint32)
        self.rows, self.drawn = [], []

    def add(self, rows, drawn):
        """One step: of each of `rows` its token and what else RECORDED names."""
        self.length[rows] += 1
        self.rows.append(rows)
        self.drawn.append(drawn)

    def arrays(self):
        out = {"length": self.length, "stopped": self.stopped}
        if not self.rows:
            shapes = {"topIds": (0, TOP), "topProbabilities": (0, TOP)}
            return {**out, **{name: numpy.zeros(shapes.get(name, 0), numpy.float32) for name in RECORDED}}
        # Steps came in order, so a stable sort by sequence leaves each sequence's tokens in order.
        order = numpy.argsort(numpy.concatenate(self.rows), kind="stable")
        for name, parts in zip(RECORDED, zip(*self.drawn)):
            out[name] = torch.cat(parts).cpu().numpy()[order]
        return out


class Decoding:
    """One batch of sequences from its prompts to the last token."""

    def __init__(self, sampler, prompts, settings):
        self.decoder, self.draw, self.device = sampler.decoder, sampler.draw, sampler.device
        self.settings = settings
        lengths = [len(prompt) for prompt in prompts]
        self.longest = max(lengths)
        self.pads = torch.tensor([self.longest - each for each in lengths], device=self.device)
        self.prompts, self.logits = self.prefill(prompts)

    def prefill(self, prompts):
        """By layer the keys and values (N, K, P, D) of the prompts, right-aligned, and the logits after each."""
        a, device, longest = self.decoder.a, self.device, self.longest
        shape = (len(prompts), a["kvHeads"], longest, a["headDim"])
        caches = [(torch.empty(shape, device=device), torch.empty(shape, device=device)) for _ in range(a["layers"])]
        column = torch.arange(longest, device=device)
        before = column[None, :] <= column[:, None]
        logits = []
        step = max(1, PROMPT_TOKENS // longest)
        for at in range(0, len(prompts), step):
            ids = numpy.zeros((len(prompts[at : at + step]), longest), numpy.int64)
            for row, prompt in zip(ids, prompts[at : at + step]):
                row[longest - len(prompt) :] = prompt
            pads = self.pads[at : at + step]
            mask = None
            if bool((pads > 0).any()):
                own = torch.eye(longest, dtype=torch.bool, device=device)
                mask = ((before & (column[None, None] >= pads[:, None, None])) | own)[:, None]

            def attend(layer, q, k, v, at=at, mask=mask):
                for cache, value in zip(caches[layer], (k, v)):
                    cache[at : at + len(value)] = value.transpose(1, 2)
                return attention(q, k, v, mask=mask, causal=mask is None)

            position = (column[None] - pads[:, None]).clamp(min=0)
            logits.append(self.after(torch.from_numpy(ids).to(device), position, attend))
        return caches, torch.cat(logits)

    def after(self, token, position, attend):
        """Logits (N, V) after the last token of each row."""
        model = self.decoder
        return model.at_once(lambda: model.logits(model.hidden(token, position, attend)[:, -1]))

    def seat(self, slots, width, group, own):
        """Puts sequences into slots: `group` by slot, `own` what the slots before held, as indices, or None."""
        a, device = self.decoder.a, self.device
        index = torch.from_numpy(slots).to(device).clamp(min=0)
        self.width = width
        prompt = torch.from_numpy(group[slots.clip(0)][::width].copy()).to(device)
        self.keys = [tuple(each.index_select(0, prompt) for each in layer) for layer in self.prompts]
        pads = self.pads[prompt]
        unseen = torch.arange(self.longest, device=device)[None] < pads[:, None]
        self.unseen = unseen[:, None, None] if bool(unseen.any()) else None
        self.start = (self.longest - pads).repeat_interleave(width)
        most = self.settings["maxNewTokens"]
        shape = (len(slots), a["kvHeads"], most, a["headDim"])
        fresh = [tuple(torch.empty(shape, device=device) for _ in range(2)) for _ in range(a["layers"])]
        if own is not None:
            for new, old in zip(fresh, self.own):
                for cache, before in zip(new, old):
                    cache[:, :, : self.made] = before[:, :, : self.made].index_select(0, index)
        self.own = fresh
        return index

    def attend(self, layer, q, k, v):
        """One step: q (S, 1, H, D) over its prompt's keys and its own, which k and v (S, 1, K, D) join."""
        kv, dim = self.decoder.kv, self.decoder.dim
        slots, repeat = len(q), self.decoder.heads // self.decoder.kv
        width, at = self.width, self.made
        own_keys, own_values = self.own[layer]
        own_keys[:, :, at], own_values[:, :, at] = k[:, 0], v[:, 0]
        prompt_keys, prompt_values = self.keys[layer]
        q = q.view(slots, kv, repeat, dim) * dim**-0.5
        # (prompts, K, width * repeat, D): all that go on from one prompt read its keys together.
        together = q.view(-1, width, kv, repeat, dim).transpose(1, 2).flatten(2, 3)
        scores = together @ prompt_keys.transpose(-1, -2)
        if self.unseen is not None:
            scores = scores.masked_fill(self.unseen, float("-inf"))
        scores = scores.unflatten(2, (width, repeat)).transpose(1, 2).flatten(0, 1)
        own = q @ own_keys[:, :, : at + 1].transpose(-1, -2)
        share = torch.cat((scores, own), -1).softmax(-1)
        first, second = share.split((self.longest, at + 1), -1)
        first = first.unflatten(0, (-1, width)).transpose(1, 2).flatten(2, 3)
        read = (first @ prompt_values).unflatten(2, (width, repeat)).transpose(1, 2).flatten(0, 1)
        return (read + second @ own_values[:, :, : at + 1]).reshape(slots, 1, kv * repeat * dim)

    def run(self, rows, group, streams, record, held=None):
        """`rows`: numbers in `record` of the sequences, whose prompts are `group`, ascending."""
        most, temperature, seed = (self.settings[name] for name in ("maxNewTokens", "temperature", "seed"))
        ends = numpy.zeros(self.decoder.a["vocabulary"], bool)
        ends[self.settings["stop"]] = True
        self.made = 0
        slots, width = arrange(group)
        self.seat(slots, width, group, None)
        logits = self.logits.index_select(0, torch.from_numpy(group[slots.clip(0)]).to(self.device))
        # By slot; an empty one repeats the first sequence and is not recorded.
        rows, group, streams, alive = rows[slots.clip(0)], group[slots.clip(0)], streams[slots.clip(0)], slots >= 0
        automata, states = held or (None, numpy.zeros(len(rows), numpy.int64))
        states = states[slots.clip(0)]
        not_first = torch.tensor(self.settings["notFirst"], dtype=torch.int64, device=self.device)
        logits.index_fill_(1, not_first, LOWEST)
        for step in range(most):
            if automata is not None:
                logits = automata.hold(logits, states)
            drawn = self.draw(logits, temperature, seed, streams, step)
            token = drawn[0]
            if automata is not None:
                states = automata.move(states, token.cpu().numpy())
            if alive.all():
                record.add(rows, drawn)
            else:
                live = torch.from_numpy(numpy.flatnonzero(alive)).to(self.device)
                record.add(rows[alive], tuple(each.index_select(0, live) for each in drawn))
            ended = alive & ends[token.cpu().numpy()]
            record.stopped[rows[ended]] = 1
            alive = alive & ~ended
            if not alive.any() or step + 1 == most:
                break
            if step % CHECK == CHECK - 1 and alive.mean() < 0.8:
                left = numpy.flatnonzero(alive)
                slots, width = arrange(group[left])
                if len(slots) < 0.85 * len(alive):
                    old = left[slots.clip(0)]
                    alive = slots >= 0
                    token = token[self.seat(old, width, group, self.own)]
                    rows, group, streams, states = rows[old], group[old], streams[old], states[old]
            logits = self.after(token[:, None], (self.start + step)[:, None], self.attend)
            self.made += 1

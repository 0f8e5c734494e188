"""Learning from sequences as the lab's trainer does (src/model/trainer.ts, packing.ts): gradients gather in one
arena a set, a step sums the sets, clips by their norm and moves the parameters. Sequences that go on from one
prompt share its rows. Knows no rank and no protocol."""

import numpy
import torch
import torch.nn.functional as F

from model import attention

ROWS = 6144  # rows of the model that are computed and remembered at once


class Take(torch.autograd.Function):
    """Rows x[index], each row of x taken once at most where `inverse` says so; `inverse` leads back, and one past
    the end to nothing. Both ways are reads, which are much faster than sums into scattered rows."""

    @staticmethod
    def forward(context, x, index, inverse):
        context.save_for_backward(inverse)
        return x.index_select(0, index)

    @staticmethod
    def backward(context, gradient):
        (inverse,) = context.saved_tensors
        padded = torch.cat((gradient, gradient.new_zeros(1, gradient.shape[1])))
        return padded.index_select(0, inverse), None, None


class Sequence:
    __slots__ = ("index", "tokens", "start", "weight", "advantage", "old", "states")

    def __init__(self, index, tokens, start, weight, advantage, old, states=None):
        self.index, self.tokens, self.start = index, tokens, start
        self.weight, self.advantage, self.old, self.states = weight, advantage, old, states

    @property
    def own(self):
        """Rows of the sequence alone: the prompt's last token and all but the last of what follows."""
        return len(self.tokens) - self.start

    @property
    def prefix(self):
        return self.tokens[: self.start - 1]


def grouped(sequences):
    """Lists of sequences with one prompt, longest first, so that those laid out together are of a length."""
    groups = {}
    for each in sequences:
        groups.setdefault(each.prefix.tobytes(), []).append(each)
    return sorted(groups.values(), key=lambda group: (-len(group[0].prefix), group[0].index))


def batches(groups):
    """Groups by batch of about ROWS rows; a group that is longer falls apart, its prompt in each part."""
    batch, rows = [], 0
    for group in groups:
        part, prefix = [], len(group[0].prefix)
        for each in sorted(group, key=lambda one: -one.own):
            if rows + prefix + sum(one.own for one in part) + each.own > ROWS and (part or batch):
                if part:
                    batch.append(part)
                yield batch
                batch, rows, part = [], 0, []
            part.append(each)
        batch.append(part)
        rows += prefix + sum(one.own for one in part)
    if batch:
        yield batch


class Layout:
    """Rows of a batch end to end: of each group its prefix, then what each sequence has of its own."""

    def __init__(self, batch, device):
        members = [(g, each) for g, group in enumerate(batch) for each in group]
        prefixes = [group[0].prefix for group in batch]
        token, position, self.members = [], [], [each for _, each in members]
        prefix_at, own_at, row = [], [], 0
        for group, prefix in zip(batch, prefixes):
            prefix_at.append(row)
            token.append(prefix)
            position.append(numpy.arange(len(prefix)))
            row += len(prefix)
            for each in group:
                own_at.append(row)
                token.append(each.tokens[each.start - 1 : -1])
                position.append(numpy.arange(each.start - 1, len(each.tokens) - 1))
                row += each.own
        to = lambda array, kind=numpy.int64: torch.from_numpy(numpy.asarray(array, dtype=kind)).to(device)
        self.rows = row
        self.token, self.position = to(numpy.concatenate(token)), to(numpy.concatenate(position))
        self.longest = max(map(len, prefixes))
        most = max(each.own for each in self.members)
        self.shape = (len(members), most)
        own_length = numpy.array([each.own for each in self.members])
        # Padded: own rows (M, T) and prefixes (G, P), and where each row of the batch stands in them.
        own_at, column = numpy.array(own_at), numpy.arange(most)
        valid = column[None] < own_length[:, None]
        own = numpy.where(valid, own_at[:, None] + column[None], 0)
        own_back = numpy.full(row, own.size)
        own_back[own[valid]] = numpy.flatnonzero(valid)
        self.own, self.own_back = to(own.ravel()), to(own_back)
        self.loss_rows = to(own[valid])
        loss_back = numpy.full(row, valid.sum())
        loss_back[own[valid]] = numpy.arange(valid.sum())
        self.loss_back = to(loss_back)
        self.causal = to(column[None, :] <= column[:, None], bool)
        self.target = to(numpy.concatenate([each.tokens[each.start :] for each in self.members]))
        self.weight = to(numpy.concatenate([each.weight for each in self.members]), numpy.float32)
        self.advantage = to(numpy.repeat([each.advantage for each in self.members], own_length), numpy.float32)
        states = [each.states for each in self.members]
        self.states = None if states[0] is None else numpy.concatenate(states)
        self.old = None
        if self.members[0].old is not None:
            self.old = to(numpy.concatenate([each.old for each in self.members]), numpy.float32)
        if self.longest == 0:
            return
        length = numpy.array([len(prefix) for prefix in prefixes])
        column = numpy.arange(self.longest)
        valid = column[None] < length[:, None]
        prefix = numpy.where(valid, numpy.array(prefix_at)[:, None] + column[None], 0)
        back = numpy.full(row, prefix.size)
        back[prefix[valid]] = numpy.flatnonzero(valid)
        self.prefix, self.prefix_back = to(prefix.ravel()), to(back)
        self.group = to([g for g, _ in members])
        # Each row of the batch among the outputs of own rows, then of prefixes.
        both = numpy.where(own_back < own.size, own_back, own.size + back)
        self.both = to(both)
        both_back = numpy.full(own.size + prefix.size, row)
        both_back[both] = numpy.arange(row)
        self.both_back = to(both_back)
        seen = numpy.broadcast_to(valid[[g for g, _ in members]][:, None, None], (len(members), 1, most, self.longest))
        causal = numpy.broadcast_to(self.causal.cpu().numpy()[None, None], (len(members), 1, most, most))
        self.mask = to(numpy.concatenate((seen, causal), -1), bool)

    def attend(self, _, q, k, v):
        """q (R, H, D), k and v (R, K, D) to (R, H * D): each row sees its prefix and its own sequence so far."""
        (heads, dim), kv = q.shape[1:], k.shape[1]
        both = torch.cat((k, v), 1).flatten(1)
        q = q.flatten(1)
        own_q = Take.apply(q, self.own, self.own_back).view(*self.shape, heads, dim)
        own_kv = Take.apply(both, self.own, self.own_back).view(*self.shape, 2 * kv, dim)
        if self.longest == 0:
            out = attention(own_q, own_kv[:, :, :kv], own_kv[:, :, kv:], causal=True).flatten(0, 1)
            return Take.apply(out, self.own_back, self.own_inverse())
        prefix_q = Take.apply(q, self.prefix, self.prefix_back).view(-1, self.longest, heads, dim)
        prefix_kv = Take.apply(both, self.prefix, self.prefix_back).view(-1, self.longest, 2 * kv, dim)
        first = attention(prefix_q, prefix_kv[:, :, :kv], prefix_kv[:, :, kv:], causal=True)
        all_kv = torch.cat((prefix_kv.index_select(0, self.group), own_kv), 1)
        second = attention(own_q, all_kv[:, :, :kv], all_kv[:, :, kv:], mask=self.mask)
        return Take.apply(torch.cat((second.flatten(0, 1), first.flatten(0, 1))), self.both, self.both_back)

    def own_inverse(self):
        inverse = torch.full((self.own.numel(),), self.rows, device=self.own.device)
        inverse[self.own_back] = torch.arange(self.rows, device=self.own.device)
        return inverse


def log_probs(decoder, layout, temperature=1, automata=None):
    """By predicted token of the layout's members, end to end."""
    x = decoder.hidden(layout.token, layout.position, layout.attend)
    logits = decoder.logits(Take.apply(x, layout.loss_rows, layout.loss_back))
    if automata is not None:
        logits = automata.hold(logits, layout.states)
    if temperature != 1:
        logits = logits / temperature
    return -F.cross_entropy(logits, layout.target, reduction="none")


def scored(decoder, sequences):
    """Log-probabilities of each sequence's tokens[start ..], by the sequence's index."""
    found = {}
    with decoder.reading():
        for batch in batches(grouped(sequences)):
            layout = Layout(batch, decoder.weights.device)
            logp = decoder.at_once(lambda layout=layout: log_probs(decoder, layout)).cpu().numpy()
            ends = numpy.cumsum([each.own for each in layout.members])
            found.update(zip((each.index for each in layout.members), numpy.split(logp, ends[:-1])))
        decoder.join(decoder.read_one)
    return found


def loss_of(decoder, layout, temperature, clip, automata=None):
    """Sum over predicted tokens of the lab's loss, and how many of them the clip holds (policyLoss.row.wgsl)."""
    logp = log_probs(decoder, layout, temperature, automata)
    if clip is None:
        return -(layout.weight * layout.advantage * logp).sum(), 0
    ratio = (logp - layout.old).clamp(max=80).exp()
    free = -layout.advantage * ratio
    bound = -layout.advantage * ratio.clamp(1 - clip["low"], 1 + clip["high"])
    return (layout.weight * torch.maximum(free, bound)).sum(), int((bound > free).sum())


class Learner:
    """`trained` are the parameters that learn: all of the model's, or an adapter's."""

    def __init__(self, decoder, trained, decay_elements, optimizer, sets=2):
        self.decoder, self.trained, self.decay = decoder, trained, trained.below(decay_elements)
        self.optimizer = optimizer
        zeros = lambda: torch.zeros_like(trained.arena)
        self.gradients = [zeros() for _ in range(sets)]
        self.state = {name: zeros() for name in {"adamw": ("m", "v"), "sgd": ("velocity",)}[optimizer]}
        self.step_count = 0

    def accumulate(self, sequences, chosen, temperature, clip, automata=None):
        """Adds to a gradient set; loss, tokens with a loss, and how many of them were clipped."""
        self.trained.gather_into(self.gradients[chosen])
        loss, tokens, clipped = 0.0, 0, 0
        for batch in batches(grouped(sequences)):
            layout = Layout(batch, self.trained.device)
            value, held = self.learn(layout, temperature, clip, automata)
            loss, tokens, clipped = loss + float(value.detach()), tokens + len(layout.target), clipped + held
        nothing = Sequence(0, numpy.zeros(2, numpy.int64), 1, numpy.zeros(1, numpy.float32), 0.0, None)
        self.decoder.join(lambda: self.learn(Layout([[nothing]], self.trained.device), 1, None))
        return loss, tokens, clipped

    def learn(self, layout, temperature, clip, automata=None):
        value, held = self.decoder.at_once(lambda: loss_of(self.decoder, layout, temperature, clip, automata))
        self.trained.backward(value)
        return value, held

    @torch.no_grad()
    def step(self, settings):
        """Norms by set and of their sum, before clipping; the sets are empty afterwards."""
        norms = [self.trained.norm(each) for each in self.gradients]
        total = sum(self.gradients)
        norm = self.trained.norm(total)
        self.step_count += 1
        if norm == norm and norm != float("inf"):
            if norm > settings["maxNorm"]:
                total = total * (settings["maxNorm"] / norm)
            getattr(self, self.optimizer)(total, settings)
            self.trained.moved()
        for each in self.gradients:
            each.zero_()
        return norms, norm

    def adamw(self, gradient, settings):
        """Loshchilov and Hutter, arXiv 1711.05101, algorithm 2; decay on matrices alone."""
        m, v, p = self.state["m"], self.state["v"], self.trained.arena
        beta1, beta2 = (float(numpy.float32(settings[name])) for name in ("beta1", "beta2"))
        rate, decay = settings["learningRate"], settings["weightDecay"]
        m.mul_(beta1).add_(gradient, alpha=1 - beta1)
        v.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
        mean = m / (1 - beta1**self.step_count)
        square = v / (1 - beta2**self.step_count)
        p[: self.decay].mul_(1 - rate * decay)
        p.addcdiv_(mean, square.sqrt_().add_(settings["epsilon"]), value=-rate)

    def sgd(self, gradient, settings):
        """Algorithm 1 of the same, the learning rate outside the velocity."""
        velocity, p = self.state["velocity"], self.trained.arena
        rate, decay = settings["learningRate"], settings["weightDecay"]
        velocity.mul_(settings["momentum"]).add_(gradient)
        p[: self.decay].mul_(1 - rate * decay)
        p.add_(velocity, alpha=-rate)

    def forget(self):
        self.step_count = 0
        for each in self.state.values():
            each.zero_()

"""Drawing tokens as the lab's sampler does (shaders/sample, shaders/common/rand.wgsl): Gumbel noise that is a
hash of seed, stream, step and token, so that a draw depends on nothing else in the batch, and the lab's own
kernels draw the same tokens from the same logits."""

import numpy
import torch

TOP = 5
ROWS = 64  # rows that stay in the processor's cache together
U = numpy.uint32
UNIT = 2.0**-32
LARGEST = 0.99999994


def pcg_(state, word):
    """pcg of O'Neill 2014 over u32, in place; `word` is scratch of the same shape."""
    numpy.multiply(state, U(747796405), out=state)
    numpy.add(state, U(2891336453), out=state)
    numpy.right_shift(state, U(28), out=word)
    numpy.add(word, U(4), out=word)
    numpy.right_shift(state, word, out=word)
    numpy.bitwise_xor(word, state, out=word)
    numpy.multiply(word, U(277803737), out=word)
    numpy.right_shift(word, U(22), out=state)
    numpy.bitwise_xor(state, word, out=state)
    return state


def pcg(values):
    state = numpy.atleast_1d(numpy.asarray(values, dtype=U)).copy()
    return pcg_(state, numpy.empty_like(state))


def draw_keys(seed, streams, step):
    """Two keys (B) of one draw of each stream: the same three numbers hashed in two orders."""
    seed, step = U(seed), U(step)
    first = pcg(pcg(streams + pcg(step)) + seed)
    second = pcg(pcg(pcg(streams ^ U(0x9E3779B9)) + seed) + step)
    return first, second


class Drawer:
    """Draws rows of logits (B, V) on the processor, in blocks that stay in its cache."""

    def __init__(self, vocabulary):
        self.tokens = numpy.arange(vocabulary, dtype=U)[None]
        shape = (ROWS, vocabulary)
        self.bits, self.word = numpy.empty(shape, U), numpy.empty(shape, U)
        self.noise = numpy.empty(shape, numpy.float32)

    def exponential(self, first, second):
        """-E for E standard exponential (rows, V): Gumbel noise is -log E."""
        count = len(first)
        bits, word, noise = self.bits[:count], self.word[:count], self.noise[:count]
        numpy.add(self.tokens, first[:, None], out=bits)
        pcg_(bits, word)
        numpy.bitwise_xor(bits, second[:, None], out=bits)
        pcg_(bits, word)
        noise[:] = bits
        noise += numpy.float32(0.5)
        noise *= numpy.float32(-UNIT)
        numpy.maximum(noise, numpy.float32(-LARGEST), out=noise)
        tensor = torch.from_numpy(noise)
        return torch.log1p(tensor, out=tensor)

    def __call__(self, logits, temperature, seed, streams, step):
        """Token, its log-probability, entropy (nats), and the likeliest ids with their probabilities."""
        parts = []
        keys = draw_keys(seed, streams, step) if temperature > 0 else None
        for at in range(0, len(logits), ROWS):
            x = logits[at : at + ROWS]
            if temperature > 0 and temperature != 1:
                x = x / temperature
            top, ids = x.topk(TOP)
            z = x - top[:, :1]
            e = z.exp()
            total = e.sum(-1)
            if keys is None:
                token = ids[:, 0]
            else:
                noise = self.exponential(keys[0][at : at + ROWS], keys[1][at : at + ROWS])
                # The largest x + Gumbel is the smallest E / e^x.
                token = torch.from_numpy(torch.div(noise, e, out=noise).numpy().argmax(-1))
            moment = torch.linalg.vecdot(e, z)
            parts.append(
                (
                    token,
                    z.gather(-1, token[:, None])[:, 0] - total.log(),
                    total.log() - moment / total,
                    ids,
                    (top - top[:, :1]).exp() / total[:, None],
                )
            )
        return tuple(torch.cat(each) for each in zip(*parts))


def draw_on_device(logits, temperature, seed, streams, step):
    """As Drawer, in operations that any device has."""
    mask = 0xFFFFFFFF

    def hashed(value):
        state = (value * 747796405 + 2891336453) & mask
        word = (((state >> ((state >> 28) + 4)) ^ state) * 277803737) & mask
        return (word >> 22) ^ word

    x = logits / temperature if temperature > 0 else logits
    top, ids = x.topk(TOP)
    z = x - top[:, :1]
    e = z.exp()
    total = e.sum(-1)
    token = ids[:, 0]
    if temperature > 0:
        first, second = (torch.from_numpy(each.astype(numpy.int64)).to(x.device)[:, None] for each in draw_keys(seed, streams, step))
        tokens = torch.arange(x.shape[1], device=x.device)[None]
        bits = hashed(hashed((tokens + first) & mask) ^ second)
        uniform = ((bits.float() + 0.5) * UNIT).clamp(max=LARGEST)
        token = (torch.log1p(-uniform) / e).argmax(-1)
    entropy = total.log() - (e * z).sum(-1) / total
    logp = z.gather(-1, token[:, None])[:, 0] - total.log()
    return token, logp, entropy, ids, (top - top[:, :1]).exp() / total[:, None]

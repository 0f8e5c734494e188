"""Automata over tokens, which say what may come next (shaders/constrain): in compressed rows, the tokens of a state
ascending; a state without edges allows every token and stays. State 0 is one of these."""

import numpy
import torch

FORBIDDEN = -1e30  # its exponential is exactly zero, and it stays finite at any temperature


class Automata:
    def __init__(self, first, tokens, after):
        self.first, self.tokens, self.after = (each.astype(numpy.int64) for each in (first, tokens, after))
        states = numpy.repeat(numpy.arange(len(self.first) - 1), numpy.diff(self.first))
        self.keys = (states << 32) + self.tokens

    def hold(self, logits, states):
        """Logits (R, V) with those that the states (R) forbid out of the softmax."""
        begin = self.first[states]
        counts = self.first[states + 1] - begin
        row = numpy.repeat(numpy.arange(len(states)), counts)
        edge = numpy.arange(counts.sum()) - numpy.repeat(numpy.cumsum(counts) - counts, counts) + numpy.repeat(begin, counts)
        forbidden = torch.from_numpy(counts > 0).to(logits.device)[:, None].repeat(1, logits.shape[1])
        allowed = (torch.from_numpy(each).to(logits.device) for each in (row, self.tokens[edge]))
        forbidden[tuple(allowed)] = False
        return logits.masked_fill(forbidden, FORBIDDEN)

    def move(self, states, tokens):
        """The states (R) after these tokens (R); without such an edge a state stays."""
        if len(self.keys) == 0:
            return states
        key = (states << 32) + tokens
        edge = numpy.searchsorted(self.keys, key).clip(max=len(self.keys) - 1)
        return numpy.where(self.keys[edge] == key, self.after[edge], states)


def automata_of(arrays):
    """Null where a question has none."""
    names = ("stateFirst", "edgeTokens", "edgeNext")
    return Automata(*(arrays[name] for name in names)) if names[0] in arrays else None

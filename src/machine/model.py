"""A decoder of the Llama/Qwen3 family over one flat arena of parameters, as the lab lays it out: the same
formulas as the lab's kernels (src/model/forward.ts). Knows no loss, no optimizer and no protocol."""

import torch
import torch.nn.functional as F


class Parameters:
    """Named views into one flat arena: `places` as the lab sends them."""

    copies = True  # of the same weights, on other processes

    def __init__(self, places, elements, device, trained):
        self.places, self.elements, self.device = places, elements, device
        self.arena = torch.zeros(elements, device=device)
        self.by_name = {place["name"]: self.view(self.arena, place) for place in places}
        if trained:
            # Leaves of autograd that share the arena's memory; their gradients are views into one arena too.
            for each in self.by_name.values():
                each.requires_grad_()

    @staticmethod
    def view(arena, place):
        first = place["offset"]
        return arena.detach()[first : first + place["elements"]].view(place["shape"])

    def gather_into(self, gradients):
        """From here on backward passes add to this arena."""
        for place in self.places:
            self.by_name[place["name"]].grad = self.view(gradients, place)

    def backward(self, loss):
        loss.backward()

    @torch.no_grad()
    def write(self, first, values):
        self.arena[first : first + len(values)] = values.to(self.device)

    # Where weights are sharded (sharding.py) a process holds a part of the arena; here all of it.
    def own(self, values):
        return values

    def below(self, elements):
        return elements

    def gathered(self, flat):
        return flat

    def moved(self):
        pass

    def norm(self, gradient):
        return float(gradient.double().norm())

    def __getitem__(self, name):
        return self.by_name[name]


def rope_table(a, device):
    """(context, 2, D/2): cos and sin of position * base^(-2i/D) / factor[i], computed in f64."""
    half = a["headDim"] // 2
    frequency = a["ropeBase"] ** (-torch.arange(half, dtype=torch.float64) / half)
    if a.get("ropeFactors"):
        frequency = frequency / torch.tensor(a["ropeFactors"], dtype=torch.float64)
    angle = torch.arange(a["context"], dtype=torch.float64)[:, None] * frequency
    return torch.stack((angle.cos(), angle.sin()), 1).float().to(device)


class Decoder:
    """`weights` are all parameters; `adapter`, where there is one, the low-rank share beside them."""

    def __init__(self, architecture, weights, adapter=None, adapted=()):
        self.a, self.weights, self.adapter = architecture, weights, adapter
        self.adapted = {each["projection"]: each for each in adapted}
        self.rope = rope_table(architecture, weights.device)
        a = architecture
        self.heads, self.kv, self.dim = a["heads"], a["kvHeads"], a["headDim"]
        self.head_name = "embedding" if a["tiedEmbeddings"] else "head"

    # No gradients, as fast as may be.
    reading = staticmethod(torch.inference_mode)

    def at_once(self, work):
        """One pass through the model. Where weights are sharded, every process makes as many."""
        return work()

    def join(self, filler):
        """Waits for processes that have more passes to make, where there have to be as many."""

    def read_one(self):
        pass

    def norm(self, x, weight):
        return F.rms_norm(x, (x.shape[-1],), weight, self.a["normEps"])

    def project(self, layer, projection, x):
        """W x (+ b) (+ scale B A x on the targeted columns)."""
        name = f"layers.{layer}.{projection}"
        bias = self.weights[f"layers.{layer}.qkvBias"] if projection == "qkv" and self.a["biases"] else None
        y = F.linear(x, self.weights[name], bias)
        plan = self.adapted.get(projection)
        if plan is None:
            return y
        rank, scale, parts = plan["rank"], plan["scale"], plan["parts"]
        down, up = self.adapter[f"{name}.A"], self.adapter[f"{name}.B"]
        shares, row, first = [], 0, 0
        for i, part in enumerate(parts):
            if part["first"] > first:
                shares.append(y.new_zeros(*y.shape[:-1], part["first"] - first))
            low = F.linear(x, down[i * rank : (i + 1) * rank])
            shares.append(scale * F.linear(low, up[row : row + part["count"]]))
            row, first = row + part["count"], part["first"] + part["count"]
        if first < y.shape[-1]:
            shares.append(y.new_zeros(*y.shape[:-1], y.shape[-1] - first))
        return y + torch.cat(shares, -1)

    def embed(self, token):
        return F.embedding(token, self.weights["embedding"]) * self.a["embeddingScale"]

    def rotate(self, x, cos, sin):
        """x (..., heads, D); cos and sin broadcast over heads."""
        return torch.addcmul(x * cos, x.roll(self.dim // 2, -1), sin)

    def layer(self, layer, x, cos, sin, attend):
        """x (..., C); `attend(q, k, v)` takes (..., heads, D) and gives (..., H * D)."""
        w = lambda name: self.weights[f"layers.{layer}.{name}"]
        qkv = self.project(layer, "qkv", self.norm(x, w("attentionNorm"))).unflatten(-1, (-1, self.dim))
        turned, v = qkv.split((self.heads + self.kv, self.kv), -2)
        if self.a["qkNorm"]:
            q, k = turned.split((self.heads, self.kv), -2)
            turned = torch.cat((self.norm(q, w("qNorm")), self.norm(k, w("kNorm"))), -2)
        q, k = self.rotate(turned, cos, sin).split((self.heads, self.kv), -2)
        x = x + self.project(layer, "attentionOut", attend(q, k, v))
        gate, up = self.project(layer, "gateUp", self.norm(x, w("mlpNorm"))).chunk(2, -1)
        return x + self.project(layer, "down", F.silu(gate) * up)

    def hidden(self, token, position, attend):
        """Token ids and positions (...) to the residual stream (..., C); `attend(layer, q, k, v)`."""
        x = self.embed(token)
        # (..., 1, D): for the turn of halves, cosines twice, and sines whose first half is negative.
        cos, sin = self.rope[position].unsqueeze(-3).unbind(-2)
        cos, sin = torch.cat((cos, cos), -1), torch.cat((-sin, sin), -1)
        for layer in range(self.a["layers"]):
            x = self.layer(layer, x, cos, sin, lambda q, k, v, layer=layer: attend(layer, q, k, v))
        return x

    def logits(self, x):
        return F.linear(self.norm(x, self.weights["finalNorm"]), self.weights[self.head_name])


def attention(q, k, v, mask=None, causal=False):
    """q (B, T, H, D), k and v (B, S, K, D) to (B, T, H * D)."""
    q, k, v = (each.transpose(1, 2) for each in (q, k, v))
    if k.shape[1] != q.shape[1]:
        repeat = q.shape[1] // k.shape[1]
        k, v = k.repeat_interleave(repeat, 1), v.repeat_interleave(repeat, 1)
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
    return out.transpose(1, 2).flatten(2)

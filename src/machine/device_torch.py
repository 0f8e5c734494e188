"""PyTorch's side of `spice device`: training steps of the same models, eager and compiled, in f32 without TF32, and
the same products through the device's BLAS. The question is JSON on the standard input; each finding is a line of
JSON on the standard output, so that an early end loses nothing."""

import json
import statistics
import sys
import time

try:
    import torch
    import torch.nn.functional as F
except ImportError as missing:
    sys.exit(f"{missing.name} is missing for {sys.executable}")

from deadline import ended_in_time
from model import Decoder, Parameters, attention

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
WARM, REPEATS = 3, 5
BEGAN = time.monotonic()
# Seconds that compiling and measuring one model may take, and fewer than which it is not begun.
MOST_COMPILING, LEAST_COMPILING = 40, 8
# Seconds of the whole that are left for its end.
SPARE = 3
PAST_CACHES, MOST_COPIES = 2**28, 16


def say(**finding):
    print(json.dumps({"finding": finding}), flush=True)


def settle():
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def parameters_of(layout, trained):
    made = Parameters(layout["places"], layout["elements"], DEVICE, trained)
    with torch.no_grad():
        made.arena.normal_(0, 0.02)
    return made


def step_of(asked, compiled):
    """A step of the same batch each time: forward, loss, backward, AdamW."""
    question, architecture = asked["model"], asked["model"]["architecture"]
    adapter = question["adapter"] and parameters_of(question["adapter"], True)
    weights = parameters_of(question["layout"], adapter is None)
    decoder = Decoder(architecture, weights, adapter, question["adapted"])
    trained = adapter or weights
    sequences, length = asked["sequences"], asked["length"]
    tokens = torch.randint(0, 500, (sequences, length + 1), device=DEVICE)
    position = torch.arange(length, device=DEVICE).expand(sequences, length)
    optimizer = torch.optim.AdamW(list(trained.by_name.values()), lr=1e-6, fused=DEVICE.type == "cuda")

    def loss_of(tokens):
        x = decoder.hidden(tokens[:, :-1], position, lambda _, q, k, v: attention(q, k, v, causal=True))
        return F.cross_entropy(decoder.logits(x).flatten(0, 1), tokens[:, 1:].flatten())

    forward = torch.compile(loss_of) if compiled else loss_of

    def step():
        optimizer.zero_grad(set_to_none=True)
        forward(tokens).backward()
        torch.nn.utils.clip_grad_norm_(list(trained.by_name.values()), 1.0)
        optimizer.step()

    return step


def train(asked, steps, compiled):
    began = time.perf_counter()
    step = step_of(asked, compiled)
    step()
    settle()
    first = 1000 * (time.perf_counter() - began)
    for _ in range(2):
        step()
    settle()
    times, begin = [], time.perf_counter()
    while len(times) < steps["least"] or (len(times) < steps["most"] and 1000 * (time.perf_counter() - begin) < steps["ms"]):
        start = time.perf_counter()
        step()
        settle()
        times.append(1000 * (time.perf_counter() - start))
    ms = statistics.median(times)
    say(
        kind="training",
        training={
            "by": "PyTorch compiled" if compiled else "PyTorch",
            "model": asked["name"],
            "parameters": asked["parameters"],
            # Frozen weights stand in f32 here.
            "weights": "all" if asked["model"]["adapter"] is None else "f16",
            "sequences": asked["sequences"],
            "length": asked["length"],
            "tokensPerSecond": 1000 * asked["sequences"] * asked["length"] / ms,
            "ms": ms,
            "firstStep": first,
        },
    )


def multiply(m, n, k, weights):
    kind = torch.float32 if weights == "f32" else torch.float16
    if DEVICE.type == "cpu":
        kind = torch.float32
    size = torch.finfo(kind).bits // 8
    copies = 1 if weights == "f32" else min(MOST_COPIES, -(-PAST_CACHES // (size * n * k)))
    a = torch.randn(m, k, device=DEVICE, dtype=kind)
    each = [torch.randn(n, k, device=DEVICE, dtype=kind) for _ in range(copies)]
    run = lambda: [F.linear(a, w) for w in each]
    for _ in range(WARM):
        run()
    settle()
    best = float("inf")
    for _ in range(REPEATS):
        start, count = time.perf_counter(), 0
        while count < 1 or time.perf_counter() - start < 0.02:
            for _ in range(4):
                run()
            settle()
            count += 4
        best = min(best, (time.perf_counter() - start) / count / copies)
    moved = size * (m * k + n * k + m * n)
    say(
        kind="product",
        product={
            "by": "cuBLAS" if DEVICE.type == "cuda" else "PyTorch",
            "m": m,
            "n": n,
            "k": k,
            "weights": "f32" if kind == torch.float32 else "f16",
            "ms": 1000 * best,
            "flops": 2 * m * n * k / best,
            "bytesPerSecond": moved / best,
        },
    )


def attempt(name, measure, *given):
    try:
        measure(*given)
    except Exception as error:  # a part that fails is a note, and the next one is measured
        say(kind="note", note=f"{name}: {str(error).strip().splitlines()[-1][:200] if str(error).strip() else type(error).__name__}")


def compiled_apart(asked, steps, seconds):
    """In a process of its own: a compilation that hangs can only be ended from outside."""
    left = min(MOST_COMPILING, seconds - (time.monotonic() - BEGAN) - SPARE)
    if left < LEAST_COMPILING:
        raise TimeoutError("not begun, the time was over")
    given = json.dumps({"compiled": asked, "steps": steps})
    if not ended_in_time([sys.executable, __file__], given, left):
        raise TimeoutError(f"not compiled and measured within {left:.0f} s")


def main():
    asked = json.load(sys.stdin)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.set_float32_matmul_precision("highest")
    torch.manual_seed(1)
    if "compiled" in asked:
        train(asked["compiled"], asked["steps"], True)
        return
    name = torch.cuda.get_device_name() if DEVICE.type == "cuda" else "the processor"
    say(kind="torch", torch=f"PyTorch {torch.__version__} on {name}, f32 without TF32")
    for each in asked["models"]:
        attempt(f"{each['name']}, eager", train, each, asked["steps"], False)
    for size in asked["squares"]:
        attempt(f"product of {size}", multiply, size, size, size, "f32")
    for n, k in asked["matrices"]:
        for m in asked["rows"]:
            attempt(f"product of {m} x {n} x {k}", multiply, m, n, k, "f16")
    # Last, since compiling takes longest: smallest first. On a processor it takes minutes and says nothing.
    for each in asked["models"] if DEVICE.type == "cuda" else []:
        attempt(f"{each['name']}, compiled", compiled_apart, each, asked["steps"], asked["seconds"])


main()

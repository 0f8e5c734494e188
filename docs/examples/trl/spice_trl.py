"""SPICE on TRL: a GRPOTrainer whose rollout is a whole round of the lab, played by dist/rules.mjs.

    npm run build:rules
    npm run spice -- export --model public/weights/tiny-stories.safetensors --out model
    torchrun --nproc_per_node 2 spice_trl.py --rules ../../../dist/rules.mjs --model model --out trained \
        --checkpoint ../../../public/weights/tiny-stories.safetensors --corpus ../../../public/corpora/stories-numbers/corpus.jsonl.gz
    npm run spice -- eval public/probes/integers.json --checkpoints trained/model

Pinned to trl==1.16.*, because it overrides two methods of GRPOTrainer that are PRIVATE and may change in any release:
`_generate_and_score_completions` (a round in place of prompts, completions and rewards) and, by calling it,
`_generate_single_turn` (TRL's own generation: transformers, vLLM, ZeRO-3, FSDP). It also fills `_metrics`. The public
`rollout_func` is EXPERIMENTAL and not enough: it wants one row per prompt, and centres the rewards again.
TRL gives no norms by seat and no probe, and does not resume the window of questions; `spice run --machine` does.
Start it with torchrun: `accelerate launch --cpu --num_processes 2` starts one process.
A published model takes `--set game.prompts=paper` and its own folder as --checkpoint; it is not tied here."""

import argparse
import json
import os
import subprocess

import torch
from accelerate.utils import broadcast_object_list, gather_object
from datasets import Dataset
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import GRPOConfig, GRPOTrainer
from trl.trainer.utils import pad


class Rules:
    """Lines of JSON to rules.mjs (docs/rules-protocol.md)."""

    def __init__(self, script):
        self.child = subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def say(self, **line):
        self.child.stdin.write(json.dumps(line) + "\n")
        self.child.stdin.flush()

    def hear(self):
        line = json.loads(self.child.stdout.readline())
        if "error" in line:
            raise RuntimeError(line["error"])
        return line


class ScaledEmbedding(nn.Embedding):
    scale = 1.0

    def forward(self, ids):
        return super().forward(ids) * self.scale


def tie(model, scale):
    """An export unties a scaled embedding; trained apart, no checkpoint of the lab can hold the two."""
    head = model.lm_head.weight
    embedding = ScaledEmbedding(*head.shape, _weight=head)
    embedding.weight, embedding.scale = head, scale
    model.model.embed_tokens = embedding


def untie(model):
    """As the export was, so that transformers, vLLM and the lab load it."""
    embedding = model.model.embed_tokens
    model.model.embed_tokens = nn.Embedding(*embedding.weight.shape, _weight=embedding.weight.detach() * embedding.scale)


class SpiceTrainer(GRPOTrainer):
    rules = out = None  # rules on the main process alone
    questions = ()

    def shared(self, value=None):
        """The main process's value, on every process."""
        box = [value]
        if self.accelerator.num_processes > 1:
            broadcast_object_list(box)
        return box[0]

    def play(self, round):
        main = self.accelerator.is_main_process
        if main:
            self.rules.say(id=round, op="round", round=round, questions=list(self.questions))
        while True:
            line = self.shared(self.rules.hear() if main else None)
            if "ok" in line:
                self.questions = line["ok"]["questions"]
                return line["ok"]
            generations = self.answers(line)
            if main:
                self.rules.say(answer=line["ask"], generations=generations)

    def answers(self, ask):
        """By TRL's own generation, which wants as many rows on every process."""
        rank, world = self.accelerator.process_index, self.accelerator.num_processes
        rows = [each["prompt"] for each in ask["requests"] for _ in range(each["count"])]
        rows += [[self._tokenizer.eos_token_id]] * (-len(rows) % world)
        found, logps = self._generate_single_turn(rows[rank::world], None, {}, 1)
        most = ask["maxNewTokens"]  # one length for both seats: the Reasoner's is cut to its own
        mine = [
            {
                "tokens": ids[:most],
                "logp": [0.0] * len(ids[:most]) if logps is None else list(logps[i][:most]),
                "stopped": len(ids) <= most and ids[-1] in ask["stop"],
            }
            for i, ids in enumerate(found)
        ]
        everybody = gather_object([(rank + i * world, each) for i, each in enumerate(mine)])
        ordered = iter([each for _, each in sorted(everybody, key=lambda one: one[0])])
        return [[next(ordered) for _ in range(each["count"])] for each in ask["requests"]]

    def _generate_and_score_completions(self, inputs):
        device, world = self.accelerator.device, self.accelerator.num_processes
        played = self.play(self.state.global_step)
        end = self._tokenizer.eos_token_id
        filler = {"prompt": [end], "tokens": [end], "advantage": 0.0, "weight": 0.0}
        rows, parts = played["trajectories"], world * self.args.steps_per_generation
        # As many on every process and accumulation step. A round without signal leaves the weights alone: its rows
        # have no gradient, and its rate of 0 keeps AdamW's momentum from moving them.
        rate = played["learningRate"] if rows else 0.0
        rows = rows + [filler] * (-len(rows) % parts or (0 if rows else parts))
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        if self.accelerator.is_main_process:
            with open(f"{self.out}/episodes.jsonl", "a") as file:
                file.writelines(json.dumps(each) + "\n" for each in played["episodes"])
            with open(f"{self.out}/metrics.jsonl", "a") as file:
                file.write(json.dumps(played["metrics"]) + "\n")
        self._metrics["train"]["spice/validRate"].append(played["metrics"]["validRate"])
        # dr_grpo divides by rows x max_completion_length: what the lab weighs is what remains.
        scale = len(rows) * self.max_completion_length
        mine = rows[self.accelerator.process_index :: world]

        def padded(make, side, value):
            return pad([torch.tensor(make(row)) for row in mine], padding_value=value, padding_side=side).to(device)

        return {
            "prompt_ids": padded(lambda row: row["prompt"], "left", end),
            "prompt_mask": padded(lambda row: [1] * len(row["prompt"]), "left", 0),
            "completion_ids": padded(lambda row: row["tokens"], "right", end),
            "completion_mask": padded(lambda row: [1] * len(row["tokens"]), "right", 0),
            "advantages": torch.tensor([row["advantage"] * row["weight"] * scale for row in mine], device=device),
            "num_items_in_batch": torch.tensor(sum(len(row["tokens"]) for row in rows), device=device),
        }


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("model", "checkpoint", "rules", "out"):
        options.add_argument(f"--{name}", required=True)
    options.add_argument("--corpus", nargs="+", required=True)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--accumulate", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--set", nargs="*", default=["update.warmUpRounds=0"])
    given = options.parse_args()
    os.makedirs(given.out, exist_ok=True)
    args = GRPOConfig(
        output_dir=f"{given.out}/trl",
        max_steps=given.rounds,
        per_device_train_batch_size=4,
        gradient_accumulation_steps=given.accumulate,
        num_generations=4,
        max_completion_length=160,
        # The lab's loss: no KL term, advantages as given, one length for all rows.
        **{"beta": 0.0, "scale_rewards": "none", "loss_type": "dr_grpo", "temperature": 1.0, "epsilon": 0.2},
        **{"learning_rate": 3e-4, "lr_scheduler_type": "constant", "adam_beta2": 0.99, "max_grad_norm": 1.0},
        **{"ddp_backend": "gloo" if not torch.cuda.is_available() else None, "use_cpu": not torch.cuda.is_available()},
        **{"bf16": False, "logging_steps": 1, "save_strategy": "no", "report_to": "none"},
        **{"gradient_checkpointing": False, "remove_unused_columns": False},
    )
    asked = int(os.environ.get("WORLD_SIZE", 1))
    assert args.world_size == asked, f"{args.world_size} processes where {asked} were asked for"
    main_process = args.process_index == 0
    rules, facts = (Rules(given.rules), None) if main_process else (None, None)
    if main_process:
        rules.say(id=-1, op="open", model=given.checkpoint, corpus=given.corpus, seed=given.seed, set=given.set)
        facts = rules.hear()["ok"]
    box = [facts]
    if args.world_size > 1:
        torch.distributed.broadcast_object_list(box, 0)
    scale = box[0]["architecture"]["embeddingScale"]
    model = AutoModelForCausalLM.from_pretrained(given.model, dtype=torch.float32)
    if scale != 1:
        tie(model, scale)
    before = model.lm_head.weight.detach().clone()
    trainer = SpiceTrainer(
        model=model,
        reward_funcs=lambda completions, **_: [0.0] * len(completions),
        args=args,
        train_dataset=Dataset.from_dict({"prompt": ["a round of the lab"] * 64}),
        processing_class=AutoTokenizer.from_pretrained(given.model),
    )
    trainer.rules, trainer.out = rules, given.out
    torch.manual_seed(100 + args.process_index)  # each process samples for itself
    trainer.train()
    trained = trainer.accelerator.unwrap_model(trainer.model_wrapped)
    digests = gather_object([float(sum(each.detach().double().abs().sum() for each in trained.parameters()))])
    assert len(digests) == asked and len(set(digests)) == 1, f"the processes hold different weights: {digests}"
    if main_process:
        print(f"{asked} processes, equal weights, head moved by {float((trained.lm_head.weight - before).norm()):.4f}")
        if scale != 1:
            untie(trained)
        trained.save_pretrained(f"{given.out}/model")
        trainer.processing_class.save_pretrained(f"{given.out}/model")


if __name__ == "__main__":
    main()

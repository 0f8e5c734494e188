"""A machine for `spice run --machine` whose processes Ray places: python3 ray_machine.py --world 2 [--gpus 1].

Each actor is one rank of the lab's own machine.py, with the variables that torchrun would set. Rank 0 speaks to the
lab, so SPICE_MACHINE_HOST must be an address that its node can reach. Uses nothing of Ray but actors."""

import argparse
import os
import socket
import sys

# Ray would write a token into the home folder.
os.environ.setdefault("RAY_AUTH_MODE", "disabled")
import ray


@ray.remote
class Rank:
    def address(self):
        """Where rank 0 of torch.distributed is to listen."""
        with socket.socket() as free:
            free.bind(("", 0))
            return ray.util.get_node_ip_address(), free.getsockname()[1]

    def work(self, folder, environment, options):
        os.environ.update(environment)
        sys.path.insert(0, folder)
        sys.argv = ["machine.py", *options]
        import machine

        machine.main()


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--world", type=int, default=1, help="processes")
parser.add_argument("--gpus", type=float, default=0, help="GPUs per process")
parser.add_argument("--machine", default="src/machine", help="the folder of machine.py, at the same path on every node")
given, options = parser.parse_known_args()
# An address in RAY_ADDRESS joins a cluster; without one Ray starts on this computer.
ray.init(include_dashboard=False, log_to_driver=True)
ranks = [Rank.options(num_cpus=1, num_gpus=given.gpus).remote() for _ in range(given.world)]
host, port = ray.get(ranks[0].address.remote())
shared = {name: value for name, value in os.environ.items() if name.startswith("SPICE_MACHINE")}
shared |= {"MASTER_ADDR": host, "MASTER_PORT": str(port), "WORLD_SIZE": str(given.world), "LOCAL_RANK": "0"}
options += ["--world", str(given.world)]
work = [
    each.work.remote(os.path.abspath(given.machine), {**shared, "RANK": str(rank)}, options)
    for rank, each in enumerate(ranks)
]
while work:
    done, work = ray.wait(work)
    ray.get(done)

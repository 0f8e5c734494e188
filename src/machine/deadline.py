"""A command with a deadline: it is ended with all that it started when its time is over. It must not know what is
run."""

import os
import signal
import subprocess


def ended_in_time(command, given, seconds):
    """Whether the command ended by itself within so many seconds, `given` on its standard input. Its output goes where
    this process writes. Raises where it fails."""
    child = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, start_new_session=True)
    try:
        child.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        # Compilers leave workers behind, which hold the group and the output open.
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()
    if child.returncode != 0:
        raise RuntimeError(f"ended with code {child.returncode}")
    return True

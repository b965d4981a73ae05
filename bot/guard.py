"""Runs one program for as long as its own standard input stays open: a child that outlives nobody.

Standard input is a pipe whose other end the parent holds. The kernel closes it however the parent ends, kill -9
included, and that is the sign to stop. Run by path with `-I -S` and made of few imports, to stay small.

Usage: guard.py GRACE PORT PROGRAM [ARGUMENT ...]
    GRACE: seconds between TERM and KILL.
    PORT: the loopback port the program listens on, see `wake`.

Writes the program's process id as a line on standard output. Ends with the program's exit status, or 128 and the
number of the signal that killed it.
"""

import os
import select
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
"""From <sys/prctl.h>."""


def spawn(command: list[str]) -> int:
    """Start the program, its output going to our standard error; returns its process id."""
    guard = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)
            die_with(guard)
            os.execv(command[0], command)  # noqa: S606  the parent names the program; no shell wanted
        finally:
            os._exit(127)
    return pid


def die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent dies. Linux only; elsewhere the pipe alone has to do."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the call
            os._exit(127)


def report(pid: int) -> None:
    """Tell the parent the program's process id; a parent that is gone already shows as the end of our input."""
    try:
        os.write(1, f"{pid}\n".encode())
    except BrokenPipeError:
        return


def listen_for_signals() -> int:
    """Have signals arrive as bytes, their numbers, on the descriptor returned."""
    arriving, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: None)
    return arriving


def told_to_stop(signals: int) -> bool:
    """Wait for news: True when the parent is gone or asks us to end, False when the program may have ended."""
    readable, _, _ = select.select([0, signals], [], [])
    if 0 in readable and not os.read(0, 1):
        return True
    return signals in readable and any(number != signal.SIGCHLD for number in os.read(signals, 64))


def wake(port: int) -> None:
    """Connect once: on Linux the server's accepting thread only notices its end after it has accepted something."""
    import socket

    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
    except OSError:
        return


def end(pid: int, *, grace: float, port: int) -> int:
    """Stop the program, gently first; returns its wait status."""
    deadline = time.monotonic() + grace
    os.kill(pid, signal.SIGTERM)
    wake(port)
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def main(grace: float, port: int, command: list[str]) -> int:
    """Run the program until it or the parent ends; returns the exit status."""
    signals = listen_for_signals()
    pid = spawn(command)
    report(pid)
    ended, status = 0, 0
    while not ended:
        if told_to_stop(signals):
            status = end(pid, grace=grace, port=port)
            break
        ended, status = os.waitpid(pid, os.WNOHANG)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))

"""Runs a command on a terminal of its own and types what a person would.

``terminal.py COLUMNS WAIT_FOR TYPE … -- COMMAND …``: each time WAIT_FOR appears the next TYPE is typed; ``^C`` is that key.
Everything that the terminal shows goes to stdout; the exit code is the command's.
"""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios


def main() -> int:
    """Plays one session."""
    split = sys.argv.index("--")
    columns, awaited, *answers = sys.argv[1:split]
    command = sys.argv[split + 1 :]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(columns), 0, 0))
    seen = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        os.write(1, piece)
        seen += piece
        if answers and awaited.encode() in seen:
            seen = seen.split(awaited.encode(), 1)[1]
            answer = answers.pop(0)
            os.write(terminal, b"\x03" if answer == "^C" else answer.encode() + b"\n")
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    raise SystemExit(main())

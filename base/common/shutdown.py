"""Word that this process is about to stop, for whoever waits on something long.

`serve` sets it on Ctrl-C or SIGTERM. A loop that waits in a thread (a worker, a supervisor of a solver's
child process) waits on `requested` instead of sleeping, and cleans up within a second when it is set.
"""

import threading

requested = threading.Event()

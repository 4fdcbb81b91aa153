"""What the scripts of figures share.

`board` prints the figures and knows whether one missed its bar; `fixture` builds and starts a
program behind nginx and looks at it from outside; `script` is a script's command line. Processes,
nginx's configuration and wrk are the benchmarks' own (`harness`, in ../Benchmarks).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Benchmarks"))

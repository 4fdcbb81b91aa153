"""The figures of processes: each a function over a run."""

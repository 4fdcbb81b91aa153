"""The benchmarks, one file each; `deploy/bench` lists and runs them."""

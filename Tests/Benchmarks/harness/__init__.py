"""What the benchmarks share: the servers, the loads, the figures and the table."""

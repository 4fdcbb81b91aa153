"""The one error that benchmarks report to their user."""


class BenchmarkError(Exception):
    """A benchmark cannot go on; the text is a whole sentence for the person who runs it."""

"""The figures themselves: each is one function over a `common.script.Run`."""

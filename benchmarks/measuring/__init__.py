"""Each run in a process of its own: time, processor time and peak memory of the whole tree."""

"""The same kernel over shards of bearers, in a pool of processes or on Spark.

A policy is split by who bears its norms. `routes` says which events a bearer's answers depend on,
`bearers` who must stay together, and `split` makes shards of them: each holds a part of the plan, the
part of the roster that it reads, and every event that it needs, so an event may be in several. The
kernel (an engine's `evaluate`) answers each shard as if it were the whole; `merge` puts the answers in
the plan's order, equal to what one process gives. What crosses shards is settled before they are made:
ranks, by merging partial sums (`ranks`). Norms kept apart stay with whoever might count the same event.
"""

"""What the engines cost: a workload, the same answers by hand, and the page of figures.

`make bench` writes the workload (`workload/`), runs the engines and what they are held against
(`by_hand/`), each in a process of its own (`measuring/`), and writes `docs/performance.md` (`page/`).
"""

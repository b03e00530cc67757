"""Engines that answer obligations from a log; siblings that never import each other."""

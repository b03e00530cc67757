"""Logs of any size from their tables to integers: read in parts, settled where rows touch, coded by SQL."""

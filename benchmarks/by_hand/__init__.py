"""The same answers by hand: two forms of SQL, a pandas script, and the floor of a bare scan."""

"""Five rules that both the monitor and MonPoly can follow, where MonPoly's binary is given."""

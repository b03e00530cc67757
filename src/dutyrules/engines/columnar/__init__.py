"""The columnar engine: a policy's plan as statements over integer columns, run by DuckDB."""

-- The floor: every column of every row is read once and grouped once; nobody's duty comes of it.
COPY (
  SELECT coalesce(actor, -1) AS actor, count(*) AS events, max(seq) AS seq, max(t) AS t, max(day) AS day, max(type) AS type,
         max(unit) AS unit, max(c0) AS c0, max(c1) AS c1, max(c2) AS c2, max(c3) AS c3, max(c4) AS c4, max(c5) AS c5,
         max(c6) AS c6, max(c7) AS c7, max(c8) AS c8, max(c9) AS c9, max(c10) AS c10, max(c11) AS c11
  FROM read_parquet('${events}') GROUP BY actor
) TO '${out}/floor.parquet' (FORMAT parquet);

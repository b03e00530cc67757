-- Straight from Parquet: what can be added up is added up in one pass for each kind of window, what is distinct
-- goes by itself, and a fortnight is the sum of its weeks, the term that of its months.

CREATE TEMP VIEW log AS
SELECT e.seq, e.t, e.day, e.type, e.actor, e.unit, g.grp, p.post, p.grp AS post_grp,
       ${duration} AS duration, coalesce(${observed}, ${checked}, ${pupil})::INTEGER AS whom,
       coalesce(${for_individuals}, ${confirmed})::TINYINT AS yes, ${stage}::INTEGER AS stage,
       ${topic} IS NOT NULL AS has_topic, d.week, d.every_week, d.month, d.form, d.term
FROM read_parquet('${events}') e
LEFT JOIN (SELECT days.*, (day - first_day) // 7 AS every_week FROM days, windows WHERE kind = 'term') d ON d.day = e.day
LEFT JOIN groups g ON g.grp = e.unit
LEFT JOIN posts p ON p.person = e.actor AND e.day >= p.first_day AND e.day < p.end_day
                 AND (g.grp IS NULL OR g.grp = p.grp)
WHERE e.t < ${as_of};

CREATE TEMP TABLE weekly AS
SELECT post, post_grp, every_week,
       count(*) FILTER (type = ${group_prep}) AS prepared,
       count(*) FILTER (type = ${lesson_observation}) AS observed,
       count(*) FILTER (type = ${homework_assignment} AND yes = 1) AS suited,
       count(*) FILTER (type = ${homework_assignment} AND yes IS NULL) AS suited_open,
       count(*) FILTER (type = ${neglect_finding} AND yes = 1) AS neglect,
       count(*) FILTER (type = ${neglect_finding} AND yes IS NULL) AS neglect_open,
       count(*) FILTER (type = ${theory_study}) AS studied,
       count(*) FILTER (type = ${prep_meeting} AND duration >= 400000) AS long,
       count(*) FILTER (type = ${prep_meeting} AND duration IS NULL) AS long_open,
       count(*) FILTER (type = ${exam} AND stage <> ${text_final}) AS exams,
       count(*) FILTER (type = ${exam} AND stage IS NULL) AS exams_open
FROM log
WHERE type IN (${group_prep}, ${lesson_observation}, ${homework_assignment}, ${neglect_finding}, ${theory_study},
               ${prep_meeting}, ${exam})
  AND post IS NOT NULL AND term IS NOT NULL
GROUP BY ALL;

CREATE TEMP TABLE fortnightly AS
SELECT post, post_grp, every_week // 2 + 1 AS fortnight, sum(studied)::BIGINT AS studied, sum(long)::BIGINT AS long,
       sum(long_open)::BIGINT AS long_open, sum(exams)::BIGINT AS exams, sum(exams_open)::BIGINT AS exams_open
FROM weekly GROUP BY ALL;

CREATE TEMP TABLE monthly AS
SELECT post, post_grp, month,
       sum(duration) FILTER (type = ${lesson_observation})::BIGINT AS minutes,
       count(*) FILTER (type = ${lesson_observation} AND duration IS NULL) AS minutes_open,
       count(*) FILTER (type = ${lesson_observation} AND duration >= 300000) AS long,
       count(*) FILTER (type = ${lesson_observation}) AS observed,
       count(*) FILTER (type = ${lesson_observation} AND whom IS NULL) AS unnamed,
       count(*) FILTER (type = ${marking_check}) AS made,
       count(*) FILTER (type = ${marking_check} AND whom IS NULL) AS made_unnamed,
       count(*) FILTER (type = ${check_feedback}) AS given
FROM log
WHERE type IN (${lesson_observation}, ${marking_check}, ${check_feedback}) AND post IS NOT NULL AND month IS NOT NULL
GROUP BY ALL;

-- What opens a response, and the two rare kinds of response.
CREATE TEMP TABLE rare AS
SELECT seq, t, day, type, actor, unit, grp, whom, has_topic, term FROM log
WHERE type IN (${absence}, ${exam}, ${open_lesson}, ${parent_contact}, ${quality_analysis});

-- What a group's own event opens: by its unit, or by its actor where the unit is blank.
CREATE TEMP VIEW owned AS
SELECT l.seq, l.t, l.day, l.type, l.whom, l.has_topic, p.person, p.grp
FROM rare l JOIN posts p ON p.grp = l.grp AND l.day >= p.first_day AND l.day < p.end_day
WHERE l.term IS NOT NULL
UNION ALL
SELECT l.seq, l.t, l.day, l.type, l.whom, l.has_topic, p.person, p.grp
FROM rare l JOIN posts p ON p.person = l.actor AND l.day >= p.first_day AND l.day < p.end_day
WHERE l.term IS NOT NULL AND l.unit IS NULL;

-- meets: a duty of the unit.
COPY (
  SELECT 0 AS norm, h.person, h.grp AS unit, NULL::INTEGER AS counterparty, h.start, h.stop AS "end",
         NULL::BIGINT AS event, at_least(low, high, 1, h.stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT h.*, coalesce(n, 0) AS low,
               CASE WHEN h.stop <= known_through('prep_meeting') THEN coalesce(n, 0) END AS high
        FROM holders h
        LEFT JOIN (SELECT grp, week, count(*) AS n FROM log
                   WHERE type = ${prep_meeting} AND grp IS NOT NULL AND week IS NOT NULL GROUP BY grp, week) done
               ON done.grp = h.grp AND done.week = h.number
        WHERE h.kind = 'week') h
) TO '${out}/00.parquet' (FORMAT parquet);

-- prepares: a duty of the post.
COPY (
  SELECT 1 AS norm, h.person, h.grp AS unit, NULL::INTEGER AS counterparty, h.start, h.stop AS "end",
         NULL::BIGINT AS event, at_least(low, high, 1, h.stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT h.*, coalesce(n, 0) AS low,
               CASE WHEN h.stop <= known_through('group_prep') THEN coalesce(n, 0) END AS high
        FROM holders h
        LEFT JOIN (SELECT post_grp, every_week + 1 AS week, sum(prepared)::BIGINT AS n FROM weekly GROUP BY ALL) done
               ON done.post_grp = h.grp AND done.week = h.number
        WHERE h.kind = 'week') h
) TO '${out}/01.parquet' (FORMAT parquet);

-- observes: divided by the time in post.
COPY (
  SELECT 2 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 ELSE at_least(low, high, least, stop <= ${as_of}) END AS verdict,
         CASE WHEN least > 0 THEN low * 10000 END AS low, CASE WHEN least > 0 THEN high * 10000 END AS high
  FROM (SELECT w.*, 2 * taught // of_days AS least, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('lesson_observation') THEN coalesce(n, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, every_week + 1 AS week, observed AS n FROM weekly) done
               ON done.post = w.post AND done.week = w.number
        WHERE w.kind = 'week') w
) TO '${out}/02.parquet' (FORMAT parquet);

-- for_each_pupil: a test that a blank leaves open.
COPY (
  SELECT 3 AS norm, h.person, h.grp AS unit, NULL::INTEGER AS counterparty, h.start, h.stop AS "end",
         NULL::BIGINT AS event, at_least(low, high, 1, h.stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT h.*, coalesce(n, 0) AS low,
               CASE WHEN h.stop <= known_through('homework_assignment') THEN coalesce(n, 0) + coalesce(open, 0) END AS high
        FROM holders h
        LEFT JOIN (SELECT post_grp, every_week + 1 AS week, sum(suited)::BIGINT AS n, sum(suited_open)::BIGINT AS open
                   FROM weekly GROUP BY ALL) done
               ON done.post_grp = h.grp AND done.week = h.number
        WHERE h.kind = 'week') h
) TO '${out}/03.parquet' (FORMAT parquet);

-- no_neglect: a prohibition.
COPY (
  SELECT 4 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         at_most(low, high, 0, stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT w.*, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('neglect_finding') THEN coalesce(n, 0) + coalesce(open, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, every_week + 1 AS week, neglect AS n, neglect_open AS open FROM weekly) done
               ON done.post = w.post AND done.week = w.number
        WHERE w.kind = 'week') w
) TO '${out}/04.parquet' (FORMAT parquet);

-- studies
COPY (
  SELECT 5 AS norm, h.person, h.grp AS unit, NULL::INTEGER AS counterparty, h.start, h.stop AS "end",
         NULL::BIGINT AS event, at_least(low, high, 1, h.stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT h.*, coalesce(n, 0) AS low,
               CASE WHEN h.stop <= known_through('theory_study') THEN coalesce(n, 0) END AS high
        FROM holders h
        LEFT JOIN (SELECT post_grp, fortnight, sum(studied)::BIGINT AS n FROM fortnightly GROUP BY ALL) done
               ON done.post_grp = h.grp AND done.fortnight = h.number
        WHERE h.kind = 'fortnight') h
) TO '${out}/05.parquet' (FORMAT parquet);

-- long_meetings
COPY (
  SELECT 6 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 ELSE at_least(low, high, least, stop <= ${as_of}) END AS verdict,
         CASE WHEN least > 0 THEN low * 10000 END AS low, CASE WHEN least > 0 THEN high * 10000 END AS high
  FROM (SELECT w.*, 2 * taught // of_days AS least, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('prep_meeting') THEN coalesce(n, 0) + coalesce(open, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, fortnight, long AS n, long_open AS open FROM fortnightly) done
               ON done.post = w.post AND done.fortnight = w.number
        WHERE w.kind = 'fortnight') w
) TO '${out}/06.parquet' (FORMAT parquet);

-- few_exams: an upper bound, never divided.
COPY (
  SELECT 7 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         at_most(low, high, 2, stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT w.*, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('exam') THEN coalesce(n, 0) + coalesce(open, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, fortnight, exams AS n, exams_open AS open FROM fortnightly) done
               ON done.post = w.post AND done.fortnight = w.number
        WHERE w.kind = 'fortnight') w
) TO '${out}/07.parquet' (FORMAT parquet);

-- cases: a deadline in the next month.
COPY (
  SELECT 8 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 ELSE at_least(low, high, least, stop <= ${as_of}) END AS verdict,
         CASE WHEN least > 0 THEN low * 10000 END AS low, CASE WHEN least > 0 THEN high * 10000 END AS high
  FROM (SELECT w.*, 3 * taught // of_days AS least, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('case_study') THEN coalesce(n, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, form, count(*) AS n FROM log
                   WHERE type = ${case_study} AND post IS NOT NULL AND form IS NOT NULL GROUP BY post, form) done
               ON done.post = w.post AND done.form = w.number
        WHERE w.kind = 'month by 5') w
) TO '${out}/08.parquet' (FORMAT parquet);

-- visits: a duty of the post toward each member; a row without a name may be any member's.
COPY (
  SELECT 9 AS norm, p.person, p.grp AS unit, p.member AS counterparty, p.start, p.stop AS "end", NULL::BIGINT AS event,
         at_least(low, high, 1, p.stop <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT p.*, coalesce(done.n, 0) AS low,
               CASE WHEN p.stop <= known_through('lesson_observation')
                    THEN coalesce(done.n, 0) + coalesce(unnamed.n, 0) END AS high
        FROM pairs p
        LEFT JOIN (SELECT post_grp, month, whom, count(*) AS n FROM log
                   WHERE type = ${lesson_observation} AND post IS NOT NULL AND month IS NOT NULL AND whom IS NOT NULL
                   GROUP BY post_grp, month, whom) done
               ON done.post_grp = p.grp AND done.month = p.number AND done.whom = p.member
        LEFT JOIN (SELECT post_grp, month, sum(unnamed)::BIGINT AS n FROM monthly GROUP BY ALL) unnamed
               ON unnamed.post_grp = p.grp AND unnamed.month = p.number
        WHERE p.kind = 'month') p
) TO '${out}/09.parquet' (FORMAT parquet);

-- observed_minutes: a sum, divided to the hundredth; one blank leaves it without bound.
COPY (
  SELECT 10 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 ELSE at_least(low, high, least, stop <= ${as_of}) END AS verdict,
         CASE WHEN least > 0 THEN low END AS low, CASE WHEN least > 0 THEN high END AS high
  FROM (SELECT w.*, 120 * 100 * taught // of_days * 100 AS least, coalesce(minutes, 0) AS low,
               CASE WHEN w.stop <= known_through('lesson_observation') AND coalesce(open, 0) = 0
                    THEN coalesce(minutes, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, month, minutes, minutes_open AS open FROM monthly) done
               ON done.post = w.post AND done.month = w.number
        WHERE w.kind = 'month') w
) TO '${out}/10.parquet' (FORMAT parquet);

-- checks: the first of two rungs that is met; violated if both are.
COPY (
  SELECT 11 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 WHEN first = 0 OR second = 0 THEN 0 WHEN first = 1 AND second = 1 THEN 1
              WHEN stop <= ${as_of} THEN 5 ELSE 2 END AS verdict,
         CASE WHEN least = 0 THEN NULL WHEN first <> 0 AND second = 0 THEN given ELSE made END * 10000 AS low,
         CASE WHEN least = 0 THEN NULL WHEN first <> 0 AND second = 0 THEN given_high ELSE made_high END * 10000 AS high
  FROM (SELECT *, at_least(made, made_high, least, stop <= ${as_of}) AS first,
               at_least(given, given_high, least_given, stop <= ${as_of}) AS second
        FROM (SELECT w.*, 8 * taught // of_days AS least, 12 * taught // of_days AS least_given,
                     coalesce(made, 0) AS made, coalesce(given, 0) AS given,
                     CASE WHEN w.stop <= known_through('marking_check') THEN coalesce(made, 0) END AS made_high,
                     CASE WHEN w.stop <= known_through('check_feedback') THEN coalesce(given, 0) END AS given_high
              FROM parts w
              LEFT JOIN monthly done
                     ON done.post = w.post AND done.month = w.number
              WHERE w.kind = 'month') w) w
) TO '${out}/11.parquet' (FORMAT parquet);

-- long_visits
COPY (
  SELECT 12 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 ELSE at_least(low, high, least, stop <= ${as_of}) END AS verdict,
         CASE WHEN least > 0 THEN low * 10000 END AS low, CASE WHEN least > 0 THEN high * 10000 END AS high
  FROM (SELECT w.*, 20 * taught // of_days AS least, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('lesson_observation') THEN coalesce(n, 0) + coalesce(open, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, sum(long)::BIGINT AS n, sum(minutes_open)::BIGINT AS open FROM monthly GROUP BY post) done
               ON done.post = w.post
        WHERE w.kind = 'term') w
) TO '${out}/12.parquet' (FORMAT parquet);

-- reaches: how many of the members were checked, whoever held the post.
COPY (
  SELECT 13 AS norm, h.person, h.grp AS unit, NULL::INTEGER AS counterparty, h.start, h.stop AS "end", NULL::BIGINT AS event,
         CASE WHEN people IS NULL THEN 4 WHEN 100 * low >= 80 * people THEN 0 WHEN 100 * high < 80 * people THEN 1
              WHEN h.stop <= ${as_of} THEN 5 ELSE 2 END AS verdict,
         low * 10000 AS low, high * 10000 AS high
  FROM (SELECT h.*, people, low,
               CASE WHEN h.stop > known_through('marking_check') THEN people
                    WHEN people IS NOT NULL THEN least(people, low + coalesce(unnamed.n, 0)) END AS high
        FROM holders h
        LEFT JOIN (SELECT p.post, count(*) AS people, count(done.whom) AS low
                   FROM pairs p
                   LEFT JOIN (SELECT DISTINCT post_grp, whom FROM log
                              WHERE type = ${marking_check} AND post IS NOT NULL AND term IS NOT NULL) done
                          ON done.post_grp = p.grp AND done.whom = p.member
                   WHERE p.kind = 'term' GROUP BY p.post) reached
               ON reached.post = h.post
        LEFT JOIN (SELECT post_grp, sum(made_unnamed)::BIGINT AS n FROM monthly GROUP BY ALL) unnamed
               ON unnamed.post_grp = h.grp
        WHERE h.kind = 'term') h
) TO '${out}/13.parquet' (FORMAT parquet);

-- steady: the longest gap between the days of the unit's events and the ends of the term.
COPY (
  WITH of_term AS (
    SELECT first_day, end_day - 1 AS last_day,
           greatest(first_day, (known_through('theory_study') - midnight(0) - 1) // 86400000000) AS known_day
    FROM windows WHERE kind = 'term'
  ),
  gaps AS (
    SELECT grp, max(day - since) AS inside, max(day - since) FILTER (day <= known_day) AS inside_known,
           max(day) AS last, max(day) FILTER (day <= known_day) AS last_known
    FROM (SELECT grp, day, lag(day, 1, first_day) OVER (PARTITION BY grp ORDER BY day) AS since, known_day
          FROM (SELECT DISTINCT grp, day FROM log
                WHERE type = ${theory_study} AND grp IS NOT NULL AND term IS NOT NULL) days, of_term)
    GROUP BY grp
  )
  SELECT 14 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         at_most(least(low, high), high, 28, stop <= ${as_of}) AS verdict,
         least(low, high) * 10000 AS low, high * 10000 AS high
  FROM (SELECT h.person, h.grp, h.start, h.stop,
               greatest(coalesce(inside, 0), last_day - coalesce(last, t.first_day)) AS high,
               greatest(coalesce(inside_known, 0), known_day - coalesce(last_known, t.first_day)) AS low
        FROM holders h, of_term t LEFT JOIN gaps ON gaps.grp = h.grp
        WHERE h.kind = 'term') h
) TO '${out}/14.parquet' (FORMAT parquet);

-- takes_part: as the one who observes or is observed, each event once.
COPY (
  SELECT 15 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, start, stop AS "end", NULL::BIGINT AS event,
         CASE WHEN least = 0 THEN 4 ELSE at_least(low, high, least, stop <= ${as_of}) END AS verdict,
         CASE WHEN least > 0 THEN low * 10000 END AS low, CASE WHEN least > 0 THEN high * 10000 END AS high
  FROM (SELECT w.*, 30 * taught // of_days AS least, coalesce(n, 0) AS low,
               CASE WHEN w.stop <= known_through('lesson_observation') THEN coalesce(n, 0) END AS high
        FROM parts w
        LEFT JOIN (SELECT post, sum(n)::BIGINT AS n
                   FROM (SELECT post, observed AS n FROM monthly
                         UNION ALL
                         SELECT o.post, 1 FROM log l
                         JOIN posts o ON o.person = l.whom AND l.day >= o.first_day AND l.day < o.end_day
                         WHERE l.type = ${lesson_observation} AND l.term IS NOT NULL AND l.post IS DISTINCT FROM o.post) part
                   GROUP BY post) done
               ON done.post = w.post
        WHERE w.kind = 'term') w
) TO '${out}/15.parquet' (FORMAT parquet);

-- contacts: within 24 hours, toward the pupil of the absence.
COPY (
  WITH opened AS (
    SELECT seq, t, whom AS pupil, person, grp FROM owned WHERE type = ${absence}
    UNION
    SELECT l.seq, l.t, l.whom, p.person, p.grp
    FROM rare l JOIN held h ON h.person = l.whom AND l.day >= h.first_day AND l.day < h.end_day
               JOIN posts p ON p.grp = h.grp AND l.day >= p.first_day AND l.day < p.end_day
    WHERE l.type = ${absence} AND l.term IS NOT NULL AND l.grp IS NULL
  )
  SELECT 16 AS norm, person, grp AS unit, pupil AS counterparty, t AS start, t + 86400000000 AS "end", seq AS event,
         CASE WHEN pupil IS NULL THEN 5 ELSE at_least(low, high, 1, t + 86400000000 <= ${as_of}) END AS verdict,
         CASE WHEN pupil IS NOT NULL THEN low * 10000 END AS low, CASE WHEN pupil IS NOT NULL THEN high * 10000 END AS high
  FROM (SELECT o.*, coalesce(n, 0) AS low,
               CASE WHEN o.t + 86400000000 <= known_through('parent_contact')
                    THEN coalesce(n, 0) + coalesce(open, 0) END AS high
        FROM opened o
        LEFT JOIN (SELECT o.seq, o.grp, count(*) FILTER (c.whom = o.pupil) AS n, count(*) FILTER (c.whom IS NULL) AS open
                   FROM opened o JOIN rare c ON c.actor = o.person AND c.t >= o.t AND c.t < o.t + 86400000000
                        AND (c.grp IS NULL OR c.grp = o.grp)
                   WHERE c.type = ${parent_contact} GROUP BY o.seq, o.grp) done
               ON done.seq = o.seq AND done.grp = o.grp) o
) TO '${out}/16.parquet' (FORMAT parquet);

-- analyses: on the same day.
COPY (
  WITH opened AS (
    SELECT seq, day, person, grp FROM owned WHERE type = ${exam}
  )
  SELECT 17 AS norm, o.person, o.grp AS unit, NULL::INTEGER AS counterparty, midnight(o.day) AS start,
         midnight(o.day + 1) AS "end", o.seq AS event,
         at_least(low, high, 1, midnight(o.day + 1) <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT o.*, coalesce(n, 0) AS low,
               CASE WHEN midnight(o.day + 1) <= known_through('quality_analysis') THEN coalesce(n, 0) END AS high
        FROM opened o
        LEFT JOIN (SELECT o.seq, o.grp, count(*) AS n
                   FROM opened o JOIN rare a ON a.actor = o.person AND a.day = o.day
                        AND (a.grp IS NULL OR a.grp = o.grp)
                   WHERE a.type = ${quality_analysis} GROUP BY o.seq, o.grp) done
               ON done.seq = o.seq AND done.grp = o.grp) o
) TO '${out}/17.parquet' (FORMAT parquet);

-- answers: within three days.
COPY (
  WITH opened AS (
    SELECT seq, day, person, grp FROM owned WHERE type = ${open_lesson}
  )
  SELECT 18 AS norm, o.person, o.grp AS unit, NULL::INTEGER AS counterparty, midnight(o.day) AS start,
         midnight(o.day + 4) AS "end", o.seq AS event,
         at_least(low, high, 2, midnight(o.day + 4) <= ${as_of}) AS verdict, low * 10000 AS low, high * 10000 AS high
  FROM (SELECT o.*, coalesce(n, 0) AS low,
               CASE WHEN midnight(o.day + 4) <= known_through('check_feedback') THEN coalesce(n, 0) END AS high
        FROM opened o
        LEFT JOIN (SELECT o.seq, o.grp, count(*) AS n
                   FROM opened o JOIN log a ON a.actor = o.person AND a.day BETWEEN o.day AND o.day + 3
                        AND (a.grp IS NULL OR a.grp = o.grp)
                   WHERE a.type = ${check_feedback} GROUP BY o.seq, o.grp) done
               ON done.seq = o.seq AND done.grp = o.grp) o
) TO '${out}/18.parquet' (FORMAT parquet);

-- records: each event by itself.
COPY (
  SELECT 19 AS norm, person, grp AS unit, NULL::INTEGER AS counterparty, midnight(day) AS start,
         midnight(day + 1) AS "end", seq AS event, CASE WHEN has_topic THEN 0 ELSE 1 END AS verdict,
         NULL::BIGINT AS low, NULL::BIGINT AS high
  FROM owned WHERE type = ${open_lesson}
) TO '${out}/19.parquet' (FORMAT parquet);

-- What both forms start from: the calendar, the roster in codes, and how a number becomes a verdict.
-- ${name} stands for a path, the code of an event type, the column of an attribute or the as-of instant.

CREATE MACRO midnight(day) AS (day - 719163)::BIGINT * 86400000000 - 28800000000;

-- Fulfilled 0, violated 1, pending 2, inapplicable 4, undetermined 5; a high of NULL is without bound.
CREATE MACRO at_least(low, high, least, is_over) AS
  CASE WHEN low >= least THEN 0 WHEN high < least THEN 1 WHEN is_over THEN 5 ELSE 2 END;
CREATE MACRO at_most(low, high, most, is_over) AS
  CASE WHEN high <= most THEN 0 WHEN low > most THEN 1 WHEN is_over THEN 5 ELSE 2 END;

-- Up to where (µs UTC) the log holds every event of a type and the as-of instant is over.
CREATE TEMP TABLE known AS
SELECT text AS type, least(max(code), ${as_of}) AS through FROM '${dictionary}' WHERE kind = 'complete' GROUP BY text;
CREATE MACRO known_through(name) AS (SELECT through FROM known WHERE type = name);

CREATE TEMP TABLE windows AS
SELECT kind, number, first_day, end_day, school_days, first_school_day, last_school_day, start, stop
FROM '${calendar}/windows.parquet';

CREATE TEMP TABLE days AS
SELECT day, week.number AS week, fortnight.number AS fortnight, month.number AS month, form.number AS form,
       term.number AS term,
       (SELECT count(*) FROM '${calendar}/school_days.parquet' taught WHERE taught.day < days.day) AS taught_before
FROM (SELECT unnest(range(min(first_day), max(end_day) + 1))::INTEGER AS day FROM windows) days
LEFT JOIN windows week ON week.kind = 'week' AND day >= week.first_day AND day < week.end_day
LEFT JOIN windows fortnight
       ON fortnight.kind = 'fortnight' AND day >= fortnight.first_day AND day < fortnight.end_day
LEFT JOIN windows month ON month.kind = 'month' AND day >= month.first_day AND day < month.end_day
LEFT JOIN windows form ON form.kind = 'month by 5' AND day >= form.first_day AND day < form.end_day
LEFT JOIN windows term ON term.kind = 'term' AND day >= term.first_day AND day < term.end_day;

CREATE TEMP TABLE groups AS
SELECT code AS grp
FROM '${school}/units.parquet' units JOIN '${dictionary}' d ON d.kind = 'unit' AND d.text = units.unit
WHERE units.kind = 'prep_group';

CREATE TEMP TABLE held AS
SELECT p.code::INTEGER AS person, grp::INTEGER AS grp, role,
       coalesce(date_diff('day', DATE '0001-01-01', TRY_CAST("start" AS DATE)) + 1, 0)::INTEGER AS first_day,
       coalesce(date_diff('day', DATE '0001-01-01', TRY_CAST("end" AS DATE)) + 1, 4000000)::INTEGER AS end_day
FROM '${school}/memberships.parquet' m
JOIN '${dictionary}' p ON p.kind = 'person' AND p.text = m.person
JOIN '${dictionary}' u ON u.kind = 'unit' AND u.text = m.unit
JOIN groups ON grp = u.code;

-- A leader's time in post; who comes back from leave has two.
CREATE TEMP TABLE posts AS
SELECT row_number() OVER (ORDER BY grp, first_day)::INTEGER AS post, person, grp, first_day, end_day
FROM held WHERE role = 'leader';
CREATE TEMP TABLE members AS
SELECT person AS member, grp, first_day, end_day FROM held WHERE role = 'member';

-- Each post's part of each window, with its school days.
CREATE TEMP TABLE parts AS
SELECT kind, number, post, person, grp, midnight(first) AS start, midnight(final) AS stop, school_days AS of_days,
       (till.taught_before - since.taught_before)::INTEGER AS taught
FROM (SELECT w.kind, w.number, p.post, p.person, p.grp, w.school_days,
             greatest(w.first_day, p.first_day) AS first, least(w.end_day, p.end_day) AS final
      FROM posts p JOIN windows w ON p.first_day < w.end_day AND p.end_day > w.first_day) cut
JOIN days since ON since.day = first
JOIN days till ON till.day = final
WHERE till.taught_before > since.taught_before;

-- Who holds the post on a window's last school day.
CREATE TEMP TABLE holders AS
SELECT w.kind, w.number, p.post, p.person, p.grp, w.start, w.stop, w.first_day, w.end_day,
       w.first_school_day, w.last_school_day
FROM posts p JOIN windows w ON p.first_day <= w.last_school_day AND p.end_day > w.last_school_day;

-- ... and toward whom: the members on the first and the last school day, but for themselves.
CREATE TEMP TABLE pairs AS
SELECT h.kind, h.number, h.post, h.person, h.grp, h.start, h.stop, m.member
FROM holders h JOIN members m ON m.grp = h.grp AND m.member <> h.person
     AND m.first_day <= h.first_school_day AND m.end_day > h.last_school_day
WHERE h.kind IN ('month', 'term');

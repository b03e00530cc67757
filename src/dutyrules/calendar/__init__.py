"""The school calendar: terms, numbered weeks, school days and the windows in which duties fall due.

A school keeps its calendar in `calendar.toml`; `reading.read_calendar` turns it into one
`SchoolCalendar`, and everything else asks that object. Three ideas carry the package.

*A week number is data.* Weeks are counted from the one that holds the first day of the term, unless the
file numbers them otherwise; a week may carry a number and owe nothing, or carry no number at all.

*A make-up day acts as another date.* A Saturday taught with Tuesday's timetable carries that Tuesday's
weekday and the parity of its week, so a duty on Tuesdays of even weeks falls on that Saturday.

*A year whose holidays are unknown is refused.* The notices of the State Council are shipped as a table
(`cn_holidays.toml`); a year that has none is an error that says what to do, never a guess.

All days are local to the school, all instants are microseconds since the epoch in UTC, and every span
is half-open. Zones are looked up through pendulum, in `zones.py` alone.
"""

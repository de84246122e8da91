const HOUR_MS = 3_600_000

/**
 * Spans of results instead of an index by check (`result-spans.ts`). What is there already comes into spans of an hour, so that it
 * is deleted by and by; the index gives it in order.
 */
export const SPANS = `
CREATE TABLE span (id INTEGER PRIMARY KEY AUTOINCREMENT, from_at INTEGER NOT NULL UNIQUE, to_at INTEGER NOT NULL) STRICT;
CREATE TABLE result_place (
  span INTEGER NOT NULL,
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (span, series, at, n)
) STRICT, WITHOUT ROWID;
DROP INDEX result_by_series;
INSERT INTO span (from_at, to_at)
  SELECT lag(until, 1, ${Number.MIN_SAFE_INTEGER}) OVER (ORDER BY until), until
  FROM (SELECT max(at) + 1 AS until FROM result GROUP BY at / ${HOUR_MS}) ORDER BY until;
INSERT INTO result_place SELECT span.id, series, at, n FROM span CROSS JOIN result
  WHERE at >= from_at AND at < to_at ORDER BY span.id, series, at, n;
`

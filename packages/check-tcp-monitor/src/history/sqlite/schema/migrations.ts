import { LOCATION_AS_KEY } from './location-as-key.js'
import { SPANS } from './spans.js'

/** `ctm1`, so that `file` and we know the database for a history. */
export const APPLICATION_ID = 0x63746d31

const ROLLUP_COLUMNS = `
  series INTEGER NOT NULL,
  at INTEGER NOT NULL,
  good INTEGER NOT NULL,
  slow INTEGER NOT NULL,
  bad INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  lost INTEGER NOT NULL,
  failures TEXT,
  histogram BLOB,
  PRIMARY KEY (series, at)`

/**
 * Steps from one version to the next; the version is how many are done. A step that has been released is never changed.
 *
 * Results are kept in the order of time, so that the oldest are deleted from one end, and found by check through spans
 * (`result-spans.ts`). AUTOINCREMENT: a number is never given twice, so what another connection remembers stays true.
 */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  check_id TEXT NOT NULL,
  location TEXT NOT NULL,
  UNIQUE (check_id, location)
) STRICT;

CREATE TABLE detail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  json TEXT NOT NULL UNIQUE,
  last_day INTEGER NOT NULL
) STRICT;

CREATE TABLE result (
  at INTEGER NOT NULL,
  series INTEGER NOT NULL,
  n INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  response REAL,
  dns REAL,
  lateness REAL,
  detail INTEGER,
  PRIMARY KEY (at, series, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_by_series ON result (series, at);

CREATE TABLE minute (${ROLLUP_COLUMNS}) STRICT, WITHOUT ROWID;
CREATE TABLE hour (${ROLLUP_COLUMNS}) STRICT, WITHOUT ROWID;

CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE state (subject TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  json TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX incident_open ON incident (subject, subject_id) WHERE closed_at IS NULL;
CREATE INDEX incident_by_time ON incident (opened_at);
CREATE INDEX incident_by_subject ON incident (subject_id, opened_at);

CREATE TABLE silence (id TEXT PRIMARY KEY, until INTEGER NOT NULL, json TEXT NOT NULL) STRICT;

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  grp TEXT NOT NULL,
  notice TEXT NOT NULL,
  not_before INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  last_error TEXT,
  dead_at INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (channel, seq) WHERE dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
`,
  // The time that the results of a rollup cover (`observed-blob.ts`).
  `
ALTER TABLE minute ADD COLUMN observed BLOB;
ALTER TABLE hour ADD COLUMN observed BLOB;
`,
  `
CREATE TABLE maintenance (id TEXT PRIMARY KEY, until INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
`,
  // Where the wall clock was set back: `clock-runs.ts`.
  `
CREATE TABLE clock_run (id INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER) STRICT;
INSERT INTO clock_run VALUES (0, ${Number.MIN_SAFE_INTEGER}, NULL);
`,
  // Which batches of each source are stored: `source-cursors.ts`.
  `
CREATE TABLE source_cursor (source TEXT PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`,
  LOCATION_AS_KEY,
  // Rollups are written some minutes at once: `watermark.ts`. Until now it was one.
  `
INSERT INTO mark SELECT 'until', value + 60000 FROM mark WHERE name = 'minute';
`,
  // What waits for a hub: `spool-table.ts`.
  `
CREATE TABLE spool (
  first INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  at INTEGER NOT NULL,
  received_at INTEGER,
  bytes INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE spool_state (
  id INTEGER PRIMARY KEY CHECK (id = 0),
  epoch TEXT NOT NULL,
  next INTEGER NOT NULL,
  received INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  dropped_from INTEGER,
  dropped_until INTEGER
) STRICT;
`,
  // What is kept with an incident, as long as that is: `incident-entries-table.ts`.
  `
CREATE TABLE incident_entry (
  incident TEXT NOT NULL,
  number INTEGER NOT NULL,
  is_evidence INTEGER NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (incident, number)
) STRICT;
CREATE TRIGGER incident_gone AFTER DELETE ON incident
  BEGIN DELETE FROM incident_entry WHERE incident = OLD.id; END;
`,
  SPANS,
]

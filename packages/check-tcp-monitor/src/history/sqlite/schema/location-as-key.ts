/** Where the newest result was made: until now all of a history was of one location, which states and incidents did not name. */
const HERE = `coalesce(
  (SELECT location FROM series WHERE id = (SELECT series FROM result ORDER BY at DESC LIMIT 1)),
  (SELECT location FROM series ORDER BY id DESC LIMIT 1),
  'unknown')`

/** States are kept by kind, id and location, and a subject has one open incident for each location that sees it. */
export const LOCATION_AS_KEY = `
ALTER TABLE incident ADD COLUMN location TEXT NOT NULL DEFAULT '';
-- What a location's own incident is about names the location, and behind a colon its fault.
UPDATE incident SET location = CASE
  WHEN subject <> 'location' THEN ${HERE}
  WHEN subject_id GLOB '*:dns' THEN substr(subject_id, 1, length(subject_id) - 4)
  WHEN subject_id GLOB '*:local' THEN substr(subject_id, 1, length(subject_id) - 6)
  WHEN subject_id GLOB '*:policy' THEN substr(subject_id, 1, length(subject_id) - 7)
  ELSE subject_id END;
UPDATE incident SET json = json_set(json, '$.location', location);
DROP INDEX incident_open;
CREATE UNIQUE INDEX incident_open ON incident (subject, subject_id, location) WHERE closed_at IS NULL;

ALTER TABLE state RENAME TO former_state;
CREATE TABLE state (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  location TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (kind, id, location)
) STRICT, WITHOUT ROWID;
INSERT INTO state SELECT 'check', substr(subject, length('check:') + 1), ${HERE}, json
  FROM former_state WHERE subject GLOB 'check:*';
INSERT INTO state SELECT 'notification', incident.subject || ':' || subject_id, location, former_state.json
  FROM incident JOIN former_state
  ON former_state.subject = 'telling:' || incident.subject || ':' || subject_id
  WHERE closed_at IS NULL;
DROP TABLE former_state;

UPDATE outbox SET notice = json_set(notice, '$.incident.location', json_extract(notice, '$.location'));
`

-- Files that people sent in classes, by id of their blobs: what they are and who may have them stands in the
-- class's log. And the materials of lessons. Moments are milliseconds since 1970.

CREATE TABLE files (
  id uuid PRIMARY KEY,
  room uuid NOT NULL,
  participant uuid NOT NULL,
  created_at bigint NOT NULL,
  -- Known to be part of a message; looked up when it has waited long enough.
  attached boolean NOT NULL DEFAULT false
);
CREATE INDEX files_waiting ON files (created_at) WHERE NOT attached;
CREATE INDEX files_by_participant ON files (participant);

CREATE TABLE materials (
  id uuid PRIMARY KEY,
  -- Null while it is taken away.
  lesson uuid REFERENCES lessons ON DELETE CASCADE,
  -- The lesson that it was taken from, and when.
  taken_from uuid REFERENCES lessons ON DELETE CASCADE,
  taken_at bigint,
  position integer NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  size bigint NOT NULL,
  width integer,
  height integer,
  created_at bigint NOT NULL
);
CREATE INDEX materials_by_lesson ON materials (lesson);
CREATE INDEX materials_taken ON materials (taken_at) WHERE taken_at IS NOT NULL;

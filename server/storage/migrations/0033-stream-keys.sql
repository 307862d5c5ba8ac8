-- What encoders come in with: known by its SHA-256 alone, of a class or of a person. Every change takes the next
-- revision, so that a recorder told by several servers keeps to the newest. Moments are milliseconds since 1970.

CREATE SEQUENCE stream_key_revisions;

CREATE TABLE stream_keys (
  id uuid PRIMARY KEY,
  room uuid REFERENCES classes ON DELETE CASCADE,
  account uuid REFERENCES accounts ON DELETE CASCADE,
  label text NOT NULL,
  -- Its stream starts a class that has not started yet.
  opens boolean NOT NULL,
  -- Null once it was revoked.
  hash bytea UNIQUE,
  revision bigint NOT NULL DEFAULT nextval('stream_key_revisions'),
  made_at bigint NOT NULL,
  used_at bigint,
  CHECK ((room IS NULL) <> (account IS NULL))
);
CREATE INDEX stream_keys_by_room ON stream_keys (room) WHERE room IS NOT NULL;
CREATE INDEX stream_keys_by_account ON stream_keys (account) WHERE account IS NOT NULL;

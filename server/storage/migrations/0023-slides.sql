-- Presentations on their way to a PDF, by id of their blobs. Moments are milliseconds since 1970.

CREATE TABLE slides (
  id uuid PRIMARY KEY,
  room uuid NOT NULL,
  participant uuid NOT NULL,
  name text NOT NULL,
  created_at bigint NOT NULL,
  state text NOT NULL,
  since bigint NOT NULL,
  -- When whoever converts it last said that it still does.
  touched_at bigint,
  why text,
  -- The PDF that it became, as its readers are told of it.
  made jsonb
);
CREATE INDEX slides_waiting ON slides (created_at) WHERE state IN ('waiting', 'converting');

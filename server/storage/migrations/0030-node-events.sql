-- What became of media nodes, for operators to read. Moments are milliseconds since 1970.

CREATE TABLE media_node_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at bigint NOT NULL,
  node text NOT NULL,
  -- The run of a worker that was lost: every server notices, and the first says it.
  incarnation uuid UNIQUE,
  -- The server that noticed, or who operates.
  server text NOT NULL,
  event jsonb NOT NULL
);
CREATE INDEX media_node_events_by_time ON media_node_events (at);

-- Who went where when a node was lost or drained.
CREATE INDEX media_decisions_by_origin ON media_decisions ((decision ->> 'from'), at)
  WHERE decision ->> 'why' IN ('lost', 'drained');

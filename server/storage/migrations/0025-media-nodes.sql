-- Media nodes, by which servers agree on who of them lives. Moments are milliseconds since 1970.

CREATE TABLE media_nodes (
  node text PRIMARY KEY,
  -- When a server heard it last; told at most twice a second.
  heard_at bigint NOT NULL
);

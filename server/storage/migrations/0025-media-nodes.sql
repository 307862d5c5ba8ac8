-- Media nodes, by which servers agree on who of them lives and who drains. Moments are milliseconds since 1970.

CREATE TABLE media_nodes (
  node text PRIMARY KEY,
  -- When a server heard it last; told at most twice a second.
  heard_at bigint NOT NULL,
  -- Wanted by an operator, whatever the node's own run knows of it.
  draining boolean NOT NULL DEFAULT false,
  -- What it said of itself last: version, workers, people, rooms.
  facts jsonb NOT NULL
);

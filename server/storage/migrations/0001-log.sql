-- The one mechanism for everything durable: logs of facts.
-- Moments are milliseconds since 1970 by this server's clock.

-- One row per log; locking it is what makes an append all or nothing.
CREATE TABLE heads (
  log uuid PRIMARY KEY,
  -- Which rules read this log, such as `room`.
  kind text NOT NULL,
  top integer NOT NULL CHECK (top > 0),
  top_id uuid NOT NULL,
  at bigint NOT NULL,
  -- When the log's next chore is due, so that logs loaded nowhere are found.
  due bigint
) WITH (fillfactor = 50);
CREATE INDEX heads_due ON heads (due) WHERE due IS NOT NULL;

-- Partitioned by the log's id, which is a UUIDv7 and so begins with the time.
CREATE TABLE facts (
  log uuid NOT NULL,
  seq integer NOT NULL,
  id uuid NOT NULL,
  -- Null where the fact is anonymous.
  actor text,
  -- The command's key and the fact's place among the facts of that command.
  key text NOT NULL,
  ordinal integer NOT NULL,
  type text NOT NULL,
  version integer NOT NULL,
  at bigint NOT NULL,
  visible_to jsonb NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (log, seq)
) PARTITION BY RANGE (log);
-- The key before the actor: it alone finds a command, and null actors are no obstacle.
CREATE UNIQUE INDEX facts_key ON facts (log, key, actor, ordinal) NULLS NOT DISTINCT;

CREATE TABLE facts_default PARTITION OF facts DEFAULT;

-- Facts whose marked fields no reader may see, and the fact that says so.
CREATE TABLE redactions (
  log uuid NOT NULL,
  target integer NOT NULL,
  by integer NOT NULL,
  PRIMARY KEY (log, target)
);

-- The newest state per version of the rules.
CREATE TABLE snapshots (
  log uuid NOT NULL,
  version integer NOT NULL,
  seq integer NOT NULL,
  id uuid NOT NULL,
  at bigint NOT NULL,
  state json NOT NULL,
  PRIMARY KEY (log, version)
);

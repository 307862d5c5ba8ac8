-- Polls prepared on a lesson, used in any class of it; and the secrets under which the votes of an
-- anonymous poll are cast while it is open.

CREATE TABLE prepared_polls (
  id uuid PRIMARY KEY,
  lesson uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
  position integer NOT NULL,
  definition jsonb NOT NULL
);
CREATE INDEX prepared_polls_by_lesson ON prepared_polls (lesson);

-- Deleted when the poll closes: from then on nobody can tell whose a vote was.
CREATE TABLE poll_secrets (
  poll uuid PRIMARY KEY,
  log uuid NOT NULL,
  secret bytea NOT NULL,
  made_at bigint NOT NULL
);
CREATE INDEX poll_secrets_by_log ON poll_secrets (log);

-- Boards that an account keeps to be opened in any class; what is on them is a blob of the same id. Moments
-- are milliseconds since 1970.

CREATE TABLE board_templates (
  id uuid PRIMARY KEY,
  account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  title text NOT NULL,
  size bigint NOT NULL,
  created_at bigint NOT NULL,
  -- When its owner took it away; it can be put back for a day.
  taken_at bigint
);
CREATE INDEX board_templates_by_account ON board_templates (account);
CREATE INDEX board_templates_taken ON board_templates (taken_at) WHERE taken_at IS NOT NULL;

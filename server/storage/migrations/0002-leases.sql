-- One row per run of a node. A row whose time is over stays for a day, so that everybody learns of it.
CREATE TABLE leases (
  incarnation uuid PRIMARY KEY,
  -- `server`, `sfu` or `recorder`.
  kind text NOT NULL,
  node text NOT NULL,
  started_at bigint NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX leases_expiry ON leases (expires_at);

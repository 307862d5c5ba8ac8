-- People who can sign in, how they prove who they are, and the keys that room tokens are signed with.
-- Moments are milliseconds since 1970. Secrets are kept as SHA-256 hashes, passwords as argon2id.

CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  -- An e-mail address or a user name, lower case.
  login text NOT NULL UNIQUE,
  name text NOT NULL,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'operator', 'member')),
  teaches boolean NOT NULL DEFAULT false,
  language text,
  -- Null until a password is chosen.
  password text,
  disabled boolean NOT NULL DEFAULT false,
  -- The secret in the address of the calendar feed; readable, since its owner may look it up.
  feed text UNIQUE,
  created_at bigint NOT NULL,
  last_seen_at bigint
);
CREATE UNIQUE INDEX accounts_one_owner ON accounts (role) WHERE role = 'owner';
CREATE INDEX accounts_by_name ON accounts (lower(name), id);

CREATE TABLE sessions (
  hash bytea PRIMARY KEY,
  account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  -- Made by a one-time link: the password may be set without the old one.
  by_link boolean NOT NULL DEFAULT false
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE one_time_links (
  hash bytea PRIMARY KEY,
  account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint,
  revoked_at bigint
);
CREATE INDEX one_time_links_by_account ON one_time_links (account);

-- The codes with which the owner's account can be made; each start of a server prints its own.
CREATE TABLE set_up_codes (
  hash bytea PRIMARY KEY,
  created_at bigint NOT NULL
);

-- ES256 keys. A key is published from `created_at`, signs from `signs_at`, and is believed until `ends_at`.
CREATE TABLE signing_keys (
  kid text PRIMARY KEY,
  private_key text NOT NULL,
  public_key jsonb NOT NULL,
  created_at bigint NOT NULL,
  signs_at bigint NOT NULL,
  ends_at bigint
);

-- Secrets of the installation by name, such as the one that invitations are sealed with.
CREATE TABLE secrets (
  name text PRIMARY KEY,
  value bytea NOT NULL
);

-- Who a person is in a room: one participant per account and room, or per browser of a guest, room and
-- role. The guest's browser holds the secret whose hash stands here.

CREATE TABLE seats (
  participant uuid PRIMARY KEY,
  room uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  account uuid REFERENCES accounts ON DELETE SET NULL,
  guest bytea,
  role text NOT NULL,
  name text NOT NULL,
  invite uuid REFERENCES invites ON DELETE SET NULL,
  -- The account's own seat; seats that a guest brought along stand beside it.
  main boolean NOT NULL DEFAULT true,
  created_at bigint NOT NULL,
  used_at bigint NOT NULL,
  CHECK (account IS NOT NULL OR guest IS NOT NULL)
);
CREATE UNIQUE INDEX seats_of_account ON seats (room, account) WHERE account IS NOT NULL AND main;
CREATE UNIQUE INDEX seats_of_guest ON seats (room, guest, role) WHERE guest IS NOT NULL AND account IS NULL;
CREATE INDEX seats_by_guest ON seats (guest) WHERE guest IS NOT NULL;
CREATE INDEX seats_by_account ON seats (account) WHERE account IS NOT NULL;
CREATE INDEX seats_by_invite ON seats (invite) WHERE invite IS NOT NULL;

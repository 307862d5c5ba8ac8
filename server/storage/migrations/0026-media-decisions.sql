-- What servers decide about the media of classes, for operators to read. Moments are milliseconds since 1970.

-- The last ones of each room, in the order in which they were written down.
CREATE TABLE media_decisions (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room uuid NOT NULL,
  at bigint NOT NULL,
  -- The server that decided.
  server text NOT NULL,
  decision jsonb NOT NULL
);
CREATE INDEX media_decisions_by_room ON media_decisions (room, id);
CREATE INDEX media_decisions_by_time ON media_decisions (at);

-- Where each device in a class was put, by the newest decision about it.
CREATE TABLE media_seats (
  room uuid NOT NULL,
  session uuid NOT NULL,
  participant uuid NOT NULL,
  node text NOT NULL,
  incarnation uuid NOT NULL,
  at bigint NOT NULL,
  decision jsonb NOT NULL,
  PRIMARY KEY (room, session)
);
CREATE INDEX media_seats_by_incarnation ON media_seats (incarnation);
CREATE INDEX media_seats_by_node ON media_seats (node);

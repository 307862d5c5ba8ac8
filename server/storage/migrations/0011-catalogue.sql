-- Program → course → module → lesson, the classes on lessons or alone, and the links into them.
-- Moments are milliseconds since 1970.

CREATE TABLE programs (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  position integer NOT NULL,
  visibility text NOT NULL DEFAULT 'visible',
  created_by uuid REFERENCES accounts ON DELETE SET NULL,
  created_at bigint NOT NULL
);

CREATE TABLE courses (
  id uuid PRIMARY KEY,
  program uuid REFERENCES programs,
  title text NOT NULL,
  position integer NOT NULL,
  visibility text NOT NULL DEFAULT 'visible',
  created_at bigint NOT NULL
);
CREATE INDEX courses_by_program ON courses (program);

CREATE TABLE course_members (
  course uuid NOT NULL REFERENCES courses ON DELETE CASCADE,
  account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('instructor', 'assistant', 'student')),
  PRIMARY KEY (course, account)
);
CREATE INDEX course_members_by_account ON course_members (account);

CREATE TABLE modules (
  id uuid PRIMARY KEY,
  course uuid NOT NULL REFERENCES courses ON DELETE CASCADE,
  title text NOT NULL,
  position integer NOT NULL,
  visibility text NOT NULL DEFAULT 'visible'
);
CREATE INDEX modules_by_course ON modules (course);

CREATE TABLE lessons (
  id uuid PRIMARY KEY,
  course uuid NOT NULL REFERENCES courses ON DELETE CASCADE,
  module uuid REFERENCES modules,
  title text NOT NULL,
  position integer NOT NULL,
  visibility text NOT NULL DEFAULT 'visible'
);
CREATE INDEX lessons_by_course ON lessons (course);

-- A weekly class. Its start is on the clock of its zone, so that it survives changes of daylight saving.
CREATE TABLE series (
  id uuid PRIMARY KEY,
  lesson uuid REFERENCES lessons,
  title text NOT NULL,
  host uuid REFERENCES accounts ON DELETE SET NULL,
  start text NOT NULL,
  zone text NOT NULL,
  duration integer NOT NULL,
  repeat jsonb NOT NULL,
  cancelled boolean NOT NULL DEFAULT false,
  created_at bigint NOT NULL
);

-- One row per room. State and title are a projection of the room's log; `as_of` says up to which fact.
CREATE TABLE classes (
  room uuid PRIMARY KEY,
  lesson uuid REFERENCES lessons,
  series uuid REFERENCES series,
  -- The local date of the occurrence within its series.
  occurrence text,
  host uuid REFERENCES accounts ON DELETE SET NULL,
  title text NOT NULL,
  starts_at bigint,
  duration integer,
  zone text,
  state text NOT NULL DEFAULT 'scheduled'
    CHECK (state IN ('scheduled', 'lobby', 'live', 'ended', 'cancelled')),
  as_of integer NOT NULL DEFAULT 0,
  -- Rises with each change, for calendar programs.
  revision integer NOT NULL DEFAULT 0,
  created_at bigint NOT NULL,
  UNIQUE (series, occurrence)
);
CREATE INDEX classes_by_lesson ON classes (lesson);
CREATE INDEX classes_by_start ON classes (starts_at);
CREATE INDEX classes_by_host ON classes (host);
CREATE INDEX classes_open ON classes (room) WHERE state IN ('lobby', 'live');

-- Who has a role of their own in one class, beyond their role in the course: after handing over.
CREATE TABLE class_staff (
  room uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('instructor', 'moderator')),
  PRIMARY KEY (room, account)
);
CREATE INDEX class_staff_by_account ON class_staff (account);

CREATE TABLE invites (
  id uuid PRIMARY KEY,
  room uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  role text NOT NULL,
  created_by uuid REFERENCES accounts ON DELETE SET NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  revoked_at bigint
);
CREATE INDEX invites_by_room ON invites (room);

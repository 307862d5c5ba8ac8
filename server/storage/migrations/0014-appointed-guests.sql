-- The role that a guest was given in class, which outweighs the one of the link. Who has an account has it
-- in `class_staff`.
ALTER TABLE seats ADD COLUMN appointed text
  CHECK (appointed IN ('instructor', 'moderator', 'student'));

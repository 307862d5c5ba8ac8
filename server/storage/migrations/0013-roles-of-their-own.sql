-- A role of one's own in a class may be lower than the one in the course: by appointment in class.
ALTER TABLE class_staff DROP CONSTRAINT class_staff_role_check;
ALTER TABLE class_staff ADD CONSTRAINT class_staff_role_check
  CHECK (role IN ('instructor', 'moderator', 'student'));

-- How many took part in a class is asked for each class that operators look at.

CREATE INDEX seats_by_room ON seats (room);

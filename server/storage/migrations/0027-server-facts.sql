-- What a server said of itself when it renewed its lease: version, classes, people, load.
ALTER TABLE leases ADD COLUMN facts jsonb;

-- Files on boards: what such a file is served as. Null for what goes with a message of the chat.

ALTER TABLE files ADD COLUMN board_type text;

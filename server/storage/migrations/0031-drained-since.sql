-- Since when an operator wants the node empty: people who were on their way to it just then come yet.
ALTER TABLE media_nodes ADD COLUMN drain_since bigint;

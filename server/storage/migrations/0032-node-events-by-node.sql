-- What became of a node last says whether it is to be told that it is back, or empty.
CREATE INDEX media_node_events_by_node ON media_node_events (node, at);

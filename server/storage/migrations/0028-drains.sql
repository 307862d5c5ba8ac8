-- How far the draining of a media node has come.

ALTER TABLE media_nodes
  -- Until when its people are moved; who is still there then joins media anew elsewhere.
  ADD COLUMN drain_by bigint,
  -- How many people were there when it began.
  ADD COLUMN drain_people integer;

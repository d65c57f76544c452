-- Who did it, and the chain by which a changed, removed or inserted entry shows. Entries from before have neither.
ALTER TABLE main.journal ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE main.journal ADD COLUMN hash BLOB CHECK (length(hash) = 32);

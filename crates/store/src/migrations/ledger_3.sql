-- What Microsoft forgets after a while and Kontor keeps, as it was last seen.
CREATE TABLE main.archive (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

-- Files that Microsoft hands out of an object (the PDF of a bill): those that are wanted and those that were fetched.
CREATE TABLE main.documents (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  error TEXT,
  at INTEGER,
  content BLOB,
  PRIMARY KEY (collection, id, name)
) STRICT;

CREATE TABLE mirror.sync_state (
  collection TEXT NOT NULL PRIMARY KEY,
  generation INTEGER NOT NULL,
  round TEXT,
  next_link TEXT,
  delta_link TEXT,
  as_of INTEGER,
  complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
  error TEXT,
  count INTEGER NOT NULL,
  shape TEXT NOT NULL,
  facts TEXT,
  deriving TEXT,
  derived_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror.projected (
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  operations TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror.change_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  fields TEXT NOT NULL
) STRICT;
CREATE INDEX mirror.change_log_by_collection ON change_log (collection, seq);

CREATE TABLE mirror.removed (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (collection, id)
) STRICT;

CREATE TABLE mirror.commit_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  writer INTEGER NOT NULL,
  tags TEXT NOT NULL
) STRICT;

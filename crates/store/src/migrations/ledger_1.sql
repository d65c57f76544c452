CREATE TABLE main.operations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  collection TEXT NOT NULL,
  target_id TEXT NOT NULL,
  state TEXT NOT NULL,
  final INTEGER NOT NULL CHECK (final IN (0, 1)),
  version INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX main.operations_by_target ON operations (collection, target_id, seq);
CREATE INDEX main.operations_active ON operations (seq) WHERE final = 0;

CREATE TABLE main.secrets (
  operation TEXT NOT NULL REFERENCES operations (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (operation, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE main.journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  operation TEXT NOT NULL,
  at INTEGER NOT NULL,
  step TEXT NOT NULL,
  detail TEXT NOT NULL,
  request_id TEXT
) STRICT;
CREATE INDEX main.journal_by_operation ON journal (operation, seq);
CREATE TRIGGER main.journal_is_not_rewritten BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER main.journal_is_not_erased BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE main.settings (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE main.tokens (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE main.told (identity TEXT NOT NULL PRIMARY KEY, facts TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE main.commit_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  writer INTEGER NOT NULL,
  tags TEXT NOT NULL
) STRICT;

/** Raised with every change of the tables; a newer gradebook is refused, not guessed at. */
export const schemaVersion = 1;

/** The tables of a gradebook. Lists that belong to a grading are kept in their own tables, for queries by TAs. */
export const schema = `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, request TEXT NOT NULL) STRICT;
  CREATE TABLE gradings (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id),
    student TEXT NOT NULL, lab TEXT NOT NULL,
    submission_hash TEXT NOT NULL, grading_hash TEXT NOT NULL,
    sandbox TEXT NOT NULL CHECK (sandbox IN ('full', 'container', 'none')),
    submitted_at TEXT, graded_at TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('graded', 'unreadable', 'infrastructure')), reason TEXT,
    automatic_points REAL, automatic_max REAL NOT NULL, pending_manual_max REAL NOT NULL,
    audit TEXT NOT NULL, duration_ms REAL NOT NULL) STRICT;
  CREATE INDEX gradings_by_student ON gradings (lab, student, id);
  CREATE TABLE tests (
    grading INTEGER NOT NULL REFERENCES gradings (id), position INTEGER NOT NULL,
    question TEXT NOT NULL, grade_id TEXT NOT NULL, title TEXT NOT NULL, hidden INTEGER NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('passed', 'failed', 'error', 'timeout', 'memory', 'crashed', 'missing',
      'tampered', 'infrastructure')),
    points REAL NOT NULL, max_points REAL NOT NULL,
    student_message TEXT NOT NULL, staff_message TEXT NOT NULL, duration_ms REAL NOT NULL,
    PRIMARY KEY (grading, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE cells (
    grading INTEGER NOT NULL REFERENCES gradings (id), position INTEGER NOT NULL,
    grade_id TEXT, cell_id TEXT NOT NULL, flags TEXT NOT NULL, staff_message TEXT NOT NULL,
    PRIMARY KEY (grading, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE manual_questions (
    grading INTEGER NOT NULL REFERENCES gradings (id), position INTEGER NOT NULL,
    grade_id TEXT NOT NULL, max_points REAL NOT NULL, answered INTEGER NOT NULL,
    PRIMARY KEY (grading, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, content TEXT NOT NULL, previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE) STRICT;
`;

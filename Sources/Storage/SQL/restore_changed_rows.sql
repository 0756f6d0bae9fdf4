-- Each row that leaves the journal of an import under undo is given back by the store.
DELETE FROM import_journal WHERE import = $1

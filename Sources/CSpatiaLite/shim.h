#include <sqlite3.h>

// What spatialite.h declares, without the headers of the static libraries that it pulls in.
void *spatialite_alloc_connection(void);
void spatialite_init_ex(sqlite3 *connection, const void *cache, int verbose);
void spatialite_cleanup_ex(const void *cache);

// Functions of variable arguments, which Swift cannot call.
static inline int anlan_keep_statement_journals_in_memory(int bytes) {
  return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes);
}

static inline int anlan_enforce_foreign_keys(sqlite3 *connection, int enforce) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, enforce, (int *)0);
}

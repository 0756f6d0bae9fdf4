#include <sqlite3.h>

// What spatialite.h declares, without the headers of the static libraries that it pulls in.
void *spatialite_alloc_connection(void);
void spatialite_init_ex(sqlite3 *connection, const void *cache, int verbose);
void spatialite_cleanup_ex(const void *cache);

// A function of variable arguments, which Swift cannot call.
static inline int anlan_keep_statement_journals_in_memory(int bytes) {
  return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes);
}

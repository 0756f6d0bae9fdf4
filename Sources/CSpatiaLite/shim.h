#include <sqlite3.h>

// What spatialite.h declares, without the headers of the static libraries that it pulls in.
void *spatialite_alloc_connection(void);
void spatialite_init_ex(sqlite3 *connection, const void *cache, int verbose);
void spatialite_cleanup_ex(const void *cache);

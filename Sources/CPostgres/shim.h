#ifndef ANLAN_CPOSTGRES_SHIM_H
#define ANLAN_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

// Swift does not see macros that are characters.
static const int anlan_pg_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int anlan_pg_diag_message_primary = PG_DIAG_MESSAGE_PRIMARY;

#endif

#ifndef ANLAN_CZLIB_SHIM_H
#define ANLAN_CZLIB_SHIM_H

#include <zlib.h>

#endif

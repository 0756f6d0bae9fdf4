#ifndef ANLAN_CDEFLATE_SHIM_H
#define ANLAN_CDEFLATE_SHIM_H

#include <libdeflate.h>

#endif

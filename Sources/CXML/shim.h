#ifndef ANLAN_CXML_SHIM_H
#define ANLAN_CXML_SHIM_H

#include <libxml/xmlversion.h>
// ICU's own types, which Debian's headers would bring along, clash with those in Foundation. They
// stand in the handler of an encoding only, of which nothing here knows more than its address.
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>

#endif

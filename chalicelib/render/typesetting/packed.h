/* What the compiled loops over packed pixels share: how pixels are packed, and how arguments are held to bounds. */

#ifndef KOFU_PACKED_H
#define KOFU_PACKED_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#include <stdbool.h>

enum { PIXELS_PER_BYTE = 4, BITS = 2, BYTE = 8 };

/* No page is so large, in pixels or in bytes; some such numbers can be added without overflow. */
enum { FARTHEST = 1 << 26 };

static inline bool is_near(Py_ssize_t number) { return -FARTHEST < number && number < FARTHEST; }

static inline bool refuse(const char *why) {
    PyErr_SetString(PyExc_ValueError, why);
    return false;
}

#endif

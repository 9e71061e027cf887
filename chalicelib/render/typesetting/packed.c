/* Loops over the single bytes of packed scan lines; packed.pyi says what each function is for.

   Every place is held to the sizes of the buffers before anything is read or written there, and nothing is kept from
   one call to the next. The limited API of Python 3.11: one file for that version and all later ones. */

#include "packed.h"

/* Compiled twice, the second time for vectors of 32 bytes; which one runs is settled when the module is loaded. */
#if defined __x86_64__ && !defined __SANITIZE_ADDRESS__
#define VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define VECTORS
#endif

/* --- Scan lines, and ink in them -------------------------------------------------------------------------------- */

/* `rows` scan lines of `stride` bytes each, the first of them row `top` of the page. */
typedef struct {
    unsigned char *bytes;
    Py_ssize_t stride, top, rows;
} Lines;

/* `rows` rows of `width` bytes each, one after another, the first of them in row `top` of the page, from byte `left` of
   the scan line on. */
typedef struct {
    const unsigned char *bytes;
    Py_ssize_t left, top, width, rows;
} Ink;

static bool read_lines(const Py_buffer *buffer, Py_ssize_t stride, Py_ssize_t top, Lines *lines) {
    if (stride < 1 || !is_near(stride) || !is_near(top) || !is_near(buffer->len) || buffer->len % stride)
        return refuse("scan lines that are not as long as one another, or too many");
    *lines = (Lines){buffer->buf, stride, top, buffer->len / stride};
    return true;
}

/* Read ink, whose object keeps what `bytes` points to; it fits into scan lines of so many bytes. */
static bool read_ink(PyObject *given, Py_ssize_t stride, Ink *ink) {
    const char *bytes;
    Py_ssize_t size;
    if (!PyTuple_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "ink that is no tuple");
        return false;
    }
    if (!PyArg_ParseTuple(given, "y#nnn", &bytes, &size, &ink->left, &ink->top, &ink->width))
        return false;
    if (!is_near(size) || !is_near(ink->top) || ink->left < 0 || ink->width < 1 || ink->width > stride ||
        ink->left > stride - ink->width || size % ink->width)
        return refuse("ink that scan lines have no room for");
    ink->bytes = (const unsigned char *)bytes;
    ink->rows = size / ink->width;
    return true;
}

static bool stand_in(const Ink *ink, const Lines *lines) {
    return ink->top >= lines->top && ink->top + ink->rows <= lines->top + lines->rows;
}

/* Leave of some ink the rows that stand in these scan lines; there may be none. */
static void cut(Ink *ink, const Lines *lines) {
    const Py_ssize_t above = Py_MAX(lines->top - ink->top, 0);
    const Py_ssize_t below = Py_MAX(ink->top + ink->rows - lines->top - lines->rows, 0);
    if (above + below >= ink->rows) {
        ink->rows = 0;
        return;
    }
    ink->bytes += above * ink->width;
    ink->top += above;
    ink->rows -= above + below;
}

/* Return where a row of ink that stands in these scan lines begins in them. */
static unsigned char *place(const Lines *lines, const Ink *ink, Py_ssize_t row) {
    return lines->bytes + (ink->top + row - lines->top) * lines->stride + ink->left;
}

static void unite_row(unsigned char *restrict line, const unsigned char *restrict ink, Py_ssize_t width) {
    for (Py_ssize_t byte = 0; byte < width; byte++)
        line[byte] |= ink[byte];
}

static void clear_row(unsigned char *restrict line, const unsigned char *restrict ink, Py_ssize_t width) {
    for (Py_ssize_t byte = 0; byte < width; byte++)
        line[byte] &= (unsigned char)~ink[byte];
}

static bool holds_row(const unsigned char *line, const unsigned char *ink, Py_ssize_t width) {
    unsigned char lacks = 0;
    for (Py_ssize_t byte = 0; byte < width; byte++)
        lacks |= (unsigned char)(ink[byte] & ~line[byte]);
    return !lacks;
}

/* Read scan lines and ink; the buffer is to be released if they are right. */
static bool read_both(PyObject *arguments, const char *format, Py_buffer *buffer, Lines *lines, Ink *ink) {
    Py_ssize_t stride, top;
    PyObject *given;
    if (!PyArg_ParseTuple(arguments, format, buffer, &stride, &top, &given))
        return false;
    if (read_lines(buffer, stride, top, lines) && read_ink(given, stride, ink))
        return true;
    PyBuffer_Release(buffer);
    return false;
}

static PyObject *unite(PyObject *module, PyObject *arguments) {
    Py_buffer buffer;
    Lines lines;
    Ink ink;
    if (!read_both(arguments, "w*nnO", &buffer, &lines, &ink))
        return NULL;
    const bool fits = stand_in(&ink, &lines) || refuse("ink beside the scan lines");
    for (Py_ssize_t row = 0; fits && row < ink.rows; row++)
        unite_row(place(&lines, &ink, row), ink.bytes + row * ink.width, ink.width);
    PyBuffer_Release(&buffer);
    return fits ? Py_NewRef(Py_None) : NULL;
}

static PyObject *holds(PyObject *module, PyObject *arguments) {
    Py_buffer buffer;
    Lines lines;
    Ink ink;
    bool all = true;
    if (!read_both(arguments, "y*nnO", &buffer, &lines, &ink))
        return NULL;
    cut(&ink, &lines);
    for (Py_ssize_t row = 0; all && row < ink.rows; row++)
        all = holds_row(place(&lines, &ink, row), ink.bytes + row * ink.width, ink.width);
    PyBuffer_Release(&buffer);
    return PyBool_FromLong(all);
}

/* --- Nothing less and nothing more ------------------------------------------------------------------------------ */

/* So many rows are looked at together: what is written about them stays in the processor's first cache. */
enum { TOGETHER = 16 };

/* Find the bits in which scan lines and others differ. */
static void compare(unsigned char *restrict differ, const unsigned char *lines, const unsigned char *template,
                    Py_ssize_t size) {
    for (Py_ssize_t byte = 0; byte < size; byte++)
        differ[byte] = lines[byte] ^ template[byte];
}

static bool is_blank(const unsigned char *bytes, Py_ssize_t size) {
    unsigned char any = 0;
    for (Py_ssize_t byte = 0; byte < size; byte++)
        any |= bytes[byte];
    return !any;
}

/* Look at some rows, of which `differ` has room for as many: all ink is there, and without it nothing differs from the
   template. */
VECTORS static bool are_exact(const Lines *lines, const unsigned char *template, const Ink *inks, Py_ssize_t count,
                      unsigned char *differ) {
    const Py_ssize_t size = lines->rows * lines->stride;
    const Lines differing = {differ, lines->stride, lines->top, lines->rows};
    compare(differ, lines->bytes, template, size);
    for (Py_ssize_t number = 0; number < count; number++) {
        Ink ink = inks[number];
        cut(&ink, lines);
        for (Py_ssize_t row = 0; row < ink.rows; row++) {
            const unsigned char *bytes = ink.bytes + row * ink.width;
            if (!holds_row(place(lines, &ink, row), bytes, ink.width))
                return false;
            clear_row(place(&differing, &ink, row), bytes, ink.width);
        }
    }
    return is_blank(differ, size);
}

static bool are_all_exact(const Lines *lines, const unsigned char *template, const Ink *inks, Py_ssize_t count,
                          unsigned char *differ) {
    for (Py_ssize_t number = 0; number < count; number++)
        if (!stand_in(&inks[number], lines))
            return false;
    for (Py_ssize_t row = 0; row < lines->rows; row += TOGETHER) {
        const Py_ssize_t start = row * lines->stride;
        const Lines some = {lines->bytes + start, lines->stride, lines->top + row,
                            Py_MIN(TOGETHER, lines->rows - row)};
        if (!are_exact(&some, template + start, inks, count, differ))
            return false;
    }
    return true;
}

static PyObject *is_exact(PyObject *module, PyObject *arguments) {
    Py_buffer buffer, template;
    Py_ssize_t stride, top;
    PyObject *given, *answer = NULL;
    Lines lines;
    if (!PyArg_ParseTuple(arguments, "y*y*nnO!", &buffer, &template, &stride, &top, &PyList_Type, &given))
        return NULL;
    PyObject *held = PyList_AsTuple(given); /* reading a number may run Python, which may change the list */
    const Py_ssize_t count = held ? PyTuple_Size(held) : 0;
    Ink *inks = PyMem_Calloc((size_t)count, sizeof(Ink));
    unsigned char *differ = NULL;
    bool read = held && (inks || PyErr_NoMemory());
    if (read && buffer.len != template.len)
        read = refuse("scan lines, and fewer or more of a template");
    read = read && read_lines(&buffer, stride, top, &lines);
    for (Py_ssize_t number = 0; read && number < count; number++)
        read = read_ink(PyTuple_GetItem(held, number), stride, &inks[number]);
    if (read && !(differ = PyMem_Malloc((size_t)(TOGETHER * stride))))
        PyErr_NoMemory();
    if (differ)
        answer = PyBool_FromLong(are_all_exact(&lines, template.buf, inks, count, differ));
    PyMem_Free(differ);
    PyMem_Free(inks);
    Py_XDECREF(held);
    PyBuffer_Release(&buffer);
    PyBuffer_Release(&template);
    return answer;
}

/* --- Pixels ----------------------------------------------------------------------------------------------------- */

/* Bytes of a scan line before its first pixel, and the highest colour of one: all its bits. */
enum { FILTER = 1, BLACK = 3 };

/* Read pixels that are `step` from one another: every fourth has the same place in its byte, `step` bytes on. */
static void read_row(unsigned char *restrict found, const unsigned char *restrict line, Py_ssize_t left,
                     Py_ssize_t step, Py_ssize_t across) {
    for (Py_ssize_t turn = 0; turn < PIXELS_PER_BYTE; turn++, left += step) {
        const int after = (int)(PIXELS_PER_BYTE - 1 - left % PIXELS_PER_BYTE) * BITS;
        Py_ssize_t byte = left / PIXELS_PER_BYTE;
        for (Py_ssize_t number = turn; number < across; number += PIXELS_PER_BYTE, byte += step)
            found[number] = (unsigned char)(line[byte] >> after & BLACK);
    }
}

static PyObject *pixels(PyObject *module, PyObject *arguments) {
    Py_buffer buffer;
    Py_ssize_t stride, top, left, first, step, across, down;
    PyObject *found = NULL;
    Lines lines;
    if (!PyArg_ParseTuple(arguments, "y*nnnnnnn", &buffer, &stride, &top, &left, &first, &step, &across, &down))
        return NULL;
    const bool near = is_near(left) && is_near(first) && is_near(step) && is_near(across) && is_near(down);
    const bool read = read_lines(&buffer, stride, top, &lines);
    if (read && (!near || left < 0 || step < 1 || across < 1 || down < 1 || first < top ||
                 FILTER + (left + (across - 1) * step) / PIXELS_PER_BYTE >= stride ||
                 first + (down - 1) * step >= top + lines.rows))
        refuse("pixels beside the scan lines");
    else if (read)
        found = PyBytes_FromStringAndSize(NULL, across * down);
    unsigned char *to = found ? (unsigned char *)PyBytes_AsString(found) : NULL;
    for (Py_ssize_t row = 0; to && row < down; row++)
        read_row(to + row * across, lines.bytes + (first + row * step - top) * stride + FILTER, left, step, across);
    PyBuffer_Release(&buffer);
    return found;
}

/* --- Module ----------------------------------------------------------------------------------------------------- */

static PyMethodDef functions[] = {
    {"unite", unite, METH_VARARGS, NULL},
    {"holds", holds, METH_VARARGS, NULL},
    {"is_exact", is_exact, METH_VARARGS, NULL},
    {"pixels", pixels, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "packed", .m_size = 0, .m_methods = functions};

PyMODINIT_FUNC PyInit_packed(void) { return PyModuleDef_Init(&definition); }

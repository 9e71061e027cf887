/* Draws ink: the glyphs of a line, the modules of a code; drawing.pyi says what each function is for.

   Every place is held to the sizes of the buffers before anything is read or written there, and nothing is kept from
   one call to the next. The limited API of Python 3.11: one file for that version and all later ones. */

#include "packed.h"

#include <endian.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Bytes that are read and written together. */
enum { WORD = 8 };

/* --- Glyphs ----------------------------------------------------------------------------------------------------- */

/* A glyph on a page: rows of `across` bytes, in which `width` pixels are. The first pixel is `left` of the page, the
   first row `top` below the baseline. */
typedef struct {
    const unsigned char *bytes;
    Py_ssize_t width, left, top, across, rows;
} Glyph;

/* What some glyphs take together, in pixels, and how many of them have ink. */
typedef struct {
    Py_ssize_t left, right, top, bottom, count;
} Extent;

/* Read a glyph, whose object keeps what `bytes` points to, for a pen on the left edge of the page. PyArg_ParseTuple
   would take longer than drawing it does, and might run Python, which might change the list. */
static bool read_glyph(PyObject *given, Glyph *glyph, Py_ssize_t *advance) {
    Py_ssize_t *const numbers[] = {&glyph->width, &glyph->left, &glyph->top, advance};
    char *bytes;
    Py_ssize_t size;
    if (!PyTuple_Check(given) || PyTuple_Size(given) != 5) {
        PyErr_SetString(PyExc_TypeError, "a glyph that is no tuple of five");
        return false;
    }
    PyObject *part = PyTuple_GetItem(given, 0);
    if (!part || PyBytes_AsStringAndSize(part, &bytes, &size) < 0)
        return false;
    for (Py_ssize_t number = 0; number < 4; number++) {
        if (!(part = PyTuple_GetItem(given, number + 1)))
            return false;
        *numbers[number] = PyLong_AsSsize_t(part);
        if (!is_near(*numbers[number]))
            return refuse("a glyph that is too large or too far away");
        if (*numbers[number] == -1 && PyErr_Occurred())
            return false;
    }
    glyph->across = (glyph->width + PIXELS_PER_BYTE - 1) / PIXELS_PER_BYTE;
    if (!is_near(size) || (size && (glyph->width < 1 || size % glyph->across)))
        return refuse("a glyph whose rows are not as wide as it is");
    glyph->bytes = (const unsigned char *)bytes;
    glyph->rows = size ? size / glyph->across : 0;
    return true;
}

/* Read glyphs, and move each to where the pen stands: behind those before it, and behind as many gaps. */
static bool read_glyphs(PyObject *given, Py_ssize_t start, double gap, Glyph *glyphs, Extent *extent) {
    const Py_ssize_t all = PyList_Size(given);
    Py_ssize_t pen = start, advance = 0;
    *extent = (Extent){FARTHEST, -FARTHEST, FARTHEST, -FARTHEST, 0};
    for (Py_ssize_t number = 0; number < all; number++, pen += advance) {
        Glyph *glyph = &glyphs[number];
        if (!read_glyph(PyList_GetItem(given, number), glyph, &advance))
            return false;
        const double at = rint((double)pen + (double)number * gap);
        if (!(fabs(at) < FARTHEST))
            return refuse("a pen that is too far away");
        glyph->left += (Py_ssize_t)at;
        if (!glyph->rows)
            continue;
        extent->left = Py_MIN(extent->left, glyph->left);
        extent->right = Py_MAX(extent->right, glyph->left + glyph->width);
        extent->top = Py_MIN(extent->top, glyph->top);
        extent->bottom = Py_MAX(extent->bottom, glyph->top + glyph->rows);
        extent->count++;
    }
    return true;
}

/* Unite a row of a glyph with bytes that have room for all its pixels when they are moved to the right by `shift` bits;
   `spills` says that some of them come to stand in one byte more. */
static void draw_row(unsigned char *row, const unsigned char *bytes, Py_ssize_t across, int shift, bool spills) {
    row[0] |= (unsigned char)(bytes[0] >> shift);
    for (Py_ssize_t byte = 1; byte < across; byte++)
        row[byte] |= (unsigned char)((bytes[byte - 1] << BYTE | bytes[byte]) >> shift);
    if (spills)
        row[across] |= (unsigned char)(bytes[across - 1] << BYTE >> shift);
}

static uint64_t word(const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, WORD);
    return be64toh(word);
}

/* The same, eight bytes at a time, which may be read and written beyond the row though nothing changes there. */
static void draw_words(unsigned char *row, const unsigned char *bytes, Py_ssize_t across, int shift) {
    uint64_t carried = 0;
    for (Py_ssize_t byte = 0; byte <= across; byte += WORD) {
        const Py_ssize_t left = across - byte;
        uint64_t ink = left > 0 ? word(bytes + byte) : 0;
        if (left < WORD && left > 0)
            ink &= ~(uint64_t)0 << (WORD - left) * BYTE;
        const uint64_t both = htobe64(word(row + byte) | carried | ink >> shift);
        memcpy(row + byte, &both, WORD);
        carried = shift ? ink << (WORD * BYTE - shift) : 0;
    }
}

/* Unite a glyph with rows of `stride` bytes, whose first byte and row are these of the page, and which hold it. */
static void draw(const Glyph *glyph, unsigned char *rows, Py_ssize_t size, Py_ssize_t stride, Py_ssize_t first,
                 Py_ssize_t top) {
    const int shift = (int)(glyph->left % PIXELS_PER_BYTE) * BITS;
    const bool spills = glyph->width * BITS + shift > glyph->across * BYTE;
    const Py_ssize_t start = (glyph->top - top) * stride + glyph->left / PIXELS_PER_BYTE - first;
    const Py_ssize_t whole = glyph->across / WORD * WORD + WORD;
    for (Py_ssize_t row = 0; row < glyph->rows; row++) {
        unsigned char *to = rows + start + row * stride;
        const unsigned char *bytes = glyph->bytes + row * glyph->across;
        if (whole <= size - start - row * stride && whole <= (glyph->rows - row) * glyph->across)
            draw_words(to, bytes, glyph->across, shift);
        else
            draw_row(to, bytes, glyph->across, shift, spills);
    }
}

static PyObject *drawn(const Glyph *glyphs, Py_ssize_t all, const Extent *extent, Py_ssize_t baseline) {
    const Py_ssize_t first = extent->left / PIXELS_PER_BYTE;
    const Py_ssize_t width = (extent->right + PIXELS_PER_BYTE - 1) / PIXELS_PER_BYTE - first;
    const Py_ssize_t size = width * (extent->bottom - extent->top);
    PyObject *ink = PyBytes_FromStringAndSize(NULL, size);
    if (!ink)
        return NULL;
    unsigned char *rows = (unsigned char *)PyBytes_AsString(ink);
    memset(rows, 0, (size_t)size);
    for (Py_ssize_t number = 0; number < all; number++)
        if (glyphs[number].rows)
            draw(&glyphs[number], rows, size, width, first, extent->top);
    return Py_BuildValue("(Nnnnn)", ink, first, baseline + extent->top, width, extent->count);
}

static PyObject *lay(PyObject *module, PyObject *arguments) {
    PyObject *given, *answer = NULL;
    Py_ssize_t start, baseline, width, height;
    double gap;
    Extent extent;
    if (!PyArg_ParseTuple(arguments, "O!ndnnn", &PyList_Type, &given, &start, &gap, &baseline, &width, &height))
        return NULL;
    const Py_ssize_t all = PyList_Size(given);
    Glyph *glyphs = PyMem_Calloc((size_t)all, sizeof(Glyph));
    if (!glyphs)
        return PyErr_NoMemory();
    if (!is_near(start) || !is_near(baseline) || !is_near(width) || !is_near(height))
        refuse("a line that is too far away, or too large a page");
    else if (read_glyphs(given, start, gap, glyphs, &extent)) {
        if (!extent.count)
            answer = Py_BuildValue("(y#nnnn)", "", (Py_ssize_t)0, (Py_ssize_t)0, baseline, (Py_ssize_t)1, (Py_ssize_t)0);
        else if (extent.left < 0 || extent.right > width || baseline + extent.top < 0 ||
                 baseline + extent.bottom > height)
            answer = Py_NewRef(Py_None);
        else
            answer = drawn(glyphs, all, &extent, baseline);
    }
    PyMem_Free(glyphs);
    return answer;
}

/* --- Modules ---------------------------------------------------------------------------------------------------- */

/* Four modules are as many bytes as a module has pixels; those, moved by less than a byte, are one number of 64 bits. */
enum { TURN = 4, WIDEST = 7 };

static void write_number(unsigned char *to, uint64_t number) {
    for (int byte = 0; byte < WORD; byte++)
        to[byte] = (unsigned char)(number >> BYTE * (WORD - 1 - byte));
}

/* Put up to four modules of `size` bits behind the bits of others; what is missing of four is light. */
static uint64_t put_turn(uint64_t bits, const unsigned char *modules, Py_ssize_t there, int size) {
    const uint64_t dark = ((uint64_t)1 << size) - 1;
    for (int module = 0; module < TURN; module++)
        bits = bits << size | (module < there ? dark & -(uint64_t)(modules[module] != 0) : 0);
    return bits;
}

/* Write a row of modules as pixels, moved to the right by `shift` bits. Each number has the last bits of the modules
   before in front, and is written over by the next but for its first bytes: behind the row is room for one. */
static void draw_modules(unsigned char *row, const unsigned char *restrict modules, Py_ssize_t across, int pixels,
                         int shift) {
    const int size = BITS * pixels, rest = WORD * BYTE - TURN * size - shift;
    uint64_t bits = 0;
    for (; across >= TURN; across -= TURN, modules += TURN, row += pixels) {
        bits = put_turn(bits, modules, TURN, size);
        write_number(row, bits << rest);
    }
    write_number(row, put_turn(bits, modules, across, size) << rest);
}

static PyObject *drawn_modules(const unsigned char *modules, Py_ssize_t across, Py_ssize_t down, int pixels, int left) {
    const Py_ssize_t width = (left + across * pixels + PIXELS_PER_BYTE - 1) / PIXELS_PER_BYTE;
    unsigned char *row = PyMem_Malloc((size_t)(across / TURN * pixels + WORD));
    PyObject *rows = row ? PyBytes_FromStringAndSize(NULL, down * pixels * width) : PyErr_NoMemory();
    unsigned char *to = rows ? (unsigned char *)PyBytes_AsString(rows) : NULL;
    for (; to && down > 0; down--, modules += across) {
        draw_modules(row, modules, across, pixels, left * BITS);
        for (int same = 0; same < pixels; same++, to += width)
            memcpy(to, row, (size_t)width);
    }
    PyMem_Free(row);
    return rows;
}

static PyObject *dots(PyObject *module, PyObject *arguments) {
    Py_buffer modules;
    Py_ssize_t across, pixels, left;
    PyObject *rows = NULL;
    if (!PyArg_ParseTuple(arguments, "y*nnn", &modules, &across, &pixels, &left))
        return NULL;
    if (across < 1 || !is_near(across) || !is_near(modules.len) || modules.len % across)
        refuse("modules in rows that are not as long as one another, or too many");
    else if (pixels < 1 || pixels > WIDEST || left < 0 || left >= PIXELS_PER_BYTE)
        refuse("modules that are too wide, or begin in no pixel of a byte");
    else
        rows = drawn_modules(modules.buf, across, modules.len / across, (int)pixels, (int)left);
    PyBuffer_Release(&modules);
    return rows;
}

/* --- Module ----------------------------------------------------------------------------------------------------- */

static PyMethodDef functions[] = {
    {"lay", lay, METH_VARARGS, NULL},
    {"dots", dots, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "drawing", .m_size = 0, .m_methods = functions};

PyMODINIT_FUNC PyInit_drawing(void) { return PyModuleDef_Init(&definition); }

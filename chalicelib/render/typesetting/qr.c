/* A QR code of one version, level, mode and mask; qr.pyi says what it is for.

   Clauses, tables and annexes are those of ISO/IEC 18004:2015. What all codes have in common is worked out once, when
   the module is loaded, into its state, and only read from then on. The limited API of Python 3.11: one file for that
   version and all later ones. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030b0000
#include <Python.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BYTE = 8 };

/* Version 20, and the light modules around it (6.3). */
enum { SIDE = 97, QUIET = 4, ALL = SIDE + 2 * QUIET, MODULES = ALL * ALL };

/* Table 9 for version 20, level M: blocks of which the first ones have a byte of data less, all equally many bytes that
   correct them. */
enum { BLOCKS = 16, SHORT_BLOCKS = 3, SHORT = 41, LONG = 42, CORRECTING = 26 };
enum { DATA = SHORT_BLOCKS * SHORT + (BLOCKS - SHORT_BLOCKS) * LONG, STREAM = DATA + BLOCKS * CORRECTING };

/* Tables 2 and 3, 7.4.4 and 7.4.9: the mode and how many bits everything has; Table 7: characters there is room for. */
enum { MODE = 2, MODE_BITS = 4, COUNT_BITS = 11, PAIR_BITS = 11, SINGLE_BITS = 6, TERMINATOR_BITS = 4, CAPACITY = 970 };

/* Table 5: a character's value is its place. */
static const char ALPHABET[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
enum { CHARACTERS = sizeof ALPHABET - 1, ASCII = 128 };

/* Table C.1 for level M with mask 2, Table D.1 for version 20: both with their check bits. */
enum { FORMAT = 0x5E7C, FORMAT_BITS = 15, VERSION = 0x149A6, VERSION_BITS = 18 };

/* Table E.1, and the row and the column of the timing patterns (6.3.5). */
static const int ALIGNMENT[] = {6, 34, 62, 90};
enum { ALIGNMENTS = sizeof ALIGNMENT / sizeof ALIGNMENT[0], TIMING = 6 };

typedef struct {
    /* The value of each character, CHARACTERS for one that the mode has not. */
    unsigned char values[ASCII];
    /* The multiples of the generator polynomial, without its leading term, the highest power first. */
    unsigned char multiples[256][CORRECTING];
    /* The code before any data: the function patterns, and the mask of all other modules. */
    unsigned char blank[MODULES];
    /* The module of each bit of the stream. */
    uint16_t places[STREAM * BYTE];
} Tables;

/* --- Data ------------------------------------------------------------------------------------------------------- */

typedef struct {
    unsigned char *bytes;
    int used;
    uint32_t waiting;
} Bits;

/* Append the lowest bits of a value; those that do not fill a byte wait for the next ones. */
static void append(Bits *bits, uint32_t value, int count) {
    int ready = bits->used % BYTE + count;
    bits->waiting = bits->waiting << count | value;
    for (int byte = bits->used / BYTE; ready >= BYTE; byte++)
        bits->bytes[byte] = (unsigned char)(bits->waiting >> (ready -= BYTE));
    bits->used += count;
}

/* Encode the values of at most CAPACITY characters (7.4.4), and fill the code up (7.4.9, 7.4.10). */
static void encode_data(const unsigned char *values, int count, unsigned char data[DATA]) {
    Bits bits = {data, 0, 0};
    append(&bits, MODE, MODE_BITS);
    append(&bits, (uint32_t)count, COUNT_BITS);
    for (int number = 0; number + 1 < count; number += 2)
        append(&bits, (uint32_t)(values[number] * CHARACTERS + values[number + 1]), PAIR_BITS);
    if (count % 2)
        append(&bits, values[count - 1], SINGLE_BITS);
    append(&bits, 0, Py_MIN(TERMINATOR_BITS, DATA * BYTE - bits.used));
    append(&bits, 0, (BYTE - bits.used % BYTE) % BYTE);
    for (int byte = bits.used / BYTE, filler = 0xEC; byte < DATA; byte++, filler ^= 0xEC ^ 0x11)
        data[byte] = (unsigned char)filler;
}

/* --- Error correction ------------------------------------------------------------------------------------------- */

/* Multiply in the field of 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1 (7.5.2). */
static unsigned char multiply(unsigned one, unsigned other) {
    unsigned product = 0;
    for (; other; other >>= 1, one = one << 1 ^ (one >> 7) * 0x11D)
        product ^= (other & 1) * one;
    return (unsigned char)product;
}

/* Annex A: the generator polynomial is the product of all x - 2^power; minus is exclusive or. */
static void make_multiples(Tables *tables) {
    unsigned char generator[CORRECTING + 1] = {1}, root = 1;
    for (int degree = 0; degree < CORRECTING; degree++, root = multiply(root, 2))
        for (int number = degree + 1; number > 0; number--)
            generator[number] ^= multiply(generator[number - 1], root);
    for (unsigned factor = 0; factor < 256; factor++)
        for (int number = 0; number < CORRECTING; number++)
            tables->multiples[factor][number] = multiply(generator[number + 1], factor);
}

/* Divide a block by the generator polynomial: what remains corrects it (7.5.2). */
static void correct(const Tables *tables, const unsigned char *block, int size, unsigned char remainder[CORRECTING]) {
    unsigned char dividend[LONG + CORRECTING] = {0};
    memcpy(dividend, block, (size_t)size);
    for (int place = 0; place < size; place++) {
        const unsigned char *multiple = tables->multiples[dividend[place]];
        for (int number = 0; number < CORRECTING; number++)
            dividend[place + 1 + number] ^= multiple[number];
    }
    memcpy(remainder, dividend + size, CORRECTING);
}

/* Take a byte of each block in turn, first of the data, the short blocks having none in the last turn, then of what
   corrects them (7.6). */
static void interleave(const Tables *tables, const unsigned char data[DATA], unsigned char stream[STREAM]) {
    unsigned char remainder[CORRECTING];
    for (int block = 0, size; block < BLOCKS; block++, data += size) {
        size = block < SHORT_BLOCKS ? SHORT : LONG;
        for (int turn = 0; turn < SHORT; turn++)
            stream[turn * BLOCKS + block] = data[turn];
        if (size == LONG)
            stream[SHORT * BLOCKS + block - SHORT_BLOCKS] = data[SHORT];
        correct(tables, data, size, remainder);
        for (int turn = 0; turn < CORRECTING; turn++)
            stream[DATA + turn * BLOCKS + block] = remainder[turn];
    }
}

/* --- Modules ---------------------------------------------------------------------------------------------------- */

enum { LIGHT, DARK, FREE };

static int place_of(int row, int column) { return (row + QUIET) * ALL + column + QUIET; }

static void set(unsigned char *modules, int row, int column, bool dark) {
    modules[place_of(row, column)] = dark ? DARK : LIGHT;
}

/* Draw squares one in the other around a module, as far as they lie in the code: rings that are dark but for one and
   the next but one after it. */
static void set_squares(unsigned char *modules, int row, int column, int reach, int light) {
    for (int down = Py_MAX(-reach, -row); down <= reach && row + down < SIDE; down++)
        for (int right = Py_MAX(-reach, -column); right <= reach && column + right < SIDE; right++) {
            const int ring = Py_MAX(abs(down), abs(right));
            set(modules, row + down, column + right, ring != light && ring != light + 2);
        }
}

static void set_patterns(unsigned char *modules) {
    for (int at = 0; at < SIDE; at++) {
        set(modules, TIMING, at, at % 2 == 0);
        set(modules, at, TIMING, at % 2 == 0);
    }
    /* 6.3.6: none at the three corners with a finder pattern. */
    for (int row = 0; row < ALIGNMENTS; row++)
        for (int column = 0; column < ALIGNMENTS; column++) {
            const bool top = row == 0, left = column == 0, bottom = row == ALIGNMENTS - 1;
            if (!(top && (left || column == ALIGNMENTS - 1)) && !(bottom && left))
                set_squares(modules, ALIGNMENT[row], ALIGNMENT[column], 2, 1);
        }
    /* 6.3.3 and 6.3.4: with their separators. */
    set_squares(modules, 3, 3, 4, 2);
    set_squares(modules, 3, SIDE - 4, 4, 2);
    set_squares(modules, SIDE - 4, 3, 4, 2);
}

/* 7.9.1: twice, the bits numbered from the lowest; one goes beside each timing pattern. 7.10: twice, in threes. */
static void set_information(unsigned char *modules) {
    for (int bit = 0; bit < FORMAT_BITS; bit++) {
        const bool dark = FORMAT >> bit & 1;
        if (bit < 8) {
            set(modules, bit < TIMING ? bit : bit + 1, 8, dark);
            set(modules, 8, SIDE - 1 - bit, dark);
        } else {
            set(modules, 8, bit == 8 ? 7 : FORMAT_BITS - 1 - bit, dark);
            set(modules, SIDE - FORMAT_BITS + bit, 8, dark);
        }
    }
    set(modules, SIDE - 8, 8, true);
    for (int bit = 0; bit < VERSION_BITS; bit++) {
        const bool dark = VERSION >> bit & 1;
        set(modules, SIDE - 11 + bit % 3, bit / 3, dark);
        set(modules, bit / 3, SIDE - 11 + bit % 3, dark);
    }
}

/* 7.7.3: through pairs of columns from the right, up one and down the next, over what the patterns leave free. There
   mask 2 inverts every third column (7.8.2, Table 10); some modules behind the last bit are nothing but mask. */
static void lay_out(Tables *tables) {
    int bits = 0;
    bool upwards = true;
    for (int right = SIDE - 1; right > 0; right -= 2, upwards = !upwards) {
        if (right == TIMING)
            right--;
        for (int step = 0; step < SIDE; step++)
            for (int column = right; column >= right - 1; column--) {
                const int row = upwards ? SIDE - 1 - step : step, place = place_of(row, column);
                if (tables->blank[place] != FREE)
                    continue;
                set(tables->blank, row, column, column % 3 == 0);
                if (bits < STREAM * BYTE)
                    tables->places[bits++] = (uint16_t)place;
            }
    }
}

static void make_blank(Tables *tables) {
    memset(tables->blank, LIGHT, MODULES);
    for (int row = 0; row < SIDE; row++)
        memset(tables->blank + place_of(row, 0), FREE, SIDE);
    set_patterns(tables->blank);
    set_information(tables->blank);
    lay_out(tables);
}

static void draw(const Tables *tables, const unsigned char stream[STREAM], unsigned char modules[MODULES]) {
    const uint16_t *place = tables->places;
    memcpy(modules, tables->blank, MODULES);
    for (int byte = 0; byte < STREAM; byte++)
        for (int bit = BYTE - 1; bit >= 0; bit--)
            modules[*place++] ^= (unsigned char)(stream[byte] >> bit & 1);
}

/* --- Module ----------------------------------------------------------------------------------------------------- */

/* Read a text into the values of its characters; return how many there are, or -1 with an exception set. */
static int read_values(const Tables *tables, PyObject *content, unsigned char values[CAPACITY]) {
    Py_UCS4 characters[CAPACITY];
    const Py_ssize_t count = PyUnicode_Check(content) ? PyUnicode_GetLength(content) : -1;
    if (count < 0) {
        PyErr_SetString(PyExc_TypeError, "the content of a code that is no text");
        return -1;
    }
    if (count > CAPACITY) {
        PyErr_SetString(PyExc_ValueError, "more characters of the alphanumeric mode than there is room for");
        return -1;
    }
    if (!PyUnicode_AsUCS4(content, characters, CAPACITY, 0))
        return -1;
    for (Py_ssize_t number = 0; number < count; number++) {
        values[number] = characters[number] < ASCII ? tables->values[characters[number]] : CHARACTERS;
        if (values[number] == CHARACTERS) {
            PyErr_SetString(PyExc_ValueError, "characters that the alphanumeric mode has not");
            return -1;
        }
    }
    return (int)count;
}

static PyObject *encode(PyObject *module, PyObject *content) {
    const Tables *tables = PyModule_GetState(module);
    unsigned char values[CAPACITY], data[DATA], stream[STREAM];
    const int count = read_values(tables, content, values);
    PyObject *modules = count < 0 ? NULL : PyBytes_FromStringAndSize(NULL, MODULES);
    if (!modules)
        return NULL;
    encode_data(values, count, data);
    interleave(tables, data, stream);
    draw(tables, stream, (unsigned char *)PyBytes_AsString(modules));
    return modules;
}

static int load(PyObject *module) {
    Tables *tables = PyModule_GetState(module);
    memset(tables->values, CHARACTERS, ASCII);
    for (int value = 0; value < CHARACTERS; value++)
        tables->values[(unsigned char)ALPHABET[value]] = (unsigned char)value;
    make_multiples(tables);
    make_blank(tables);
    return PyModule_AddIntConstant(module, "SIDE", SIDE) || PyModule_AddIntConstant(module, "QUIET", QUIET) ||
                   PyModule_AddIntConstant(module, "CAPACITY", CAPACITY)
               ? -1
               : 0;
}

static PyMethodDef functions[] = {{"encode", encode, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, load}, {0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "qr",
    .m_size = sizeof(Tables),
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_qr(void) { return PyModuleDef_Init(&definition); }

/// The names of all methods and attributes of built-in types: known when a template is compiled.
enum MethodName: String, CaseIterable, Sendable {
    // str
    case capitalize, casefold, center, count, encode, endswith, expandtabs, find, format
    case formatMap = "format_map"
    case index, isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric
    case isprintable, isspace, istitle, isupper, join, ljust, lower, lstrip, maketrans, partition
    case removeprefix, removesuffix, replace, rfind, rindex, rjust, rpartition, rsplit, rstrip
    case split, splitlines, startswith, strip, swapcase, title, translate, upper, zfill
    // Markup
    case striptags, unescape, escape
    // list
    case append, clear, copy, extend, insert, pop, remove, reverse, sort
    // dict
    case fromkeys, get, items, keys, popitem, setdefault, update, values
    // int and float
    case asIntegerRatio = "as_integer_ratio"
    case bitCount = "bit_count"
    case bitLength = "bit_length"
    case conjugate, denominator, fromhex
    case fromBytes = "from_bytes"
    case hex, imag
    case isInteger = "is_integer"
    case numerator, real
    case toBytes = "to_bytes"
    // bytes
    case decode
}

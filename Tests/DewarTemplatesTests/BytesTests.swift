import DewarTemplates
import Testing

/// What `encode` gives, and its methods.
@Suite struct BytesTests {
    @Test(arguments: [
        ("{{ 'é'.encode() }}", "b'\\xc3\\xa9'"),
        ("{{ 'é'.encode().upper() }}", "b'\\xc3\\xa9'"),
        ("{{ 'abc'.encode().upper() }}", "b'ABC'"),
        ("{{ 'é'.encode('latin-1').hex() }}", "e9"),
        ("{{ 'ab'.encode().find('b'.encode()) }}", "1"),
        ("{{ 'ab'.encode().find(98) }}", "1"),
        ("{{ 'ab'.encode().find(300) }}", "ValueError: byte must be in range(0, 256)"),
        (
            "{{ 'ab'.encode().find('b') }}",
            "TypeError: argument should be integer or bytes-like object, not 'str'"
        ),
        ("{{ 'ab'.encode().index('c'.encode()) }}", "ValueError: subsection not found"),
        ("{{ 'a b\\x1cc'.encode().split() }}", "[b'a', b'b\\x1cc']"),
        ("{{ 'a,b'.encode().split(','.encode()) }}", "[b'a', b'b']"),
        ("{{ 'a,b,c'.encode().split(sep=','.encode(), maxsplit=1) }}", "[b'a', b'b,c']"),
        (
            "{{ 'a\\x0bb\\nc\\r\\nd\\x1ce'.encode().splitlines() }}",
            "[b'a\\x0bb', b'c', b'd\\x1ce']"
        ),
        ("{{ 'abc'.encode().startswith(('b'.encode(), 'a'.encode())) }}", "True"),
        ("{{ ','.encode().join(['a'.encode(), 'b'.encode()]) }}", "b'a,b'"),
        (
            "{{ ','.encode().join(['a']) }}",
            "TypeError: sequence item 0: expected a bytes-like object, str found"
        ),
        ("{{ 'abc'.encode().replace('b'.encode(), 'é'.encode()) }}", "b'a\\xc3\\xa9c'"),
        ("{{ 'abc'.encode().partition('b'.encode()) }}", "(b'a', b'b', b'c')"),
        ("{{ '5'.encode().zfill(3) }}", "b'005'"),
        ("{{ 'a'.encode().center(5, '*'.encode()) }}", "b'**a**'"),
        ("{{ 'abc'.encode().isalpha() }}", "True"),
        ("{{ 'é'.encode().isalpha() }}", "False"),
        ("{{ '\\x1c'.encode().isspace() }}", "False"),
        ("{{ '\\x1c'.encode().isascii() }}", "True"),
        ("{{ ' a '.encode().strip() }}", "b'a'"),
        ("{{ 'aXb'.encode().swapcase() }}", "b'AxB'"),
        ("{{ 'ab'.encode().hex() }}", "6162"),
        ("{{ 'ab'.encode().nope is defined }}", "False"),
        ("{{ ('ab'.encode().index).keys is defined }}", "False"),
        ("{{ 'é'.encode().decode() }}", "é"),
        ("{{ 'é'.encode().decode('latin-1') }}", "Ã©"),
        ("{{ 'é'.encode('latin-1').decode('utf-8', 'replace') }}", "�"),
        ("{{ 'é'.encode('latin-1').decode('utf-8', 'ignore') }}", ""),
        ("{{ 'é'.encode('latin-1').decode('ascii', 'backslashreplace') }}", "\\xe9"),
        ("{{ 'a'.encode().decode('nope') }}", "LookupError: unknown encoding: nope"),
        (
            "{{ 'é'.encode('latin-1').decode('utf-8', 'nope') }}",
            "LookupError: unknown error handler name 'nope'"
        ),
        ("{{ 'ab'.encode()[0] }}", "97"),
        ("{{ 'ab'.encode()[::-1] }}", "b'ba'"),
        ("{{ 'ab'.encode()|list }}", "[97, 98]"),
        ("{{ 'ab'.encode().removeprefix('a'.encode()) }}", "b'b'"),
        ("{{ 'a-b'.encode().title() }}", "b'A-B'"),
        ("{{ 'abab'.encode().count('ab'.encode()) }}", "2"),
    ])
    func bytesAreThoseOfPython(source: String, expected: String) {
        #expect(outcome(of: source) == expected)
    }
}

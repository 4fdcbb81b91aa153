import DewarText
import Testing

@Suite struct EncodingTests {
    /// The test vectors of RFC 4648, and what Python makes of malformed text.
    @Test(
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ])
    func base64GoesBothWays(text: String, encoded: String) {
        #expect(Base64.encode(text.utf8) == encoded)
        #expect(Base64.decode(encoded.utf8) == Array(text.utf8))
    }

    @Test(
        arguments: [
            ("Zg", nil), ("Zg=", nil), ("Z", nil), ("!Zg==", "f"), ("Zg==Zg==", "f"),
            ("Zm9v=", "foo"), ("Zgé==", nil), ("=Zg==", "f"),
        ] as [(String, String?)])
    func malformedBase64IsReadAsPythonDoes(encoded: String, text: String?) {
        #expect(Base64.decode(encoded.utf8) == text.map { Array($0.utf8) })
    }

    @Test(
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
        ])
    func sha1IsThatOfTheStandard(text: String, digest: String) {
        #expect(Array(text.utf8).withUnsafeBytes(SHA1.hexadecimal) == digest)
    }

    @Test(
        arguments: [
            ("xn--bj0bj06e.kr", "한글.kr"), ("example.com", "example.com"), ("xn--strae-oqa.de", nil),
            ("xn--zz.invalid-", nil), ("xn--", nil), ("한글", "한글"),
        ] as [(String, String?)])
    func hostNamesAreReadForPeople(ascii: String, name: String?) {
        #expect(HostName.unicode(ascii) == name)
    }

    @Test func jsonComesInSeveralEncodings() throws {
        #expect(try JSONText.read([0xEF, 0xBB, 0xBF, 0x31]) == 1)
        #expect(try JSONText.read([0x31, 0, 0x32, 0]) == 12)
        #expect(try JSONText.read([0, 0, 0, 0x31]) == 1)
        #expect(throws: JSONError.self) { try JSONText.read([0x22, 0xFF, 0x22]) }
    }
}

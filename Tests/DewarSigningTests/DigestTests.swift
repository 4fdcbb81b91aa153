import DewarSigning
import Testing

@Suite struct DigestTests {
    // Expected values: Python `hashlib`.
    @Test(arguments: [
        ("md5", "900150983cd24fb0d6963f7d28e17f72"),
        ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("SHA256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("blake2s", "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"),
    ])
    func digestsAreThoseOfPython(name: String, digits: String) throws {
        #expect(try Digest(name).hexadecimal(of: Array("abc".utf8)) == digits)
        #expect(try Digest(name).bytes(of: Array("abc".utf8)).count * 2 == digits.utf8.count)
    }

    @Test func theSameFunctionHasOneName() {
        #expect(Digest("SHA1") == .sha1)
        #expect(Digest.sha256.description == "sha256")
    }

    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("ab", "a", false),
        ("é", "e\u{301}", false), ("", "a", false),
    ])
    func textsAreComparedByTheirBytes(left: String, right: String, isSame: Bool) {
        #expect(compareDigest(left, right) == isSame)
        #expect(compareDigest(Array(left.utf8), Array(right.utf8)) == isSame)
    }

    @Test func tokensAreAsLongAsAskedForAndDiffer() {
        #expect(SecretToken.bytes(0).isEmpty && SecretToken.bytes(-1).isEmpty)
        #expect(SecretToken.bytes(5).count == 5)
        #expect(SecretToken.hexadecimal().utf8.count == 64)
        #expect(SecretToken.urlSafe(16).utf8.count == 22)
        #expect(Set((0..<100).map { _ in SecretToken.hexadecimal() }).count == 100)
    }

    @Test func aKeyIsNotShown() {
        let key: KeyMaterial = "development key"
        #expect("\(key)" == "15 bytes")
        #expect(!String(reflecting: key).contains("dev"))
        var dump = ""
        Swift.dump(key, to: &dump)
        #expect(!dump.contains("100"))
    }
}

import DewarFastCGI
import Testing

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.7", "10.0.0.7", true), ("10.0.0.7", "10.0.0.8", false),
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("10.0.0.0/9", "10.128.0.1", false), ("10.0.0.0/9", "10.127.0.1", true),
        ("0.0.0.0/0", "192.0.2.1", true), ("0.0.0.0/0", "::1", false), ("::/0", "192.0.2.1", true),
        ("::1", "::1", true), ("::1", "0:0:0:0:0:0:0:1", true), ("::1", "::2", false),
        ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false),
        ("10.0.0.7", "::ffff:10.0.0.7", true), ("::ffff:10.0.0.7", "10.0.0.7", true),
        ("127.0.0.0/8", "unix:", false), ("127.0.0.0/8", "", false), ("::/0", "localhost", false),
    ])
    func addressesAreInRanges(range: String, address: String, isIn: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isIn)
    }

    @Test(arguments: [
        "", "/", "10.0.0.7/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129",
        "10.0.0", "10.0.0.256", "localhost", "[::1]", "*", "10.0.0.0/8 ", "10.0.0.0/ 8",
    ])
    func otherTextsAreNoRanges(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func aRangeIsWrittenAsItWasRead() throws {
        #expect(try #require(AddressRange("fd00::/8")).description == "fd00::/8")
    }

    @Test func theMachineItselfIsInTheLoopback() {
        for address in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            #expect(AddressRange.loopback.contains { $0.contains(address) })
        }
        #expect(!AddressRange.loopback.contains { $0.contains("10.0.0.1") })
    }
}

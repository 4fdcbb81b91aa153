import DewarText
import Testing

@Suite struct URLSafeBase64Tests {
    @Test(
        arguments: [
            ([], ""), ([0], "AA"), ([0xFB], "-w"), ([0xFB, 0xFF], "-_8"),
            ([0xFB, 0xFF, 0xFE], "-__-"),
            ([1, 2, 3, 4], "AQIDBA"),
        ] as [([UInt8], String)])
    func writesAndReads(bytes: [UInt8], text: String) {
        #expect(URLSafeBase64.encode(bytes) == text)
        #expect(URLSafeBase64.decode(text) == bytes)
    }

    // Expected values: itsdangerous 2.2.0 `base64_decode`.
    @Test(
        arguments: [
            ("-__-", [0xFB, 0xFF, 0xFE]), ("+//+", [0xFB, 0xFF, 0xFE]), ("AA==", [0]), ("AA=", [0]),
            ("AB", [0]), ("A!A", nil), ("!!!", []), ("=", []), ("AA==AA==", [0]), ("A=A=", nil),
            ("AAAA====", [0, 0, 0]), ("A", nil), ("AAA!!", [0, 0]), ("AAAAA", nil),
            ("AA AA", [0, 0, 0]), ("AAEC=AwQF", [0, 1, 2, 3, 4, 5]),
            ("AAE CAwQF", [0, 1, 2, 3, 4, 5]), ("AAECA\n", nil), ("AA=CAwQ", nil),
            ("AAEC==", [0, 1, 2]), ("AAECAw==AAEC", [0, 1, 2, 3]), ("AAECAw=AAEC", nil),
            ("=AAEC", [0, 1, 2]), ("A=AEC", [0, 1, 2]), ("AAECé", [0, 1, 2]), ("ABCDE", nil),
        ] as [(String, [UInt8]?)])
    func readsWhatItsdangerousReads(text: String, bytes: [UInt8]?) {
        #expect(URLSafeBase64.decode(text) == bytes)
    }

    @Test func everyLengthComesBack() {
        for length in 0..<100 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 89) }
            #expect(URLSafeBase64.decode(URLSafeBase64.encode(bytes)) == bytes)
        }
    }
}

import DewarText
import Testing

/// Expected values are those of Python's `email.utils`, as Werkzeug calls it.
@Suite struct HTTPDateTests {
    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("6 Nov 1994 08:49 +0900", 784_079_340),
            ("Sun, 06 Nov 1994 08:49:37 -0500", 784_129_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Mon, 01 Jan 0001 00:00:00 GMT", 978_307_200),
            ("Mon, 31 Feb 2024 00:00:00 GMT", nil), ("Mon, 01 Jan 2024 24:00:00 GMT", nil),
            ("x", nil), ("", nil), (" ", nil), ("1700000000", nil), (",", nil),
        ] as [(String, Int?)])
    func readsDates(text: String, seconds: Int?) {
        #expect(HTTPDate(text)?.secondsSince1970 == seconds)
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (4_102_444_800, "Fri, 01 Jan 2100 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (.max, "Fri, 31 Dec 9999 23:59:59 GMT"), (.min, "Mon, 01 Jan 0001 00:00:00 GMT"),
        ])
    func writesDates(seconds: Int, text: String) {
        #expect(HTTPDate(secondsSince1970: seconds).description == text)
    }

    @Test func additionStaysWithinTheYears() {
        #expect(HTTPDate(secondsSince1970: 0) + .seconds(60) == HTTPDate(secondsSince1970: 60))
        #expect((HTTPDate.now + .seconds(Int64.max)).description.hasSuffix("9999 23:59:59 GMT"))
    }
}

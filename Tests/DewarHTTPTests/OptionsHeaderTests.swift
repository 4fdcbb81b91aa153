import DewarHTTP
import Testing

@Suite struct OptionsHeaderTests {
    /// Many parameters are found by other means than few, and are the same.
    @Test func manyParametersAreReadAsFew() {
        let text =
            "a" + (0..<100).map { "; n\($0)=v\($0)" }.joined()
            + "; N3=x; n50*0=l; n50*1=r; n4*=UTF-8''%C3%A9"
        let header = OptionsHeader(text)
        #expect(header.options.count == 100)
        #expect(header["n3"] == "x")
        #expect(header["n50"] == "v50lr")
        #expect(header["n4"] == "é")
        #expect(header.options[50].name == "n50")
        #expect(header["n99"] == "v99" && header["n100"] == nil)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["; n#=v", "; n*#=v", "; n=v", "; n=\""])
    func theWorkDoesNotGrowWithTheSquare(parameter: String) throws {
        let pieces = parameter.split(separator: "#", omittingEmptySubsequences: false)
        let parameters = (0..<100_000).map { pieces.joined(separator: "\($0)") }.joined()
        #expect(OptionsHeader("a" + parameters).value == "a")
        // A media type with parameters is another than the one without.
        #expect(try MIMEAccept(parsing: "a/b" + parameters).bestMatch(["x/y", "a/b"]) == nil)
    }

    /// As Werkzeug's `parse_options_header`, where non-ASCII text ends a run of encoded bytes.
    @Test(
        arguments: [
            ("x; f*=utf-8''%C3; f*1*=é", "\u{FFFD}"),
            ("x; f*=utf-8'';f*=\"é%A9\"", "é%A9"),
            ("x; f*0*=ascii''a%80; f*1*=é%C3%A9", "a\u{FFFD}"),
            ("x; f*0*=iso-8859-1''%E9; f*1*=\"€%80\"", "é€\u{80}"),
            ("x; f*0*=utf-8''%E2%82; f*1*=%AC", "\u{FFFD}\u{FFFD}"),
            ("x; f*0*=utf-8''a; f*1*=\"é%A9%C3é%E2%82€\"", "aé\u{FFFD}\u{FFFD}é\u{FFFD}€"),
        ])
    func extendedValuesKeepWhatIsNotEncoded(header: String, value: String) {
        #expect(OptionsHeader(header)["f"] == value)
    }
}

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
}

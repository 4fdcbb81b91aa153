import DewarHTTP
import Testing

// Expected values are Werkzeug's: `parse_options_header`.
@Suite struct OptionsHeaderTests {
    // Only what is percent-encoded is decoded, one run of ASCII at a time.
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

import DewarHTTP
import Testing

@Suite struct MultipartDecoderTests {
    // All expected values are Werkzeug's, of the same bodies.

    /// Data that looks like delimiters, blanks behind delimiters, every kind of line break.
    private static let body = Array(
        """
        pre\r\n--b-d\r\nContent-Disposition: form-data; name="text"\r\n\r\n한\r\n--b-\r\n--b-dx\r\n\r
        --b-d  \r\nContent-Disposition: form-data;\r\n name="up"; filename="a.bin"\r
        Content-Type: text/plain\r\n\r\n\r\r\n-\r\n--b-d\n\n--b-d\t\r
        content-disposition: form-data; name=empty\r\n\r\n\r\n--b-d--\r\npost
        """.utf8)
    private static let form =
        #"text="한\r\n--b-\r\n--b-dx\r\n" empty="" up=a.bin(text/plain):"\r\r\n-""#

    private static func read(_ body: [UInt8], cutAt cut: Int, pieceSize: Int) throws -> String {
        var limits = RequestLimits()
        limits.pieceSize = pieceSize
        var decoder = MultipartDecoder(
            boundary: "b-d".utf8, limits: limits, handler: FormBuilder(limits: limits))
        for part in [body[..<cut], body[cut...]] {
            try Array(part).withUnsafeBufferPointer { try decoder.receive($0) }
        }
        try decoder.finish()
        return try summary(decoder.handler.content)
    }

    @Test func partsDoNotDependOnThePieces() throws {
        for pieceSize in 1...(Self.body.count + 1) {
            let cut = pieceSize * 7 % Self.body.count
            #expect(try Self.read(Self.body, cutAt: cut, pieceSize: pieceSize) == Self.form)
        }
    }

    @Test func partsDoNotDependOnWhereTheBodyIsCut() throws {
        for cut in 0...Self.body.count {
            #expect(try Self.read(Self.body, cutAt: cut, pieceSize: 65_536) == Self.form)
            #expect(try Self.read(Self.body, cutAt: cut, pieceSize: max(1, cut)) == Self.form)
        }
    }

    /// What lies in memory before the buffer is none of the body: here it is full of delimiters.
    @Test func aDelimiterThatIsCutIsSearchedForFromItself() throws {
        let delimiters = Array(String(repeating: "--b-d\r\n", count: 20).utf8)
        let neighbours = (0..<2000).map { _ in delimiters + [] }
        for count in 0..<64 {
            let text =
                String(repeating: "--b-dx", count: count)
                + "\r\n--b-d \t  \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b-d--"
            let body = Array(text.utf8)
            for pieceSize in [7, 16, 64] {
                #expect(
                    try Self.read(body, cutAt: body.count, pieceSize: pieceSize) == #"a="1""#)
            }
        }
        #expect(neighbours.count == 2000)
    }

    @Test(arguments: [
        (
            "--b\nContent-Disposition: form-data; name=a\n\n1\n--b\nContent-Disposition: form-data; "
                + "name=b\n\n2\n--b--", #"a="1" b="2""#
        ),
        ("--b\rContent-Disposition: form-data; name=a\r\r1\r--b--", #"a="1""#),
        ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--", #"a="""#),
        ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n", ""),
        ("--b\r\nX: y\r\n\r\n1\r\n--b--", ""),
        ("--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--", #"?="1""#),
        (
            "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; "
                + "charset=ascii\r\n\r\né\r\n--b--", #"a="\u{FFFD}\u{FFFD}""#
        ),
        (
            "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; "
                + "charset=iso-8859-1\r\n\r\né\r\n--b--", "a=\"\u{C3}\u{A9}\""
        ),
        (
            "--b\r\nContent-Disposition: form-data; name*=utf-8''%ED%95%9C; filename*0=\"a b\"; "
                + "filename*1=.txt\r\n\r\n1\r\n--b--", #"한=a b.txt(-):"1""#
        ),
        (
            "--b\r\nContent-Disposition: form-data; name=\"q\\\"q\"; filename=\"C:\\\\x%22.txt\""
                + "\r\n\r\n1\r\n--b--", #"q"q=C:\x".txt(-):"1""#
        ),
        // A quotation mark that stands alone once it is decoded both begins and ends a text.
        (
            "--b\r\nContent-Disposition: form-data; name*=utf-8''%22\r\n\r\n1\r\n--b--",
            #"="1""#
        ),
        ("--b--", ""), ("garbage", ""), ("", ""),
    ])
    func bodiesAreReadAsWerkzeugReadsThem(body: String, form: String) throws {
        let request = try FormRequest.multipart(body)
        let found = try summary(request.formContent)
        #expect(found == form.replacing(#"\u{FFFD}"#, with: "\u{FFFD}"))
    }

    /// Boundaries that repeat themselves, and bodies that go on repeating them.
    @Test(arguments: [
        ("a--a-", "--a--a--a--a-\r\n#1\r\n--a--a---", #"x="1""#),
        (
            "a--a-", "--a--a--a--a--a--a-\n#1\r\n--a--a--a--a-\r\n--a--a---\r\n",
            #"x="1\r\n--a--a--a--a-""#
        ),
        ("----", "---- \n-----x\n------\r\n#-------\r\n--------", #"x="-------""#),
        (
            "----",
            "-----\nx------\r\n#1\r\n-----\r\n------ \r\n#2\n\n--------",
            #"x="1\r\n-----" x="2\n""#
        ),
        ("-", "---\r\n#----\r\n--\n-----", #"x="----\r\n--""#),
        ("-", "----\r\n#1\r\n-----", #"x="1""#),
        ("x-x", "--x-x-x-x\r\n--x-x--x-x\r\n#1\r\n--x-x--", ""),
    ])
    func boundariesMayRepeatThemselves(boundary: String, body: String, form: String) throws {
        let text = body.replacing(
            "#", with: "Content-Disposition: form-data; name=x\r\n\r\n")
        let request = try FormRequest.make("multipart/form-data; boundary=\(boundary)", text)
        #expect(try summary(request.formContent) == form)
    }

    /// Every byte but few are compared, however much of the boundary each place looks like.
    @Test(arguments: [("-", "\r\n"), ("-", ""), ("a--", ""), ("-", "-x"), ("-", "-\n")])
    func longBoundariesTakeNoLongerThanShortOnes(unit: String, end: String) throws {
        let boundary = String(repeating: unit, count: 60_000 / unit.utf8.count)
        let run = "--" + boundary.dropLast(end.hasPrefix("-") ? 1 : 0)
        let line = end.isEmpty ? run : String(run.dropLast()) + end
        var body = String(repeating: line, count: 200)
        body += "\r\n--\(boundary)\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n"
        body += String(repeating: line, count: 200)
        let request = try FormRequest.make("multipart/form-data; boundary=\(boundary)", body)
        let start = ContinuousClock.now
        _ = try? request.files
        // Without care it is some minutes: 24 MB, each compared with up to 60 KB.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func aHeaderThatIsNotUTF8MakesAnEmptyForm() throws {
        let body =
            Array("--b\r\nContent-Disposition: form-data; name=a".utf8) + [0xFF]
            + Array("\r\n\r\n1\r\n--b--".utf8)
        let request = try FormRequest.make("multipart/form-data; boundary=b", [body])
        #expect(try request.form.isEmpty)
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é",
        "text/plain", "",
    ])
    func whatIsNoFormStaysTheBody(contentType: String) throws {
        let request = try FormRequest.make(contentType, "--b--")
        #expect(try request.form.isEmpty)
        #expect(try request.data == Array("--b--".utf8))
    }

    @Test func manyBlanksBehindADelimiterAreRefusedAndNotKept() throws {
        let head = Array(
            "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n\r\n--b".utf8)
        let blanks = [UInt8](repeating: 0x20, count: 1_000_000)
        let request = try FormRequest.make("multipart/form-data; boundary=b", [head, blanks])
        #expect(throws: RequestBodyError.formTooLarge(limit: 500_000)) { try request.files }
    }
}

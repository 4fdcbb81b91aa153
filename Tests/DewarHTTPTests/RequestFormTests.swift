import DewarHTTP
import HTTPTypes
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct RequestFormTests {
    private static let multipart = "multipart/form-data; boundary=b"

    private static func file(_ data: String, name: String = "f") -> String {
        "--b\r\nContent-Disposition: form-data; name=\(name); filename=\(name).txt\r\n"
            + "Content-Type: Text/Plain; charset=utf-8\r\n\r\n\(data)\r\n"
    }

    private static func field(_ data: String, name: String = "a") -> String {
        "--b\r\nContent-Disposition: form-data; name=\(name)\r\n\r\n\(data)\r\n"
    }

    // MARK: Reading

    @Test func fieldsAndFilesAreReadTogetherOnce() throws {
        let request = try FormRequest.multipart(
            Self.field("1") + Self.file("x") + Self.field("2") + "--b--")
        #expect(try request.form.all("a") == ["1", "2"])
        let file = try request.files.require("f")
        #expect(file.filename == "f.txt")
        #expect(file.contentType == "Text/Plain; charset=utf-8")
        #expect(file.mimeType == "text/plain")
        #expect(file.mimeTypeParameters.map(\.value) == ["utf-8"])
        #expect(file.headers["content-disposition"] == "form-data; name=f; filename=f.txt")
        #expect(try file.text() == "x")
        #expect(try request.data.isEmpty)
        #expect(throws: HTTPError.self) { try request.files.require("missing") }
    }

    @Test(arguments: [
        ("a=1&a=2&b", #"a="1" a="2" b="""#),
        ("a=%ED%95%9C+x&%FF=%e9&=v&&c==d", #"a="한 x" %FF="%E9" ="v" c="=d""#),
        ("한=글", #"한="글""#), ("", ""),
    ])
    func urlencodedFormsAreReadAsWerkzeugReadsThem(body: String, form: String) throws {
        let request = try FormRequest.make("application/x-www-form-urlencoded", body)
        #expect(try summary(request.formContent) == form)
    }

    @Test func aURLEncodedFormThatIsNotUTF8IsEmpty() throws {
        let request = try FormRequest.make(
            "application/x-www-form-urlencoded", [Array("a=".utf8) + [0xFF]])
        #expect(try request.form.isEmpty)
    }

    @Test func theBodyIsThereBesideTheFormWhenItWasReadBefore() throws {
        let request = try FormRequest.make("application/x-www-form-urlencoded", "a=1")
        #expect(try request.body.bytes() == Array("a=1".utf8))
        #expect(try request.form["a"] == "1")
        #expect(try request.data == Array("a=1".utf8))
    }

    @Test func aFormIsLoadedWithoutAThread() async throws {
        let body = Self.field("1") + "--b--"
        let request = try FormRequest.make(Self.multipart, body.utf8.map { [$0] })
        async let first: Void = request.loadForm()
        async let second: Void = request.loadForm()
        _ = try await (first, second)
        #expect(try request.form["a"] == "1")
        try await request.loadForm()
    }

    @Test func aBodyThatIsCutOffIsAnError() async throws {
        let pieces = [Array(Self.field("1").utf8)]
        let request = try FormRequest.make(Self.multipart, pieces, then: .cutOff)
        #expect(throws: RequestBodyError.cutOff) { try request.form }
        #expect(throws: RequestBodyError.cutOff) { try request.files }
        let loaded = try FormRequest.make(Self.multipart, pieces, then: .cutOff)
        await #expect(throws: RequestBodyError.cutOff) { try await loaded.loadForm() }
        #expect(throws: RequestBodyError.cutOff) { try loaded.form }
    }

    // MARK: Limits

    @Test func aBodyOverMaxContentLengthIsRefusedBeforeItIsRead() throws {
        let request = try FormRequest.make("text/plain", "1234")
        request.limits.maxContentLength = 3
        #expect(throws: RequestBodyError.tooLarge(limit: 3)) { try request.data }
        #expect(throws: RequestBodyError.tooLarge(limit: 3)) { try request.form }
        #expect(throws: RequestBodyError.tooLarge(limit: 3)) { try request.body.nextChunk() }
        let fits = try FormRequest.make("text/plain", "123")
        fits.limits.maxContentLength = 3
        #expect(try fits.data == Array("123".utf8))
    }

    @Test func aBodyOfUnknownLengthIsRefusedWhenItComesToTheLimit() throws {
        let pieces = [Array("a=".utf8), Array("12".utf8)]
        for (limit, isRefused) in [(3, true), (4, true), (5, false)] {
            let request = try FormRequest.make(
                "application/x-www-form-urlencoded", pieces, isAnnounced: false)
            request.limits.maxContentLength = limit
            if isRefused {
                #expect(throws: RequestBodyError.tooLarge(limit: limit)) { try request.form }
            } else {
                #expect(try request.form["a"] == "12")
            }
        }
    }

    @Test func aFieldOverMaxFormMemorySizeIsRefusedAndAFileIsNot() throws {
        let data = String(repeating: "x", count: 200_000)
        let field = try FormRequest.multipart(Self.field(data) + "--b--")
        field.limits.maxFormMemorySize = 199_999
        #expect(throws: RequestBodyError.formTooLarge(limit: 199_999)) { try field.form }
        field.limits.maxFormMemorySize = 200_000
        #expect(throws: RequestBodyError.formTooLarge(limit: 199_999)) { try field.form }
        let file = try FormRequest.multipart(Self.file(data) + "--b--")
        file.limits.maxFormMemorySize = 199_999
        #expect(try file.files["f"]?.size == 200_000)
    }

    @Test func headersAndWhatSurroundsTheFormCountAsItsMemory() throws {
        let header = String(repeating: "x", count: 200_000)
        for body in [header, "--b\r\nX: \(header)\r\n\r\n1\r\n--b--", "--b--\(header)"] {
            let request = try FormRequest.multipart(body)
            request.limits.maxFormMemorySize = 150_000
            #expect(throws: RequestBodyError.formTooLarge(limit: 150_000)) { try request.form }
        }
    }

    @Test func aURLEncodedFormOverMaxFormMemorySizeIsRefused() throws {
        let type = "application/x-www-form-urlencoded"
        let request = try FormRequest.make(type, "a=12")
        request.limits.maxFormMemorySize = 3
        #expect(throws: RequestBodyError.formTooLarge(limit: 3)) { try request.form }
        let pieces = [[UInt8]](repeating: [UInt8](repeating: 0x61, count: 50_000), count: 2)
        let unknown = try FormRequest.make(type, pieces, isAnnounced: false)
        unknown.limits.maxFormMemorySize = 3
        #expect(throws: RequestBodyError.formTooLarge(limit: 65_536)) { try unknown.form }
    }

    @Test func morePartsThanMaxFormPartsAreRefused() throws {
        let body = Self.field("1") + Self.file("2") + "--b--"
        let fits = try FormRequest.multipart(body)
        fits.limits.maxFormParts = 2
        #expect(try fits.form.count + fits.files.count == 2)
        let request = try FormRequest.multipart(body)
        request.limits.maxFormParts = 1
        #expect(throws: RequestBodyError.tooManyParts(limit: 1)) { try request.form }
    }

    @Test func whatIsAnnouncedTakesNoMemory() throws {
        let request = try Request(
            parameters: RequestParameters([
                ("REQUEST_METHOD", "POST"),
                ("CONTENT_TYPE", "application/x-www-form-urlencoded"),
            ]),
            body: RequestBody(source: BodyPieces([Array("a=1".utf8)]), announcedLength: .max))
        request.limits = RequestLimits(maxFormMemorySize: nil)
        #expect(try request.form["a"] == "1")
    }

    /// The headers of a part may be as long as `maxFormMemorySize`.
    @Test(.timeLimit(.minutes(1))) func manyParametersOfAPartAreReadAtOnce() throws {
        let parameters = (0..<40_000).map { "; p\($0)=v" }.joined()
        let request = try FormRequest.multipart(
            "--b\r\nContent-Disposition: form-data; name=a\(parameters)\r\n\r\nx\r\n--b--")
        #expect(try request.form["a"] == "x")
    }

    @Test func limitsSayWhichOneItWas() {
        let sentences = [
            RequestBodyError.formTooLarge(limit: 7), .tooManyParts(limit: 8),
        ].map(\.description)
        #expect(
            sentences == [
                "form too large: a field has more than 7 bytes (maxFormMemorySize).",
                "form too large: more than 8 parts (maxFormParts).",
            ])
        #expect(RequestBodyError.tooManyParts(limit: 1).status == .contentTooLarge)
    }
}

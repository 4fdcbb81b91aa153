public import DewarHTTP
public import DewarText

/// What a request of a test carries.
///
/// ```swift
/// try await client.post("/notes", body: "a literal")
/// try await client.post("/notes", body: .text(note))
/// try await client.put("/photo", headers: [.contentType: "image/png"], body: .bytes(png))
/// try await client.post("/upload", body: .pieces([first, second]))    // without a length
/// ```
public struct TestBody: Sendable, ExpressibleByStringLiteral {
    /// The bytes, in the pieces in which they are sent.
    let pieces: [[UInt8]]
    /// Whether the web server is told the length before the body comes.
    let hasLength: Bool
    /// The media type that goes with it, unless the request's headers name another.
    let contentType: String?

    private init(_ pieces: [[UInt8]], hasLength: Bool = true, contentType: String? = nil) {
        self.pieces = pieces.filter { !$0.isEmpty }
        self.hasLength = hasLength
        self.contentType = contentType
    }

    /// All bytes.
    var bytes: [UInt8] { pieces.count == 1 ? pieces[0] : Array(pieces.joined()) }

    /// A body of text in UTF-8, without a media type.
    public init(stringLiteral value: String) { self = .text(value) }

    /// A body of text in UTF-8, without a media type.
    public static func text(_ text: String) -> TestBody { TestBody([Array(text.utf8)]) }

    /// A body of bytes, without a media type.
    public static func bytes(_ bytes: [UInt8]) -> TestBody { TestBody([bytes]) }

    /// A body that is sent piece by piece, and whose length nobody tells before, as of a request
    /// in chunks.
    public static func pieces(_ pieces: [[UInt8]]) -> TestBody {
        TestBody(pieces, hasLength: false)
    }

    /// A body of JSON.
    ///
    /// - Parameter value: The value; a literal will do.
    /// - Returns: The body, of type `application/json`.
    public static func json(_ value: JSON) -> TestBody {
        TestBody([Array(JSONWriter().text(of: value).utf8)], contentType: Response.json)
    }

    /// A form as browsers send it: with files in parts, else as a query.
    ///
    /// - Parameters:
    ///   - fields: Names and values, decoded.
    ///   - files: The files.
    /// - Returns: The body, of type `multipart/form-data` or `application/x-www-form-urlencoded`.
    public static func form(_ fields: MultiDict<String>, files: [TestFile] = []) -> TestBody {
        guard !files.isEmpty else {
            let text = QueryString.text(of: fields.pairs.map { ($0.key, $0.value) })
            return TestBody(
                [Array(text.utf8)], contentType: "application/x-www-form-urlencoded")
        }
        return multipart(fields, files)
    }

    private static func multipart(
        _ fields: MultiDict<String>, _ files: [TestFile]
    ) -> TestBody {
        let boundary = boundary(for: fields, files)
        var bytes: [UInt8] = []
        for (name, value) in fields.pairs {
            bytes += "--\(boundary)\r\nContent-Disposition: form-data; ".utf8
            bytes += "name=\"\(escaped(name))\"\r\n\r\n\(value)\r\n".utf8
        }
        for file in files {
            bytes += "--\(boundary)\r\nContent-Disposition: form-data; ".utf8
            bytes += "name=\"\(escaped(file.field))\"; ".utf8
            bytes += "filename=\"\(escaped(file.name))\"\r\n".utf8
            bytes += "Content-Type: \(file.contentType)\r\n\r\n".utf8
            bytes += file.bytes
            bytes += "\r\n".utf8
        }
        bytes += "--\(boundary)--\r\n".utf8
        return TestBody([bytes], contentType: "multipart/form-data; boundary=\(boundary)")
    }

    /// A line that is in no value and in no file.
    private static func boundary(for fields: MultiDict<String>, _ files: [TestFile]) -> String {
        var boundary = "dewar-test-boundary"
        let contents = fields.pairs.map { Array($0.value.utf8) } + files.map(\.bytes)
        while contents.contains(where: { $0.contains(Array("--\(boundary)".utf8)) }) {
            boundary += "-x"
        }
        return boundary
    }

    /// What browsers write instead of what would end the name.
    ///
    /// - SeeAlso: HTML, "multipart/form-data encoding algorithm".
    private static func escaped(_ name: String) -> String {
        name.replacing("\r\n", with: "%0D%0A").replacing("\r", with: "%0D")
            .replacing("\n", with: "%0A").replacing("\"", with: "%22")
    }
}

/// A file of a form.
///
/// ```swift
/// let photo = TestFile("photo", name: "cat.png", bytes: png)
/// let answer = try await client.post("/upload", form: ["title": "Cat"], files: [photo])
/// ```
public struct TestFile: Sendable {
    /// The form's field.
    public let field: String
    /// The file's name, as the browser tells it.
    public let name: String
    /// The media type.
    public let contentType: String
    /// What is in it.
    public let bytes: [UInt8]

    /// Makes a file.
    ///
    /// - Parameters:
    ///   - field: The form's field.
    ///   - name: The file's name, as the browser tells it.
    ///   - bytes: What is in it.
    ///   - contentType: The media type; nil for what the name's ending says, else
    ///     `application/octet-stream`.
    public init(_ field: String, name: String, bytes: [UInt8], contentType: String? = nil) {
        self.field = field
        self.name = name
        self.bytes = bytes
        self.contentType =
            contentType ?? FileTypes.guess(name).mimeType ?? "application/octet-stream"
    }

    /// Makes a file of text.
    ///
    /// - Parameters:
    ///   - field: The form's field.
    ///   - name: The file's name, as the browser tells it.
    ///   - text: What is in it, in UTF-8.
    ///   - contentType: The media type; nil for what the name's ending says.
    public init(_ field: String, name: String, text: String, contentType: String? = nil) {
        self.init(field, name: name, bytes: Array(text.utf8), contentType: contentType)
    }
}

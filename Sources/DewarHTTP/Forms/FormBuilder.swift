import DewarText

/// Makes fields and files of the parts of a multipart form.
///
/// - SeeAlso: Werkzeug `MultiPartParser`.
package struct FormBuilder: MultipartHandler {
    /// What was read so far: parts that are complete.
    package private(set) var content = FormContent()

    private var part = Part.none
    /// What the part that is being read has sent so far.
    private var bytes: [UInt8] = []
    private var store: UploadStore

    private enum Part {
        case none
        case field(name: String?, TextEncoding)
        case file(UploadedFile)
    }

    /// Makes a builder.
    ///
    /// - Parameter limits: How much is kept in memory, and where the rest goes.
    package init(limits: RequestLimits) {
        store = UploadStore(limits: limits)
    }

    package mutating func beginPart(_ headers: PartHeaderLines) throws -> Bool {
        let (disposition, type) = headers.values(of: "content-disposition", "content-type")
        guard let disposition else { throw MultipartError.malformed }
        let options = OptionsHeader(disposition)
        bytes.removeAll(keepingCapacity: true)
        guard let filename = options["filename"] else {
            part = .field(name: options["name"], type.map(Self.encoding) ?? .utf8)
            return true
        }
        part = .file(
            UploadedFile(name: options["name"], filename: filename, headers: headers.headers))
        return false
    }

    package mutating func takeData(
        _ data: UnsafeBufferPointer<UInt8>, isEnd: Bool
    ) throws {
        switch part {
        case .none: break
        case .field(let name, let encoding):
            if isEnd, bytes.isEmpty {
                content.fields.add(name, encoding.decode(data))
            } else {
                bytes += data
                if isEnd { content.fields.add(name, encoding.decode(bytes)) }
            }
        case .file(var file):
            try store.append(data)
            guard isEnd else { return }
            file.content = try store.endFile()
            content.files.add(file.name, file)
        }
        if isEnd { part = .none }
    }

    /// The character set of a part with a media type, if it is one of few; else UTF-8.
    private static func encoding(of type: ByteView) -> TextEncoding {
        guard let charset = OptionsHeader(type)["charset"] else { return .utf8 }
        return TextEncoding(name: charset.lowercased()) ?? .utf8
    }
}

import DewarText

/// Reads the form of a request's body, which comes piece by piece.
///
/// A body that is no such form gives an empty one; only what is too large, or cut off, is an error.
///
/// - SeeAlso: Werkzeug `FormDataParser`.
struct FormReader {
    private var decoder: MultipartDecoder<FormBuilder>?
    /// A urlencoded form, which is read when it is complete.
    private var text: [UInt8] = []
    private let textLimit: Int?
    private var isMalformed = false

    /// Begins to read a form; nil when the body is none.
    ///
    /// - Parameters:
    ///   - contentType: The header; nil when there is none.
    ///   - announcedLength: The number of bytes of the body, if it was announced.
    ///   - limits: How much is taken.
    /// - Throws: ``RequestBodyError/formTooLarge(limit:)``.
    init?(
        contentType: String?, announcedLength: Int?, limits: RequestLimits
    ) throws(RequestBodyError) {
        let header = OptionsHeader(contentType ?? "")
        if header.value.equalsIgnoringCase("multipart/form-data") {
            guard let boundary = header["boundary"], !boundary.isEmpty,
                boundary.utf8.allSatisfy({ $0 < 0x80 })
            else { return nil }
            decoder = MultipartDecoder(
                boundary: boundary.utf8, limits: limits, expectedCount: announcedLength,
                handler: FormBuilder(limits: limits))
            textLimit = nil
        } else if header.value.equalsIgnoringCase("application/x-www-form-urlencoded") {
            if let limit = limits.maxFormMemorySize, let announcedLength, announcedLength > limit {
                throw .formTooLarge(limit: limit)
            }
            // Werkzeug has no limit for a form of unknown length; a piece of one goes through.
            textLimit = limits.maxFormMemorySize.map { max($0, limits.pieceSize) }
            // What is announced may never come.
            text.reserveCapacity(min(announcedLength ?? 0, limits.pieceSize))
        } else {
            return nil
        }
    }

    /// Takes the next bytes of the body.
    ///
    /// - Parameter chunk: Any number of bytes.
    /// - Throws: ``RequestBodyError`` beyond a limit; ``UploadError``.
    mutating func receive(_ chunk: [UInt8]) throws {
        // The rest of a body that is no form is dropped: it is neither kept nor left unread.
        guard !isMalformed else { return }
        guard decoder != nil else {
            if let textLimit, text.count + chunk.count > textLimit {
                throw RequestBodyError.formTooLarge(limit: textLimit)
            }
            text += chunk
            return
        }
        try decode { decoder in
            try chunk.withUnsafeBufferPointer { try decoder?.receive($0) }
        }
    }

    /// Looks at what came before the body was cut off: a limit that it crosses counts first.
    ///
    /// - Throws: ``RequestBodyError`` beyond a limit; ``UploadError``.
    mutating func cutOff() throws {
        try decode { try $0?.takeRest() }
    }

    /// Ends the body.
    ///
    /// - Returns: The form.
    /// - Throws: ``RequestBodyError`` beyond a limit; ``UploadError``.
    mutating func finish() throws -> FormContent {
        try decode { try $0?.finish() }
        guard !isMalformed else { return FormContent() }
        if let decoder { return decoder.handler.content }
        var content = FormContent()
        text.withUnsafeBufferPointer { text in
            guard UTF8Text.isValid(text) else { return }
            content.fields.named = QueryString.parse(text)
        }
        return content
    }

    private mutating func decode(
        _ step: (inout MultipartDecoder<FormBuilder>?) throws -> Void
    ) throws {
        guard !isMalformed else { return }
        do {
            try step(&decoder)
        } catch is MultipartError {
            isMalformed = true
            decoder = nil
        }
    }
}

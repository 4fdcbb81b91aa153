import DewarText
import HTTPTypes

extension Request {
    /// The fields of the form that the request carries; empty when it carries none.
    ///
    /// ```swift
    /// let title = try request.form.require("title")  // 400 when it is missing
    /// let tags = try request.form.all("tag")
    /// let isDraft = try request.form.get("draft", as: Bool.self, default: false)
    /// ```
    /// The form is read at first use. Its bytes are nearly always there by then; those that are
    /// not are waited for on the calling thread, which is the request's own. An asynchronous view
    /// that takes large uploads from slow clients says `try await request.loadForm()` before, and
    /// waits without a thread.
    ///
    /// A body that is no form, or a malformed one, is an empty form. Fields without a name are
    /// left out.
    ///
    /// - Throws: ``RequestBodyError``, which is answered with 413 beyond one of the request's
    ///   ``limits``, with 400 or 408 when the body did not come as announced; ``UploadError``; an
    ///   error that says so while another task is in ``loadForm()``.
    /// - SeeAlso: Flask `request.form`.
    public var form: MultiDict<String> { get throws { try formContent.fields.named } }

    /// The files that came with the form, by the name of their field; read as ``form`` is.
    ///
    /// ```swift
    /// if let photo = try request.files["photo"], !photo.isEmpty {
    ///     try photo.save(to: "/srv/photos/\(secureFilename(photo.filename))")
    /// }
    /// ```
    ///
    /// That `files.require` finds none because the form's element lacks its `enctype` is said in
    /// the error's reason, which is shown in debug.
    ///
    /// - Throws: As ``form``.
    /// - SeeAlso: Flask `request.files`, `DebugFilesKeyError`.
    public var files: MultiDict<UploadedFile> {
        get throws {
            let content = try formContent
            var files = content.files.named
            if files.isEmpty, !content.fields.named.isEmpty, mimeType != "multipart/form-data" {
                files.missingNote = Self.noteOnEncoding(mimeType, content.fields.named)
            }
            return files
        }
    }

    /// What to say of a file of which a form in another encoding sent the name alone.
    private static func noteOnEncoding(
        _ mimeType: String, _ fields: MultiDict<String>
    ) -> @Sendable (String) -> String? {
        { key in
            guard fields.contains(key) else { return nil }
            let names = fields.all(key).map { "'\(LogText.excerpt($0))'" }
            return " The form came as '\(LogText.escaped(mimeType))', which brings no files "
                + "but only their names, as \(names.joined(separator: ", ")): give the form the "
                + "attribute enctype=\"multipart/form-data\"."
        }
    }

    /// The arguments of the query and the fields of the form; of a GET request the former alone.
    ///
    /// Of a name that is in both, those of the query come first.
    ///
    /// - Throws: As ``form``.
    /// - SeeAlso: Flask `request.values`.
    public var values: MultiDict<String> {
        get throws { method == .get ? args : args.combined(with: try form) }
    }

    /// The body's bytes, if it is no form; read at first use, and kept.
    ///
    /// Of a form nothing is left: say `request.body.bytes()` before it is read to have its bytes
    /// as well.
    ///
    /// - Throws: As ``form``.
    /// - SeeAlso: Flask `request.data`, `request.get_data`.
    public var data: [UInt8] {
        get throws {
            if let kept = body.keptBytes { return kept }
            _ = try formContent
            return try body.bytes()
        }
    }

    /// How much of the body is taken; to be set before it is read.
    ///
    /// ```swift
    /// request.limits.maxContentLength = 5_000_000_000
    /// let film = try request.files.require("film")
    /// ```
    ///
    /// - SeeAlso: Flask `Request.max_content_length`.
    public var limits: RequestLimits {
        get { (original ?? self).formCell.limits }
        set {
            (original ?? self).formCell.setLimits(newValue)
            body.limit = newValue.maxContentLength
        }
    }

    /// Reads the form, and waits for it without a thread.
    ///
    /// Afterwards ``form`` and ``files`` are there at once.
    /// ```swift
    /// try await request.loadForm()
    /// let film = try request.files.require("film")
    /// ```
    ///
    /// - Throws: As ``form``; `CancellationError` when the task was cancelled.
    /// - SeeAlso: Starlette `Request.form`; Flask's form is read on the view's thread.
    public func loadForm() async throws {
        if let original { return try await original.loadForm() }
        guard let limits = try await formCell.beginLoading() else { return }
        let result: Result<FormContent, any Error>
        do {
            result = .success(try await receiveForm(limits))
        } catch {
            result = .failure(error)
        }
        try formCell.finishLoading(result)
    }

    /// The form with the parts that have no name.
    package var formContent: FormContent {
        get throws {
            if let original { return try original.formContent }
            return try formCell.form(readForm)
        }
    }

    private func readForm(_ limits: RequestLimits) throws -> FormContent {
        guard var reader = try makeFormReader(limits) else { return FormContent() }
        if let kept = body.keptBytes {
            try reader.receive(kept)
            return try reader.finish()
        }
        do {
            while let chunk = try body.nextChunk() { try reader.receive(chunk) }
        } catch RequestBodyError.cutOff {
            try reader.cutOff()
            throw RequestBodyError.cutOff
        }
        return try reader.finish()
    }

    private func receiveForm(_ limits: RequestLimits) async throws -> FormContent {
        guard body.keptBytes == nil else { return try readForm(limits) }
        guard var reader = try makeFormReader(limits) else { return FormContent() }
        do {
            for try await chunk in body { try reader.receive(chunk) }
        } catch RequestBodyError.cutOff {
            try reader.cutOff()
            throw RequestBodyError.cutOff
        }
        return try reader.finish()
    }

    private func makeFormReader(_ limits: RequestLimits) throws -> FormReader? {
        if let limit = limits.maxContentLength, let length = body.announcedLength, length > limit {
            throw RequestBodyError.tooLarge(limit: limit)
        }
        return try FormReader(
            contentType: parameters.text(of: "CONTENT_TYPE"),
            announcedLength: body.announcedLength, limits: limits)
    }
}

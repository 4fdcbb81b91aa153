/// How much of a request's body is taken: every limit of forms and uploads, by name.
///
/// A request begins with its application's limits; a view that needs more, or less, says so
/// before it reads:
/// ```swift
/// request.limits.maxContentLength = 50_000_000
/// ```
/// Beyond a limit the answer is 413. nginx has a limit of its own: 1 MB, unless its configuration
/// says otherwise with `client_max_body_size`. And it stops sending a body once the head of an
/// answer came: a view that streams its answer reads what it wants of the body before.
///
/// - SeeAlso: Flask `MAX_CONTENT_LENGTH`, `MAX_FORM_MEMORY_SIZE`, `MAX_FORM_PARTS`.
public struct RequestLimits: Sendable, Hashable {
    /// The largest body, in bytes; nil for what the web server lets through.
    ///
    /// A larger announced length is refused before anything is read. A body of unknown length is
    /// refused when it comes to the limit.
    public var maxContentLength: Int?

    /// The largest field of a form, in bytes; nil for no limit.
    ///
    /// It is also the most that is kept of a form while it is read, beside the fields that are
    /// complete: all of those may be ``maxFormParts`` times as large. A urlencoded form counts as
    /// one field.
    public var maxFormMemorySize: Int?

    /// The largest number of parts, fields and files, of a multipart form; nil for no limit.
    public var maxFormParts: Int?

    /// The number of bytes that all uploaded files of a request may take in memory.
    ///
    /// What comes beyond goes to one temporary file.
    public var maxFileMemorySize: Int

    /// Where the temporary file of uploads is made: a folder.
    ///
    /// nil for `TMPDIR`, or else `/tmp`. Where that is kept in memory, name a folder on a disk.
    public var temporaryDirectory: String?

    /// The number of bytes of a multipart body that are looked at in one go.
    package var pieceSize = 65_536

    /// Makes limits.
    ///
    /// - Parameters:
    ///   - maxContentLength: The largest body, in bytes.
    ///   - maxFormMemorySize: The largest field, in bytes.
    ///   - maxFormParts: The largest number of parts.
    ///   - maxFileMemorySize: The bytes of files that are kept in memory.
    ///   - temporaryDirectory: The folder of temporary files.
    public init(
        maxContentLength: Int? = nil, maxFormMemorySize: Int? = 500_000,
        maxFormParts: Int? = 1000, maxFileMemorySize: Int = 512_000,
        temporaryDirectory: String? = nil
    ) {
        self.maxContentLength = maxContentLength
        self.maxFormMemorySize = maxFormMemorySize
        self.maxFormParts = maxFormParts
        self.maxFileMemorySize = maxFileMemorySize
        self.temporaryDirectory = temporaryDirectory
    }
}

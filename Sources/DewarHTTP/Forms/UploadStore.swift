/// Keeps the bytes of a form's files while they come: in memory, and beyond a limit on disk.
///
/// All files of a form share one temporary file, so that no form, however many parts it has, takes
/// more than one descriptor.
struct UploadStore {
    private let limits: RequestLimits
    /// The bytes in memory, of the files that are complete.
    private var memoryCount = 0
    /// The bytes of the file that is being read, unless they go to disk.
    private var bytes: [UInt8] = []
    private var disk: TemporaryFile?
    /// Where on disk the file that is being read begins; nil when it is in memory.
    private var diskStart: Int?
    private var diskCount = 0

    init(limits: RequestLimits) {
        self.limits = limits
    }

    /// Appends bytes to the file that is being read.
    ///
    /// - Throws: ``UploadError`` when they cannot be written.
    mutating func append(_ data: UnsafeBufferPointer<UInt8>) throws(UploadError) {
        if diskStart == nil {
            if memoryCount + bytes.count + data.count <= limits.maxFileMemorySize {
                bytes += data
                return
            }
            diskStart = diskCount
            let begun = bytes
            bytes = []
            try begun.withUnsafeBufferPointer { data throws(UploadError) in try write(data) }
        }
        try write(data)
    }

    /// Ends the file that is being read, so that another may begin.
    ///
    /// - Returns: Where its bytes are.
    mutating func endFile() -> UploadedFile.Content {
        defer { diskStart = nil }
        guard let diskStart, let disk else {
            memoryCount += bytes.count
            defer { bytes = [] }
            return .memory(bytes)
        }
        return .disk(disk, diskStart..<diskCount)
    }

    private mutating func write(_ data: UnsafeBufferPointer<UInt8>) throws(UploadError) {
        guard !data.isEmpty else { return }
        let disk = try openDisk()
        try disk.write(data, at: diskCount)
        diskCount += data.count
    }

    private mutating func openDisk() throws(UploadError) -> TemporaryFile {
        if let disk { return disk }
        let made = try TemporaryFile(in: limits.temporaryDirectory)
        disk = made
        return made
    }
}

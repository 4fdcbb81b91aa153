/// Keeps the bytes of a form's files while they come: in memory, and beyond a limit on disk.
///
/// All files of a form share one temporary file, so that no form, however many parts it has, takes
/// more than one descriptor.
struct UploadStore {
    private let limits: RequestLimits
    /// The bytes in memory, of the files that are complete.
    private var memoryCount = 0
    /// The bytes of the file that is being read, as far as they are not on disk.
    private var bytes: [UInt8] = []
    private var disk: TemporaryFile?
    /// Where on disk the file that is being read begins; nil when it is in memory.
    private var diskStart: Int?
    private var diskCount = 0

    /// The disk is written in blocks of so many bytes, each at a multiple of its size: of less the
    /// page cache makes small pages, or takes up a page twice, which costs a third of the time.
    static let blockSize = 262_144

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
        }
        try write(data)
    }

    /// Ends the file that is being read, so that another may begin.
    ///
    /// - Returns: Where its bytes are.
    /// - Throws: ``UploadError`` when the last of them cannot be written.
    mutating func endFile() throws(UploadError) -> UploadedFile.Content {
        defer {
            bytes = []
            diskStart = nil
        }
        guard let diskStart else {
            memoryCount += bytes.count
            return .memory(bytes)
        }
        try writeWaiting()
        return .disk(try openDisk(), diskStart..<diskCount)
    }

    /// Writes as many bytes as make whole blocks; the others wait.
    private mutating func write(_ data: UnsafeBufferPointer<UInt8>) throws(UploadError) {
        var rest = data
        if !bytes.isEmpty {
            let missing = Self.blockSize - (diskCount + bytes.count) % Self.blockSize
            bytes += UnsafeBufferPointer(rebasing: rest.prefix(missing))
            guard missing <= rest.count else { return }
            rest = UnsafeBufferPointer(rebasing: rest.dropFirst(missing))
            try writeWaiting()
        }
        let beyond = (diskCount + rest.count) % Self.blockSize
        if beyond < rest.count {
            let blocks = UnsafeBufferPointer(rebasing: rest.dropLast(beyond))
            try openDisk().write(blocks, at: diskCount)
            diskCount += blocks.count
            rest = UnsafeBufferPointer(rebasing: rest.suffix(beyond))
        }
        bytes += rest
    }

    /// Writes the bytes that wait.
    private mutating func writeWaiting() throws(UploadError) {
        let (disk, position) = (try openDisk(), diskCount)
        try bytes.withUnsafeBufferPointer { data throws(UploadError) in
            try disk.write(data, at: position)
        }
        diskCount += bytes.count
        bytes.removeAll(keepingCapacity: bytes.count <= Self.blockSize)
    }

    private mutating func openDisk() throws(UploadError) -> TemporaryFile {
        if let disk { return disk }
        let made = try TemporaryFile(in: limits.temporaryDirectory)
        disk = made
        return made
    }
}

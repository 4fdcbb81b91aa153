import CFastCGI
import Glibc
import Synchronization

/// What libfcgi reads and writes in place of a descriptor.
class LibraryChannel: @unchecked Sendable {
    // `@unchecked`: subclasses lock what they have; the handle never changes.

    /// The number under which libfcgi knows the channel; -1 when there are too many.
    let handle: Int32

    /// Makes a channel.
    init() {
        handle = Self.handles.withLock { $0.take() }
        guard handle >= 0 else { return }
        Self.channels[Int(handle - Self.firstHandle)] =
            Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        guard handle >= 0 else { return }
        Self.channels[Int(handle - Self.firstHandle)] = nil
        Self.handles.withLock { $0.free.append(handle) }
    }

    /// Gives bytes that are there; called by libfcgi within a call of ours.
    ///
    /// - Parameter buffer: Where they go.
    /// - Returns: The number of bytes; 0 when none is there.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

    /// Takes bytes; called by libfcgi within a call of ours.
    ///
    /// - Parameter bytes: Whole records.
    /// - Returns: Whether they were taken.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool { false }

    /// Finds the channel of a handle.
    static func channel(of handle: Int32) -> LibraryChannel? {
        let index = Int(handle) - Int(firstHandle)
        guard (0..<capacity).contains(index), let pointer = channels[index] else { return nil }
        return Unmanaged<LibraryChannel>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// No descriptor is as large: the kernel's limit of them lies at 2³⁰ (fs.nr_open).
    static let firstHandle: Int32 = 1 << 30

    private static let capacity = 1 << 20

    /// The channel of each handle, unretained.
    ///
    /// libfcgi calls only within calls of those who have the channel. An entry is written before its
    /// handle is known to anybody and after nobody knows it any more, so no lock is needed to read
    /// it. Memory that no handle uses is never touched, so it costs none. Without it, at the start,
    /// nothing can be served: the process ends.
    nonisolated(unsafe) private static let channels:
        UnsafeMutablePointer<UnsafeMutableRawPointer?> = {
            let size = MemoryLayout<UnsafeMutableRawPointer?>.stride
            guard let memory = calloc(capacity, size) else {
                fatalError("out of memory: no room for \(capacity) connections.")
            }
            return memory.bindMemory(to: UnsafeMutableRawPointer?.self, capacity: capacity)
        }()

    private struct Handles: Sendable {
        var free: [Int32] = []
        var next = LibraryChannel.firstHandle

        mutating func take() -> Int32 {
            if let handle = free.popLast() { return handle }
            guard next - LibraryChannel.firstHandle < LibraryChannel.capacity else { return -1 }
            defer { next += 1 }
            return next
        }
    }

    private static let handles = Mutex(Handles())
}

extension Library {
    /// Whether libfcgi's input and output are ours, tried by writing a byte through it.
    ///
    /// They are not when libfcgi was linked so that it prefers its own functions
    /// (`-Bsymbolic-functions`), or when a library that was loaded first has others.
    package static let usesChannels: Bool = {
        guard prepare() == 0 else { return false }
        let probe = ProbeChannel()
        var stream = FCGX_CreateWriter(probe.handle, 1, 64, Int32(FCGI_STDOUT))
        guard stream != nil else { return false }
        _ = FCGX_PutS("?", stream)
        _ = FCGX_FFlush(stream)
        FCGX_FreeStream(&stream)
        return probe.hasBeenWritten
    }()

    private final class ProbeChannel: LibraryChannel, @unchecked Sendable {
        // `@unchecked`: only the thread that tries uses it.
        var hasBeenWritten = false

        override func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
            hasBeenWritten = true
            return true
        }
    }
}

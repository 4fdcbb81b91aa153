import CLinux
import Glibc
import Synchronization

/// What the workers are doing, in memory that the master and all workers share.
///
/// Everybody may read, at any time, and sees single numbers as a whole. The memory is the kernel's:
/// pages that nobody has looked at take none.
package final class Scoreboard: @unchecked Sendable {
    // `@unchecked`: the memory is read and written by atomic operations alone.

    typealias Word = Atomic<UInt64>

    /// The descriptor of the memory, closed in other programs unless it is passed on.
    package let descriptor: Int32
    /// The number of places for workers.
    package let placeCount: Int
    /// The number of places for requests that each of them has.
    package let requestCount: Int

    private let words: UnsafeMutablePointer<Word>
    private let wordCount: Int

    /// A number for the arrangement of the memory: "Dewar" and its version.
    private static let magic: UInt64 = 0x4465_7761_7200_0001
    static let headerWords = 16
    static let placeWords = 16
    static let requestWords = 16

    /// Words of the header.
    enum Header: Int {
        case magic, places, requests, start, reloads, crashes, pastRequests, pastConnections
    }

    /// Makes a new one, which nobody else has.
    ///
    /// - Parameters:
    ///   - places: For how many workers.
    ///   - requests: For how many requests of each.
    /// - Throws: ``ProcessesError`` when the system has no memory for it.
    package convenience init(places: Int, requests: Int) throws(ProcessesError) {
        // MFD_CLOEXEC.
        let descriptor = memfd_create("dewar-scoreboard", 1)
        guard descriptor >= 0 else { throw .systemCall("memfd_create", errno: errno) }
        let size = Self.wordCount(places: places, requests: requests) * MemoryLayout<Word>.stride
        guard ftruncate(descriptor, size) == 0 else {
            let code = errno
            _ = close(descriptor)
            throw .systemCall("ftruncate", errno: code)
        }
        try self.init(descriptor: descriptor, places: places, requests: requests)
        self[.magic].value = Self.magic
        self[.places].value = UInt64(places)
        self[.requests].value = UInt64(requests)
        self[.start].value = MonotonicClock.now
    }

    /// Looks at one that the master has made.
    ///
    /// - Parameter descriptor: Its memory; taken over.
    /// - Returns: Nil when its arrangement is another version's.
    package static func shared(descriptor: Int32) -> Scoreboard? {
        var status = stat()
        let headerSize = headerWords * MemoryLayout<Word>.stride
        guard fstat(descriptor, &status) == 0, status.st_size >= headerSize,
            let header = try? Scoreboard(descriptor: dup(descriptor), places: 0, requests: 0),
            header[.magic].value == magic
        else { return nil }
        let places = Int(clamping: header[.places].value)
        let requests = Int(clamping: header[.requests].value)
        guard places <= 1 << 16, requests <= 1 << 24,
            wordCount(places: places, requests: requests) * MemoryLayout<Word>.stride
                <= Int(status.st_size)
        else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return try? Scoreboard(descriptor: descriptor, places: places, requests: requests)
    }

    private init(descriptor: Int32, places: Int, requests: Int) throws(ProcessesError) {
        self.descriptor = descriptor
        placeCount = places
        requestCount = requests
        wordCount = Self.wordCount(places: places, requests: requests)
        let memory = mmap(
            nil, wordCount * MemoryLayout<Word>.stride, PROT_READ | PROT_WRITE, MAP_SHARED,
            descriptor, 0)
        // MAP_FAILED is the address -1.
        guard let memory, memory != UnsafeMutableRawPointer(bitPattern: -1) else {
            let code = errno
            _ = close(descriptor)
            throw .systemCall("mmap", errno: code)
        }
        // The kernel gives pages of zeros, and `Atomic` is its number and nothing else.
        words = memory.bindMemory(to: Word.self, capacity: wordCount)
    }

    deinit {
        munmap(words, wordCount * MemoryLayout<Word>.stride)
        _ = close(descriptor)
    }

    private static func wordCount(places: Int, requests: Int) -> Int {
        headerWords + places * (placeWords + requests * requestWords)
    }

    // MARK: Looking

    /// The place of one worker.
    ///
    /// - Parameter number: From 0 up to ``placeCount``.
    /// - Returns: The place, which keeps the scoreboard.
    package func place(_ number: Int) -> ScoreboardPlace {
        precondition((0..<placeCount).contains(number), "place \(number) of \(placeCount)")
        let size = Self.placeWords + requestCount * Self.requestWords
        return ScoreboardPlace(
            board: self, number: number, words: words + Self.headerWords + number * size)
    }

    /// The places that a worker has, in order.
    package var occupiedPlaces: [ScoreboardPlace] {
        (0..<placeCount).map(place).filter { $0.process != 0 }
    }

    /// When the master, or the only process, began.
    package var start: UInt64 { self[.start].value }

    subscript(header: Header) -> ScoreboardWord { ScoreboardWord(words + header.rawValue) }

    // MARK: The master's numbers

    /// How often all workers were replaced, and how many ended though nobody asked them to.
    package var restarts: (reloads: Int, crashes: Int) {
        (
            Int(clamping: self[.reloads].value),
            Int(clamping: self[.crashes].value)
        )
    }

    /// The requests and connections of workers that are gone.
    package var past: (requests: Int, connections: Int) {
        (
            Int(clamping: self[.pastRequests].value),
            Int(clamping: self[.pastConnections].value)
        )
    }

    func noteReload() { self[.reloads].add(1) }

    func noteCrash() { self[.crashes].add(1) }

    /// Adds a worker that is gone to the past, and makes its place free.
    func vacate(_ place: ScoreboardPlace) {
        self[.pastRequests].add(UInt64(place.requests))
        self[.pastConnections].add(UInt64(place.connections.accepted))
        place.clear()
    }
}

/// One number of a scoreboard, in the shared memory.
struct ScoreboardWord: @unchecked Sendable {
    // `@unchecked`: the number is atomic, and whoever has this has the scoreboard.
    private let word: UnsafeMutablePointer<Scoreboard.Word>

    init(_ word: UnsafeMutablePointer<Scoreboard.Word>) { self.word = word }

    /// The number; what was written before it is seen by who reads it.
    var value: UInt64 {
        get { word.pointee.load(ordering: .acquiring) }
        nonmutating set { word.pointee.store(newValue, ordering: .releasing) }
    }

    /// Adds to the number, around its end.
    ///
    /// - Returns: The sum.
    @discardableResult
    func add(_ value: UInt64) -> UInt64 {
        word.pointee.wrappingAdd(value, ordering: .acquiringAndReleasing).newValue
    }
}

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How much memory the values take that a rendering made and that are still there.
///
/// Texts and containers report to the meter of their thread when they are made and when they end.
/// Finding that costs as much as making a small text does, so of small things every 16th reports,
/// for all 16: the one whose address says so, which is the same at its end as it was at its
/// beginning. Large things report always.
final class MemoryMeter {
    /// How many bytes there may be at a time.
    let limit: Int
    private var live = 0
    /// Whether there are more than the limit now.
    @exclusivity(unchecked) private(set) var isExceeded = false

    init(limit: Int) {
        self.limit = limit
    }

    /// Runs `body` with this as the thread's meter.
    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let key = Self.key else { return try body() }
        let outer = pthread_getspecific(key)
        pthread_setspecific(key, Unmanaged.passUnretained(self).toOpaque())
        defer { pthread_setspecific(key, outer) }
        return try body()
    }

    /// The error of too much.
    var error: TemplateError { .limit("memoryBytes", limit) }

    /// Throws if there were too much with so many bytes more.
    @inline(never)
    static func check(adding size: Int) throws {
        try current?._withUnsafeGuaranteedRef { meter in
            guard size <= meter.limit, meter.live <= meter.limit - size else { throw meter.error }
        }
    }

    // MARK: - Reports

    /// How many bytes make a thing large.
    static let large = 1024
    /// What a thing takes besides its contents, about.
    private static let overhead = 48

    /// Reports a thing that was made, with `size` bytes of contents.
    @inline(__always)
    static func didMake(_ object: AnyObject, size: Int) {
        if reports(object, size) { add(size) }
    }

    /// Reports a thing that ends, and was reported with `size` bytes of contents.
    @inline(__always)
    static func willEnd(_ object: AnyObject, size: Int) {
        if reports(object, size) { remove(size) }
    }

    /// Reports that a thing has `size` bytes of contents and had `old`, of which it was reported
    /// with those.
    @inline(__always)
    static func didChange(_ object: AnyObject, from old: Int, to size: Int) {
        willEnd(object, size: old)
        didMake(object, size: size)
    }

    @inline(__always)
    private static func reports(_ object: AnyObject, _ size: Int) -> Bool {
        if size >= large { return true }
        // The product spreads the distances at which an allocator places things.
        let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(object).toOpaque()))
        return ((address &>> 4) &* 0x9E37_79B9_7F4A_7C15) &>> 60 == 0
    }

    @inline(never)
    private static func add(_ size: Int) {
        current?._withUnsafeGuaranteedRef { $0.change(by: weight(size)) }
    }

    @inline(never)
    private static func remove(_ size: Int) {
        current?._withUnsafeGuaranteedRef { $0.change(by: -weight(size)) }
    }

    private static func weight(_ size: Int) -> Int {
        size >= large ? size + overhead : (size + overhead) * 16
    }

    private func change(by size: Int) {
        live += size
        isExceeded = live > limit
    }

    // MARK: - Threads

    /// The meter of the rendering that runs on this thread, which keeps it; nil if none does.
    private static var current: Unmanaged<MemoryMeter>? {
        key.flatMap { pthread_getspecific($0) }.map { Unmanaged.fromOpaque($0) }
    }

    /// Where a thread keeps its meter; nil if the process has no such place left.
    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()
}

import Glibc

/// Memory that a thread uses again and again, so that connections that wait own none.
final class ThreadMemory {
    /// Where bytes come in; their owner copies what stays.
    let input = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ThreadMemory.inputSize, alignment: 16)
    private var spares: [[UInt8]] = []

    private init() {}

    deinit { input.deallocate() }

    /// The memory of the calling thread, made when it is first asked for.
    static var current: ThreadMemory {
        if let memory = pthread_getspecific(key) {
            return Unmanaged<ThreadMemory>.fromOpaque(memory).takeUnretainedValue()
        }
        let memory = ThreadMemory()
        pthread_setspecific(key, Unmanaged.passRetained(memory).toOpaque())
        return memory
    }

    /// Takes memory for records, with or without bytes in it.
    func take() -> [UInt8] { spares.popLast() ?? [] }

    /// Gives memory back; what is large is freed.
    func give(_ memory: [UInt8]) {
        if (1...Self.largestSpare).contains(memory.capacity), spares.count < Self.spareCount {
            spares.append(memory)
        }
    }

    /// How many bytes come in with one call.
    private static let inputSize = 131_072
    private static let largestSpare = 65_536
    private static let spareCount = 8

    /// Where every thread keeps its memory, which ends with it.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { memory in
            guard let memory else { return }
            Unmanaged<ThreadMemory>.fromOpaque(memory).release()
        }
        return key
    }()
}

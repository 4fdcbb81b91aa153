package import Synchronization

/// An object that is made when somebody first asks for it, and then read without a lock.
///
/// As `AtomicLazyReference`, whose `load()` asks the runtime for a type at each call.
package struct LazyReference<Object: AnyObject & Sendable>: ~Copyable, Sendable {
    /// The address of an object that is retained for as long as this lives; 0 for none.
    @usableFromInline
    let address: Atomic<UInt>

    /// Makes a reference to nothing yet.
    @inlinable
    package init() { address = Atomic(0) }

    deinit { Self.unmanaged(address.load(ordering: .acquiring))?.release() }

    // Always inline: elsewhere the runtime would be asked for the type of the pointer.
    @inlinable @inline(__always)
    static func unmanaged(_ address: UInt) -> Unmanaged<Object>? {
        guard let address = UnsafeRawPointer(bitPattern: address) else { return nil }
        return Unmanaged<Object>.fromOpaque(address)
    }

    /// The object, if it was made.
    @inlinable
    package var current: Object? {
        Self.unmanaged(address.load(ordering: .acquiring))?.takeUnretainedValue()
    }

    /// Puts an object there, if there is none.
    ///
    /// - Parameter object: The object.
    /// - Returns: The object that is there now.
    @inlinable
    package func storeIfNil(_ object: Object) -> Object {
        let retained = Unmanaged.passRetained(object)
        let (_, there) = address.compareExchange(
            expected: 0, desired: UInt(bitPattern: retained.toOpaque()),
            successOrdering: .acquiringAndReleasing, failureOrdering: .acquiring)
        guard let other = Self.unmanaged(there) else { return object }
        retained.release()
        return other.takeUnretainedValue()
    }

    /// The object; of two that are made at the same time one is kept.
    ///
    /// - Parameter make: Makes it.
    /// - Returns: The object that is kept.
    /// - Throws: What `make` throws; the next call tries again.
    @inlinable
    package func value<Failure: Error>(
        _ make: () throws(Failure) -> Object
    ) throws(Failure) -> Object {
        if let object = current { return object }
        return storeIfNil(try make())
    }
}

import Synchronization

/// An object that is made when somebody first asks for it, and then read without a lock.
struct LazyReference<Object: AnyObject & Sendable>: ~Copyable, Sendable {
    private let reference = AtomicLazyReference<Object>()

    /// The object, if it was made.
    var current: Object? { reference.load() }

    /// The object; of two that are made at the same time one is kept.
    ///
    /// - Parameter make: Makes it.
    /// - Returns: The object that is kept.
    /// - Throws: What `make` throws; the next call tries again.
    func value<Failure: Error>(_ make: () throws(Failure) -> Object) throws(Failure) -> Object {
        if let object = reference.load() { return object }
        return reference.storeIfNil(try make())
    }
}

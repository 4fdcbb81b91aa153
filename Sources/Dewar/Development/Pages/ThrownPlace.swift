import DewarCore
import Glibc

#if DEBUG
    import Runtime
#endif

/// Where an error was thrown: the way there, noted at the `throw` itself.
///
/// The runtime calls a function at every `throw` of the process. Within a request it notes where
/// that was, without looking up names; only the page that shows it does.
/// Programs that are built for release have none of it: `DEBUG` says which are not.
struct ThrownPlace: Sendable {
    #if DEBUG
        /// Kept alive: another error that had its address would be taken for it.
        private let error: any Error
        private let address: UInt
        private let backtrace: Backtrace

        private init(error: any Error, at address: UInt, backtrace: Backtrace) {
            self.error = error
            self.address = address
            self.backtrace = backtrace
        }
    #endif

    /// Has the places of errors noted, from now on.
    static func startNoting() {
        #if DEBUG
            setHandler { ThrownPlace.noteThrow($0) }
        #endif
    }

    /// The way to where the last error of this request was thrown; none for a release build.
    ///
    /// Looks up names, which takes milliseconds.
    static var frames: [StackFrame] {
        #if DEBUG
            guard let place = RequestNotes.kept as? ThrownPlace,
                let symbols = place.backtrace.symbolicated(with: images)
            else { return [] }
            return symbols.frames.compactMap { frame in
                guard let symbol = frame.symbol else { return nil }
                let place = symbol.sourceLocation
                // Code that the compiler made has line 0, or no file.
                let isKnown = place.map { $0.line > 0 && $0.path.hasPrefix("/") } ?? false
                return StackFrame(
                    function: symbol.name, file: isKnown ? place?.path : nil,
                    line: isKnown ? place?.line : nil,
                    column: isKnown ? place.map(\.column).flatMap { $0 > 0 ? $0 : nil } : nil)
            }
        #else
            return []
        #endif
    }
}

#if DEBUG
    /// The images of the process; looked for once, because that takes most of the time.
    private let images = ImageMap.capture()

    /// Whether this thread is noting a place: doing so may throw.
    private let isNoting: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// The longest way that is noted.
    private let longestWay = 64

    extension ThrownPlace {
        fileprivate static func noteThrow(_ pointer: UnsafeRawPointer?) {
            guard let pointer, RequestNotes.isPossible, pthread_getspecific(isNoting) == nil
            else { return }
            // Any pointer but nil will do.
            pthread_setspecific(isNoting, pointer)
            defer { pthread_setspecific(isNoting, nil) }
            let address = UInt(bitPattern: pointer)
            // Thrown on by who caught it: the first place is the one that is looked for.
            if let last = RequestNotes.kept as? ThrownPlace, last.address == address { return }
            // The runtime's errors are objects, and that is what `any Error` is in memory.
            let error = unsafeBitCast(pointer, to: (any Error).self)
            guard
                let backtrace = try? Backtrace.capture(
                    algorithm: .fast, limit: longestWay, top: 0, images: images)
            else { return }
            RequestNotes.keep(ThrownPlace(error: error, at: address, backtrace: backtrace))
        }
    }

    /// Sets what the runtime calls at every `throw`.
    ///
    /// - SeeAlso: Swift's `stdlib/public/runtime/ErrorObject.h`; swift-testing sets it as well.
    @_silgen_name("_swift_setWillThrowHandler")
    private func setHandler(_ handler: (@convention(c) (UnsafeRawPointer?) -> Void)?)
#endif

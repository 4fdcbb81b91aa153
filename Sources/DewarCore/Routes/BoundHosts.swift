import DewarRouting
import DewarText

/// The hosts that requests ask for, checked and bound to the rules once: an application has few.
///
/// The first ones are remembered for as long as the rules are there. Whoever asks for many that are
/// none of the application's takes their places, and nothing else: others are bound each time.
struct BoundHosts: Sendable {
    private final class Entry: Sendable {
        let header: String
        let scheme: String
        let adapter: URLAdapter

        init(_ header: String, _ scheme: String, _ adapter: URLAdapter) {
            self.header = header
            self.scheme = scheme
            self.adapter = adapter
        }
    }

    /// The longest header that is remembered: DNS has no longer names.
    private static let longest = 255

    private final class Slot: Sendable {
        let entry = LazyReference<Entry>()
    }

    private let slots = (0..<8).map { _ in Slot() }

    /// The rules, bound to a host.
    ///
    /// - Parameters:
    ///   - header: The request's `Host`; nil when it has none.
    ///   - scheme: The request's scheme.
    ///   - bind: Binds the rules to them.
    /// - Returns: An adapter whose path, method and query are nobody's.
    /// - Throws: What `bind` throws; that is not remembered.
    func adapter(
        _ header: String?, _ scheme: String, _ bind: () throws -> URLAdapter
    ) throws -> URLAdapter {
        guard let header, header.utf8.count <= Self.longest else { return try bind() }
        for slot in slots {
            guard let entry = slot.entry.current else {
                let entry = Entry(header, scheme, try bind())
                // If another host was faster, this one comes behind it the next time.
                _ = slot.entry.storeIfNil(entry)
                return entry.adapter
            }
            if entry.header.hasSameBytes(as: header), entry.scheme.hasSameBytes(as: scheme) {
                return entry.adapter
            }
        }
        return try bind()
    }
}

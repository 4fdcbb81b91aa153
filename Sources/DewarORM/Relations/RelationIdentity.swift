private import Synchronization

/// What tells a relation from others: its columns, and which one it is if it narrows or orders the
/// rows in a way of its own.
final class RelationIdentity: Sendable {
    private static let count = Atomic(0)

    private let number: Int?
    /// Made when it is first needed, since schemas may name relations.
    private let made = Mutex<String?>(nil)

    /// - Parameter isSingle: Whether another relation over the same columns is another one.
    init(isSingle: Bool = false) {
        number = isSingle ? Self.count.wrappingAdd(1, ordering: .relaxed).newValue : nil
    }

    /// The same text at every call.
    ///
    /// - Parameter columns: Describes the columns.
    /// - Returns: A text that relations alone share that are the same.
    func text(_ columns: () -> String) -> String {
        if let text = made.withLock({ $0 }) { return text }
        let text = columns() + (number.map { " \($0)" } ?? "")
        made.withLock { $0 = text }
        return text
    }
}

import Synchronization

/// Something that `ShopServer check` tells of an application.
///
/// ```swift
/// app.addCheck("Mail") {
///     guard app.config["MAIL_HOST"] == nil else { return [] }
///     return [.fault("MAIL_HOST is not set: no order is confirmed. Set it, as mail.example.com.")]
/// }
/// ```
public struct CheckFinding: Sendable, Hashable {
    /// How much it matters.
    public enum Kind: String, Sendable, Hashable {
        /// Something does not work, or is open to strangers: the check fails.
        case fault
        /// Something to know or to think about.
        case advice
    }

    /// How much it matters.
    public var kind: Kind
    /// One sentence or two: what was found, why that matters, what to do.
    ///
    /// It may have further lines, as an excerpt.
    public var text: String

    private init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// Something that does not work, or is open to strangers.
    ///
    /// ```swift
    /// let finding = CheckFinding.fault("MAIL_HOST is not set.")
    /// ```
    ///
    /// - Parameter text: What was found, why that matters, what to do.
    /// - Returns: The finding.
    /// - SeeAlso: ``Application/addCheck(_:_:)``
    public static func fault(_ text: String) -> CheckFinding {
        CheckFinding(kind: .fault, text: text)
    }

    /// Something to know or to think about.
    ///
    /// ```swift
    /// let finding = CheckFinding.advice("MAIL_PORT is 25, which most networks block.")
    /// ```
    ///
    /// - Parameter text: What was found, why that matters, what to do.
    /// - Returns: The finding.
    /// - SeeAlso: ``Application/addCheck(_:_:)``
    public static func advice(_ text: String) -> CheckFinding {
        CheckFinding(kind: .advice, text: text)
    }
}

/// What an application or an extension looks at.
package struct DeclaredCheck: Sendable {
    /// What it is about, as a title.
    package let area: String
    /// Looks.
    package let run: @Sendable () async throws -> [CheckFinding]
}

extension Application {
    /// Has the command `check` look at something more.
    ///
    /// ```swift
    /// app.addCheck("Queue") {
    ///     try await connect(6379)
    ///     return []
    /// }
    /// ```
    /// It is never called while the application serves.
    ///
    /// - Parameters:
    ///   - area: What it is about, as a title: `Database`.
    ///   - look: Looks, in the application's context. What it throws is a fault.
    /// - SeeAlso: Django's system check framework.
    public func addCheck(
        _ area: String, _ look: @escaping @Sendable () async throws -> [CheckFinding]
    ) {
        ownChecks.withLock { $0.append(DeclaredCheck(area: area, run: look)) }
    }

    /// What was declared by ``addCheck(_:_:)``, in order.
    package var checks: [DeclaredCheck] { ownChecks.withLock(\.self) }
}

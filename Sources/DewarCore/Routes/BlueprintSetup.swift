/// A blueprint that is being registered on an application.
///
/// - SeeAlso: Flask `BlueprintSetupState`.
public struct BlueprintSetup: Sendable {
    /// The application.
    public let application: Application
    /// The name that stands before the blueprint's endpoints, with those of the blueprints around it.
    public let name: String
    /// What stands before its patterns, with what those around it have.
    public let prefix: String
    /// Whether the blueprint was registered on this application for the first time.
    public let isFirst: Bool
}

/// Something to do when a blueprint is registered on an application.
struct BlueprintRecord: Sendable {
    /// What tells the blueprint from others.
    let blueprint: ObjectIdentifier
    var name: String
    var prefix: String
    let action: @Sendable (BlueprintSetup) throws -> Void

    /// The same for a blueprint that is registered on another.
    func within(_ outerName: String, prefix outerPrefix: String) -> BlueprintRecord {
        var record = self
        record.name = name.isEmpty ? outerName : "\(outerName).\(name)"
        record.prefix = outerPrefix + prefix
        return record
    }
}

extension Blueprint {
    /// Has something done whenever the blueprint is registered on an application: for what only the
    /// application can declare.
    ///
    /// ```swift
    /// let blog = Blueprint("blog", prefix: "/blog") { blog in
    ///     blog.record { setup in
    ///         setup.application.config.setDefault("BLOG_PAGE_SIZE", 20)
    ///         setup.application.get("/feed-of-\(setup.name)") { "…" }
    ///     }
    /// }
    /// ```
    /// Of a blueprint within another it is done when the outer one is registered on an application.
    ///
    /// - Parameter action: What to do. What it throws is told when the application is built.
    /// - SeeAlso: Flask `Blueprint.record`.
    public func record(_ action: @escaping @Sendable (BlueprintSetup) throws -> Void) {
        declarations.add(
            BlueprintRecord(
                blueprint: ObjectIdentifier(self), name: "", prefix: "", action: action))
    }

    /// As ``record(_:)``, but only once for an application, however often the blueprint is
    /// registered on it.
    ///
    /// ```swift
    /// blog.recordOnce { setup in setup.application.config.setDefault("BLOG_PAGE_SIZE", 20) }
    /// ```
    ///
    /// - Parameter action: What to do. What it throws is told when the application is built.
    /// - SeeAlso: Flask `Blueprint.record_once`.
    public func recordOnce(_ action: @escaping @Sendable (BlueprintSetup) throws -> Void) {
        record { setup in if setup.isFirst { try action(setup) } }
    }
}

extension Application {
    /// Does what a blueprint recorded, and what those within it did.
    func runRecords(of blueprint: Blueprint, name: String, prefix: String) {
        let records = blueprint.declarations.current.records
        var known: [ObjectIdentifier: Bool] = [:]
        for record in records.map({ $0.within(name, prefix: prefix) }) {
            let isFirst =
                known[record.blueprint] ?? declarations.noteRegistration(of: record.blueprint)
            known[record.blueprint] = isFirst
            do {
                try record.action(
                    BlueprintSetup(
                        application: self, name: record.name, prefix: record.prefix,
                        isFirst: isFirst))
            } catch {
                declarations.add(.thrown("blueprint '\(record.name)'", "\(error)"))
            }
        }
    }
}

/// What happens while migrations run.
public enum MigrationEvent: Sendable {
    /// A migration is applied.
    case upgrading(MigrationSummary)
    /// A migration is taken back.
    case downgrading(MigrationSummary)

    static func upgrading(_ migration: Migration) -> Self {
        .upgrading(MigrationSummary(migration))
    }

    static func downgrading(_ migration: Migration) -> Self {
        .downgrading(MigrationSummary(migration))
    }
}

/// A migration, as a list shows it.
public struct MigrationSummary: Sendable, Hashable {
    /// What it is called.
    public let revision: String
    /// What it follows; nil for the first.
    public let parent: String?
    /// What it is for.
    public let message: String
    /// When it was written, in UTC.
    public let created: String
    /// The file's path.
    public let path: String

    init(_ migration: Migration) {
        revision = migration.revision
        parent = migration.parent
        message = migration.message
        created = migration.created
        path = migration.path
    }
}

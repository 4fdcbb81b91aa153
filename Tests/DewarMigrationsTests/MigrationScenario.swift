import DewarMigrations
import DewarORM
import Testing

/// Migrations of a test, written as files.
struct MigrationScenario {
    let database: Database
    let folder: String

    var migrations: Migrations { Migrations(folder: folder) }

    /// Writes a migration.
    func write(
        _ revision: String, after parent: String?, up: String, down: String, head: String = ""
    ) throws {
        let parent = parent.map { "\"\($0)\"" } ?? "nothing"
        let text = """
            revision "\(revision)"
            after \(parent)
            message "\(revision) is written"
            created "2026-11-22 20:10:05"
            \(head)
            up {
            \(up)
            }
            down {
            \(down)
            }
            """
        _ = try MigrationFolder(folder).write(text, as: "\(revision).migration")
    }

    /// Two tables with rows: authors and their posts.
    func begin() throws {
        try write(
            "a1", after: nil,
            up: """
                create table author (id bigint generated, name text(100) not null, primary key (id))
                create table post (
                    id bigint generated,
                    title text(200) not null,
                    views integer,
                    author_id bigint not null,
                    primary key (id),
                    unique post_title_key (title),
                    foreign key post_author_fkey (author_id) references author (id) on delete cascade
                )
                create index post_views_idx on post (views)
                """,
            down: "drop table post drop table author")
        try migrations.upgrade(database, to: "a1")
        try database.execute(
            script: """
                INSERT INTO author (name) VALUES ('Ada'), ('Bob');
                INSERT INTO post (title, views, author_id) VALUES ('one', 1, 1), ('two', NULL, 1),
                    ('three', 3, 2)
                """)
    }

    /// What a statement returns, its values as text.
    func rows(_ sql: RawSQL) throws -> [String] {
        try database.sql(sql).all().map { row in
            row.values.map { value in
                switch value {
                case .integer(let number): "\(number)"
                case .text(let text): text
                case .null: "-"
                default: "\(value)"
                }
            }.joined(separator: " ")
        }
    }

    /// How the database differs from what its migrations say.
    func drift() throws -> [String] {
        try migrations.check(database).filter { $0.kind == .drift }.map(\.description)
    }
}

extension TestDatabase {
    /// Runs a test with two tables that a migration made.
    func scenario(_ body: (MigrationScenario) throws -> Void) throws {
        try run { database, folder in
            let scenario = MigrationScenario(database: database, folder: folder)
            try scenario.begin()
            try body(scenario)
        }
    }
}

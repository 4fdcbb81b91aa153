import DewarMigrations
import DewarORM
import Testing

/// Databases that somebody changed by hand.
@Suite struct DriftTests {
    static let changes: [(sqlite: String?, postgresql: String, difference: [String])] = [
        (
            "ALTER TABLE post ADD COLUMN x TEXT", "ALTER TABLE post ADD COLUMN x text",
            ["drop column post.x"]
        ),
        (
            "DROP INDEX post_views_idx", "DROP INDEX post_views_idx",
            [
                "create index post_views_idx on post (views)"
            ]
        ),
        (
            "CREATE UNIQUE INDEX more ON post (title, views)",
            "CREATE UNIQUE INDEX more ON post (title, views)", ["drop index more of post"]
        ),
        (
            "ALTER TABLE author RENAME COLUMN name TO title",
            "ALTER TABLE author RENAME COLUMN name TO title",
            ["add column author.name text(100) not null", "drop column author.title"]
        ),
        (
            "CREATE TABLE other (id INTEGER); CREATE VIEW v AS SELECT * FROM post",
            "CREATE TABLE other (id integer); CREATE VIEW v AS SELECT * FROM post", []
        ),
        (
            "CREATE INDEX low ON author (lower(name))", "CREATE INDEX low ON author (lower(name))",
            []
        ),
        (
            nil, "ALTER TABLE post ALTER COLUMN views TYPE bigint",
            ["alter column post.views type integer"]
        ),
        (nil, "ALTER TABLE post ALTER COLUMN views SET NOT NULL", ["alter column post.views null"]),
        (
            nil, "ALTER TABLE post ALTER COLUMN views SET DEFAULT 3",
            ["alter column post.views no default"]
        ),
        (
            nil, "ALTER TABLE post DROP CONSTRAINT post_author_fkey",
            [
                "add foreign key post_author_fkey (author_id) references author (id) on delete cascade to post"
            ]
        ),
        (
            nil, "ALTER TABLE post DROP CONSTRAINT post_title_key",
            [
                "add unique post_title_key (title) to post"
            ]
        ),
        (
            nil, "ALTER TABLE post ADD CONSTRAINT c CHECK (views > 0)",
            ["drop constraint c of post"]
        ),
        (
            "DROP TABLE post", "DROP TABLE post",
            [
                """
                create table post (
                    id bigint generated,
                    title text(200) not null,
                    views integer,
                    author_id bigint not null,
                    primary key (id),
                    unique post_title_key (title),
                    foreign key post_author_fkey (author_id) references author (id) on delete cascade
                )
                """, "create index post_views_idx on post (views)",
            ]
        ),
    ]

    @Test(arguments: TestDatabase.allCases) func changesByHandAreFound(
        _ system: TestDatabase
    ) throws {
        for (sqlite, postgresql, difference) in Self.changes {
            guard let sql = system == .sqlite ? sqlite : postgresql else { continue }
            try system.scenario { scenario in
                try scenario.database.sql("UPDATE post SET views = 1").run()
                try scenario.database.withSession { try $0.execute(sql) }
                let found = try scenario.drift()
                if system == .sqlite {
                    // SQLite's integers have one size.
                    let same = difference.map {
                        $0.replacing("views integer", with: "views bigint")
                    }
                    #expect(found == same, "\(sql)")
                } else {
                    #expect(found == difference, "\(sql)")
                }
            }
        }
    }
}

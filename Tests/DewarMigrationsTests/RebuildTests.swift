import DewarMigrations
import DewarORM
import Testing

/// Tables of SQLite that are made anew.
@Suite struct RebuildTests {
    @Test func whatIsOnTheTableStays() throws {
        try TestDatabase.sqlite.scenario { scenario in
            try scenario.database.execute(
                script: """
                    CREATE TABLE log (line TEXT);
                    CREATE TRIGGER post_log AFTER INSERT ON post BEGIN
                        INSERT INTO log VALUES (new.title);
                    END;
                    CREATE INDEX post_half ON post (title) WHERE views > 1;
                    CREATE VIEW titles AS SELECT title FROM post;
                    CREATE TABLE remark (post_id INTEGER REFERENCES post (id) ON DELETE CASCADE);
                    INSERT INTO remark VALUES (1), (2);
                    DELETE FROM post WHERE id = 3
                    """)
            try scenario.write(
                "b2", after: "a1", up: "alter column post.views not null fill 0",
                down: "alter column post.views null")
            try scenario.migrations.upgrade(scenario.database)
            #expect(try scenario.drift() == [])
            // Keys of deleted rows are not given again.
            try scenario.database.sql(
                "INSERT INTO post (title, views, author_id) VALUES ('four', 4, 2)"
            ).run()
            #expect(
                try scenario.rows("SELECT id, title FROM post") == ["1 one", "2 two", "4 four"])
            #expect(try scenario.rows("SELECT line FROM log") == ["four"])
            #expect(
                try scenario.rows("SELECT title FROM titles ORDER BY 1") == ["four", "one", "two"])
            let half = try scenario.rows(
                "SELECT sql FROM sqlite_master WHERE name = 'post_half'")
            #expect(half == ["CREATE INDEX post_half ON post (title) WHERE views > 1"])
            try scenario.database.sql("DELETE FROM post WHERE id = 1").run()
            #expect(try scenario.rows("SELECT post_id FROM remark") == ["2"])
            #expect(try scenario.rows("PRAGMA integrity_check") == ["ok"])
            #expect(
                try scenario.rows("SELECT \"table\" FROM pragma_foreign_key_list('remark')")
                    == ["post"])
            try scenario.migrations.downgrade(scenario.database)
            #expect(try scenario.drift() == [])
        }
    }

    @Test func aTableThatOthersPointToIsNotDropped() throws {
        try TestDatabase.sqlite.scenario { scenario in
            try scenario.database.execute(
                script: """
                    CREATE TABLE remark (post_id INTEGER REFERENCES Post (id) ON DELETE CASCADE);
                    INSERT INTO remark VALUES (1)
                    """)
            try scenario.write("b2", after: "a1", up: "drop table post", down: "")
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(
                error?.message
                    == "table 'post' is not dropped: table 'remark', which no migration made, points to it, and its rows would go too. Drop that before, in 'sql'."
            )
            #expect(error?.location?.line == 7)
            #expect(try scenario.rows("SELECT post_id FROM remark") == ["1"])
            #expect(try scenario.migrations.applied(scenario.database).count == 1)
            try scenario.database.sql("DROP TABLE remark").run()
            try scenario.migrations.upgrade(scenario.database)
        }
    }

    @Test func rowsThatPointedToNoneBeforeAreNoHindrance() throws {
        try TestDatabase.sqlite.scenario { scenario in
            try scenario.database.withSession { session in
                try session.execute("PRAGMA foreign_keys = OFF")
                try session.execute("UPDATE post SET author_id = 99 WHERE id = 1")
                try session.execute("PRAGMA foreign_keys = ON")
            }
            try scenario.write(
                "b2", after: "a1", up: "alter column post.views not null fill 0",
                down: "alter column post.views null")
            try scenario.migrations.upgrade(scenario.database)
            try scenario.write(
                "c3", after: "b2",
                up: """
                    alter column post.views null
                    sql \"\"\"
                    UPDATE post SET author_id = 98
                    \"\"\"
                    """, down: "")
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(
                error?.description
                    == "migration 'c3' failed. Nothing of it has happened. It would leave 2 rows that point to none, the first in table 'post', to 'author'."
            )
        }
    }

    @Test func aBrokenViewIsNoticed() throws {
        try TestDatabase.sqlite.scenario { scenario in
            try scenario.database.sql("CREATE VIEW titles AS SELECT views FROM post").run()
            try scenario.write(
                "b2", after: "a1",
                up: "drop index post_views_idx of post drop column post.views", down: "")
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(
                error?.description
                    == "migration 'b2' failed. Nothing of it has happened. View 'titles' would not work any more: drop it before, in 'sql', and create it afterwards."
            )
            #expect(try scenario.drift() == [])
        }
    }

    @Test func aColumnThatNobodyKnowsIsNotLost() throws {
        try TestDatabase.sqlite.scenario { scenario in
            try scenario.database.sql("ALTER TABLE post ADD COLUMN secret TEXT").run()
            try scenario.write(
                "b2", after: "a1", up: "alter column post.views not null fill 0", down: "")
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(
                error?.message
                    == "table 'post' is not as the migrations say, and would lose values. It has 'secret', which no migration made. See db check."
            )
            #expect(try scenario.drift() == ["drop column post.secret"])
        }
    }

    @Test func rowsThatPointNowhereAreNoticed() throws {
        try TestDatabase.sqlite.scenario { scenario in
            try scenario.write(
                "b2", after: "a1",
                up: """
                    sql \"\"\"
                    DELETE FROM author WHERE id = 2
                    \"\"\"
                    alter column post.views not null fill 0
                    """, down: "")
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(
                error?.description
                    == "migration 'b2' failed. Nothing of it has happened. It would leave 1 rows that point to none, the first in table 'post', to 'author'."
            )
            #expect(try scenario.rows("SELECT count(*) FROM author") == ["2"])
        }
    }
}

import DewarMigrations
import DewarORM
import DewarPostgreSQL
import DewarSQLite
import Glibc
import SystemFixture
import Testing

/// Migrations that run, fail, and run at once.
@Suite struct RunningTests {
    @Test(arguments: TestDatabase.allCases) func theyGoThereAndBack(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write(
                "b2", after: "a1", up: "rename column post.title to headline",
                down: "rename column post.headline to title")
            try scenario.write(
                "c3", after: "b2",
                up: "alter column post.views not null fill 7\ndrop index post_views_idx of post",
                down: "create index post_views_idx on post (views) alter column post.views null")
            let migrations = scenario.migrations
            var events: [String] = []
            let note = { (event: MigrationEvent) in
                switch event {
                case .upgrading(let summary): events.append("+\(summary.revision)")
                case .downgrading(let summary): events.append("-\(summary.revision)")
                }
            }
            try migrations.upgrade(scenario.database, to: "+1", report: note)
            #expect(try migrations.applied(scenario.database).map(\.revision) == ["a1", "b2"])
            try migrations.upgrade(scenario.database, report: note)
            try migrations.upgrade(scenario.database, report: note)
            #expect(
                try scenario.rows("SELECT headline, views FROM post ORDER BY id")
                    == ["one 1", "two 7", "three 3"])
            #expect(try scenario.drift() == [])
            try migrations.downgrade(scenario.database, report: note)
            try migrations.downgrade(scenario.database, to: "a1", report: note)
            #expect(events == ["+b2", "+c3", "-c3", "-b2"])
            #expect(
                try scenario.rows("SELECT title, views FROM post ORDER BY id")
                    == ["one 1", "two 7", "three 3"])
            #expect(try scenario.drift() == [])
            try migrations.stamp(scenario.database, as: "c3")
            #expect(try migrations.applied(scenario.database).count == 3)
            #expect(try !scenario.drift().isEmpty)
            try migrations.stamp(scenario.database, as: "a1")
            try migrations.downgrade(scenario.database, to: "base")
            #expect(try migrations.applied(scenario.database).isEmpty)
            #expect(try LiveSchema(scenario.database).state.tables.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.allCases) func whatFailsHalfWayLeavesEverythingAsItWas(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write(
                "b2", after: "a1",
                up: """
                    create table tag (id bigint generated, primary key (id))
                    alter column author.name type text
                    add column post.slug text
                    sql \"\"\"
                    UPDATE post SET slug = 'same';
                    \"\"\"
                    add unique post_slug_key (slug) to post
                    """,
                down: """
                    drop constraint post_slug_key of post drop column post.slug
                    alter column author.name type text(100)
                    drop table tag
                    """)
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(error?.kind == .rows)
            #expect(
                error?.description.hasPrefix(
                    "migration 'b2' failed. Nothing of it has happened. database error ") == true)
            #expect(error?.location?.line == 13)
            #expect(try scenario.migrations.applied(scenario.database).map(\.revision) == ["a1"])
            #expect(try scenario.drift() == [])
            #expect(try LiveSchema(scenario.database).state.table("tag") == nil)
            #expect(try scenario.rows("SELECT count(*) FROM post") == ["3"])
            // The connection is as it was before.
            let dangling = #expect(throws: DatabaseError.self) {
                try scenario.database.sql(
                    "INSERT INTO post (title, author_id) VALUES ('x', 99)"
                ).run()
            }
            #expect(dangling?.kind == .constraint(.foreignKey))
        }
    }

    @Test(arguments: TestDatabase.allCases) func processesThatUpgradeAtOnceDoSoOnce(
        _ system: TestDatabase
    ) throws {
        try system.runWithURL { database, folder, url in
            let scenario = MigrationScenario(database: database, folder: folder)
            try scenario.begin()
            var last = "a1"
            for number in 1...12 {
                let revision = "n\(number)"
                try scenario.write(
                    revision, after: last,
                    up: """
                        add column post.n\(number) integer not null fill \(number)
                        sql \"\"\"
                        INSERT INTO author (name) VALUES ('\(number)')
                        \"\"\"
                        """,
                    down: "drop column post.n\(number)")
                last = revision
            }
            let processes = try (0..<4).map { _ in
                try BuiltProgram("MigrationRun").start([url, folder])
            }
            for process in processes {
                var status: Int32 = 0
                waitpid(process, &status, 0)
                #expect(status == 0)
            }
            #expect(try scenario.migrations.applied(database).count == 13)
            #expect(try scenario.rows("SELECT count(*) FROM author") == ["14"])
            #expect(try scenario.drift() == [])
        }
    }

    @Test(arguments: TestDatabase.allCases) func whatTheDatabaseHasMustBeInTheFiles(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write("b2", after: "a1", up: "drop index post_views_idx of post", down: "")
            try scenario.migrations.upgrade(scenario.database)
            let irreversible = #expect(throws: MigrationError.self) {
                try scenario.migrations.downgrade(scenario.database)
            }
            #expect(
                irreversible?.description
                    == "migration 'b2' cannot be taken back: 'down' is empty in '\(scenario.folder)/b2.migration'."
            )
            // Another branch, without b2.
            let other = MigrationScenario(
                database: scenario.database, folder: "\(scenario.folder)/other")
            try other.write("a1", after: nil, up: "drop table x", down: "")
            let misfit = #expect(throws: MigrationError.self) {
                try other.migrations.upgrade(other.database)
            }
            #expect(
                misfit?.description
                    == "there is no table 'x'. (in \(other.folder)/a1.migration:7)")
            let third = MigrationScenario(
                database: scenario.database, folder: "\(scenario.folder)/third")
            try third.write("a1", after: nil, up: "", down: "")
            let unknown = #expect(throws: MigrationError.self) {
                try third.migrations.upgrade(third.database)
            }
            #expect(
                unknown?.description
                    == "the database has migration 'b2', whose file is not there. Bring the file back, or say up to where the database is as the files say: db stamp REVISION."
            )
            try third.write("b2", after: "a1", up: "", down: "")
            let edited = #expect(throws: MigrationError.self) {
                try third.migrations.upgrade(third.database)
            }
            #expect(
                edited?.description
                    == "migration 'a1' was changed after the database got it: '\(third.folder)/a1.migration'. Take the change back, and write another migration; or, if the database already is as the file says: db stamp a1."
            )
            try third.migrations.stamp(third.database)
            #expect(try third.migrations.applied(third.database).count == 2)
            let fourth = MigrationScenario(
                database: scenario.database, folder: "\(scenario.folder)/fourth")
            try fourth.write("a1", after: nil, up: "", down: "")
            try fourth.write("a2", after: "a1", up: "", down: "")
            try fourth.write("b2", after: "a2", up: "", down: "")
            let order = #expect(throws: MigrationError.self) {
                try fourth.migrations.upgrade(fourth.database)
            }
            #expect(
                order?.description
                    == "the database has migration 'b2', but not 'a2', which comes before it. Go back first: in the files as they were, db downgrade a1; or, if the database already is as the files say: db stamp b2."
            )
        }
    }

    @Test(arguments: TestDatabase.allCases) func commentsMayChangeAfterwards(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write("b2", after: "a1", up: "drop index post_views_idx of post", down: "")
            try scenario.migrations.upgrade(scenario.database)
            unlink("\(scenario.folder)/b2.migration")
            try scenario.write(
                "b2", after: "a1",
                up: "-- Nobody needs it.\ndrop   index post_views_idx of \"post\"",
                down: "create index post_views_idx on post (views)")
            try scenario.migrations.downgrade(scenario.database)
            #expect(try scenario.drift() == [])
        }
    }

    @Test(arguments: TestDatabase.allCases) func aWrongWayBackIsFoundBefore(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write(
                "b2", after: "a1", up: "add column post.a integer add column post.b integer",
                down: "drop column post.a")
            try scenario.migrations.upgrade(scenario.database)
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.downgrade(scenario.database)
            }
            #expect(
                error?.description
                    == "'down' of migration 'b2' does not lead back: it differs by 'add column post.b integer', in '\(scenario.folder)/b2.migration'."
            )
            #expect(try scenario.migrations.applied(scenario.database).count == 2)
        }
    }

    @Test(arguments: TestDatabase.allCases) func statementsMayNotEndTheTransaction(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write(
                "b2", after: "a1", up: "sql \"\"\"\nROLLBACK\n\"\"\"", down: "")
            let error = #expect(throws: MigrationError.self) {
                try scenario.migrations.upgrade(scenario.database)
            }
            #expect(
                error?.description
                    == "the statements of migration 'b2' end its transaction, so that half of it may have happened: leave out COMMIT and ROLLBACK, and look at the database. See '\(scenario.folder)/b2.migration'."
            )
            #expect(try scenario.migrations.applied(scenario.database).count == 1)
        }
    }

    @Test(arguments: TestDatabase.allCases) func anIndexIsMadeWhileOthersWrite(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write(
                "b2", after: "a1",
                up: "create index post_author_idx on post (author_id) concurrently",
                down: "drop index post_author_idx of post concurrently", head: "transaction none")
            try scenario.migrations.upgrade(scenario.database)
            #expect(try scenario.drift() == [])
            try scenario.migrations.downgrade(scenario.database)
            #expect(try scenario.drift() == [])
            try scenario.write(
                "c3", after: "b2",
                up: "sql \"\"\"\nVACUUM\n\"\"\"", down: "", head: "transaction none")
            try scenario.migrations.upgrade(scenario.database)
            #expect(try scenario.migrations.applied(scenario.database).count == 3)
        }
    }

    /// The time of a request's statements is none of a migration's.
    @Test(arguments: TestDatabase.allCases) func aMigrationMayTakeItsTime(
        _ system: TestDatabase
    ) throws {
        try system.runWithURL { _, folder, url in
            var configuration = DatabaseConfiguration()
            configuration.statementTimeout = .milliseconds(30)
            let database = try Database(
                url, using: .sqlite, .postgresql, configuration: configuration)
            defer { database.close() }
            let slow: RawSQL = """
                SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 \
                FROM n WHERE i < 1000000) SELECT i FROM n) x
                """
            let late = #expect(throws: DatabaseError.self) { try database.sql(slow).all() }
            #expect(late?.kind == .timedOut)
            let scenario = MigrationScenario(database: database, folder: folder)
            try scenario.write(
                "a1", after: nil,
                up: """
                    sql \"\"\"
                    SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1
                    FROM n WHERE i < 1000000) SELECT i FROM n) x
                    \"\"\"
                    """, down: "")
            try scenario.migrations.upgrade(database)
            #expect(try scenario.migrations.applied(database).count == 1)
        }
    }

    /// What another schema has that is looked through as well counts for nothing here.
    @Test(.enabled(if: TestDatabase.allCases.contains(.postgresql), "PostgreSQL is not installed"))
    func eachSchemaHasMigrationsOfItsOwn() throws {
        try TestDatabase.postgresql.runWithURL { _, folder, common in
            try TestDatabase.postgresql.runWithURL { _, _, own in
                let others = common.split(separator: "%3D").last ?? ""
                let both = try Database("\(own)%2C\(others)", using: .sqlite, .postgresql)
                defer { both.close() }
                let other = try Database(common, using: .sqlite, .postgresql)
                defer { other.close() }
                let scenario = MigrationScenario(database: both, folder: folder)
                try scenario.write(
                    "a1", after: nil, up: "create table tag (id bigint, primary key (id))",
                    down: "drop table tag")
                try scenario.migrations.upgrade(other)
                #expect(try scenario.migrations.applied(both).isEmpty)
                try scenario.migrations.upgrade(both)
                #expect(try scenario.drift() == [])
                try scenario.migrations.downgrade(both)
                #expect(try scenario.migrations.applied(other).count == 1)
            }
        }
    }

    @Test(arguments: TestDatabase.allCases) func whoWaitsTooLongIsTold(
        _ system: TestDatabase
    ) throws {
        try system.runWithURL { database, folder, url in
            let scenario = MigrationScenario(database: database, folder: folder)
            try scenario.begin()
            try scenario.write("b2", after: "a1", up: "drop table post", down: "")
            let other = try Database(url, using: .sqlite, .postgresql)
            defer { other.close() }
            try other.withSession { session in
                try session.execute("BEGIN")
                try session.execute(
                    system == .sqlite
                        ? "DELETE FROM author"
                        : "SELECT pg_advisory_xact_lock(1685548391, hashtext(current_schema()))")
                var migrations = scenario.migrations
                migrations.patience = .milliseconds(200)
                let error = #expect(throws: MigrationError.self) {
                    try migrations.upgrade(database)
                }
                #expect(error?.kind == .locked)
                try session.execute("ROLLBACK")
                try migrations.upgrade(database)
            }
        }
    }
}

import DewarMigrations
import DewarORM
import Testing

/// Migrations as a script, for somebody else to run.
@Suite struct MigrationScriptTests {
    @Test(arguments: TestDatabase.allCases) func aScriptDoesTheSame(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            try scenario.write(
                "b2", after: "a1",
                up: "alter column post.views not null fill 7\nadd column post.slug text(80)",
                down: "drop column post.slug alter column post.views null")
            let up = try scenario.migrations.script(system.dialect, from: "a1")
            try scenario.database.withSession { try $0.execute(up) }
            #expect(try scenario.migrations.applied(scenario.database).count == 2)
            #expect(try scenario.drift() == [])
            #expect(
                try scenario.rows("SELECT sum(views) FROM post") == [
                    system == .sqlite ? "11" : "11"
                ])
            let down = try scenario.migrations.script(system.dialect, from: "head", to: "a1")
            try scenario.database.withSession { try $0.execute(down) }
            #expect(try scenario.migrations.applied(scenario.database).count == 1)
            #expect(try scenario.drift() == [])
        }
    }

    @Test(arguments: TestDatabase.allCases) func commentsHideNothingOfAScript(
        _ system: TestDatabase
    ) throws {
        try system.scenario { scenario in
            let blocks = [
                "-- All of them.\nUPDATE post SET views = 1", "UPDATE post SET views = 2 -- all",
                "UPDATE post SET views = views + 3; -- all", "-- nothing",
            ]
            let up = blocks.map { "sql \"\"\"\n\($0)\n\"\"\"" }.joined(separator: "\n")
            try scenario.write("b2", after: "a1", up: up, down: "")
            let script = try scenario.migrations.script(system.dialect, from: "a1")
            try scenario.database.withSession { try $0.execute(script) }
            #expect(try scenario.migrations.applied(scenario.database).count == 2)
            #expect(try scenario.rows("SELECT DISTINCT views FROM post") == ["5"])
        }
    }
}

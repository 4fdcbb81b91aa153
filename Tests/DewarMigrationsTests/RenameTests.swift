import DewarMigrations
import DewarORM
import Testing

/// Names that are handed on, exchanged, or differ in case alone.
@Suite struct RenameTests {
    private static let start = """
        create table person (
            id bigint generated, first text, last text, nick text, primary key (id),
            check person_first_check (length(first) < 50)
        )
        create table place (id bigint generated, name text, primary key (id))
        create table event (
            id bigint generated, place_id bigint, primary key (id),
            foreign key event_place_fkey (place_id) references place (id)
        )
        """

    /// Runs a test with a database of three tables, in each of which is a row.
    private func begun(_ system: TestDatabase, _ body: (MigrationScenario) throws -> Void) throws {
        try system.run { database, folder in
            let scenario = MigrationScenario(database: database, folder: folder)
            try scenario.write("a1", after: nil, up: Self.start, down: "")
            try scenario.migrations.upgrade(database)
            try database.execute(
                script: """
                    INSERT INTO person (first, last, nick) VALUES ('Ada', 'Lovelace', 'A');
                    INSERT INTO place (name) VALUES ('London');
                    INSERT INTO event (place_id) VALUES (1)
                    """)
            try body(scenario)
        }
    }

    /// Goes from the tables to others by renames, and back.
    private func expectRenames(
        _ scenario: MigrationScenario, _ options: [String], _ wanted: String, _ sql: RawSQL,
        _ rows: [String]
    ) throws {
        let before = try scenario.migrations.history().state()
        var after = SchemaState()
        for operation in try MigrationParser.operations(of: wanted) { try after.apply(operation) }
        let choices = try RenameChoices(renames: options, fills: [])
        let comparison = try SchemaComparison(from: before, to: after, choices)
        #expect(comparison.hazards == [])
        let migration = Migration(
            revision: "b2", parent: "a1", message: "", created: "2026-11-22 20:10:05",
            up: comparison.operations, down: comparison.inverse)
        _ = try MigrationFolder(scenario.folder).write(
            MigrationWriter.text(of: migration, before: before), as: "b2.migration")
        try scenario.migrations.upgrade(scenario.database)
        #expect(try scenario.rows(sql) == rows)
        #expect(try scenario.drift() == [])
        try scenario.migrations.downgrade(scenario.database)
        #expect(try scenario.rows("SELECT first, last, nick FROM person") == ["Ada Lovelace A"])
        #expect(
            try scenario.rows("SELECT name FROM place JOIN event ON place_id = place.id")
                == ["London"])
        #expect(try scenario.drift() == [])
    }

    @Test(arguments: TestDatabase.allCases) func columnsHandTheirNamesOn(
        _ system: TestDatabase
    ) throws {
        try begun(system) { scenario in
            try expectRenames(
                scenario,
                ["person.first=last", "person.last=nick", "person.nick=alias"],
                Self.start.replacing("nick text", with: "alias text")
                    .replacing("last text", with: "nick text")
                    .replacing("first text", with: "last text")
                    .replacing("length(first)", with: "length(last)"),
                "SELECT last, nick, alias FROM person", ["Ada Lovelace A"])
        }
    }

    @Test(arguments: TestDatabase.allCases) func columnsExchangeTheirNames(
        _ system: TestDatabase
    ) throws {
        try begun(system) { scenario in
            try expectRenames(
                scenario, ["person.first=last", "person.last=first"],
                Self.start.replacing("length(first)", with: "length(last)"),
                "SELECT last, first, nick FROM person", ["Ada Lovelace A"])
        }
    }

    /// A name that is another's by then, and another type.
    @Test(arguments: TestDatabase.allCases) func aColumnGetsAnotherNameAndType(
        _ system: TestDatabase
    ) throws {
        try begun(system) { scenario in
            try expectRenames(
                scenario, ["event.place_id=at"],
                Self.start.replacing("place_id bigint,", with: "at text,")
                    .replacing(
                        ",\n    foreign key event_place_fkey (place_id) references place (id)",
                        with: ""),
                "SELECT at FROM event", ["1"])
        }
    }

    @Test(arguments: TestDatabase.allCases) func tablesExchangeTheirNames(
        _ system: TestDatabase
    ) throws {
        try begun(system) { scenario in
            try expectRenames(
                scenario, ["person=place", "place=person"],
                Self.start.replacing("table person", with: "table x")
                    .replacing("table place", with: "table person")
                    .replacing("table x", with: "table place")
                    .replacing("references place", with: "references person"),
                "SELECT name, first FROM person, place", ["London Ada"])
        }
    }

    @Test(arguments: TestDatabase.allCases) func aNameChangesItsCase(
        _ system: TestDatabase
    ) throws {
        try begun(system) { scenario in
            try expectRenames(
                scenario, ["place=Place", "person.nick=Nick"],
                Self.start.replacing("place (", with: "Place (")
                    .replacing("nick text", with: "Nick text"),
                "SELECT p.name, \"Nick\" FROM \"Place\" p, person", ["London A"])
        }
    }

    @Test func functionsAndTypesAreNoColumns() {
        let text =
            "length (length) > 0 AND text <> CAST(length AS text) AND length::text COLLATE text"
        #expect(
            DialectText(text).renaming("length", to: "size").sqlite
                == "length (\"size\") > 0 AND text <> CAST(\"size\" AS text) AND \"size\"::text COLLATE text"
        )
        #expect(
            DialectText(text).renaming("text", to: "body").sqlite
                == "length (length) > 0 AND \"body\" <> CAST(length AS text) AND length::text COLLATE text"
        )
        #expect(!DialectText("lower(name) = CAST(x AS title)").mentions("lower"))
        #expect(!DialectText("lower(name) = CAST(x AS title)").mentions("title"))
    }

    @Test(arguments: [
        ("views >= 0", "\"views\">=0 -- or more", true), ("a AND b", "A and \"b\"", true),
        ("a = 'x y'", "a = 'x  y'", false), ("\"Views\" > 0", "views > 0", false),
        ("x = \"null\"", "x = null", false), ("a > 10", "a > 1", false),
    ])
    func conditionsAreComparedByWhatTheySay(_ left: String, _ right: String, _ isSame: Bool) {
        #expect((DialectText(left) == DialectText(right)) == isSame)
        #expect(Set([DialectText(left), DialectText(right)]).count == (isSame ? 1 : 2))
    }

    @Test func anOptionIsAWordOfTheShell() {
        #expect(
            RenameCandidate.column(ColumnPath("post", "it's"), to: "a b").option
                == #"--rename 'post.it'\''s=a b'"#)
    }
}

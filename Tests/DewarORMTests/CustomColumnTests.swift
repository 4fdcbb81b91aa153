import DewarORM
import Testing

/// A column type as a user writes one.
struct Slug: ColumnValue, Equatable, Comparable {
    var text: String

    init(_ text: String) { self.text = text.lowercased() }

    static var columnType: ColumnType { .text(length: 40) }
    var databaseValue: DatabaseValue {
        text.contains(" ") ? .invalid("a slug holds a space") : .text(text)
    }
    init?(databaseValue: DatabaseValue) {
        guard let text = String(databaseValue: databaseValue), !text.isEmpty else { return nil }
        self.text = text
    }
    static func < (left: Slug, right: Slug) -> Bool { left.text < right.text }
}

enum Level: Int, ColumnValue { case low = 1, high = 10 }

struct Node: Model, Equatable {
    var id: Int?
    var slug: Slug
    var level = Level.low
    var former: Slug?
    var parentID: Int?
    var secret = "s"

    static let schema = Schema<Node>("node") { t in
        t.key(\.id)
        t.column(\.slug, .unique)
        t.column(\.level)
        t.column(\.former)
        t.column(\.parentID, .references(Node.self, onDelete: .cascade))
        t.column(\.secret, .name("hidden_secret"), .hidden)
    }
    static let parent = BelongsTo<Node, Node?>(\.parentID)
    static let children = HasMany<Node, Node>(\.parentID)
}

@Suite struct CustomColumnTests {
    private func nodes(_ database: TestDatabase, _ body: () throws -> Void) throws {
        try database.run { database in
            try database.createAll(Node.self)
            let root = try Node(slug: Slug("Root"), level: .high).inserted()
            try Node.insert([
                Node(slug: Slug("a"), former: Slug("old"), parentID: root.id),
                Node(slug: Slug("b"), parentID: root.id),
            ])
            try body()
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func typesOfOnesOwnAreColumns(_ database: TestDatabase) throws {
        try nodes(database) {
            #expect(try Node.filter { $0.slug == Slug("ROOT") }.one().level == .high)
            #expect(try Node.filter { $0.level == .low }.count() == 2)
            #expect(try Node.filter { $0.level > .low }.count() == 1)
            #expect(try Node.filter { $0.level.in([.low, .high]) }.count() == 3)
            #expect(try Node.filter { $0.former == nil }.count() == 2)
            #expect(try Node.filter { $0.former != Slug("old") }.count() == 2)
            #expect(try Node.filter { $0.slug.between(Slug("a")...Slug("c")) }.count() == 2)
            #expect(try Node.order { $0.slug.descending }.first()?.slug == Slug("root"))
            #expect(try Node.select { $0.slug.max() }.one() == Slug("root"))
            let groups = try Node.group { $0.level }.order { $0.level }
                .select { ($0.level, $0.countOfRows()) }.all()
            #expect(groups.map { "\($0.0) \($0.1)" } == ["low 2", "high 1"])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whatATypeRefusesIsRefused(_ database: TestDatabase) throws {
        try nodes(database) {
            let error = #expect(throws: DatabaseError.self) {
                try Node(slug: Slug("a b")).inserted()
            }
            #expect(error?.description == "invalid value: a slug holds a space.")
            _ = try Database.currentDatabase?.sql("UPDATE node SET level = 5 WHERE slug = 'a'")
                .run()
            let misfit = #expect(throws: DatabaseError.self) { try Node.query.all() }
            #expect(
                misfit?.description
                    == "cannot read 'Node.level': the database has an integer that is no 'Level'.")
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aModelPointsToItself(_ database: TestDatabase) throws {
        try nodes(database) {
            let found = try Node.filter { $0.parent.slug == Slug("root") }.orderedByKey().all()
            #expect(found.map(\.slug.text) == ["a", "b"])
            #expect(try Node.filter { $0.children.count() == 2 }.one().slug == Slug("root"))
            #expect(try Node.filter { $0.children.exist { $0.former != nil } }.count() == 1)
            let rows = try Node.query.orderedByKey().with(Node.children.with(Node.parent)).all()
            let children = try rows[0].children
            let parents = try children.map { try $0.parent?.slug.text }
            #expect(parents == ["root", "root"])
            #expect(try Node.filter { $0.slug == Slug("root") }.delete() == 1)
            #expect(try Node.query.count() == 0)
        }
    }

    @Test func hiddenColumnsAreFoundUnderTheirNames() throws {
        let schema = Node.schema
        #expect(try schema.hiddenMembers(among: ["id", "slug", "secret"]) == ["secret"])
        #expect(try schema.hiddenMembers(among: ["id", "hidden_secret"]) == ["hidden_secret"])
        #expect(
            try schema.hiddenMembers(among: ["hiddenSecret", "Secret"]) == [
                "hiddenSecret", "Secret",
            ])
        // Left out by an encode(to:) of one's own.
        #expect(try schema.hiddenMembers(among: ["id", "slug"]) == [])
        // It may be the hidden one.
        #expect(throws: DatabaseError.self) { try schema.hiddenMembers(among: ["id", "pw"]) }
        #expect(schema.memberIndex("secret") == nil && schema.memberIndex("hidden_secret") == nil)
        #expect(schema.memberIndex("parent_id") == schema.memberIndex("parentID"))
    }
}

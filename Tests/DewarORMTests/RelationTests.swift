import DewarORM
import Testing

@Suite struct RelationTests {
    @Test(arguments: TestDatabase.allCases)
    func relationsAreLoadedInOneQueryEach(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            let log = QueryLog()
            try log.record {
                let posts = try Post.query.orderedByKey()
                    .with(Post.author, Post.editor, Post.tags)
                    .with(Post.comments.with(Comment.author)).all()
                #expect(try posts.map { try $0.author.name } == ["Ada", "Ada", "Bob", "Bob"])
                #expect(try posts.map { try $0.editor?.name } == [nil, "Bob", "Ada", nil])
                #expect(
                    try posts.map { try $0.tags.map(\.name) }
                        == [["swift", "web"], ["web"], [], []])
                #expect(
                    try posts.map { try $0.comments.map { try $0.author.name } }
                        == [["Bob", "Cem"], [], ["Ada"], []])
                #expect(posts[0].isLoaded(Post.author))
            }
            #expect(log.entries.count == 6)
            #expect(log.repetitions().isEmpty)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func anUnloadedRelationIsLoadedForAllRowsAtOnce(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            let log = QueryLog()
            try log.record {
                let posts = try Post.query.orderedByKey().loaded.all()
                #expect(!posts[0].isLoaded(Post.author))
                #expect(try posts.map { try $0.author.name } == ["Ada", "Ada", "Bob", "Bob"])
            }
            #expect(log.entries.count == 2)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func relationsOverTheSameColumnsAreApart(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            let ada = try Author.filter { $0.name == "Ada" }
                .with(Author.posts, Author.latest, Author.popular).one()
            #expect(try ada.posts.map(\.id) == [1, 2])
            #expect(try ada.latest.map(\.id) == [2, 1])
            #expect(try ada.popular.map(\.id) == [1])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func loadingOneByOneIsCounted(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            let posts = try Post.query.orderedByKey().all()
            let log = QueryLog()
            try log.record {
                for post in posts { _ = try Post.author.load(post) }
            }
            let repetitions = log.repetitions()
            #expect(repetitions.count == 1)
            #expect(repetitions.first?.count == 4)
            #expect(
                repetitions.first?.relation?.hasPrefix(
                    "Post.author at DewarORMTests/RelationTests.swift:") == true)
            #expect(try Post.author.load(posts).map(\.name) == ["Ada", "Ada", "Bob", "Bob"])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func relationsOfOneValue(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            let ada = try Author.get(1)
            #expect(try Author.posts.load(ada).map(\.title) == ["Alpha", "Beta"])
            #expect(try Author.posts.query(ada).filter { $0.views > 5 }.count() == 1)
            #expect(try Author.profile.load(ada) == nil)
            var profile = Profile(authorID: 1, motto: "onwards")
            try profile.insert()
            #expect(try Author.profile.load(ada)?.motto == "onwards")
            #expect(try Author.filter { $0.profile.motto == "onwards" }.count() == 1)
            #expect(try Tag.posts.load(Tag.get(2)).map(\.title) == ["Alpha", "Beta"])
            let answer = try Comment(postID: 1, authorID: 1, parentID: 1, body: "re").inserted()
            #expect(try Comment.parent.load(answer)?.body == "first")
            #expect(try Comment.answers.load(Comment.get(1)).map(\.body) == ["re"])
            #expect(try Comment.filter { $0.parent.body == "first" }.count() == 1)
            #expect(try Comment.filter { $0.answers.exist }.select { $0.body }.all() == ["first"])
            let unsaved = Author(name: "x", email: "x")
            #expect(try Author.posts.load(unsaved).isEmpty)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func manyKeysAreAskedForInChunks(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            try Tag.insert((1...9000).map { Tag(name: "many \($0)") })
            let tags = try Tag.query.with(Tag.posts).all()
            #expect(tags.count == 9002)
            #expect(try tags.filter { try !$0.posts.isEmpty }.count == 2)
        }
    }
}

extension Author {
    fileprivate static let latest = HasMany<Author, Post>(\.authorID) {
        $0.order { $0.id.descending }
    }
    fileprivate static let popular = HasMany<Author, Post>(\.authorID) {
        $0.filter { $0.views > 7 }.orderedByKey()
    }
}

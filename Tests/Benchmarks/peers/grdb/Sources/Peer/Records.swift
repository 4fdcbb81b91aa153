import GRDB

// The records twice: by `Codable`, and with what one writes for speed.

struct Author: Codable, FetchableRecord, TableRecord {
    static let posts = hasMany(Post.self, using: ForeignKey(["author_id"]))
    var id: Int64?
    var name: String
    var email: String
}

struct Post: Codable, FetchableRecord, TableRecord {
    var id: Int64?
    var title: String
    var body: String
    var views: Int
    var authorID: Int

    enum CodingKeys: String, CodingKey {
        case id, title, body, views
        case authorID = "author_id"
    }
}

struct AuthorAndPosts: Codable, FetchableRecord {
    var author: Author
    var posts: [Post]
}

struct Entry: Codable, MutablePersistableRecord {
    var id: Int64?
    var title: String
    var body: String
    var views: Int
    var authorID: Int

    enum CodingKeys: String, CodingKey {
        case id, title, body, views
        case authorID = "author_id"
    }

    init(_ number: Int) {
        title = "Entry \(number)"
        body = "The body of entry \(number), which is not very long."
        views = number % 1000
        authorID = number % 100 + 1
    }

    mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

struct FastAuthor: FetchableRecord, TableRecord {
    static let databaseTableName = "author"
    var id: Int64?
    var name: String
    var email: String

    init(row: Row) {
        id = row[0]
        name = row[1]
        email = row[2]
    }
}

struct FastPost: FetchableRecord, TableRecord {
    static let databaseTableName = "post"
    var id: Int64?
    var title: String
    var body: String
    var views: Int
    var authorID: Int

    init(row: Row) {
        id = row[0]
        title = row[1]
        body = row[2]
        views = row[3]
        authorID = row[4]
    }
}

struct FastEntry: MutablePersistableRecord {
    static let databaseTableName = "entry"
    var id: Int64?
    var title: String
    var body: String
    var views: Int
    var authorID: Int

    init(_ number: Int) {
        title = "Entry \(number)"
        body = "The body of entry \(number), which is not very long."
        views = number % 1000
        authorID = number % 100 + 1
    }

    func encode(to container: inout PersistenceContainer) {
        container["id"] = id
        container["title"] = title
        container["body"] = body
        container["views"] = views
        container["author_id"] = authorID
    }

    mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

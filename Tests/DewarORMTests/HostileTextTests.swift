import DewarORM
import Testing

/// Text from outside never changes a statement.
@Suite struct HostileTextTests {
    /// Texts of pieces that mean something in SQL, in patterns or in neither.
    struct Texts: Sequence, IteratorProtocol {
        var generator: SplitMix
        var rest: Int
        static let pieces = [
            "'", "\"", "''", "\\", "%", "_", "--", "/*", "*/", ";", "DROP TABLE post", "?", "$1",
            ":a", "@b", "\n", "\r", "\t", "\u{1}", "한", "é", "e\u{301}", "😀", "\u{10FFFF}", "a",
            "B", "0", " ", "NULL", "x' OR '1'='1", "\u{7F}", "\u{2028}", "[", "*", "^",
        ]

        mutating func next() -> String? {
            guard rest > 0 else { return nil }
            rest -= 1
            return (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
            }.joined()
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func tenThousandTextsStayValues(_ database: TestDatabase) throws {
        try database.board { database in
            let texts = Array(Texts(generator: SplitMix(seed: 7), rest: 10_000))
            let unique = Array(Set(texts.map(Key.init)))
            try Tag.insert(unique.map { Tag(name: $0.text) })
            let log = QueryLog()
            try log.record {
                for key in unique.prefix(2000) {
                    let text = key.text
                    #expect(try Tag.filter { $0.name == text }.one().name == text)
                    let prefixed = try Tag.filter { $0.name.hasPrefix(text) }.select { $0.name }
                        .all()
                    #expect(
                        prefixed.allSatisfy { $0.unicodeScalars.starts(with: text.unicodeScalars) })
                    #expect(!prefixed.isEmpty)
                }
                for key in unique.prefix(50) {
                    let text = key.text
                    let held = try Tag.filter { $0.name.contains(text) }.count()
                    #expect(held == unique.count { $0.holds(text) })
                    let ending = try Tag.filter { $0.name.hasSuffix(text) }.count()
                    #expect(ending == unique.count { $0.ends(with: text) })
                }
            }
            #expect(Set(log.entries.map(\.sql)).count == 4)
            // Names are compared by code points.
            let sorted = try Tag.order { $0.name }.select { $0.name }.all()
            #expect(
                sorted.map(Key.init)
                    == unique.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) })
        }
    }

    /// Text by its code points.
    struct Key: Hashable {
        let text: String

        static func == (left: Key, right: Key) -> Bool {
            left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }

        func holds(_ part: String) -> Bool {
            let text = Array(text.utf8), part = Array(part.utf8)
            guard part.count <= text.count else { return false }
            return (0...(text.count - part.count)).contains {
                text[$0..<($0 + part.count)].elementsEqual(part)
            }
        }

        func ends(with end: String) -> Bool {
            text.utf8.reversed().starts(with: end.utf8.reversed())
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func textWithNULIsRefused(_ database: TestDatabase) throws {
        try database.board { (database) throws in
            for attempt in 0..<4 {
                let error = #expect(throws: DatabaseError.self) {
                    switch attempt {
                    case 0: _ = try Tag(name: "a\0b").inserted()
                    case 1: _ = try Tag.filter { $0.name == "\0" }.all()
                    case 2: _ = try Tag.filter { $0.name.hasPrefix("\0") }.all()
                    default: try Tag.insert([Tag(name: "x"), Tag(name: "\0")])
                    }
                }
                #expect(error?.kind == .invalidText)
            }
            #expect(try Tag.query.count() == 0)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func patternsHaveALimitAndAnEnd(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            let long = String(repeating: "a", count: 60_000)
            #expect(throws: DatabaseError.self) { try Tag.filter { $0.name.hasPrefix(long) }.all() }
            #expect(throws: DatabaseError.self) { try Tag.filter { $0.name.like("a\\") }.all() }
            #expect(try Tag.filter { $0.name.contains(long) }.all().isEmpty)
            #expect(try Tag.filter { $0.name.like("a\\\\") }.all().isEmpty)
        }
    }
}

/// Random numbers that are the same every time.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

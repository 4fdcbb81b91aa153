import DewarORM
import Testing

/// Random queries against the same ones in memory.
@Suite struct RandomQueryTests {
    /// A row of numbers and texts, some of them nil.
    struct Item: Model, Equatable {
        var id: Int
        var a: Int
        var b: Int?
        var text: String
        var other: String?

        static let schema = Schema<Item>("item") { t in
            t.key(\.id)
            t.column(\.a)
            t.column(\.b)
            t.column(\.text)
            t.column(\.other)
        }
    }

    /// A condition, in SQL and in memory.
    struct Condition {
        let sql: @Sendable (Columns<Item>) -> SQLExpression<Bool>
        let test: @Sendable (Item) -> Bool
    }

    static let words = ["", "a", "A", "ab", "b%", "_", "한", "é", "zz"]

    static func condition(_ depth: Int, _ random: inout SplitMix) -> Condition {
        if depth > 0 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                let left = condition(depth - 1, &random), right = condition(depth - 1, &random)
                return Condition(
                    sql: { left.sql($0) && right.sql($0) },
                    test: { left.test($0) && right.test($0) })
            case 2, 3:
                let left = condition(depth - 1, &random), right = condition(depth - 1, &random)
                return Condition(
                    sql: { left.sql($0) || right.sql($0) },
                    test: { left.test($0) || right.test($0) })
            default:
                let inner = condition(depth - 1, &random)
                return Condition(sql: { !inner.sql($0) }, test: { !inner.test($0) })
            }
        }
        let number = Int.random(in: -3...3, using: &random)
        return Int.random(in: 0..<2, using: &random) == 0
            ? numbers(number, &random)
            : texts(words[Int.random(in: 0..<words.count, using: &random)], &random)
    }

    static func numbers(_ n: Int, _ random: inout SplitMix) -> Condition {
        switch Int.random(in: 0..<14, using: &random) {
        case 0: Condition(sql: { $0.a == n }, test: { $0.a == n })
        case 1: Condition(sql: { $0.a != n }, test: { $0.a != n })
        case 2: Condition(sql: { $0.a < n }, test: { $0.a < n })
        case 3: Condition(sql: { $0.a >= n }, test: { $0.a >= n })
        case 4: Condition(sql: { $0.b == n }, test: { $0.b == n })
        case 5: Condition(sql: { $0.b != n }, test: { $0.b != n })
        case 6: Condition(sql: { $0.b < n }, test: { $0.b.map { $0 < n } ?? false })
        case 7: Condition(sql: { $0.b >= n }, test: { $0.b.map { $0 >= n } ?? false })
        case 8: Condition(sql: { $0.b == nil }, test: { $0.b == nil })
        case 9: Condition(sql: { $0.a == $0.b }, test: { $0.a == $0.b })
        case 10: Condition(sql: { $0.a != $0.b }, test: { $0.a != $0.b })
        case 11:
            Condition(
                sql: { $0.b.in([n, nil, n + 1]) },
                test: { [n, nil, n + 1].contains($0.b) })
        case 12:
            Condition(
                sql: { ($0.a * 3 - n) / 2 == 1 }, test: { ($0.a * 3 - n) / 2 == 1 })
        default:
            Condition(sql: { $0.a % 2 == n }, test: { $0.a % 2 == n })
        }
    }

    static func texts(_ word: String, _ random: inout SplitMix) -> Condition {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: Condition(sql: { $0.text == word }, test: { $0.text == word })
        case 1: Condition(sql: { $0.text > word }, test: { precedes(word, $0.text) })
        case 2:
            Condition(
                sql: { $0.other <= word },
                test: { $0.other.map { !precedes(word, $0) } ?? false })
        case 3: Condition(sql: { $0.other != word }, test: { $0.other != word })
        case 4: Condition(sql: { $0.text.hasPrefix(word) }, test: { $0.text.hasPrefix(word) })
        case 5: Condition(sql: { $0.text.hasSuffix(word) }, test: { $0.text.hasSuffix(word) })
        case 6:
            Condition(
                sql: { $0.other.contains(word) },
                test: { item in item.other.map { word.isEmpty || $0.contains(word) } ?? false })
        case 7: Condition(sql: { $0.text == $0.other }, test: { $0.text == $0.other })
        default:
            Condition(
                sql: { $0.text.length > word.unicodeScalars.count },
                test: { $0.text.unicodeScalars.count > word.unicodeScalars.count })
        }
    }

    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    static func items(_ random: inout SplitMix) -> [Item] {
        (0..<40).map { id in
            func word() -> String {
                words[Int.random(in: 0..<words.count, using: &random)]
                    + words[Int.random(in: 0..<words.count, using: &random)]
            }
            return Item(
                id: id, a: Int.random(in: -4...4, using: &random),
                b: Bool.random(using: &random) ? Int.random(in: -4...4, using: &random) : nil,
                text: word(), other: Bool.random(using: &random) ? word() : nil)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func twentyThousandQueriesFindWhatMemoryFinds(_ database: TestDatabase) throws {
        try database.run { database in
            var random = SplitMix(seed: 2026)
            try database.createAll(Item.self)
            let items = Self.items(&random)
            try Item.insert(items)
            try database.read {
                for number in 0..<20_000 {
                    let condition = Self.condition(Int.random(in: 0...3, using: &random), &random)
                    let isDescending = Bool.random(using: &random)
                    let limit = Int.random(in: 1...50, using: &random)
                    let query = Item.filter(condition.sql)
                        .order { isDescending ? $0.b.descending : $0.b.ascending }
                        .order { $0.id }.limit(limit)
                    let wanted = items.filter(condition.test).sorted { left, right in
                        guard left.b != right.b else { return left.id < right.id }
                        let isLess = (left.b ?? .min) < (right.b ?? .min)
                        return isDescending ? !isLess : isLess
                    }.prefix(limit)
                    let found = try query.all()
                    if found != Array(wanted) {
                        Issue.record("query \(number) differs: \(try query.sql(database.dialect))")
                        return
                    }
                }
            }
        }
    }
}

/// Which form of a message goes with a number: the expression of `Plural-Forms`.
///
/// - SeeAlso: GNU gettext, "Additional functions for plural forms"; Python `gettext.c2py`.
struct PluralRule: Sendable {
    private indirect enum Node: Sendable {
        case number(Int)
        case variable
        case not(Node)
        case operation(String, Node, Node)
        case choice(Node, Node, Node)
    }

    private let node: Node

    /// The rule of catalogues without one: form 0 for 1, form 1 for all else.
    static let germanic = PluralRule(node: .operation("!=", .variable, .number(1)))

    /// How deep parentheses may be nested, and how long an expression may be.
    private static let maximalDepth = 20
    private static let maximalLength = 1000

    private init(node: Node) { self.node = node }

    /// Reads a header such as `nplurals=2; plural=n != 1;`.
    ///
    /// - Throws: ``TemplateError`` of kind ValueError.
    init(_ header: String) throws {
        let parts = header.split(separator: ";").map { $0.drop { $0 == " " } }
        guard let part = parts.first(where: { $0.hasPrefix("plural=") }) else {
            throw TemplateError.value("plural forms expression error")
        }
        var parser = Parser(Array(part.dropFirst(7).utf8))
        node = try parser.parse()
    }

    /// The form that goes with a number, or -1 if the expression has no value.
    func form(of number: Int) -> Int { Self.evaluate(node, number) ?? -1 }

    private static func evaluate(_ node: Node, _ n: Int) -> Int? {
        switch node {
        case .number(let value): return value
        case .variable: return n
        case .not(let node): return evaluate(node, n).map { $0 == 0 ? 1 : 0 }
        case .choice(let test, let then, let otherwise):
            return evaluate(test, n).flatMap { evaluate($0 != 0 ? then : otherwise, n) }
        case .operation(let sign, let left, let right):
            guard let left = evaluate(left, n) else { return nil }
            if sign == "&&", left == 0 { return 0 }
            if sign == "||", left != 0 { return 1 }
            guard let right = evaluate(right, n) else { return nil }
            return apply(sign, left, right)
        }
    }

    private static func apply(_ sign: String, _ left: Int, _ right: Int) -> Int? {
        switch sign {
        case "&&", "||": return right != 0 ? 1 : 0
        case "==": return left == right ? 1 : 0
        case "!=": return left != right ? 1 : 0
        case "<": return left < right ? 1 : 0
        case "<=": return left <= right ? 1 : 0
        case ">": return left > right ? 1 : 0
        case ">=": return left >= right ? 1 : 0
        default: break
        }
        let result: (partialValue: Int, overflow: Bool)
        switch sign {
        case "+": result = left.addingReportingOverflow(right)
        case "-": result = left.subtractingReportingOverflow(right)
        case "*": result = left.multipliedReportingOverflow(by: right)
        case "/": result = left.dividedReportingOverflow(by: right)
        default: result = left.remainderReportingOverflow(dividingBy: right)
        }
        return result.overflow ? nil : result.partialValue
    }

    /// Reads an expression of C.
    private struct Parser {
        private let bytes: [UInt8]
        private var index = 0
        private var depth = 0

        /// The operators between two values, those that bind least first.
        private static let levels: [[String]] = [
            ["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"],
        ]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        mutating func parse() throws -> Node {
            guard bytes.count <= PluralRule.maximalLength else { throw invalid }
            let node = try choice()
            skipSpace()
            guard index == bytes.count else { throw invalid }
            return node
        }

        private var invalid: TemplateError {
            .value("invalid token in plural form: \(String(decoding: bytes, as: UTF8.self))")
        }

        private mutating func choice() throws -> Node {
            depth += 1
            defer { depth -= 1 }
            guard depth <= PluralRule.maximalDepth else {
                throw TemplateError.value("plural form expression is too complex")
            }
            let test = try binary(0)
            guard skip("?") else { return test }
            let then = try choice()
            guard skip(":") else { throw invalid }
            return .choice(test, then, try choice())
        }

        private mutating func binary(_ level: Int) throws -> Node {
            guard level < Self.levels.count else { return try unary() }
            var left = try binary(level + 1)
            while let sign = Self.levels[level].first(where: { skip($0) }) {
                left = .operation(sign, left, try binary(level + 1))
            }
            return left
        }

        private mutating func unary() throws -> Node {
            if skip("!") {
                depth += 1
                defer { depth -= 1 }
                guard depth <= PluralRule.maximalDepth else { throw invalid }
                return .not(try unary())
            }
            if skip("(") {
                let node = try choice()
                guard skip(")") else { throw invalid }
                return node
            }
            if skip("n") { return .variable }
            let digits = bytes[index...].prefix {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw invalid }
            index += digits.count
            return .number(number)
        }

        private mutating func skipSpace() {
            while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
        }

        private mutating func skip(_ text: String) -> Bool {
            skipSpace()
            guard bytes[index...].starts(with: text.utf8) else { return false }
            index += text.utf8.count
            return true
        }
    }
}

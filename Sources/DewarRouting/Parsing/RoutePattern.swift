/// What text a converter takes: a sequence of elements, tried as a regular expression would.
///
/// ```swift
/// let version: RoutePattern = .text("v") + .run(of: .digits)          // v\d+
/// let code: RoutePattern = .run(of: .ascii(letters), count: 2)        // [a-z]{2}
/// ```
/// Where an element could end in several places, the order of preference is that of regular
/// expressions: a run as long as possible, alternatives in their order, and another place when what
/// follows does not match. The work grows with the length of the text only, never with the number
/// of such places.
public struct RoutePattern: Sendable, Hashable {
    /// A step of a pattern.
    enum Element: Sendable, Hashable {
        case text([UInt8])
        case optional([UInt8])
        case choice([[UInt8]])
        case run(Run)
    }

    /// Several characters of one class.
    struct Run: Sendable, Hashable {
        var scalars: ScalarClass
        var least: Int
        /// Nil when there is no limit.
        var most: Int?
        /// Whether the shortest run is preferred.
        var isLazy = false
        /// Whether the rule asked for one length, not for the same least and most; Werkzeug's
        /// tree of rules tells the two apart, so they must not be equal.
        var isExact = false

        var isFixed: Bool { least == most }
    }

    let elements: [Element]

    private init(_ elements: [Element]) {
        self.elements = elements
    }

    /// The largest count that is accepted: that of Python's regular expressions.
    static let maximalCount = Int(UInt32.max) - 1

    /// Exactly this text.
    ///
    /// ```swift
    /// let version: RoutePattern = .text("v") + .run(of: .digits)  // v1, v20
    /// ```
    ///
    /// - SeeAlso: Python `re.escape`.
    public static func text(_ text: String) -> RoutePattern {
        RoutePattern([.text(Array(text.utf8))])
    }

    /// This text, or nothing.
    ///
    /// ```swift
    /// let number: RoutePattern = .optional("-") + .run(of: .digits)  // 7, -7
    /// ```
    ///
    /// - SeeAlso: Python `re`: `(?:text)?`.
    public static func optional(_ text: String) -> RoutePattern {
        RoutePattern([.optional(Array(text.utf8))])
    }

    /// One of several texts.
    ///
    /// ```swift
    /// let shelf: RoutePattern = .oneOf(["new", "used"])
    /// ```
    ///
    /// - Parameter texts: In order of preference; an empty text matches without taking anything.
    /// - Returns: A pattern of one element.
    /// - SeeAlso: Python `re`: `(?:a|b)`.
    public static func oneOf(_ texts: [String]) -> RoutePattern {
        RoutePattern([.choice(texts.map { Array($0.utf8) })])
    }

    /// Characters of a class, as many as possible.
    ///
    /// ```swift
    /// let word: RoutePattern = .run(of: .ascii(letters))                        // [abc]+
    /// let code: RoutePattern = .run(of: .segment, atLeast: 2, atMost: 5)        // [^/]{2,5}
    /// ```
    ///
    /// - Parameters:
    ///   - scalars: The characters (Unicode scalars).
    ///   - least: The least number of them; below 0 counts as 0.
    ///   - most: The largest number of them, or nil; below 0 counts as 0, and below `least`
    ///     nothing matches.
    /// - Returns: A pattern of one element.
    /// - SeeAlso: Python `re`: `+`, `{m,n}`.
    public static func run(
        of scalars: ScalarClass, atLeast least: Int = 1, atMost most: Int? = nil
    ) -> RoutePattern {
        RoutePattern([
            .run(Run(scalars: scalars, least: max(least, 0), most: most.map { max($0, 0) }))
        ])
    }

    /// A certain number of characters of a class.
    ///
    /// ```swift
    /// let year: RoutePattern = .run(of: .digits, count: 4)  // \d{4}
    /// ```
    ///
    /// - Parameters:
    ///   - scalars: The characters (Unicode scalars).
    ///   - count: Their number; below 0 counts as 0.
    /// - Returns: A pattern of one element.
    /// - SeeAlso: Python `re`: `{m}`.
    public static func run(of scalars: ScalarClass, count: Int) -> RoutePattern {
        let count = max(count, 0)
        return RoutePattern([
            .run(Run(scalars: scalars, least: count, most: count, isExact: true))
        ])
    }

    /// Characters of a class, as few as possible, perhaps none.
    ///
    /// ```swift
    /// let path: RoutePattern = .run(of: .segment, count: 1) + .shortestRun(of: .line)  // [^/].*?
    /// ```
    ///
    /// - SeeAlso: Python `re`: `*?`.
    public static func shortestRun(of scalars: ScalarClass) -> RoutePattern {
        RoutePattern([.run(Run(scalars: scalars, least: 0, most: nil, isLazy: true))])
    }

    /// One pattern after another.
    public static func + (left: RoutePattern, right: RoutePattern) -> RoutePattern {
        RoutePattern(left.elements + right.elements)
    }
}

/// Where in a template the compiler is.
///
/// - SeeAlso: Jinja2 `compiler.Frame`.
struct CompilerScope {
    var symbols: Symbols
    /// At the top level, conditions included.
    var isTopLevel = false
    /// At the top level, conditions not included.
    var isRootLevel = false
    /// Directly in the body of a loop.
    var isLoop = false
    /// Directly in the body of a block.
    var isBlock = false
    /// Directly in a condition: filters and tests that do not exist fail when they are used.
    var isSoft = false
    /// Whether output has to ask if a template is extended.
    var needsOutputCheck = false

    init(_ symbols: Symbols) {
        self.symbols = symbols
    }

    /// A scope inside of this one.
    ///
    /// - Parameter function: The function of it, if it is one of its own.
    /// - Returns: A scope that knows no names of its own yet.
    func inner(function: FunctionScope? = nil) -> CompilerScope {
        var scope = CompilerScope(Symbols(parent: symbols, function: function))
        scope.needsOutputCheck = needsOutputCheck
        return scope
    }

    /// The same scope inside of a condition.
    var soft: CompilerScope {
        var scope = self
        scope.isRootLevel = false
        scope.isSoft = true
        return scope
    }
}

extension FunctionScope {
    /// How many functions further out another function is.
    func distance(to other: FunctionScope) -> Int {
        var distance = 0
        var function: FunctionScope? = self
        while let current = function, current !== other {
            distance += 1
            function = current.parent
        }
        return distance
    }
}

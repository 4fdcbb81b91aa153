enum PercentFormat {
    static func format(_ format: Text, isMarkup: Bool, with value: Value) throws -> Value {
        throw TemplateError.type("% comes next")
    }
}

enum StringMethods {
    static let names: Set<MethodName> = []
    static func call(_ n: MethodName, of t: Text, _ a: Arguments, _ s: RenderState) throws -> Value
    { .none }
}
enum MarkupMethods {
    static let names: Set<MethodName> = []
    static func call(_ n: MethodName, of t: Text, _ a: Arguments, _ s: RenderState) throws -> Value
    { .none }
}
enum ListMethods {
    static let names: Set<MethodName> = []
    static func call(_ n: MethodName, of t: List, _ a: Arguments, _ s: RenderState) throws -> Value
    { .none }
    static func call(_ n: MethodName, of t: Tuple, _ a: Arguments) throws -> Value { .none }
}
enum DictMethods {
    static let names: Set<MethodName> = []
    static func call(_ n: MethodName, of t: Dict, _ a: Arguments) throws -> Value { .none }
}
enum NumberMethods {
    static let integerNames: Set<MethodName> = []
    static let floatNames: Set<MethodName> = []
    static func property(_ n: MethodName, of t: Value) -> Value? { nil }
    static func call(_ n: MethodName, of t: Value, _ a: Arguments) throws -> Value { .none }
}

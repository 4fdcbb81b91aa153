/// All globals of Jinja2.
enum BuiltinGlobals {
    static var all: [(name: Text, value: Value)] { [] }
}

/// A version of a block.
final class BlockCode: @unchecked Sendable {
    let name: Text
    let function: FunctionCode
    /// The slots of `self` and `super`; nil where the body does not mention them.
    var selfSlot: Int?
    var superSlot: Int?

    init(name: Text, function: FunctionCode) {
        self.name = name
        self.function = function
    }

    /// Writes the block.
    func run(_ context: Context, _ state: RenderState) throws {
        try state.within(context) {
            let frame = Frame(function, parent: nil, context: context, state: state)
            if let selfSlot { frame.slots[selfSlot] = .object(TemplateSelf(context)) }
            if let superSlot { frame.slots[superSlot] = superBlock(context, state) }
            function.entry.enter(frame)
            _ = try function.body.run(frame)
        }
    }

    private func superBlock(_ context: Context, _ state: RenderState) -> Value {
        let versions = context.blocks[name] ?? []
        guard let index = versions.firstIndex(where: { $0 === self }), index + 1 < versions.count
        else { return BlockReference.noParent(name, state.settings.undefined) }
        return .object(
            BlockReference(name, context, versions, depth: index + 1, state.settings.undefined))
    }
}

/// `self`: the blocks of the template by name.
final class TemplateSelf: Object {
    private let context: Context

    init(_ context: Context) { self.context = context }

    override var typeName: String { "TemplateReference" }
    override var endsWithRendering: Bool { true }
    override var qualifiedTypeName: String { "jinja2.runtime.TemplateReference" }

    override func item(_ key: Value) throws -> Value? {
        guard let name = key.text, let versions = context.blocks[name], !versions.isEmpty else {
            throw TemplateError.key(try key.repr().string)
        }
        return .object(BlockReference(name, context, versions, depth: 0, nil))
    }

    /// Python tries the items 0, 1 and so on, which are no blocks.
    override func makeIterator() throws -> ValueIterator? {
        ValueIterator(try Generator("iterator") { throw TemplateError.key("0") })
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<TemplateReference ")
        output.append(string: context.name?.repr ?? "None")
        output.append(ascii: UInt8(ascii: ">"))
    }
}

/// A block as a value: what `self.name` and `super` are.
///
/// - SeeAlso: Jinja2 `runtime.BlockReference`.
final class BlockReference: Object {
    private let name: Text
    private let context: Context
    private let versions: [BlockCode]
    private let depth: Int
    private let undefined: Undefined.Style

    init(
        _ name: Text, _ context: Context, _ versions: [BlockCode], depth: Int,
        _ undefined: Undefined.Style?
    ) {
        self.name = name
        self.context = context
        self.versions = versions
        self.depth = depth
        self.undefined = undefined ?? .standard
    }

    /// What `super` is in a block that nothing stands above.
    static func noParent(_ name: Text, _ style: Undefined.Style) -> Value {
        .undefined(
            Undefined(
                style, hint: "there is no parent block called \(name.repr).", name: .text("super")))
    }

    override var typeName: String { "BlockReference" }
    override var endsWithRendering: Bool { true }
    override var qualifiedTypeName: String { "jinja2.runtime.BlockReference" }
    override var isCallable: Bool { true }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        guard arguments.isEmpty else {
            throw TemplateError.type(
                "BlockReference.__call__() takes 1 positional argument but"
                    + " \(arguments.count + 1) were given")
        }
        let text: Text
        do {
            text = try state.capture { try versions[depth].run(context, state) }
        } catch {
            throw TemplateError.reached("in block \(name.repr), called from", error)
        }
        return context.escaping.isOn ? .markup(text) : .string(text)
    }

    override func attribute(_ name: Text) throws -> Value? {
        switch name.string {
        case "name": return .string(self.name)
        case "super":
            guard depth + 1 < versions.count else {
                return Self.noParent(self.name, undefined)
            }
            return .object(
                BlockReference(self.name, context, versions, depth: depth + 1, undefined))
        default: return nil
        }
    }
}

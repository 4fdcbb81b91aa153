/// Where an assigned value goes.
indirect enum TargetCode: @unchecked Sendable {
    case slot(Int)
    case tuple([TargetCode])
    case attribute(namespace: Code, ConstantKey)

    /// Assigns a value.
    ///
    /// - Throws: ValueError or TypeError if it cannot be unpacked.
    @inline(__always)
    func assign(_ value: Value, _ frame: Frame) throws {
        if case .slot(let slot) = self {
            frame.slots[slot] = value
        } else {
            try assignOther(value, frame)
        }
    }

    private func assignOther(_ value: Value, _ frame: Frame) throws {
        switch self {
        case .slot(let slot): frame.slots[slot] = value
        case .tuple(let targets): try unpack(value, targets, frame)
        case .attribute(let namespace, let key):
            guard case .object(let object) = try namespace.evaluate(frame),
                let namespace = object as? Namespace
            else { throw TargetCode.notANamespace }
            try namespace.set(key, to: value, frame.state)
        }
    }

    private func unpack(_ value: Value, _ targets: [TargetCode], _ frame: Frame) throws {
        if case .tuple(let tuple) = value, tuple.elements.count == targets.count {
            for index in targets.indices {
                try targets[index].assign(tuple.elements[index], frame)
            }
            return
        }
        guard var iterator = try value.iteratorIfAny() else {
            throw TemplateError.type("cannot unpack non-iterable \(value.typeName) object")
        }
        var elements: [Value] = []
        while elements.count < targets.count {
            guard let element = try iterator.next() else {
                throw TemplateError.value(
                    "not enough values to unpack (expected \(targets.count), got"
                        + " \(elements.count))")
            }
            elements.append(element)
        }
        guard try iterator.next() == nil else {
            throw TemplateError.value("too many values to unpack (expected \(targets.count))")
        }
        for (target, element) in zip(targets, elements) { try target.assign(element, frame) }
    }

    /// What is thrown when an attribute of something else is set.
    static var notANamespace: TemplateError {
        .runtime("cannot assign attribute on non-namespace object")
    }
}

/// What the context learns of variables that are set at the top level.
struct Publication: @unchecked Sendable {
    /// The variables that are set.
    var variables: [(key: ConstantKey, slot: Int)] = []

    /// Tells the context; names that begin with `_` are not exported.
    func publish(_ frame: Frame) throws {
        for (key, slot) in variables {
            guard let value = frame.slots[slot] else { continue }
            try frame.context.set(key, to: value)
            if !key.isPrivate { frame.context.export(key.text) }
        }
    }
}

/// `set target = value`.
final class AssignAction: Action, @unchecked Sendable {
    private let target: TargetCode
    /// The values whose attributes are set, which have to be namespaces.
    private let namespaces: [Code]
    private let value: Code
    private let publication: Publication

    init(
        _ target: TargetCode, namespaces: [Code], value: Code, publication: Publication, line: Int
    ) {
        self.target = target
        self.namespaces = namespaces
        self.value = value
        self.publication = publication
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        for code in namespaces {
            guard case .object(let object) = try code.evaluate(frame), object is Namespace else {
                throw TargetCode.notANamespace
            }
        }
        try target.assign(try value.evaluate(frame), frame)
        try publication.publish(frame)
        return .next
    }
}

/// `set target` … `endset`.
final class AssignBlockAction: Action, @unchecked Sendable {
    private let capture: CaptureCode
    private let target: TargetCode
    private let filter: Code
    private let publication: Publication

    init(
        _ capture: CaptureCode, target: TargetCode, filter: Code, publication: Publication,
        line: Int
    ) {
        self.capture = capture
        self.target = target
        self.filter = filter
        self.publication = publication
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        try capture.run(frame) {
            var value = try filter.evaluate(frame)
            if frame.context.escaping.isOn { value = try value.markup() }
            try target.assign(value, frame)
            try publication.publish(frame)
        }
    }
}

extension Value {
    /// What MarkupSafe's `Markup(x)` gives.
    fileprivate func markup() throws -> Value {
        if case .markup = self { return self }
        if let html = try html() { return .markup(html) }
        return .markup(try printed())
    }
}

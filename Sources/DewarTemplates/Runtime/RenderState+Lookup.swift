/// `foo.bar` and `foo['bar']`.
extension RenderState {
    /// `value.name`: the attribute, else the item, else undefined.
    ///
    /// - SeeAlso: `jinja2.Environment.getattr`, `SandboxedEnvironment.getattr`.
    func attribute(_ key: ConstantKey, of value: Value) throws -> Value {
        if case .dict(let dict) = value, key.isPlain {
            return dict.lookup(key) ?? missing(key.text, in: value)
        }
        if let attribute = try value.attribute(key) {
            return settings.sandbox == nil ? attribute : try checked(attribute, key, of: value)
        }
        if let item = try value.itemIfAny(key.value) { return item }
        return missing(key.text, in: value)
    }

    /// `value[key]`: the item, else the attribute if the key is text, else undefined.
    ///
    /// - SeeAlso: `jinja2.Environment.getitem`, `SandboxedEnvironment.getitem`.
    func item(_ key: Value, of value: Value) throws -> Value {
        if let item = try value.itemIfAny(key) { return item }
        guard let text = key.text else { return missing(key, in: value) }
        let constant = ConstantKey(text)
        if let attribute = try value.attribute(constant) {
            return try checked(attribute, constant, of: value)
        }
        return missing(text, in: value)
    }

    /// `value['key']` for a key that is spelled out.
    func item(_ key: ConstantKey, of value: Value) throws -> Value {
        if case .dict(let dict) = value, let item = dict.lookup(key) { return item }
        return try item(key.value, of: value)
    }

    /// The undefined value of a name that `value` does not have.
    func missing(_ name: Text, in value: Value) -> Value {
        .undefined(
            Undefined(
                settings.undefined, owner: value.ownerName, name: .text(name), searched: value))
    }

    private func missing(_ key: Value, in value: Value) -> Value {
        let repr = (try? key.repr().string) ?? "..."
        return .undefined(
            Undefined(settings.undefined, owner: value.ownerName, name: .key(repr: repr)))
    }

    /// The attribute, unless the sandbox keeps it back.
    private func checked(_ attribute: Value, _ key: ConstantKey, of value: Value) throws -> Value {
        guard let sandbox = settings.sandbox, !sandbox.allows(key, of: value) else {
            return attribute
        }
        return .undefined(
            Undefined(
                settings.undefined,
                hint: "access to attribute \(key.text.repr) of '\(value.typeName)' object is"
                    + " unsafe.",
                owner: value.ownerName, name: .text(key.text), errorKind: .securityError))
    }

    /// Calls a value.
    ///
    /// - Throws: SecurityError if the sandbox forbids it; what the callee throws.
    func call(_ callee: Value, _ arguments: Arguments) throws -> Value {
        switch callee {
        case .object(let object):
            if settings.sandbox != nil, !object.isSafeToCall {
                throw TemplateError(
                    .securityError, "\(try callee.repr()) is not safely callable")
            }
            do {
                return try object.call(arguments, self)
            } catch let error as TemplateError where error.kind == .stopIteration {
                return undefinedByStopIteration
            }
        case .undefined(let undefined): throw undefined.error
        default: throw TemplateError.type("'\(callee.typeName)' object is not callable")
        }
    }

    /// What a call gives whose callee threw StopIteration.
    var undefinedByStopIteration: Value {
        undefined(hint: "value was undefined because a callable raised a StopIteration exception")
    }

    /// `value.name(arguments)`, without the detour over a method as a value.
    func callMethod(
        _ key: ConstantKey, of value: Value, _ arguments: Arguments
    ) throws -> Value {
        if let method = key.method, Methods.has(key, value),
            settings.sandbox?.allows(key, of: value) ?? true
        {
            return try Methods.call(method, of: value, arguments, self)
        }
        return try call(attribute(key, of: value), arguments)
    }
}

extension Value {
    /// What Python's `getattr` finds; nil for an AttributeError.
    ///
    /// - Throws: UndefinedError if the value is undefined.
    func attribute(_ key: ConstantKey) throws -> Value? {
        switch self {
        case .object(let object):
            if let value = try object.attribute(key) { return value }
        case .undefined(let undefined):
            if PythonAttributes.isSpecial(key.text) { break }
            if undefined.kind == .chainable { return self }
            throw undefined.error
        case .tuple(let tuple) where !tuple.names.isEmpty:
            if let index = tuple.names.firstIndex(of: key.text) { return tuple.elements[index] }
        default: break
        }
        if let method = key.method {
            if let value = NumberMethods.property(method, of: self) { return value }
            if Methods.has(key, self) {
                return .object(BoundMethod(receiver: self, name: method))
            }
        }
        return key.isPrivate ? PythonAttributes.attribute(key.text, of: self) : nil
    }

    /// What `self[key]` gives; nil for the errors that Jinja2 answers with undefined.
    fileprivate func itemIfAny(_ key: Value) throws -> Value? {
        switch self {
        // The usual cases without a detour over errors.
        case .dict(let dict):
            if let text = key.text { return dict.lookup(text) }
        case .list(let list):
            if case .int(let index) = key {
                let count = list.elements.count
                let position = index < 0 ? index &+ count : index
                return position >= 0 && position < count ? list.elements[position] : nil
            }
        case .none, .int, .bool, .float, .integer: return nil
        default: break
        }
        do {
            return try item(key)
        } catch let error as TemplateError {
            switch error.kind {
            case .typeError, .attributeError, .keyError, .indexError, .lookupError: return nil
            default: throw error
            }
        }
    }
}

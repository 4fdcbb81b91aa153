extension MultiDict where Value == String {
    /// The first value of a name as another type; nil when it is missing or no such value.
    ///
    /// ```swift
    /// request.args.get("page", as: Int.self)  // 2 for ?page=2, nil for ?page=x
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - type: What the text is read as.
    /// - Returns: The value.
    /// - SeeAlso: Werkzeug `MultiDict.get`.
    public func get<Converted: FieldConvertible>(
        _ key: String, as type: Converted.Type
    ) -> Converted? {
        self[key].flatMap { Converted(fieldText: $0) }
    }

    /// The first value of a name as another type, or a default when it is missing or no such
    /// value.
    ///
    /// ```swift
    /// request.args.get("page", as: Int.self, default: 1)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - type: What the text is read as.
    ///   - default: The value otherwise.
    /// - Returns: The value.
    public func get<Converted: FieldConvertible>(
        _ key: String, as type: Converted.Type = Converted.self,
        default: @autoclosure () -> Converted
    ) -> Converted {
        get(key, as: type) ?? `default`()
    }

    /// The values of a name as another type; those that are no such value are left out.
    ///
    /// ```swift
    /// let args: MultiDict = ["id": "7", "id": "x", "id": "9"]
    /// args.all("id", as: Int.self)  // [7, 9]
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - type: What the texts are read as.
    /// - Returns: The values, in order.
    /// - SeeAlso: Werkzeug `MultiDict.getlist`.
    public func all<Converted: FieldConvertible>(
        _ key: String, as type: Converted.Type
    ) -> [Converted] {
        all(key).compactMap { Converted(fieldText: $0) }
    }

    /// The first value of a name, which must be there, as another type.
    ///
    /// ```swift
    /// let page = try request.args.require("page", as: Int.self)  // 400 for ?page=x
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - type: What the text is read as.
    /// - Returns: The value.
    /// - Throws: ``HTTPError`` of status 400, which an application answers by itself, when the
    ///   name is missing or its value is not of the type.
    /// - SeeAlso: Werkzeug `MultiDict.get`, which gives the default instead.
    public func require<Converted: FieldConvertible>(
        _ key: String, as type: Converted.Type
    ) throws(HTTPError) -> Converted {
        let text = try require(key)
        guard let value = Converted(fieldText: text) else {
            throw .badRequest(field: key, value: text, wanted: "\(type)")
        }
        return value
    }
}

extension MultiDict {
    /// The first value of a name, which must be there.
    ///
    /// ```swift
    /// let title = try request.args.require("title")
    /// ```
    ///
    /// - Parameter key: The name.
    /// - Returns: The value.
    /// - Throws: ``HTTPError`` of status 400, which an application answers by itself, when the
    ///   name is missing.
    /// - SeeAlso: Werkzeug `BadRequestKeyError`.
    public func require(_ key: String) throws(HTTPError) -> Value {
        guard let value = self[key] else {
            var error = HTTPError.missingKey(key)
            if let note = missingNote?(key) { error.reason = (error.reason ?? "") + note }
            throw error
        }
        return value
    }
}

/// The questions that Python's `str` answers about all of its code points.
extension Text {
    func isNotEmptyAnd(_ condition: (Unicode.Scalar) -> Bool) -> Bool {
        !isEmpty && scalars.allSatisfy(condition)
    }

    /// `str.isupper`: nothing is lower case, something is upper case.
    var isUppercase: Bool {
        var hasUppercase = false
        for scalar in scalars {
            if scalar.isPythonLowercase || scalar.isPythonTitlecase { return false }
            if scalar.isPythonUppercase { hasUppercase = true }
        }
        return hasUppercase
    }

    /// `str.islower`: nothing is upper case, something is lower case.
    var isLowercase: Bool {
        var hasLowercase = false
        for scalar in scalars {
            if scalar.isPythonUppercase || scalar.isPythonTitlecase { return false }
            if scalar.isPythonLowercase { hasLowercase = true }
        }
        return hasLowercase
    }

    /// `str.istitle`: upper case where words begin and nowhere else.
    var isTitlecase: Bool {
        var isInWord = false
        var hasWord = false
        for scalar in scalars {
            if scalar.isPythonUppercase || scalar.isPythonTitlecase {
                if isInWord { return false }
                isInWord = true
                hasWord = true
            } else if scalar.isPythonLowercase {
                if !isInWord { return false }
            } else {
                isInWord = false
            }
        }
        return hasWord
    }

    /// `str.isidentifier`.
    var isIdentifier: Bool {
        var isFirst = true
        for scalar in scalars {
            guard isFirst ? scalar.startsIdentifier : scalar.continuesIdentifier else {
                return false
            }
            isFirst = false
        }
        return !isFirst
    }
}

extension Unicode.Scalar {
    /// Whether an identifier may begin with it.
    var startsIdentifier: Bool { self == "_" || properties.isXIDStart }

    /// Whether an identifier may go on with it.
    var continuesIdentifier: Bool {
        switch value {
        // Of identifiers since Unicode 15.1 only, which CPython 3.11 does not know.
        case 0x200C, 0x200D, 0x30FB, 0xFF65: false
        default: properties.isXIDContinue
        }
    }
}

extension Value {
    /// Whether it can be iterated, told without iterating.
    var isIterable: Bool {
        switch self {
        case .list, .tuple, .dict, .string, .markup, .undefined: true
        case .object(let object): ((try? object.makeIterator()) ?? nil) != nil
        default: false
        }
    }
}

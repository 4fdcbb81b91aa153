public import DewarRouting

/// A type that a view takes from the URL.
///
/// `String` fits the converters that give text (`string`, `path`, `any`), `Int` fits `int`,
/// `Double` `float` and `UUID` `uuid`. An enumeration with raw values joins in by name alone:
/// ```swift
/// enum Shelf: String, RouteParameter { case new, used }
///
/// app.route("/books/<any(new, used):shelf>") { (shelf: Shelf) in "\(shelf.rawValue) books" }
/// ```
/// A value that the type refuses is answered with 404.
public protocol RouteParameter: Sendable {
    /// Tells whether a converter's values can become this type.
    ///
    /// ```swift
    /// String.fits(.string)  // true
    /// Int.fits(.string)     // false: "/<id>" gives text, "/<int:id>" a number
    /// ```
    ///
    /// - Parameter kind: What the converter gives.
    /// - Returns: false makes a rule and a view that don't fit an error of the set-up.
    /// - SeeAlso: Werkzeug `BaseConverter.to_python`, whose types nobody compares.
    static func fits(_ kind: RouteValueKind) -> Bool

    /// Makes a parameter of a value from the URL; nil refuses it.
    ///
    /// ```swift
    /// Int(routeValue: 7)              // 7
    /// Int(routeValue: .string("7"))   // nil
    /// ```
    ///
    /// - Parameter value: A value of a kind that fits; an integer beyond 64 bits may still not.
    /// - SeeAlso: Werkzeug `BaseConverter.to_python`.
    init?(routeValue value: RouteValue)

    /// The value for building a URL.
    var routeValue: RouteValue { get }
}

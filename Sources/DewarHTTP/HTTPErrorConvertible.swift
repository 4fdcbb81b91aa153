/// An error that is answered with a status of its own, unless a handler is for its type.
///
/// ```swift
/// enum StockError: Error, HTTPErrorConvertible {
///     case soldOut, broken
///
///     var httpError: HTTPError? { self == .soldOut ? HTTPError(.conflict, "Sold out.") : nil }
/// }
/// ```
/// Handlers of the error's own type are asked first, then those of the status.
///
/// - SeeAlso: Werkzeug `HTTPException`, of which an error may be a subclass.
public protocol HTTPErrorConvertible: Error {
    /// What it is answered with; nil for an error as any other, which is a 500.
    var httpError: HTTPError? { get }
}

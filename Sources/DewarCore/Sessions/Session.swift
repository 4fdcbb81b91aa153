public import DewarSigning
import DewarText
import Synchronization

/// What is kept for a visitor from one request to the next.
///
/// ```swift
/// session["user_id"] = user.id
/// let id: Int? = session["user_id"]
/// session["cart"]?["apples"] = 3
/// session.pop("user_id")
/// ```
/// It is read when somebody looks at it for the first time. Setting a value within another, as in
/// the third line, is a change like any other.
///
/// - SeeAlso: Flask `SecureCookieSession`.
public final class Session: Sendable {
    private let state: Mutex<State>

    private struct State {
        var values = SessionDictionary()
        /// Reads the values; nil once that is done, or when there are none to read.
        var load: (@Sendable () throws(SigningError) -> SessionDictionary?)?
        var isNull = false
        var isNew = true
        var isModified = false
        var isAccessed = false
        var isRegenerated = false
        /// By what its interface finds it again; nil for one that is kept nowhere yet.
        var key: String?
        var failure: SessionError?
    }

    /// Makes a session that nothing came with.
    ///
    /// - Parameter values: What it holds.
    public init(_ values: SessionDictionary = [:]) {
        state = Mutex(State(values: values))
    }

    /// Makes a session that its interface has found.
    ///
    /// ```swift
    /// let session = Session(["user_id": 7], key: "7f3a")
    /// session.isNew                // false
    /// try session.outcome().key    // "7f3a"
    /// ```
    ///
    /// - Parameters:
    ///   - values: What it holds.
    ///   - key: By what its interface finds it again.
    /// - SeeAlso: Flask-Session `ServerSideSession.sid`.
    public init(_ values: SessionDictionary, key: String) {
        state = Mutex(State(values: values, isNew: false, key: key))
    }

    /// Makes a session that is read when somebody looks at it.
    ///
    /// - Parameter load: Gives what it holds; nil when what came with the request is not accepted.
    ///   What it throws is thrown when the session is saved, and the session is empty until then.
    public init(
        loading load: @escaping @Sendable () throws(SigningError) -> SessionDictionary?
    ) {
        state = Mutex(State(load: load))
    }

    /// Makes a session that can be read, is empty, and keeps nothing: there is no secret key.
    ///
    /// Whatever is set is an error when the session is saved.
    /// ```swift
    /// let session = Session.null()
    /// session["a"]                       // nil
    /// session["a"] = 1
    /// session.values.isEmpty             // true
    /// ```
    ///
    /// - SeeAlso: Flask `NullSession`.
    public static func null() -> Session {
        let session = Session()
        session.state.withLock { $0.isNull = true }
        return session
    }

    // MARK: Values

    /// The value of a key; nil when there is none.
    ///
    /// Setting nil removes the key.
    /// ```swift
    /// session["cart"] = ["apples": 2]
    /// session["cart"]?["apples"]?.int  // 2
    /// session["cart"] = nil
    /// ```
    ///
    /// - SeeAlso: Flask `session[…]`, whose changes within a value go unnoticed.
    public subscript(key: String) -> SessionValue? {
        get { read { $0.values[key] } }
        set {
            change { state in
                guard newValue != nil || state.values[key] != nil else { return false }
                state.values[key] = newValue
                return true
            }
        }
    }

    /// The value of a key as another type; nil when there is none, or it is of another.
    ///
    /// Setting nil removes the key.
    /// ```swift
    /// session["user_id"] = 7
    /// let id: Int? = session["user_id"]      // 7
    /// let name: String? = session["user_id"]  // nil
    /// ```
    ///
    /// - SeeAlso: Flask `session.get`.
    @_disfavoredOverload
    public subscript<Value: SessionConvertible>(key: String) -> Value? {
        get { self[key].flatMap(Value.init(sessionValue:)) }
        set { self[key] = newValue?.sessionValue }
    }

    /// What the session holds.
    ///
    /// Setting it replaces everything.
    public var values: SessionDictionary {
        get { read(\.values) }
        set {
            change { state in
                state.values = newValue
                return true
            }
        }
    }

    /// Whether there is no value.
    public var isEmpty: Bool { read(\.values.isEmpty) }

    /// Tells whether there is a value of a key.
    ///
    /// ```swift
    /// app.get("/login") { () -> Response in
    ///     session.contains("user_id") ? redirect("/") : "<form method=post>…</form>"
    /// }
    /// ```
    ///
    /// - SeeAlso: Python `in`.
    public func contains(_ key: String) -> Bool { read { $0.values[key] != nil } }

    /// Removes a value.
    ///
    /// ```swift
    /// session.pop("user_id")
    /// ```
    ///
    /// - Parameter key: Its key.
    /// - Returns: The value; nil when there was none.
    /// - SeeAlso: Flask `session.pop(key, None)`.
    @discardableResult
    public func pop(_ key: String) -> SessionValue? {
        change { state in
            let value = state.values[key]
            state.values[key] = nil
            return value
        }
    }

    /// The value of a key, which is set if there is none.
    ///
    /// ```swift
    /// session.setDefault("color", "red").string  // "red", or what was chosen before
    /// ```
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - value: What is set.
    /// - Returns: The value that is there then.
    /// - SeeAlso: Python `dict.setdefault`.
    @discardableResult
    public func setDefault(_ key: String, _ value: SessionValue) -> SessionValue {
        if let present = self[key] { return present }
        self[key] = value
        return value
    }

    /// Sets several values.
    ///
    /// ```swift
    /// session.update(["user_id": 7, "color": "red"])
    /// ```
    ///
    /// - Parameter values: Keys and values.
    /// - SeeAlso: Python `dict.update`.
    public func update(_ values: SessionDictionary) {
        change { state in
            for (key, value) in values { state.values[key] = value }
            return true
        }
    }

    /// Removes all values; with that the cookie goes as well.
    ///
    /// ```swift
    /// app.post("/logout") {
    ///     session.clear()
    ///     return redirect("/")
    /// }
    /// ```
    ///
    /// - SeeAlso: Flask `session.clear`.
    public func clear() {
        change { state in
            state.values = SessionDictionary()
            return true
        }
    }

    /// Makes what is known of the session so far worth nothing: it gets another key where it has
    /// one, as one that is kept in a database.
    ///
    /// ```swift
    /// app.post("/login") {
    ///     session.regenerate()
    ///     session["user_id"] = 7
    ///     return redirect("/")
    /// }
    /// ```
    /// Do so whenever somebody logs in: who had put a session of theirs into the visitor's browser
    /// would be logged in as well. A signed cookie has no key, and is only written anew.
    ///
    /// - SeeAlso: Flask-Session `regenerate`.
    public func regenerate() {
        change { state in
            state.isRegenerated = true
            return true
        }
    }

    // MARK: State

    /// Whether the session outlives the browser: for `PERMANENT_SESSION_LIFETIME`.
    ///
    /// It is the value `_permanent`.
    public var isPermanent: Bool {
        get { self[Self.permanentKey]?.isTruthy ?? false }
        set { self[Self.permanentKey] = .bool(newValue) }
    }
    private static let permanentKey = "_permanent"

    /// Whether something was set or removed, so that the session must be saved.
    public var isModified: Bool {
        get { read(\.isModified) }
        set {
            state.withLock { state in
                state.isAccessed = true
                state.isModified = newValue
            }
        }
    }

    /// Whether somebody looked at the session, so that the answer depends on the cookie.
    public var isAccessed: Bool { state.withLock(\.isAccessed) }

    /// Whether no session came with the request, or none that is accepted.
    ///
    /// Flask cannot tell, and says no.
    public var isNew: Bool { read(\.isNew) }

    // MARK: Reading and changing

    private func read<Result: Sendable>(_ body: (State) -> Result) -> Result {
        state.withLock { state in
            state.isAccessed = true
            Self.load(&state)
            return body(state)
        }
    }

    private func change(_ body: (inout State) -> Bool) {
        _ = change { state -> Bool? in body(&state) ? true : nil }
    }

    /// Changes the session; it is modified if there is a result.
    private func change<Result: Sendable>(_ body: (inout State) -> Result?) -> Result? {
        state.withLock { state in
            state.isAccessed = true
            Self.load(&state)
            guard !state.isNull else {
                state.failure = SessionError(.noSecretKey)
                return nil
            }
            let result = body(&state)
            if result != nil { state.isModified = true }
            return result
        }
    }

    private static func load(_ state: inout State) {
        guard let load = state.load else { return }
        state.load = nil
        do throws(SigningError) {
            guard let values = try load() else { return }
            state.values = values
            state.isNew = false
        } catch {
            state.failure = SessionError(.unreadable(error))
        }
    }
}

extension Session {
    /// What a session is when its request is over.
    public struct Outcome: Sendable {
        /// What it holds.
        public let values: SessionDictionary
        /// Whether something was set or removed.
        public let isModified: Bool
        /// Whether somebody looked at it.
        public let isAccessed: Bool
        /// Whether it outlives the browser.
        public let isPermanent: Bool
        /// Whether it can be kept at all.
        public let isNull: Bool
        /// Whether it is to get another key, where it has one.
        public var isRegenerated = false
        /// By what its interface finds it again; nil for one that is kept nowhere yet.
        public var key: String?
    }

    /// What to save, for a ``SessionInterface``; looking at it does not count.
    ///
    /// ```swift
    /// let session = Session(["color": "red"])
    /// try session.outcome().isModified  // false
    /// session["color"] = "blue"
    /// try session.outcome().isModified  // true
    /// ```
    ///
    /// - Returns: What the session is now.
    /// - Throws: ``SessionError``: it was changed without a secret key, or could not be read.
    /// - SeeAlso: Flask `SecureCookieSession.modified`, `.accessed`.
    public func outcome() throws(SessionError) -> Outcome {
        let result: Result<Outcome, SessionError> = state.withLock { state in
            Self.load(&state)
            if let failure = state.failure { return .failure(failure) }
            return .success(
                Outcome(
                    values: state.values, isModified: state.isModified,
                    isAccessed: state.isAccessed,
                    isPermanent: state.values[Self.permanentKey]?.isTruthy ?? false,
                    isNull: state.isNull, isRegenerated: state.isRegenerated, key: state.key))
        }
        return try result.get()
    }
}
